"""A case, who acts on it, a clock that tests can tell by, a time-stamping server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from time_server import OPENSSL, TimeServer, serving

from telusur.cases import Actor, Case, begin
from telusur.progress import Silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that goes a minute on each time it is looked at."""
    moments = (datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(minutes=n) for n in range(10**6))
    return lambda: next(moments)


@pytest.fixture(scope="session")
def time_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeServer]:
    if OPENSSL is None:
        pytest.skip("not run: needs openssl")
    with serving(tmp_path_factory.mktemp("tsa")) as server:
        yield server


@pytest.fixture
def actor(clock: Callable[[], datetime]) -> Actor:
    return Actor("A. Analyst", "analyst", clock=clock)


@pytest.fixture
def case(tmp_path: Path, actor: Actor) -> Case:
    """A case with nothing in it but its first entry."""
    return begin(tmp_path / "case", actor, legal_basis="PDP Act, article 46", holder="An agency")


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """A file larger than one piece of age's, and not a whole number of them."""
    path = tmp_path / "dump.sql"
    path.write_bytes(b"INSERT INTO people VALUES (1, 'Invented');\n" * 5000)
    return path


@pytest.fixture
def watcher() -> Silent:
    return Silent()

"""A clock that tests can tell by, and a time-stamping server of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from time_server import OPENSSL, TimeServer, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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

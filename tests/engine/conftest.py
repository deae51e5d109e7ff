"""Both engines under one suite: a test that asks for ``engine`` runs once on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from telusur.engine.protocol import Engine


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def duckdb_engine(work: Path, tmp_path: Path) -> Iterator[Engine]:
    """A DuckDB engine that may read the test's own folder."""
    engine = DuckDBEngine(Limits(work, reads=(tmp_path,), threads=2))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One Spark session for all tests: starting one takes seconds."""
    from telusur.engine.spark import SparkEngine  # an extra, needed by these tests alone

    engine = SparkEngine(Limits(tmp_path_factory.mktemp("spark"), threads=2))
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def rows(engine: Engine) -> Callable[[str], list[tuple[object, ...]]]:
    """Rows of a SELECT, as tuples."""

    def of(sql: str) -> list[tuple[object, ...]]:
        return [tuple(row.values()) for row in engine.collect(sql).to_pylist()]

    return of

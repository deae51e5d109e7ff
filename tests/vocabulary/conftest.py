"""Expressions of the vocabulary run as steps run: through the allow-list, on the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@pytest.fixture(scope="session")
def duck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("vocabulary"), threads=1))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def evaluate(duck: DuckDBEngine) -> Callable[[str, Sequence[str | None]], list[Any]]:
    """An expression over column ``x``, for every value, in order."""

    def run(expression: str, values: Sequence[str | None]) -> list[Any]:
        table = pa.table({"i": range(len(values)), "x": pa.array(values, pa.string())})
        duck.load("inputs", table)
        found = duck.collect(f"SELECT i, {expression} AS y FROM inputs ORDER BY i")
        return found["y"].to_pylist()

    return run

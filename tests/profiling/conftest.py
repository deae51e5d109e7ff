"""Tables of invented people, laid into an engine as reading lays them."""

import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.model.tables import DumpTable


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("work"), threads=1))
    yield made
    made.close()


@pytest.fixture
def lay(engine):
    """``lay(name, column=values…)``: a table of the dump."""
    laid = []

    def table(name, /, **columns):
        rows = len(next(iter(columns.values())))
        texts = {"row_": pa.array(range(1, rows + 1), pa.int64())}
        for at, values in enumerate(columns.values()):
            texts[f"c{at}"] = pa.array(
                [None if value is None else str(value) for value in values], pa.string()
            )
        relation = f"dump_{len(laid)}"
        laid.append(relation)
        engine.load(relation, pa.table(texts))
        return DumpTable(relation, name, tuple(columns), rows)

    return table

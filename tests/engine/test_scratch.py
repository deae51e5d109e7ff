"""The second DuckDB: it holds what it was given, and reaches nothing."""

from __future__ import annotations

import pyarrow as pa
import pytest

from telusur.engine.duckdb.scratch import scratch
from telusur.errors import InternalFault, LimitReached

GIVEN = {"given": pa.table({"x": ["a", "b\0c"]})}


def run(sql, memory_bytes=1 << 28):
    with scratch(GIVEN, "a test", memory_bytes=memory_bytes, threads=1) as connection:
        return connection.execute(sql).to_arrow_table()


def test_it_holds_what_it_was_given():
    assert run("SELECT x FROM given ORDER BY x")["x"].to_pylist() == ["a", "b\0c"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH '/tmp/other.duckdb'",
        "COPY given TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
        "SELECT * FROM pa",  # a variable of the caller
    ],
)
def test_it_reaches_nothing_and_cannot_be_opened(sql):
    with pytest.raises(InternalFault) as caught:
        run(sql)
    assert caught.value.code == "engine-failed"
    assert sql not in str(caught.value)


def test_beyond_its_memory_it_fails_and_spills_nothing():
    with pytest.raises(LimitReached) as caught:
        run("SELECT count(DISTINCT md5(range::VARCHAR)) FROM range(20000000)", 1 << 26)
    assert caught.value.code == "memory-limit"

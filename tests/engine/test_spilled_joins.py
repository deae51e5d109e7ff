"""Spilled joins have lost rows silently in past releases of DuckDB (duckdb#25702, #22075).

Neither was seen on 1.5.6 or 2.0.0. The reproduction stays, so that a release in which it comes back
does not pass: joins of several shapes that must spill, and whose rows are known beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = 1_000_000
KEYS = 700_000
MEMORY = 64_000_000  # bytes; the joined rows with their text need several times that


@pytest.fixture(scope="module")
def spilling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DuckDBEngine, Path]]:
    """``left_`` (a row a number) and ``right_`` (two versions a key), both wider than memory."""
    work = tmp_path_factory.mktemp("spills")
    engine = DuckDBEngine(Limits(work, threads=2, memory_bytes=MEMORY))
    engine.load("thousand", pa.table({"i": pa.array(range(1_000), pa.int64())}))
    engine.run(
        Step(
            "left_",
            "SELECT row_, 'k' || CAST(row_ AS TEXT) AS k, md5(CAST(row_ AS TEXT)) AS text_ FROM ("
            "SELECT a.i * 1000 + b.i AS row_ FROM thousand AS a CROSS JOIN thousand AS b) AS n",
        ),
        Step(
            "right_",
            "SELECT 'k' || CAST(row_ AS TEXT) AS k, v, "
            "md5(CAST(row_ + v AS TEXT)) || md5(CAST(row_ - v AS TEXT)) AS text_ "
            f"FROM left_ CROSS JOIN (SELECT i AS v FROM thousand WHERE i < 2) AS t "
            f"WHERE row_ < {KEYS}",
        ),
    )
    yield engine, work
    engine.close()


@pytest.mark.parametrize(
    ("join", "expected"),
    [
        ("JOIN right_ AS r ON r.k = l.k", 2 * KEYS),
        ("LEFT JOIN right_ AS r ON r.k = l.k", 2 * KEYS + ROWS - KEYS),
        ("FULL JOIN right_ AS r ON r.k = l.k", 2 * KEYS + ROWS - KEYS),
        ("JOIN right_ AS r ON r.k IS NOT DISTINCT FROM l.k", 2 * KEYS),
    ],
    ids=["inner", "left", "full", "null-safe"],
)
def test_no_row_is_lost(spilling: tuple[DuckDBEngine, Path], join: str, expected: int) -> None:
    engine, work = spilling
    engine.run(
        Step(
            "joined",
            "SELECT count(*) AS rows_, count(DISTINCT stable_hash64(l.text_)) AS texts, "
            "CAST(sum(length(r.text_)) AS BIGINT) AS letters "
            f"FROM left_ AS l {join}",
        )
    )
    row = engine.collect("SELECT rows_, texts, letters FROM joined").to_pylist()[0]
    inner = join.startswith("JOIN")
    assert row == {
        "rows_": expected,
        "texts": KEYS if inner else ROWS,
        "letters": 2 * KEYS * 64,
    }
    assert list(work.glob("duckdb_temp*")), "nothing spilled: the test shows nothing"

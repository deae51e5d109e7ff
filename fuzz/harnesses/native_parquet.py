"""Parquet files, through DuckDB and pyarrow."""

from __future__ import annotations

import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from fuzz import support
from telusur.reading import parquet

PARSER = "Parquet through pyarrow and DuckDB (`parquet.py`)"
KIND = "native"
MOST_BYTES = 3000

TABLE = pa.table({"id": [1, 2, None], "name": ["Ayu", "Budi", ""], "tags": [["a"], [], None],
                  "born": [date(2001, 2, 3), None, date(1, 1, 1)], "x": [1.5, 2.0, None]})  # fmt: skip
TIMES = pa.table({"at": pa.array([1, 2], pa.time32("s")), "b": pa.array([b"\xff", None])})


def one(data: bytes) -> None:
    """Read as a Parquet file, whatever it is."""
    parquet.recognises(support.head(data))
    support.read_binary(parquet, data)


def seeds() -> list[bytes]:
    """Files with and without what the engine is not asked to read."""
    found = []
    for table in (TABLE, TIMES):
        for compression in ("none", "snappy"):
            out = io.BytesIO()
            pq.write_table(
                table, out, compression=compression, store_schema=False, row_group_size=2
            )
            found.append(out.getvalue())
    return [*found, found[0][:-40], b"PARE1234"]

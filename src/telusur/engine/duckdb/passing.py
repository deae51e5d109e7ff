"""Parquet that passes from one step of a run to the next, and is read by no one else.

Written for speed: measured on CSV of 8 and of 30 columns on two cores, the settings below take half
the time of DuckDB's own and no more space than the CSV (``docs/benchmarks.md``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.duckdb.paths import one
from telusur.engine.protocol import literal

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

# Few rows a group: the values of one stay in the processor's caches while they are written.
GROUP_ROWS = 30_720
OPTIONS = ", ".join(
    (
        "FORMAT parquet",
        "PARQUET_VERSION v2",  # lengths of values as differences: a third less space, no more time
        "COMPRESSION uncompressed",
        "DICTIONARY_SIZE_LIMIT 1",  # a dictionary is built to be thrown away where values differ
        f"ROW_GROUP_SIZE {GROUP_ROWS}",
    )
)


def write(connection: duckdb.DuckDBPyConnection, sql: str, target: Path) -> None:
    """Rows of a SELECT, in its order. ``target`` is made anew, mode 0600."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    connection.execute(f"COPY ({sql}) TO {literal(str(target))} ({OPTIONS})")


def plain(target: Path) -> str:
    """The reader of such a file."""
    return f"read_parquet({one(target)}, hive_partitioning = false)"


def rows(target: Path) -> str:
    """The reader of such a file, with ``file_row_number`` from 0."""
    return f"read_parquet({one(target)}, hive_partitioning = false, file_row_number = true)"

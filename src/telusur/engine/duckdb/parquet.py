"""Parquet as a relation of text, read where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from telusur.engine.duckdb.paths import one
from telusur.engine.protocol import Loaded, Named, comma, quoted
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

# Whole numbers up to here are exact in a double: what pandas makes of a column with gaps.
EXACT = 2**53
# DuckDB's name for the place of a row in its file.
NUMBER = "file_row_number"
NESTED = ("STRUCT", "MAP", "UNION", "VARIANT")


def read(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> Named:
    """Make ``name`` over ``path``: ``row_``, ``line_`` (NULL), ``c0…cN`` as text.

    Raises:
        EvidenceError: ``unreadable-file``.
    """
    plain = f"read_parquet({one(path)}, hive_partitioning = false)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {plain}").to_arrow_table()
        kinds = dict(
            zip(
                described["column_name"].to_pylist(),
                described["column_type"].to_pylist(),
                strict=True,
            )
        )
        reader, number = _numbered(plain, kinds)
        values = comma(
            [f"{_text(one, kind)} AS c{at}" for at, (one, kind) in enumerate(kinds.items())]
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS SELECT {number} AS row_, "
            f"CAST(NULL AS BIGINT) AS line_, {values} FROM {reader}"
        )
        decoded = comma([f"max(strlen(c{at})) AS c{at}" for at in range(len(kinds))])
        counted = connection.execute(
            f"SELECT count(*) AS rows_, {decoded} FROM {quoted(name)}"
        ).to_arrow_table()
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error:
        raise EvidenceError(
            "unreadable-file",
            f"{path.name} cannot be read",
            expected="a whole Parquet file",
            hint="the file is cut or damaged; compare its size and hash with the source",
        ) from None
    return Named(tuple(kinds), Loaded(rows=counted["rows_"][0].as_py()))


def as_text(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> pa.Table:
    """Columns of ``table`` as text, in the words of :func:`read`; rows keep their order."""
    width = len(table.column_names)
    connection.register("given_", table.rename_columns([f"c{at}" for at in range(width)]))
    try:
        described = connection.execute("DESCRIBE given_").to_arrow_table()
        kinds = described["column_type"].to_pylist()
        values = comma([f"{_text(f'c{at}', kind)} AS c{at}" for at, kind in enumerate(kinds)])
        return connection.execute(f"SELECT {values} FROM given_").to_arrow_table()
    finally:
        connection.unregister("given_")


def _numbered(reader: str, names: Iterable[str]) -> tuple[str, str]:
    """The reader with its rows' numbers, and the number: counted where the name is the dump's."""
    if NUMBER in {name.lower() for name in names}:
        return reader, "row_number() OVER ()"
    return f"{reader[:-1]}, {NUMBER} = true)", f"{NUMBER} + 1"


def _text(name: str, kind: str) -> str:
    column = quoted(name)
    if kind.endswith("]") or kind.startswith(NESTED):
        return f"CAST(to_json({column}) AS VARCHAR)"
    if kind == "BLOB":  # text without its mark, as older writers leave it
        return f"coalesce(try(decode({column})), CAST({column} AS VARCHAR))"
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{column} = trunc({column}) AND abs({column}) < {EXACT}"
        return (
            f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) "
            f"ELSE CAST({column} AS VARCHAR) END"
        )
    return f"CAST({column} AS VARCHAR)"

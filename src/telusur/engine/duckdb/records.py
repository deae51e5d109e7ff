"""One pass of DuckDB's reader over delimited text: rows into Parquet, refusals beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.duckdb import passing
from telusur.engine.duckdb.paths import one
from telusur.engine.protocol import comma, literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from telusur.engine.protocol import Delimited

# DuckDB's reject reasons (reject_errors.error_type) as our codes.
REASONS = {
    "TOO MANY COLUMNS": "too-many-values",
    "MISSING COLUMNS": "too-few-values",
    "UNQUOTED VALUE": "broken-quote",
    "LINE SIZE OVER MAXIMUM": "line-too-long",
    "INVALID ENCODING": "invalid-encoding",
    "INVALID STATE": "broken-quote",
    "CAST": "invalid-value",
}
UNKNOWN_REASON = "unreadable-line"

# A record longer than this is refused and counted, as a bomb in one line would be. Below the
# buffer: the reader follows a record over the edge of one buffer, not of two. A buffer that fits
# the processor's caches reads a fifth faster than one of DuckDB's own 32 MB.
MAX_LINE_BYTES = 4 << 20
BUFFER_BYTES = 8 << 20


@dataclass(frozen=True)
class Records:
    """What one pass gave.

    Attributes:
        rows: rows in view ``rows_of(name)``, in file order.
        refused: a row per refused record, ascending: ``start`` (0-based byte of its first
            character), ``inner`` (line ends inside it), ``reason``.
    """

    rows: int
    refused: pa.Table


def rows_of(name: str) -> str:
    """The view of the rows of relation ``name``: ``n_``, from 1 in file order, and their values."""
    return f"{name}_rows"


def look_into(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: tuple[str, ...],
    target: Path,
    *,
    lined: bool = False,
) -> None:
    """Make :func:`rows_of` over ``target``, whose values are ``c0…cN``, maybe with ``line_``."""
    values = [f"c{at} AS {quoted(column)}" for at, column in enumerate(columns)]
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(rows_of(name))} AS SELECT file_row_number + 1 AS n_, "
        f"{comma(values + ['line_'] * lined)} FROM {passing.rows(target)}"
    )


def scan(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Delimited,
    end: Callable[[], bytes],
    target: Path,
) -> Records:
    """Read the whole of ``source`` into ``target``; values are text, an empty value is NULL.

    ``end`` is asked for the byte that ends a line once all is read.
    """
    columns = comma([f"c{at}: 'VARCHAR'" for at in range(len(source.columns))])
    errors, scans = f"{name}_errors", f"{name}_scans"
    options = [
        "auto_detect = false",
        "compression = 'none'",  # its name may say otherwise
        "hive_partitioning = false",  # a folder named a=b is no column
        "header = false",
        f"skip = {source.skip_lines}",
        f"columns = {{{columns}}}",
        f"delim = {literal(source.delimiter)}",
        f"quote = {literal(source.quote)}",
        f"escape = {literal(source.escape)}",
        f"max_line_size = {MAX_LINE_BYTES}",
        f"buffer_size = {BUFFER_BYTES}",
        "strict_mode = true",
        "null_padding = false",
        "store_rejects = true",
        "rejects_limit = 0",  # all of them
        f"rejects_table = {literal(errors)}",
        f"rejects_scan = {literal(scans)}",
    ]
    _forget(connection, errors, scans)
    try:
        passing.write(
            connection, f"SELECT * FROM read_csv({one(source.path)}, {', '.join(options)})", target
        )
        look_into(connection, name, source.columns, target)
        counted = connection.execute(f"SELECT count(*) AS n FROM {quoted(rows_of(name))}")
        rows: int = counted.to_arrow_table()["n"][0].as_py()
        refused = connection.execute(_refused(errors, end())).to_arrow_table()
    finally:
        _forget(connection, errors, scans)
    return Records(rows, refused)


def _refused(errors: str, end: bytes) -> str:
    """A record can be refused for several reasons; blank lines before it are not its own."""
    cases = " ".join(
        f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in REASONS.items()
    )
    return f"""
    WITH one AS (
      SELECT line_byte_position AS at_, max(CAST(error_type AS VARCHAR)) AS type_,
             min(coalesce(csv_line, '')) AS text_
      FROM {quoted(errors)} GROUP BY line_byte_position
    ), bare AS (
      SELECT at_, type_, text_, ltrim(text_, chr(10) || chr(13)) AS from_ FROM one
    ), trimmed AS (
      SELECT at_, type_, strlen(text_) - strlen(from_) AS before_,
             rtrim(from_, chr(10) || chr(13)) AS own_ FROM bare
    )
    SELECT CAST(coalesce(at_, 1) - 1 + before_ AS BIGINT) AS start,
           CAST(length(own_) - length(replace(own_, chr({end[0]}), '')) AS BIGINT) AS "inner",
           CASE type_ {cases} ELSE {literal(UNKNOWN_REASON)} END AS reason
    FROM trimmed ORDER BY 1"""


def _forget(connection: duckdb.DuckDBPyConnection, *tables: str) -> None:
    for table in tables:
        connection.execute(f"DROP TABLE IF EXISTS {quoted(table)}")

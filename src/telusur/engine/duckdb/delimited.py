"""Delimited text into a table of text, with every refused line accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Delimited, Loaded, RejectedLine, comma, literal, quoted

if TYPE_CHECKING:
    import duckdb

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

# A record longer than this is refused and counted, as a bomb in one line would be.
MAX_LINE_BYTES = 16 * 1024 * 1024


def read(connection: duckdb.DuckDBPyConnection, name: str, source: Delimited) -> Loaded:
    """Read ``source`` into table ``name``: ``row_`` BIGINT from 1 in file order, then its columns.

    Shape: one row per record that has exactly the header's number of values.
    """
    columns = comma([f"{literal(column)}: 'VARCHAR'" for column in source.columns])
    options = [
        "auto_detect = false",
        "header = false",
        f"skip = {source.skip_lines}",
        f"columns = {{{columns}}}",
        f"delim = {literal(source.delimiter)}",
        f"quote = {literal(source.quote)}",
        f"escape = {literal(source.escape)}",
        f"max_line_size = {MAX_LINE_BYTES}",
        "strict_mode = true",
        "null_padding = false",
        "store_rejects = true",
        f"rejects_table = {literal(name + '_errors')}",
        f"rejects_scan = {literal(name + '_scans')}",
    ]
    for table in (f"{name}_errors", f"{name}_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {quoted(table)}")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT row_number() OVER () AS row_, * "
        f"FROM read_csv({literal(str(source.path))}, {', '.join(options)})"
    )
    counted = connection.execute(f"SELECT count(*) AS n FROM {quoted(name)}").to_arrow_table()
    refused = connection.execute(
        f"SELECT line, min(CAST(error_type AS VARCHAR)) AS reason FROM {quoted(name + '_errors')} "
        "GROUP BY line ORDER BY line"
    ).to_arrow_table()
    return Loaded(
        rows=counted["n"][0].as_py(),
        rejected=tuple(
            RejectedLine(line, REASONS.get(reason, "unreadable-line"))
            for line, reason in zip(
                refused["line"].to_pylist(), refused["reason"].to_pylist(), strict=True
            )
        ),
    )

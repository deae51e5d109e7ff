"""The physical line on which each row starts, from the account of the file's lines.

Lines that belong to no row kept (head, blank, refused) are *gaps*. A row starts on the line that it
would have without gaps, plus the length of the gaps before it. Where rows take one line each and
gaps are few, the line follows from the row's number; else it is written beside the values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from telusur.engine.duckdb import passing
from telusur.engine.duckdb.records import look_into, rows_of
from telusur.engine.protocol import Lines, comma, quoted

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from numpy.typing import NDArray

    from telusur.engine.duckdb.ledger import Account
    from telusur.engine.protocol import Delimited

# Up to here gaps are told beside the rows; beyond, each row's line is written.
MOST_GAPS = 24
BATCH_ROWS = 1 << 20


def number(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Delimited,
    whole: Account,
    target: Path,
) -> Lines:
    """Make relation ``name`` over the rows read: ``row_``, ``line_`` where asked for, values."""
    values = comma([quoted(column) for column in source.columns])
    rows = quoted(rows_of(name))
    told = _lines(connection, name, source, whole, target) if source.numbered else Lines()
    line = f"{told.sql('n_')} AS line_, " if source.numbered else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS "
        f"SELECT n_ AS row_, {line}{values} FROM {rows}"
    )
    return told


def _lines(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Delimited,
    whole: Account,
    target: Path,
) -> Lines:
    if not whole.known:
        return Lines()
    starts, sizes = whole.gaps()
    at = starts - (np.cumsum(sizes) - sizes)  # the line of the next row, were there no gaps
    places, which = np.unique(at, return_inverse=True)
    lengths = np.bincount(which, weights=sizes).astype(np.int64)
    if whole.newlines or len(places) > MOST_GAPS:
        _write_lines(connection, name, source, whole, (places, lengths), target)
        return Lines(written=True)
    first = int(lengths[0]) if len(places) and places[0] == 1 else 0
    gaps = tuple(zip(places.tolist(), lengths.tolist(), strict=True))
    return Lines(first=1 + first, gaps=gaps[1:] if first else gaps)


def _write_lines(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Delimited,
    whole: Account,
    gaps: tuple[NDArray[np.int64], NDArray[np.int64]],
    target: Path,
) -> None:
    """Write ``target`` again with a column ``line_``; flat in memory, rows in their order."""
    places, lengths = gaps
    passed = np.concatenate(([0], np.cumsum(lengths)))
    sign = f"chr({whole.end[0]})"
    inside = comma(
        [
            f"CASE WHEN contains({value}, {sign}) "
            f"THEN length({value}) - length(replace({value}, {sign}, '')) ELSE 0 END"
            for value in map(quoted, source.columns)
        ]
    )
    beside, again = target.with_suffix(".lines"), target.with_suffix(".again")
    schema = pa.schema([pa.field("line_", pa.int64())])
    found = connection.execute(
        f"SELECT CAST(list_sum([{inside}]) AS BIGINT) AS inside_ FROM {quoted(rows_of(name))}"
        if whole.newlines
        else f"SELECT CAST(0 AS BIGINT) AS inside_ FROM {quoted(rows_of(name))}"
    ).to_arrow_reader(BATCH_ROWS)
    begun = 1
    try:
        beside.touch(mode=0o600)
        with pq.ParquetWriter(beside, schema, compression="lz4", use_dictionary=False) as out:
            for batch in found:
                own = 1 + batch.column(0).to_numpy()
                ends = begun + np.cumsum(own)
                lines = ends - own
                begun = int(ends[-1]) if len(ends) else begun
                lines = lines + passed[np.searchsorted(places, lines, side="right")]
                out.write_table(pa.table([pa.array(lines)], schema))
        values = comma([f"v.c{at}" for at in range(len(source.columns))])
        passing.write(
            connection,
            f"SELECT {values}, l.line_ FROM {passing.plain(target)} AS v "
            f"POSITIONAL JOIN {passing.plain(beside)} AS l",
            again,
        )
        again.replace(target)
        look_into(connection, name, source.columns, target, lined=True)
    finally:
        beside.unlink(missing_ok=True)
        again.unlink(missing_ok=True)

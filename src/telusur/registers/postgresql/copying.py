"""A table or view of PostgreSQL as one Parquet file in the run's private folder.

    (1) a read-only transaction of one snapshot, under a time limit   connection.py
    (2) the table as the server knows it, and the columns to copy     columns.py
    (3) one SELECT, streamed by COPY in batches of Arrow: memory does not grow with the table

What the caller still owes: to remove the file, as all of the run's work.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from telusur.errors import RegisterError
from telusur.model.base import Notice
from telusur.model.register import Source
from telusur.registers.postgresql.columns import Asked, asked, relation
from telusur.registers.postgresql.connection import driver, reading
from telusur.registers.postgresql.faults import failed

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from telusur.model.register import PostgresTable, RegisterSpec

# Two batches are in memory at a time: one being written, one being fetched.
BATCH_BYTES = 32 * 1024 * 1024


def copy_table(
    spec: RegisterSpec, table: PostgresTable, given: Path, made: Path
) -> tuple[RegisterSpec, tuple[Notice, ...]]:
    """``table`` of ``spec`` in ``made``; the spec without its server; what readers should know.

    Raises:
        RegisterError: ``postgres-missing``, ``database-…``, ``column-not-in-source``,
            ``source-unreadable``.
        LimitReached: ``database-timeout``.
    """
    with reading(table, given) as cursor:  # (1)
        at = relation(cursor, table.table, given.name)  # (2)
        columns, present = asked(cursor, at, table, spec, given.name)
        sql = f"SELECT {', '.join(column.sql for column in columns)} FROM {at.name}"
        cursor.adbc_statement.set_options(
            **{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)}
        )
        rows = _written(_batches(cursor, sql, table, given.name), columns, made, given.name)  # (3)
    copied = "all" if len(columns) == present else f"{len(columns)} of its {present}"
    said = Notice(
        code="register-from-database",
        text=f"{at.name} was read from PostgreSQL {at.version} as it stood at {at.moment} UTC: "
        f"{rows:,} rows, {copied} columns",
    )
    source = Source(postgresql=table.without_server())
    return spec.model_copy(update={"source": source}), (said,)


def _batches(
    cursor: Any, sql: str, table: PostgresTable, file: str
) -> Generator[pa.RecordBatch, None, None]:
    """An empty batch of the columns, and then the rows."""
    started = monotonic()
    # In a thread of its own: on the main one the driver takes Ctrl-C for itself or lets it wait for
    # the server; and so the next batch is fetched while this one is written.
    with ThreadPoolExecutor(1) as aside:
        try:
            reader = aside.submit(_asked_for, cursor, sql).result()
            yield pa.RecordBatch.from_pylist([], schema=reader.schema)
            coming = aside.submit(_next, reader)
            while (batch := coming.result()) is not None:
                coming = aside.submit(_next, reader)
                yield batch
        except (pa.ArrowException, OSError) as error:
            seconds = monotonic() - started
            raise failed(file, error, seconds, table.timeout_seconds) from None
        except BaseException:  # so that the thread ends now, not when the server is done
            with suppress(driver().Error):
                cursor.adbc_cancel()
            raise


def _asked_for(cursor: Any, sql: str) -> pa.RecordBatchReader:
    cursor.execute(sql)
    return cursor.fetch_record_batch()


def _next(reader: pa.RecordBatchReader) -> pa.RecordBatch | None:
    try:
        return reader.read_next_batch()
    except StopIteration:
        return None


def _written(
    batches: Generator[pa.RecordBatch, None, None],
    columns: tuple[Asked, ...],
    made: Path,
    file: str,
) -> int:
    """Write all batches; how many rows."""
    rows = 0
    writer: pq.ParquetWriter | None = None
    made.touch(mode=0o600)
    # closed first, so that nobody reads any more when the transaction ends
    with closing(batches), ExitStack() as at_the_end:
        for batch in batches:
            plain = _as_asked(batch, columns, file)
            if writer is None:
                writer = pq.ParquetWriter(made, plain.schema, compression="zstd")
                at_the_end.enter_context(writer)
            if plain.num_rows:
                writer.write_batch(plain)
            rows += plain.num_rows
    return rows


def _as_asked(batch: pa.RecordBatch, columns: tuple[Asked, ...], file: str) -> pa.RecordBatch:
    arrays = [
        values if column.decimal is None else values.cast(column.decimal)
        for column, values in zip(columns, batch.columns, strict=True)
    ]
    made = pa.RecordBatch.from_arrays(arrays, names=[column.name for column in columns])
    try:
        made.validate(full=True)  # a database without an encoding may hold any bytes
    except pa.ArrowInvalid:
        raise RegisterError(
            "source-unreadable",
            f"{file}: the table holds text that is not in UTF-8",
            expected="a database that knows its encoding",
            hint="SQL_ASCII databases hold bytes of any: export the table and convert it",
        ) from None
    return made

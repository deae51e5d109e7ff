"""Parquet into the engine, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from telusur.reading.interface import Bench, Content, Head


def recognises(head: Head) -> bool:
    """By its first four bytes."""
    return head.raw.startswith(b"PAR1")


def read(content: Content, bench: Bench) -> FileRead:
    """Read one Parquet file, every value as text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    relation = "parquet_read"
    found = bench.engine.read_parquet(relation, content.path)
    name, rows = content.evidence.name, found.loaded.rows
    if not rows:
        raise EvidenceError("no-rows", f"{name} has no rows", expected="at least one row")
    columns = named(found.columns)
    table = TableReceipt(
        name=table_name(name),
        columns=columns,
        rows_read=rows,
        rows_rejected=0,
        cells=rows * len(columns),
    )
    read = bench.tables.keep(bench.engine, relation, table)
    bench.engine.drop(relation)
    return FileRead(receipt_of(content, Kind.PARQUET, table, encoding=None, header=True), (read,))

"""Parquet into the engine, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.reading.interface import Content


def read(engine: Engine, relation: str, content: Content) -> FileRead:
    """Make ``relation`` over one Parquet file; it stays where it is while the relation is used.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    read = engine.read_parquet(relation, content.path)
    name, rows = content.evidence.name, read.loaded.rows
    if not rows:
        raise EvidenceError("no-rows", f"{name} has no rows", expected="at least one row")
    columns = named(read.columns)
    table = TableReceipt(
        name=table_name(name),
        columns=columns,
        rows_read=rows,
        rows_rejected=0,
        cells=rows * len(columns),
    )
    return FileRead(relation, receipt_of(content, Kind.PARQUET, table, encoding=None, header=True))

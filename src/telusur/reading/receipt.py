"""Receipts: what was received, and what became of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telusur.model.findings.receipt import FileReceipt, Receipt, Rejected, TableReceipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.model.base import Notice
    from telusur.model.findings.receipt import Hint, Unread
    from telusur.reading.interface import Content, Kind

# Places of unread bytes that a receipt names; the sum counts them all.
MOST_PLACES = 100

_EXTENSIONS = re.compile(
    r"(?:\.(?:csv|tsv|tab|psv|txt|dat|jsonl?|ndjson|parquet|pq|gz|gzip|zst|zstd"
    r"|avro|arrows?|feather|orc|dbf|sqlite3?|db|xls[xmb]?|ods))+$",
    re.IGNORECASE,
)


def table_name(file_name: str) -> str:
    """The file's name without its extensions."""
    return _EXTENSIONS.sub("", file_name) or file_name


def receipt_of(
    content: Content,
    kind: Kind,
    table: TableReceipt | Sequence[TableReceipt],
    *,
    encoding: str | None,
    delimiter: str | None = None,
    quote: str | None = None,
    header: bool,
    rejected: tuple[Rejected, ...] = (),
    unread: Sequence[Unread] = (),
    hints: tuple[Hint, ...] = (),
    warnings: tuple[Notice, ...] = (),
) -> FileReceipt:
    """The receipt of a file of one table or several; ``unread`` is every place, in order."""
    return FileReceipt(
        name=content.evidence.name,
        bytes=content.evidence.bytes,
        sha256=content.evidence.sha256,
        kind=kind.value,
        compression=content.compression,
        encoding=encoding,
        delimiter=delimiter,
        quote=quote,
        header=header,
        tables=(table,) if isinstance(table, TableReceipt) else tuple(table),
        rejected=rejected,
        bytes_unread=sum(place.bytes for place in unread),
        unread=tuple(unread[:MOST_PLACES]),
        hints=hints,
        warnings=warnings,
    )


def whole(files: Sequence[FileReceipt]) -> Receipt:
    """All files together."""
    tables = [table for file in files for table in file.tables]
    return Receipt(
        files=tuple(files),
        rows_read=sum(table.rows_read for table in tables),
        rows_rejected=sum(table.rows_rejected for table in tables),
    )

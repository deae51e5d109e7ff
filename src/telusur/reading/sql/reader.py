"""An SQL dump as tables, with a receipt of all that it says."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import Rejected, TableReceipt
from telusur.reading import delimited, encoding
from telusur.reading.compression import head
from telusur.reading.encoding.offsets import in_file
from telusur.reading.interface import FileRead, Kind, TableRead
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.sql import notices
from telusur.reading.sql.characters import Characters
from telusur.reading.sql.dialect import DOUBLE_BYTE, declared, sample, tell
from telusur.reading.sql.hints import hints, of_definitions
from telusur.reading.sql.names import TableName
from telusur.reading.sql.sinks import Catalog
from telusur.reading.sql.walk import Walk
from telusur.reading.sql.window import PIECE_BYTES
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.base import Notice
    from telusur.reading.interface import Bench, Content, Head, Text
    from telusur.reading.sql.sinks import Sink

# Possessive: a comment ends where it ends. What could be shared out anew would hang the matcher.
_COMMENTS = (
    rb"(?:\xef\xbb\xbf)?\s*+"
    rb"(?:(?:--|#)[^\n]*\n\s*+|/\*(?s:.*?)\*/\s*+|\\[a-z!][^\n]*\n\s*+|;\s*+)*+"
)
_STATEMENT = re.compile(
    _COMMENTS + rb"(?:INSERT\s+(?:LOW_PRIORITY\s+|IGNORE\s+|OR\s+\w+\s+|ALL\s+)*(?:INTO\b|\[)"
    rb"|REPLACE\s+INTO\b"
    rb"|(?:CREATE|DROP|ALTER)\s+(?:OR\s+REPLACE\s+|UNLOGGED\s+|GLOBAL\s+|TEMP(?:ORARY)?\s+)*"
    rb"(?:TABLE|DATABASE|SCHEMA|SEQUENCE|EXTENSION|TYPE|FUNCTION|VIEW|USER|ROLE|INDEX|TABLESPACE"
    rb"|PROCEDURAL)\b|COPY\s[^\n]{1,60000}FROM\s+(?:stdin|')|SET\s+\w+\s*=|SET\s+@|SET\s+\w+\s+O(?:N|FF)\b"
    rb"|SET\s+(?:NAMES|IDENTITY_INSERT|SESSION|GLOBAL|DEFINE|search_path)\b|LOCK\s+TABLES"
    rb"|BEGIN\s*;|BEGIN\s+TRANSACTION|START\s+TRANSACTION|PRAGMA\s+\w+|USE\s+[`\[]"
    rb"|USE\s+\w+\s*[;\r\n]|SELECT\s+pg_catalog|REM\s+INSERTING|GRANT\s|DELIMITER\s"
    rb"|TRUNCATE\s+TABLE|IF\s+(?:NOT\s+)?EXISTS\s*\(|DELETE\s+FROM\s|EXEC\s+\w|PROMPT\s"
    rb"|CONNECT\s+(?:\w+/|TO\s+\w+|RESET\b)|UPDATE\s+[^\s;]{1,200}\s+SET\s)",
    re.IGNORECASE | re.DOTALL,
)
_ROWS = re.compile(rb"(?:'|NULL)\)\s*,\s*\((?:N?'|-?\d+\s*,|NULL)", re.IGNORECASE)
# So many ends of rows in the head make a part of a dump that was split in mid-statement.
FEWEST_ROWS = 3


def recognises(head: Head) -> bool:
    """By its first statement, behind comments; or by rows between parentheses."""
    if _STATEMENT.match(head.raw):
        return True
    plain = head.raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    return not plain.startswith((b"{", b"[", b"<")) and len(_ROWS.findall(head.raw)) >= FEWEST_ROWS


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one dump that is UTF-8.

    Raises:
        EvidenceError: ``no-rows``.
    """
    return read_path(content, text.path, text.encoding, text.warnings, bench)


def read_path(
    content: Content,
    path: Path,
    written_in: str | None,
    warnings: tuple[Notice, ...],
    bench: Bench,
    piece_bytes: int = PIECE_BYTES,
) -> FileRead:
    """Read the dump at ``path``; ``written_in``: its encoding, None where values are to tell it.

    Raises:
        EvidenceError: ``no-rows``.
    """
    some = sample(path)
    dialect = tell(some)
    says = declared(some, dialect)
    characters = Characters(given=None if says == "utf-8" else says)
    catalog = Catalog(bench.tables, characters)
    walk = Walk(path, dialect, catalog, bench.progress, piece_bytes)
    if not _STATEMENT.match(some):
        walk.begin_inside(catalog.sink(TableName(table_name(content.evidence.name))))
    walk.run()
    sinks = [sink for sink in catalog.sinks.values() if sink.columns or sink.rejected]
    if not sinks and not any(sink.rows_in for sink in catalog.sinks.values()):
        raise EvidenceError(
            "no-rows",
            f"{content.evidence.name} is an SQL dump without a table",
            expected="CREATE TABLE, INSERT or COPY",
            hint="it may be a part of a dump; give the others as well",
        )
    short = Counter(sink.name.name for sink in sinks)
    tables = [
        _table(sink, sink.name.name if short[sink.name.name] == 1 else sink.name.full)
        for sink in sinks
    ]
    rejections = catalog.rejections
    receipt = receipt_of(
        content,
        Kind.SQL,
        [table.receipt for table in tables],
        encoding=written_in or characters.encoding or "utf-8",
        header=not any(sink.unnamed for sink in sinks),
        rejected=tuple(
            Rejected(reason=reason, rows=rows, lines=tuple(rejections.lines[reason]))
            for reason, rows in sorted(rejections.rows.items())
        ),
        unread=walk.damage.places,
        hints=(*hints(path), *of_definitions(sinks)),
        warnings=(
            *warnings,
            *notices.contradicted(some, says, characters),
            *notices.of_dump(walk, sinks),
            *notices.of_end(path, walk),
        ),
    )
    return FileRead(receipt, tuple(tables))


def _table(sink: Sink, name: str) -> TableRead:
    writer = sink.close()
    definition = sink.definition
    names = dict(zip(sink.columns, named(sink.columns), strict=True))

    def shown(columns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(column, printable(column)) for column in columns)

    types = list(definition.types) if definition else []
    receipt = TableReceipt(
        name=printable(name) or "table",
        columns=tuple(names.values()),
        rows_read=sink.rows,
        rows_rejected=sink.rejected,
        cells=sink.rows * len(sink.columns),
        column_types=tuple(
            printable(one) if one else None
            for one in [*types, *[None] * (len(sink.columns) - len(types))]
        )
        if types
        else (),
        primary_key=shown(definition.primary_key) if definition else (),
        unique_keys=tuple(shown(one) for one in definition.unique_keys) if definition else (),
        numbered=shown(tuple(definition.numbered)) if definition else (),
        foreign_keys=tuple(
            one.model_copy(
                update={
                    "columns": shown(one.columns),
                    "table": printable(one.table),
                    "references": tuple(printable(other) for other in one.references),
                }
            )
            for one in definition.foreign_keys
        )
        if definition
        else (),
        rows_in=printable(sink.rows_in) if sink.rows_in else None,
    )
    return writer.read(receipt)


def read_raw(content: Content, bench: Bench) -> FileRead:
    """Read one dump as it lies: its values tell their encoding, one column from another.

    Raises:
        EvidenceError: ``no-rows``.
        UsageError: ``unknown-encoding``.
    """
    given = bench.overrides
    some = sample(content.path)
    codec = given.encoding or declared(some, tell(some))
    if not given.delimiter and not given.encoding and codec not in DOUBLE_BYTE:
        return read_path(content, content.path, None, (), bench)
    plain = bench.work / "dump.utf8"
    try:
        text = encoding.settle(content, head(content.path), plain, codec)
        reads = delimited.read if given.delimiter else read
        return in_file(reads(content, text, bench), content, text)
    finally:
        plain.unlink(missing_ok=True)

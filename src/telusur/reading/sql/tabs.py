r"""Rows as ``mysqldump --tab`` and COPY write them into files of their own.

Values between tabs, an absent one as ``\N``, escapes by backslash. Without its definition such a
file names no columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import Rejected, TableReceipt
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.sql.characters import Characters
from telusur.reading.sql.copies import Copy
from telusur.reading.sql.copying import Section, end_of, lines
from telusur.reading.sql.dialect import Dialect
from telusur.reading.sql.escapes import Escapes
from telusur.reading.sql.filling import Filling, Target
from telusur.reading.sql.names import TableName
from telusur.reading.sql.sinks import Catalog
from telusur.reading.sql.statements import Statements
from telusur.reading.sql.window import Window

if TYPE_CHECKING:
    from telusur.reading.interface import Bench, Content, Head, Text

_ABSENT = re.compile(rb"(?m)(?:^|\t)\\N(?:\t|\r?$)")
_END = re.compile(rb"(?m)^\\\.\r?$")


def recognises(head: Head) -> bool:
    r"""Lines of as many values between tabs, and at least one ``\N`` among them."""
    if not _ABSENT.search(head.raw):
        return False
    end = end_of(head.raw, 0)
    counts = lines(head.raw[: end.start()] if end else head.raw, _section("", b"")).counts
    return bool(len(counts)) and counts[0] > 1 and bool(np.all(counts == counts[0]))


def _section(name: str, tail: bytes) -> Section:
    """COPY's files end with a line of their own; all others are MySQL's."""
    escapes = Escapes.COPY if _END.search(tail) else Escapes.LOAD
    return Section(TableName(name), None, escapes=escapes)


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one such file.

    Raises:
        EvidenceError: ``no-rows``.
    """
    name = table_name(content.evidence.name)
    catalog = Catalog(bench.tables, Characters())
    sink = catalog.sink(TableName(name))
    with text.path.open("rb") as file:
        file.seek(max(text.path.stat().st_size - 8, 0))
        section = _section(name, file.read())
    copy = Copy(section, Target(sink, bench.overrides.columns or None))
    with text.path.open("rb") as file, Filling(Dialect("mysql"), Statements(catalog)) as filling:
        window = Window(file)
        while (piece := window.piece()) and not copy.over:
            ended = window.final and not piece.endswith(b"\n")
            whole = piece + b"\n" if ended else piece
            used = min(copy.take(whole, window.line, filling, final=window.final), len(piece))
            window.advance(piece, used, anew=False)
            bench.progress(window.offset)
        filling.drain()
    if not sink.rows:
        raise EvidenceError("no-rows", f"{content.evidence.name} has no rows that can be read")
    warnings = list(text.warnings)
    if sink.unnamed:
        warnings.append(Notice(code="no-header", text="the file names no columns"))
    rejections = catalog.rejections
    table = sink.close().read(
        TableReceipt(
            name=name,
            columns=named(sink.columns),
            rows_read=sink.rows,
            rows_rejected=sink.rejected,
            cells=sink.rows * len(sink.columns),
        )
    )
    receipt = receipt_of(
        content,
        Kind.DELIMITED,
        table.receipt,
        encoding=text.encoding,
        delimiter="\t",
        header=not sink.unnamed,
        rejected=tuple(
            Rejected(reason=reason, rows=rows, lines=tuple(rejections.lines[reason]))
            for reason, rows in sorted(rejections.rows.items())
        ),
        unread=text.unread,
        warnings=tuple(warnings),
    )
    return FileRead(receipt, (table,))

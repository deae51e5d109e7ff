r"""Rows between tabs, as ``mysqldump --tab``, COPY and ``mysql --batch`` write them.

An absent value is ``\N``, with the mysql client ``NULL``; escapes by backslash. Where a first line
does not name the columns, only the table's definition does.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import Rejected, TableReceipt
from telusur.reading import detect
from telusur.reading.compression import head
from telusur.reading.header import First, first_of
from telusur.reading.interface import FileRead, Kind, Text
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.sql import notices
from telusur.reading.sql.characters import Characters, Column
from telusur.reading.sql.copies import Copy
from telusur.reading.sql.copying import Lines, Section, end_of, lines
from telusur.reading.sql.dialect import Dialect
from telusur.reading.sql.escapes import Escapes
from telusur.reading.sql.filling import Filling, Target
from telusur.reading.sql.names import TableName
from telusur.reading.sql.sinks import Catalog
from telusur.reading.sql.statements import Statements
from telusur.reading.sql.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.reading.interface import Bench, Content, Head

# Rows by which the first one shows whether it names the columns.
SAMPLE_ROWS = 50
_ABSENT = re.compile(rb"(?m)(?:^|\t)\\N(?:\t|\r?$)")
_NULL = re.compile(rb"(?m)(?:^|\t)NULL(?:\t|\r?$)")
# What the mysql client escapes; a value with another backslash, or a quoted one, is not its own.
_NOT_BATCH = re.compile(rb"(?<!\\)(?:\\\\)*\\(?![\\nt0])|(?m:(?:^|\t)\")")
_END = re.compile(rb"(?:^|\n)\\\.\r?\n\s*\Z")
_TAIL_BYTES = 16


def recognises(head: Head) -> bool:
    r"""Lines of as many values between tabs, and a sign of who wrote them.

    That is at least one ``\N``, or the ``NULL`` of ``mysql --batch`` with its escapes alone, or the
    ``\.`` in which the files of ``pg_dump`` end.
    """
    section = _section(head.path, head.raw)
    if section is None:
        return False
    counts = _lines(head.raw, section).counts
    if _ends(head.path):
        return bool(np.all(counts == counts[:1]))
    return bool(len(counts)) and counts[0] > 1 and bool(np.all(counts == counts[0]))


def recognises_raw(head: Head) -> bool:
    """Such a file with values that are no text: they are told apart column by column."""
    return not detect.is_text(head.raw) and recognises(head)


def read_raw(content: Content, bench: Bench) -> FileRead:
    """Read one such file as its bytes lie.

    Raises:
        EvidenceError: ``no-rows``.
    """
    return read(content, Text(content.path, "utf-8"), bench)


def _ends(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL_BYTES, 0))
        return bool(_END.search(file.read()))


def _section(path: Path, raw: bytes, name: str = "") -> Section | None:
    """Whose file it is, by its end and its first bytes; None: nobody's known."""
    table = TableName(name)
    if _ends(path):
        return Section(table, None, escapes=Escapes.COPY)
    if _ABSENT.search(raw):
        return Section(table, None, escapes=Escapes.LOAD)
    if _NULL.search(raw) and not _NOT_BATCH.search(raw[:-1]):
        return Section(table, None, null=b"NULL", escapes=Escapes.BATCH)
    return None


def _lines(raw: bytes, section: Section) -> Lines:
    end = end_of(raw, 0)
    return lines(raw[: end.start()] if end else raw, section)


def _named(raw: bytes, section: Section) -> tuple[str, ...]:
    """The names in the first line, where it holds names."""
    found = _lines(raw, section)
    if len(found.first) < 2:  # noqa: PLR2004 - one line alone is a row
        return ()
    width = int(found.counts[0])
    first = found.first[: SAMPLE_ROWS + 1]
    columns = [found.pool.column(first + at).to_pylist() for at in range(width)]
    texts = [[(one or b"").decode("utf-8", "replace") for one in column] for column in columns]
    if any(column[0] is None for column in columns):
        return ()
    rows = list(zip(*texts, strict=True))
    return rows[0] if first_of(rows) is First.NAMES else ()


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one such file.

    Raises:
        EvidenceError: ``no-rows``.
    """
    name = table_name(content.evidence.name)
    catalog = Catalog(bench.tables, Characters())
    sink = catalog.sink(TableName(name))
    raw, given = head(text.path), bench.overrides
    section = _section(text.path, raw, name)
    assert section is not None  # noqa: S101 - it was recognised
    if section.escapes is not Escapes.COPY and not given.no_header:
        names = _named(raw, section)
        section = replace(section, header=bool(names))
        sink.columns, sink.states = list(names), [Column() for _ in names]
    copy = Copy(section, Target(sink, given.columns or None))
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
    warnings = (
        *text.warnings,
        *notices.of_values([sink]),
        *notices.of_characters(catalog.characters),
    )
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
        encoding=catalog.characters.encoding or text.encoding,
        delimiter="\t",
        header=not sink.unnamed,
        rejected=tuple(
            Rejected(reason=reason, rows=rows, lines=tuple(rejections.lines[reason]))
            for reason, rows in sorted(rejections.rows.items())
        ),
        warnings=warnings,
    )
    return FileRead(receipt, (table,))

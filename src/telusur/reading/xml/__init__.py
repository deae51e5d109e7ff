"""XML of records: ``mysqldump --xml``, ``mysql --xml``, phpMyAdmin, and elements that repeat.

Attributes and child elements are columns, elements inside elements are dotted ones, ``xsi:nil`` is
no value. Read as a stream; entities of the document's own are refused. Tables of a web page are
read as well (:mod:`telusur.reading.xml.page`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import pyarrow as pa

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import Hint, TableReceipt, Unread
from telusur.reading.growing import Growing, dropped_on_error
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.refusals import Refusals
from telusur.reading.xml import page
from telusur.reading.xml.handler import CONTROL, Handler, guarded
from telusur.reading.xml.shape import SAMPLE_BYTES, TooDeep, record_depth
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.reading.interface import Bench, Content, Head, TableRead, Text
    from telusur.reading.xml.handler import Table

PIECE_BYTES = 1 << 20
BOM = b"\xef\xbb\xbf"
# Records without an element around them get one.
ROOT = b"<telusur>"
# What no XML text may hold, and mysqldump writes: each becomes the one control byte that it may.
CONTROLS = bytes(
    byte if byte >= ord(" ") or byte in b"\t\n\r" else ord(CONTROL) for byte in range(256)
)
MOST_HINTS = 20
LONGEST_HINT = 200
_XML = re.compile(rb"\s*<(?:\?xml\b|!DOCTYPE\b|!--|[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=|\s*/?>))")
# What attributes around the records tell of their origin.
_ORIGIN = {"version": "tool_version", "statement": "statement", "name": "database"}


def recognises(head: Head) -> bool:
    """Whether it begins as an element does, and elements go on."""
    start = head.raw.removeprefix(BOM)
    if page.recognises(start):
        return True
    if not _XML.match(start):
        return False
    return start.count(b"<") > 1 and (b"</" in start or b"/>" in start or b"<?xml" in start)


@dataclass
class _Ending:
    """How far the text was read, and why no further."""

    done: int
    reason: str | None = None
    cut: bool = False


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one XML text, or the tables of a web page.

    Raises:
        EvidenceError: ``no-rows``, ``xml-entities``.
        LimitReached: ``too-many-columns``, ``too-many-tables``.
    """
    with text.path.open("rb") as file:
        start = file.read(SAMPLE_BYTES).removeprefix(BOM)
    if page.recognises(start):
        return page.read(content, text, bench)
    prefix = b"" if re.match(rb"\s*<[?!]", start) else ROOT
    name = content.evidence.name
    depth = record_depth(prefix + start.translate(CONTROLS), _parser(name))
    handler = Handler(bench.tables, parser := _parser(name), depth)
    with dropped_on_error(lambda: [one.table for one in handler.tables.values()]):
        ending = _parsed(text.path, parser, handler, prefix, bench)
        tables = _tables(handler, content, bench)
    if not tables:
        raise EvidenceError(
            "no-rows",
            f"{name} has no rows",
            got="an XML text without a whole record",
            expected="elements that repeat, with attributes or children",
        )
    refused = Refusals()
    if handler.begun is not None and ending.reason:
        refused.add("cut-in-mid-row" if ending.cut else "not-xml", [handler.begun])
        tables[-1] = _with_refused(tables[-1])
    unread, size = [], text.path.stat().st_size
    if ending.reason and ending.done < size:
        place = Unread(offset=ending.done, bytes=size - ending.done, reason=ending.reason)
        unread.append(place)
    receipt = receipt_of(
        content,
        Kind.XML,
        [table.receipt for table in tables],
        encoding=text.encoding,
        header=True,
        rejected=refused.told(),
        unread=unread,
        hints=_hints(handler),
        warnings=(*text.warnings, *_told(ending), *_left_out(handler)),
    )
    return FileRead(receipt, tuple(tables))


def _parser(name: str) -> Any:
    parser = expat.ParserCreate("utf-8")  # whatever the declaration says: it was made UTF-8
    guarded(parser, name)
    return parser


def _parsed(path: Path, parser: Any, handler: Handler, prefix: bytes, bench: Bench) -> _Ending:
    done, shift = 0, -len(prefix)
    try:
        if prefix:
            parser.Parse(prefix, False)
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                if not done and piece.startswith(BOM):
                    piece, shift = piece[len(BOM) :], shift + len(BOM)
                parser.Parse(piece.translate(CONTROLS), False)
                done = file.tell()
                bench.progress(done)
        if prefix:
            parser.Parse(ROOT.replace(b"<", b"</"), False)
        parser.Parse(b"", True)
    except TooDeep:
        return _Ending(_behind(path, handler, shift), "too-deep")
    except expat.ExpatError:
        end = parser.ErrorByteIndex + shift >= path.stat().st_size - 1
        return _Ending(_behind(path, handler, shift), "cut-in-mid-row" if end else "not-xml", end)
    return _Ending(done)


def _behind(path: Path, handler: Handler, shift: int) -> int:
    """The byte behind the last whole record."""
    if not handler.whole:
        return 0
    with path.open("rb") as file:
        file.seek(handler.whole + shift)
        tag = file.read(1 << 12)
    if not tag.startswith(b"</" + handler.last.encode()):
        return handler.whole + shift
    return handler.whole + shift + tag.find(b">") + 1


def _tables(handler: Handler, content: Content, bench: Bench) -> list[TableRead]:
    found = []
    defined = [one for one in handler.types if one not in handler.tables]
    short = Counter(name for _, name in (*handler.tables, *defined))
    for (database, name), records in handler.tables.items():
        records.flush()
        if not records.table.rows:
            continue
        shown = name if short[name] == 1 else f"{database}.{name}"
        receipt = TableReceipt(
            name=printable(shown) or "table", columns=(), rows_read=0, rows_rejected=0
        )
        found.append(_defined(records.finish(receipt), handler, (database, name)))
    for database, name in defined if found else ():
        columns = named(handler.types[database, name])
        shown = name if short[name] == 1 else f"{database}.{name}"
        receipt = TableReceipt(
            name=printable(shown) or "table", columns=columns, rows_read=0, rows_rejected=0, cells=0
        )
        empty = bench.tables.open(len(columns), lined=True).read(receipt)
        found.append(_defined(empty, handler, (database, name)))
    if handler.single:
        table = Growing(bench.tables, lined=True)
        values = {key: pa.array([value], pa.string()) for key, value in handler.single.items()}
        table.write(values, 1, pa.nulls(1, pa.int64()))
        own = table_name(content.evidence.name)
        found.append(table.finish(TableReceipt(name=own, columns=(), rows_read=0, rows_rejected=0)))
    return found


def _defined(table: TableRead, handler: Handler, name: Table) -> TableRead:
    types = handler.types.get(name, {})
    if not types:
        return table
    columns = table.receipt.columns
    update = {
        "column_types": tuple(types.get(column) for column in columns),
        "primary_key": tuple(key for key in handler.keys.get(name, []) if key in columns),
    }
    return replace(table, receipt=table.receipt.model_copy(update=update))


def _with_refused(table: TableRead) -> TableRead:
    update = {"rows_rejected": table.receipt.rows_rejected + 1}
    return replace(table, receipt=table.receipt.model_copy(update=update))


def _hints(handler: Handler) -> tuple[Hint, ...]:
    hints: dict[tuple[str, str], Hint] = {}
    for element, attribute, value in handler.outer:
        what = _ORIGIN.get(attribute)
        if what == "database" and element != "database":
            continue
        shown = printable(value, LONGEST_HINT)
        if what and shown and len(hints) < MOST_HINTS:
            source = f"attribute {attribute} of {printable(element, LONGEST_HINT)}"
            hints.setdefault((what, shown), Hint(what=what, value=shown, source=source))
    return tuple(hints.values())


def _left_out(handler: Handler) -> Iterator[Notice]:
    if handler.definitions:
        text = f"definitions of triggers and the like were left out: {handler.definitions:,}"
        yield Notice(code="skipped-statements", text=text)
    if handler.controls:
        text = f"{handler.controls:,} control characters were read as U+FFFD"
        yield Notice(code="undecodable-bytes", text=text)


def _told(ending: _Ending) -> tuple[Notice, ...]:
    if not ending.reason:
        return ()
    if ending.cut:
        text = "the file ends in the middle of a row: it was cut, and more may be missing"
        return (Notice(code="cut-in-mid-row", text=text),)
    text = f"from byte {ending.done:,} on it is no XML that can be read"
    return (Notice(code="damaged", text=text),)

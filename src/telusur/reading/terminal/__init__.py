"""Captures of a terminal: tables as ``psql``, ``mysql`` and ``sqlite3`` print them.

One capture may hold several, with prompts and echoed queries between them. An absent value and an
empty one look alike in ``psql``'s: both are read as none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.growing import dropped_on_error
from telusur.reading.interface import FileRead, Kind
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.refusals import Refusals
from telusur.reading.terminal.capture import Capture
from telusur.reading.terminal.opening import opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.interface import Bench, Content, Head, Text

# A table begins within so many lines of a capture.
HEAD_LINES = 200


def recognises(head: Head) -> bool:
    """Whether a table is drawn, or a record printed, among the first lines."""
    lines = head.raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")[:HEAD_LINES]
    may = [at for at, line in enumerate(lines) if line[:1] in ("-─=═+|┌├╔╠╞*") and line]
    return any(opening(lines, at) for at in may)


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one capture.

    Raises:
        EvidenceError: ``no-rows``.
        LimitReached: ``too-many-columns``.
    """
    capture = Capture(bench.tables)
    with dropped_on_error(lambda: [one.table for one in capture.found]):
        capture.read(text.path, bench.progress)
    own, refused = table_name(content.evidence.name), Refusals()
    filled = [one for one in capture.found if one.table.rows]
    for one in capture.found:
        refused.merge(one.refused)
    if not filled:
        raise EvidenceError(
            "no-rows",
            f"{content.evidence.name} has no rows",
            got=f"{len(capture.found)} tables, {refused.total:,} lines that are no rows",
            expected="rows as psql, mysql or sqlite3 print them",
        )
    tables = []
    for at, one in enumerate(filled, start=1):
        name = own if len(filled) == 1 else f"{own}_{at}"
        outline = TableReceipt(name=name, columns=(), rows_read=0, rows_rejected=one.refused.total)
        tables.append(one.table.finish(outline))
    receipt = receipt_of(
        content,
        Kind.TERMINAL,
        [table.receipt for table in tables],
        encoding=text.encoding,
        header=any(one.headed for one in filled),
        rejected=refused.told(),
        unread=capture.unread,
        hints=tuple(capture.hints),
        warnings=(*text.warnings, *_told(capture)),
    )
    return FileRead(receipt, tuple(tables))


def _told(capture: Capture) -> Iterator[Notice]:
    for at, one in enumerate(capture.found, start=1):
        rows = one.table.rows + one.refused.total
        if one.count is not None and one.count != rows:
            text = f"table {at} says that it has {one.count:,} rows; {rows:,} were found"
            yield Notice(code="count-differs", text=text)
    if any(one.cut for one in capture.found):
        text = "the file ends in the middle of a row: it was cut, and more may be missing"
        yield Notice(code="cut-in-mid-row", text=text)

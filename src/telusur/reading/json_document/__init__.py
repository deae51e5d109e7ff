"""JSON of every shape: lines, values one after another, and documents of any size.

Objects in records are flattened into dotted columns, lists in them stay JSON text, numbers stay as
written. In a document the elements of its outermost lists are rows, a table for each place; single
values outside every list are a table of one row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.reading.encoding.offsets import of_a_copy
from telusur.reading.growing import dropped_on_error
from telusur.reading.interface import FileRead, Kind
from telusur.reading.json_document.pieces import Pieces
from telusur.reading.json_document.python_lines import is_python, rewritten
from telusur.reading.json_document.shape import Shape, is_json, shape_of
from telusur.reading.json_document.sink import Sink
from telusur.reading.json_document.tables import finished
from telusur.reading.json_document.tokens import OBJECT
from telusur.reading.json_document.wrapped import (
    frame,
    is_copied,
    is_phpmyadmin,
    tables_of_phpmyadmin,
    uncopied,
    unframed,
)
from telusur.reading.receipt import receipt_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.reading.interface import Bench, Content, Head, TableRead, Text

# Bytes that show whether it is JSON or Python.
HEAD_BYTES = 64 << 10
# Above this share of refused records the kind is more likely wrong than the file.
MANY_REFUSED = 0.2


def recognises(head: Head) -> bool:
    """Whether it begins as JSON and goes on so."""
    start = head.raw
    return is_json(start) or is_python(start) or _is_framed(start)


def _is_framed(start: bytes) -> bool:
    before = frame(start)
    return before > 0 and is_json(start[before:])


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one JSON text.

    Raises:
        EvidenceError: ``no-rows``.
        LimitReached: ``too-many-columns``, ``too-many-tables``.
    """
    with text.path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    plain = bench.work / "plain.json"
    try:
        said = _plain(start, text.path, plain)
        if said:
            text = replace(text, path=plain, warnings=(*text.warnings, said))
        elif plain.exists():
            text = replace(text, path=plain)
        read = _read(content, text, bench)
        return read if text.path != plain or _keeps_places(start) else of_a_copy(read)
    finally:
        plain.unlink(missing_ok=True)


def _keeps_places(start: bytes) -> bool:
    """Whether what is no plain JSON keeps every byte's place once it is written as such."""
    return not is_python(start) and not is_copied(start) and not is_phpmyadmin(start)


def _plain(start: bytes, path: Path, target: Path) -> Notice | None:
    """Write what is no plain JSON as such to ``target``; what is to be said of it."""
    if is_python(start):
        rewritten(path, target)
        said = "lines are Python's dictionaries; their texts and words were read as JSON's"
        return Notice(code="python-literals", text=said)
    if is_copied(start):
        uncopied(path, target)
        said = "every backslash is doubled, as COPY writes JSON; one was read for each two"
        return Notice(code="copied-json", text=said)
    if is_phpmyadmin(start):
        tables_of_phpmyadmin(path, target)
    elif _is_framed(start):
        before = frame(start)
        unframed(path, target, before)
        said = f"{before:,} bytes of a script or of comments stand before the JSON; nothing was run"
        return Notice(code="preamble", text=said)
    return None


def _read(content: Content, text: Text, bench: Bench) -> FileRead:
    shape, keyed = shape_of(text.path)
    sink = Sink(bench)
    pieces = Pieces(text.path, sink, bench.progress, keyed)
    ways = {
        Shape.LINES: pieces.by_line,
        Shape.VALUES: pieces.by_value,
        Shape.DOCUMENT: pieces.in_document,
    }
    with dropped_on_error(lambda: [place.table for place in sink.places.values()]):
        pieces.read(ways[shape])
        tables = finished(sink, content, bench)
    if not tables:
        raise EvidenceError(
            "no-rows",
            f"{content.evidence.name} has no rows",
            got=f"{sum(sink.refusals.rows.values()):,} records that cannot be read",
            expected="JSON objects, or lists of them",
        )
    if shape is Shape.LINES:
        tables = [_counted(table, pieces) for table in tables]
    receipt = receipt_of(
        content,
        Kind.JSON_LINES if shape is Shape.LINES else Kind.JSON,
        [table.receipt for table in tables],
        encoding=text.encoding,
        header=_headed(sink),
        rejected=sink.refusals.told(),
        unread=pieces.unread,
        warnings=(*text.warnings, *_told(sink, pieces)),
    )
    return FileRead(receipt, tuple(tables))


def _counted(table: TableRead, pieces: Pieces) -> TableRead:
    update = {"lines": pieces.lines, "newlines_in_values": 0, "blank_lines": pieces.blank}
    return replace(table, receipt=table.receipt.model_copy(update=update))


def _headed(sink: Sink) -> bool:
    return any(place.kind == OBJECT or place.header for place in sink.places.values())


def _told(sink: Sink, pieces: Pieces) -> Iterator[Notice]:
    odd, places = sink.odd, sink.places.values()
    refused = sum(place.refused for place in places)
    rows = sum(place.table.rows for place in places)
    said = {
        "blank-lines": pieces.blank and f"{pieces.blank:,} blank lines, which are no rows",
        "cut-in-mid-row": pieces.cut
        and "the file ends in the middle of a row: it was cut, and more may be missing",
        "repeated-keys": odd.repeated
        and f"{odd.repeated:,} times a key comes again in one record; its last value was read",
        "lone-surrogates": odd.surrogates
        and f"{odd.surrogates:,} values hold half a character, replaced by U+FFFD",
        "not-a-number": odd.not_numbers
        and f"{odd.not_numbers:,} values are NaN or Infinity, which JSON does not have",
        "header-doubtful": any(place.doubtful for place in places)
        and "nothing tells whether the first of a list of lists holds names: it was read as a row",
        "many-rows-rejected": refused > MANY_REFUSED * (rows + refused)
        and f"{refused:,} of {rows + refused:,} records were rejected",
    }
    for code, text in said.items():
        if text:
            yield Notice(code=code, text=text)

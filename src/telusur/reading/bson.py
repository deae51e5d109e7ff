"""MongoDB's dumps: BSON documents one after another, and archives of several collections.

The format: https://bsonspec.org/spec.html; that of ``mongodump --archive``:
https://github.com/mongodb/mongo-tools/blob/master/common/archive/README.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import bson
from bson.errors import BSONError

from telusur.errors import EvidenceError, LimitReached
from telusur.model.base import Notice
from telusur.model.findings.receipt import Hint, TableReceipt, Unread
from telusur.reading.bson_values import OPTIONS, flat
from telusur.reading.growing import Records, dropped_on_error, make_room
from telusur.reading.interface import FileRead, Kind
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.refusals import Refusals
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from typing import Any, BinaryIO

    from telusur.reading.interface import Bench, Content, Head, TableRead

MAGIC = b"\x6d\xe2\x99\x81"
END = b"\xff\xff\xff\xff"
SHORTEST = 5
# MongoDB's own limit is 16 MiB; its tools allow some more.
LONGEST = 48 << 20
PIECE_BYTES = 4 << 20
MOST_TABLES = 1000
LONGEST_HINT = 200
# Types of elements (bsonspec.org), and a name of some letters behind the first.
_TYPES = frozenset((*range(1, 0x14), 0x7F, 0xFF))
_FIRST = re.compile(rb"[\x01-\x13\x7f\xff][^\x00-\x1f\x7f]{0,200}\x00")
# Where a document begins in a damaged file: a length below 48 MiB, and its key.
_AGAIN = re.compile(rb"(?=[\x00-\xff]{3}[\x00-\x02][\x01-\x13]_id\x00)", re.DOTALL)


def recognises(head: Head) -> bool:
    """Whether documents of the lengths that they say follow each other, or it is an archive."""
    raw = head.raw
    if raw.startswith(MAGIC):
        return True
    at = 0
    while at + 4 < len(raw):
        length = _length(raw, at)
        if not SHORTEST <= length <= min(LONGEST, head.bytes - at if not at else LONGEST):
            return False
        if length > SHORTEST and not _FIRST.match(raw, at + 4):
            return False
        if at + length <= len(raw) and raw[at + length - 1]:
            return False
        at += length
    return at > SHORTEST or (head.bytes > SHORTEST and at == head.bytes)


def _length(raw: bytes, at: int) -> int:
    return int.from_bytes(raw[at : at + 4], "little", signed=True)


class _Stream:
    """A file's documents, one by one."""

    def __init__(self, file: BinaryIO, size: int, refused: Refusals, bench: Bench) -> None:
        self.unread: list[Unread] = []
        self.cut = False
        self.size = size
        self._file, self._refused, self._bench = file, refused, bench
        self._held, self._at, self._offset = b"", 0, 0

    def has(self, count: int) -> bool:
        """Whether so many bytes follow."""
        while len(self._held) - self._at < count:
            more = self._file.read(PIECE_BYTES)
            if not more:
                return False
            self._offset += self._at
            self._held, self._at = self._held[self._at :] + more, 0
            self._bench.progress(self._offset)
        return True

    def ends(self) -> bool:
        """Take the sign that ends a part of an archive, if it is there."""
        if self.has(4) and self._held.startswith(END, self._at):
            self._at += 4
            return True
        return False

    def next(self) -> dict[str, Any] | None:
        """The next document that can be read, or None at the end."""
        while self.has(1):
            length = _length(self._held, self._at) if self.has(4) else LONGEST
            if SHORTEST <= length <= LONGEST and self.has(length):
                raw = self._held[self._at : self._at + length]
                if not raw[-1]:
                    self._at += length
                    try:
                        return bson.decode(raw, OPTIONS)
                    except (BSONError, ValueError, OverflowError, RecursionError, TypeError):
                        self._refused.add("not-bson", [], 1)
                        continue
            self._skip(length)
        return None

    def _skip(self, length: int) -> None:
        """Leave out what is no document, up to where one begins again."""
        first = self._offset + self._at
        fits = SHORTEST <= length <= LONGEST
        self._at += 1
        while self.has(SHORTEST * 2):
            found = _AGAIN.search(self._held, self._at)
            if found:
                self._at = found.start()
                here = _length(self._held, self._at)
                if here >= SHORTEST and self.has(here) and not self._held[self._at + here - 1]:
                    break
                self._at += 1
                continue
            self._at = max(self._at, len(self._held) - SHORTEST * 2 + 1)
        else:
            self.has(self.size)
            self._at = len(self._held)
        last = self._offset + self._at
        self.cut = fits and last == self.size
        reason = "cut-in-mid-row" if self.cut else "not-bson"
        if self.cut:
            self._refused.add(reason, [], 1)
        self.unread.append(Unread(offset=first, bytes=last - first, reason=reason))

    def skip_head(self, count: int) -> None:
        """Leave out bytes that are known."""
        self.has(count)
        self._at += count


def read(content: Content, bench: Bench) -> FileRead:
    """Read one dump of MongoDB.

    Raises:
        EvidenceError: ``no-rows``.
        LimitReached: ``too-many-columns``, ``too-many-tables``.
    """
    own, refused = table_name(content.evidence.name), Refusals()
    tables: dict[str, Records] = {}
    hints: list[Hint] = []
    size = content.path.stat().st_size
    lost = dropped_on_error(lambda: [one.table for one in tables.values()])
    with lost, content.path.open("rb") as file:
        stream = _Stream(file, size, refused, bench)
        if stream.has(len(MAGIC)) and _magic(content):
            stream.skip_head(len(MAGIC))
            _archive(stream, tables, hints, bench)
        else:
            table = tables.setdefault(own, Records(bench.tables))
            while (document := stream.next()) is not None:
                table.add(flat(document))
        for records in tables.values():
            records.flush()
    found: list[TableRead] = []
    for name, records in tables.items():
        if records.table.rows:
            rejected = refused.total if not found else 0
            outline = TableReceipt(name=name, columns=(), rows_read=0, rows_rejected=rejected)
            found.append(records.finish(outline))
    if not found:
        raise EvidenceError(
            "no-rows", f"{content.evidence.name} has no rows", got="no document with a field"
        )
    receipt = receipt_of(
        content,
        Kind.BSON,
        [table.receipt for table in found],
        encoding=None,
        header=True,
        rejected=refused.told(),
        unread=stream.unread,
        hints=tuple(hints),
        warnings=_told(stream),
    )
    return FileRead(receipt, tuple(found))


def _magic(content: Content) -> bool:
    with content.path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _archive(stream: _Stream, tables: dict[str, Records], hints: list[Hint], bench: Bench) -> None:
    """A header, the collections' definitions, then blocks of documents, each named and ended."""
    header = stream.next() or {}
    for key, what in (("server_version", "server_version"), ("tool_version", "tool_version")):
        if isinstance(header.get(key), str):
            shown = printable(header[key], LONGEST_HINT)
            hints.append(Hint(what=what, value=shown, source="header of the archive"))
    while not stream.ends() and stream.next() is not None:
        pass
    while (block := stream.next()) is not None:
        name = printable(f"{block.get('db', '')}.{block.get('collection', '')}", LONGEST_HINT)
        if name not in tables:
            if len(tables) == MOST_TABLES:
                raise LimitReached(
                    "too-many-tables",
                    f"an archive holds more than {MOST_TABLES:,} collections",
                    hint="unpack it with MongoDB's own tools, where nothing can be lost",
                )
            make_room(tables.values())
            tables[name] = Records(bench.tables)
        while not stream.ends():
            document = stream.next()
            if document is None:
                return
            tables[name].add(flat(document))


def _told(stream: _Stream) -> tuple[Notice, ...]:
    if stream.cut:
        text = "the file ends in the middle of a row: it was cut, and more may be missing"
        return (Notice(code="cut-in-mid-row", text=text),)
    if stream.unread:
        text = "bytes in between are no documents; reading went on where one begins again"
        return (Notice(code="damaged", text=text),)
    return ()

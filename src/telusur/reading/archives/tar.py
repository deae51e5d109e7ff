"""TAR archives, read as a stream: they are never unpacked whole.

Not by ``tarfile``: crafted headers have led it astray (CVE-2025-8194, CVE-2025-4517), it keeps all
headers in memory, and stops at the first damaged one. Formats after POSIX.1-2017 (pax) and GNU's
manual, "Basic Tar Format".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from telusur.model.base import Notice
from telusur.model.findings.receipt import Hint, Unread
from telusur.reading.archives.interface import PIECE_BYTES, Damaged, Member, Story
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 512
# Numbers with this first byte are binary; bytes above the other were once added up as negative.
BINARY, MOST_SIGNED = 0x80, 0x7F
# Digits of the largest size that a pax header may give: 2**63.
MOST_DIGITS = 19
# A header that describes the next one: names and times. Far longer ones use memory up.
MOST_DESCRIPTION = 1 << 20
SUM, MARK = slice(148, 156), slice(257, 262)
REGULAR, FOLDER = b"07\x00", b"5D"
LONG_NAME, PAX, PAX_ALL, VOLUME, LONG_LINK = b"L", b"x", b"g", b"V", b"K"
KINDS = {
    b"1": "link",
    b"2": "link",
    b"3": "device",
    b"4": "device",
    b"6": "pipe",
    b"S": "sparse file",
}


class Stream(Protocol):
    """Where the bytes come from, front to back."""

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; fewer only at the end."""


def recognises(head: bytes) -> bool:
    """By the checksum of the first header, whatever its format, or by its mark if it is damaged."""
    whole = len(head) >= BLOCK and head[0] != 0
    return whole and (head[MARK] == b"ustar" or _sums_up(head[:BLOCK]))


def _sums_up(block: bytes) -> bool:
    told = block[SUM].strip(b" \x00")
    try:
        wanted = int(told, 8)
    except ValueError:
        return False
    spaces = 8 * 0x20
    plain = sum(block) - sum(block[SUM]) + spaces
    if plain == wanted:
        return True
    # Old programs added the bytes up as signed ones.
    high = sum(byte > MOST_SIGNED for byte in block) - sum(
        byte > MOST_SIGNED for byte in block[SUM]
    )
    return plain - 256 * high == wanted


def _number(field: bytes) -> int:
    """Octal, or binary where its first bit is set (GNU); -1 for neither."""
    if field[0] == BINARY:
        return int.from_bytes(field[1:], "big")
    try:
        return int(field.strip(b" \x00") or b"0", 8)
    except ValueError:
        return -1


def _records(raw: bytes) -> dict[str, str]:
    """A pax header: ``LENGTH KEY=VALUE`` and a line end, again and again."""
    found: dict[str, str] = {}
    while raw:
        length, space, _ = raw.partition(b" ")
        if not space or not length.isdigit() or not len(length) < int(length[:9]) <= len(raw):
            break
        key, _, value = raw[len(length) + 1 : int(length) - 1].partition(b"=")
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        raw = raw[int(length) :]
    return found


class Tar:
    """One TAR archive."""

    def __init__(self, stream: Stream) -> None:
        self.story = Story()
        self._stream, self._at = stream, 0
        self._left = self._padding = 0

    def position(self) -> int:  # noqa: D102  # as Archive says
        return self._at

    def members(self) -> Iterator[Member]:  # noqa: D102
        described: dict[str, str] = {}
        for_all: dict[str, str] = {}
        while (block := self._header()) is not None:
            kind, size = block[156:157], _number(block[124:136])
            if kind in {LONG_NAME, LONG_LINK, PAX, PAX_ALL}:
                self._left, self._padding = size, -size % BLOCK
                raw = self._described()
                if kind == LONG_NAME:
                    described["path"] = raw.rstrip(b"\x00").decode("utf-8", "replace")
                elif kind == PAX:
                    described |= _records(raw)
                elif kind == PAX_ALL:
                    for_all |= _records(raw)
                    self._hint(for_all)
                continue
            given = for_all | described
            told = given.get("size", "")
            if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS:
                size = int(told)
            name = given.get("GNU.sparse.name") or given.get("path") or _name(block)
            sparse = any(key.startswith("GNU.sparse") for key in given)
            described = {}
            self._left, self._padding = size, -size % BLOCK
            if kind == VOLUME:
                self.story.hints.append(
                    Hint(what="title", value=printable(name, 200), source="volume header")
                )
            elif kind not in FOLDER:
                yield self._member(name, b"S" if sparse else kind)
            self._skip()

    def _member(self, name: str, kind: bytes) -> Member:
        if kind in KINDS:
            return Member(name, self._pieces, f"a {KINDS[kind]}")
        notes: tuple[Notice, ...] = ()
        if kind not in REGULAR:
            notes = (Notice(code="headers-disagree", text="of an unknown type; read as a file"),)
        return Member(name, self._pieces, notes=notes)

    def _header(self) -> bytes | None:
        """The next one that sums up; what lies before it is unread."""
        begin = self._at
        zeros = 0
        while True:
            block = self._take(BLOCK)
            if len(block) < BLOCK:
                if self._at - zeros > begin or block:
                    self._unread(begin, self._at - zeros - begin)
                elif not zeros:
                    text = "it ends without the mark of its end"
                    self.story.notes.append(Notice(code="archive-cut", text=text))
                return None
            if block.count(0) == BLOCK:
                zeros += BLOCK
                continue
            if _sums_up(block) and _number(block[124:136]) >= 0:
                skipped = self._at - BLOCK - begin
                if skipped > zeros:
                    self._unread(begin, skipped)
                return block
            zeros = 0

    def _described(self) -> bytes:
        size = self._left
        if size > MOST_DESCRIPTION:
            text = "a header is longer than any name or time"
            self.story.notes.append(Notice(code="archive-damaged", text=text))
            self._skip()
            return b""
        raw = self._take(size)
        self._left = 0
        self._skip()
        return raw

    def _pieces(self) -> Iterator[bytes]:
        while self._left:
            piece = self._take(min(self._left, PIECE_BYTES))
            if not piece:
                raise Damaged("cut", "it ends before its end", self._left)
            self._left -= len(piece)
            yield piece

    def _skip(self) -> None:
        """What is left of a member, and the padding behind it."""
        left = self._left + self._padding
        self._left = self._padding = 0
        while left and (piece := self._take(min(left, PIECE_BYTES))):
            left -= len(piece)

    def _take(self, size: int) -> bytes:
        parts, left = [], size
        while left and (piece := self._stream.read(left)):
            parts.append(piece)
            left -= len(piece)
        self._at += size - left
        return b"".join(parts)

    def _unread(self, offset: int, count: int) -> None:
        if count > 0:
            self.story.unread.append(Unread(offset=offset, bytes=count, reason="archive-damaged"))

    def _hint(self, given: dict[str, str]) -> None:
        if "comment" in given:
            text = printable(given["comment"], 200)
            self.story.hints.append(Hint(what="comment", value=text, source="pax header"))


def _name(block: bytes) -> str:
    name = block[:100].split(b"\x00", 1)[0]
    if block[257:263] == b"ustar\x00" and (prefix := block[345:500].split(b"\x00", 1)[0]):
        name = prefix + b"/" + name
    return name.decode("utf-8", "replace")

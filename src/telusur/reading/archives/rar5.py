"""The blocks of a RAR 5 archive: what libarchive leaves unsaid.

libarchive 3.6 hands out encrypted members as if they were plain, and ends at a member that is cut
without a word. The blocks' headers (rarlab.com/technote.htm) tell both.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.reading.archives.interface import Packed

MARK = b"Rar!\x1a\x07\x01\x00"
MAIN, FILE, SERVICE, LOCKED, END = 1, 2, 3, 4, 5
HAS_EXTRA, HAS_DATA, CONTINUES = 0x01, 0x02, 0x08
CRYPT_RECORD, REDIRECTION_RECORD = 1, 5
# Of a file: whether it has a time and a checksum.
HAS_TIME, HAS_CRC, TIME_BYTES = 0x02, 0x04, 4
# Of an end block: another volume follows.
NOT_LAST = 0x01
# A header's size takes at most three bytes.
MOST_HEADER = 2 << 20
CHECKSUM_BYTES, SIZE_BYTES, LONGEST_NUMBER = 4, 3, 10


@dataclass(frozen=True)
class Told:
    """What the headers tell.

    Attributes:
        entries: files and folders.
        locked: places among them of those that are encrypted.
        linked: places of those that are links, or copies of another member without its bytes.
        all_locked: the headers themselves are.
        whole: each volume comes to its end block.
        goes_on: a volume follows the last one.
        crcs: checksums by place: libarchive compares none of what is stored as it is.
    """

    entries: int
    locked: frozenset[int]
    linked: frozenset[int]
    all_locked: bool
    whole: bool
    goes_on: bool = False
    crcs: dict[int, int] = field(default_factory=dict)


def told_by(packed: Packed, most: int) -> Told:
    """Read every header, and none of the data.

    Args:
        packed: one volume or more.
        most: entries after which to stop.
    """
    entries, locked, linked = 0, set[int](), set[int]()
    whole, goes_on, crcs = True, False, dict[int, int]()
    for path in packed.paths:
        with path.open("rb") as file:
            file.seek(len(MARK))
            ended = False
            while not ended and entries <= most and (found := _block(file)):
                kind, flags, fields, extra = found
                ended = kind == END
                goes_on = ended and bool(number(fields, 0)[0] & NOT_LAST)
                if kind == LOCKED:
                    return Told(entries, frozenset(locked), frozenset(linked), True, True)
                if kind == FILE and not flags & CONTINUES:
                    records = _records(extra)
                    if CRYPT_RECORD in records:
                        locked.add(entries)
                    if REDIRECTION_RECORD in records:
                        linked.add(entries)
                    entries += 1
                if kind == FILE and (crc := crc_of(fields)) is not None:
                    crcs[entries - 1] = crc  # the last part of a file tells that of all of it
            whole = whole and ended
    return Told(entries, frozenset(locked), frozenset(linked), False, whole, goes_on, crcs)


def number(raw: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    for byte in raw[at : at + LONGEST_NUMBER]:
        value, at, shift = value | (byte & 0x7F) << shift, at + 1, shift + 7
        if byte >> 7 == 0:
            break
    return value, at


def crc_of(fields: bytes) -> int | None:
    """The checksum among the fields of a file."""
    flags, at = number(fields, 0)
    if not flags & HAS_CRC:
        return None
    at = crc_place(fields)
    return int.from_bytes(fields[at : at + CHECKSUM_BYTES], "little")


def crc_place(fields: bytes) -> int:
    """Where the checksum stands, or would stand."""
    flags, at = number(fields, 0)
    _, at = number(fields, at)
    _, at = number(fields, at)
    return at + TIME_BYTES * bool(flags & HAS_TIME)


def _block(file: IO[bytes]) -> tuple[int, int, bytes, bytes] | None:
    """(kind, flags, fields, extra area) of the next block; its data is passed over."""
    start = file.read(CHECKSUM_BYTES + SIZE_BYTES)
    size, at = number(start, CHECKSUM_BYTES)
    if len(start) < CHECKSUM_BYTES + SIZE_BYTES or not 0 < size <= MOST_HEADER:
        return None
    file.seek(at - len(start), 1)
    header = file.read(size)
    if len(header) < size:
        return None
    kind, at = number(header, 0)
    flags, at = number(header, at)
    extra, data = 0, 0
    if flags & HAS_EXTRA:
        extra, at = number(header, at)
    if flags & HAS_DATA:
        data, at = number(header, at)
    pass_over(file, data)
    end = max(len(header) - extra, at)
    return kind, flags, header[at:end], header[end:]


def pass_over(file: IO[bytes], count: int) -> None:
    """The place behind so many bytes, or the end: a length of any size may stand in a header."""
    file.seek(min(file.tell() + count, os.fstat(file.fileno()).st_size))


def _records(extra: bytes) -> set[int]:
    kinds, at = set(), 0
    while at < len(extra):
        size, at = number(extra, at)
        kind, _ = number(extra, at)
        kinds.add(kind)
        at += max(size, 1)
    return kinds

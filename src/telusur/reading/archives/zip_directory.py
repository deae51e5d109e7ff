"""The central directory of a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from telusur.errors import LimitReached
from telusur.reading.archives.interface import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from telusur.reading.archives.interface import Packed

END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
LOCAL, CENTRAL, DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
# Between two members a data descriptor may stand: 12 to 24 bytes.
MOST_BETWEEN = 24
# The end record and its longest comment.
TAIL_BYTES = _END.size + 0xFFFF
FULL_16, FULL_32 = 0xFFFF, 0xFFFFFFFF
ZIP64, UNICODE_PATH = 0x0001, 0x7075
ENCRYPTED, DESCRIBED, STRONG, UTF8, MASKED = 1 << 0, 1 << 3, 1 << 6, 1 << 11, 1 << 13


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as the central directory has it; ``offset`` is in the file as it lies."""

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    system: int
    attributes: int
    extra: bytes

    @property
    def text(self) -> str:
        """The name in letters: UTF-8 where the archive or its bytes say so, else cp437."""
        for kind, value in extras(self.extra):
            if kind == UNICODE_PATH and value[:1] == b"\x01":
                return value[5:].decode("utf-8", "replace")
        try:
            return self.name.decode("utf-8")
        except UnicodeDecodeError:
            return self.name.decode("utf-8" if self.flags & UTF8 else "cp437", "replace")


@dataclass(frozen=True)
class Directory:
    """Where the central directory lies, and what is said beside it."""

    offset: int
    size: int
    end: int
    comment: bytes
    disks: int
    place: Callable[[int, int], int]


def find(file: IO[bytes], size: int, starts: tuple[int, ...]) -> Directory:
    """The directory that the last end record points to.

    Args:
        file: the archive.
        size: of all of it.
        starts: where each of its parts begins.

    Raises:
        Damaged: there is none.
    """
    begin = max(size - TAIL_BYTES, 0)
    file.seek(begin)
    tail = file.read(TAIL_BYTES)
    at = len(tail)
    while (at := tail.rfind(END, 0, at)) >= 0:
        if len(tail) - at >= _END.size:
            found = _pointed_to(file, tail, at, begin, starts)
            if found:
                return found
    raise Damaged("cut", "it has no central directory")


def _pointed_to(
    file: IO[bytes], tail: bytes, at: int, begin: int, starts: tuple[int, ...]
) -> Directory | None:
    _, disk, first, _, entries, length, offset, comment = _END.unpack_from(tail, at)
    end = directory_end = begin + at
    if FULL_16 in {disk, entries} or FULL_32 in {length, offset}:
        wide = _wide(file, end, starts)
        if wide:
            disk, first, length, offset, directory_end = wide
    parted = len(starts) > 1 and disk == len(starts) - 1
    # A program may stand before the archive, which then counts from its own first byte.
    shift: int = (
        directory_end - length - offset - (starts[first] if parted and first <= disk else 0)
    )
    place = directory_end - length
    if place < 0 or shift < 0:
        return None
    file.seek(place)
    if length and file.read(4) != CENTRAL:
        return None

    def lies(on: int, local: int) -> int:
        base = starts[on] if parted and on < len(starts) else 0
        return local + shift + base

    behind = tail[at + _END.size : at + _END.size + comment]
    return Directory(place, length, end + _END.size + comment, behind, disk + 1, lies)


def _wide(
    file: IO[bytes], end: int, starts: tuple[int, ...]
) -> tuple[int, int, int, int, int] | None:
    if end < _LOCATOR64.size:
        return None
    file.seek(end - _LOCATOR64.size)
    magic, on, offset, _ = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
    if magic != LOCATOR64:
        return None
    # As stated, or right before its locator where something stands before the archive.
    stated = offset + (starts[on] if on < len(starts) else 0)
    for place in (stated, end - _LOCATOR64.size - _END64.size):
        if not 0 <= place <= end - _END64.size:
            continue
        file.seek(place)
        fields = _END64.unpack(file.read(_END64.size))
        if fields[0] == END64:
            _, _, _, _, disk, first, _, _, length, begin = fields
            return disk, first, length, begin, place
    return None


def entries(file: IO[bytes], directory: Directory, most: int) -> Iterator[Entry]:
    """Every entry, in the directory's order.

    Raises:
        Damaged: the directory breaks off.
        LimitReached: ``too-many-entries``.
    """
    file.seek(directory.offset)
    left, count = directory.size, 0
    while left >= _CENTRAL.size:
        fields = _CENTRAL.unpack(file.read(_CENTRAL.size))
        if fields[0] != CENTRAL:
            break
        (
            _,
            made,
            _,
            flags,
            method,
            _,
            _,
            crc,
            packed,
            size,
            names,
            extra,
            comment,
            disk,
            _,
            attributes,
            offset,
        ) = fields
        left -= _CENTRAL.size + names + extra + comment
        if left < 0:
            break
        count += 1
        if count > most:
            raise LimitReached(
                "too-many-entries",
                f"an archive holds more than {most:,} entries",
                hint="unpack it elsewhere and look at it before going on",
            )
        name, more = file.read(names), file.read(extra)
        file.seek(comment, 1)
        size, packed, offset, disk = widened(more, size, packed, offset, disk)
        yield Entry(
            name, flags, method, crc, packed, size, directory.place(disk, offset), made >> 8,
            attributes, more,
        )  # fmt: skip
    if left:
        raise Damaged("damaged", "its central directory breaks off", left)


def extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, value) of an entry's extra fields; what breaks off is left out."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        if at + 4 + size > len(extra):
            return
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size


def widened(
    extra: bytes, size: int, packed: int, offset: int, disk: int
) -> tuple[int, int, int, int]:
    """The four figures, those that are full taken from the ZIP64 field."""
    wide = next((value for kind, value in extras(extra) if kind == ZIP64), b"")
    given = [size, packed, offset, disk]
    at = 0
    for index, (full, width) in enumerate(((FULL_32, 8), (FULL_32, 8), (FULL_32, 8), (FULL_16, 4))):
        if given[index] == full and at + width <= len(wide):
            given[index] = int.from_bytes(wide[at : at + width], "little")
            at += width
    return given[0], given[1], given[2], given[3]


def disks(packed: Packed) -> int:
    """How many parts the archive says that it has; 0 without an end record."""
    with packed.open() as file:
        file.seek(max(packed.size - TAIL_BYTES, 0))
        tail = file.read(TAIL_BYTES)
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < _END.size:
        return 0
    disk: int = _END.unpack_from(tail, at)[1]
    return disk + 1

"""The headers of a 7z archive: which bytes unpack to what (7zFormat.txt of the LZMA SDK).

Everything in them is the adversary's: numbers are held against the bytes that there are, and what
does not fit ends the reading of the archive as ``Damaged``.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from telusur.reading.archives.seven_cursor import TOP_BIT, Cursor, broken

MAGIC = b"7z\xbc\xaf\x27\x1c"
START = struct.Struct("<6s2sLQQL")
# Properties, by the names that the format's description gives them.
END, HEADER, ARCHIVE_PROPERTIES, ADDITIONAL, MAIN, FILES = range(6)
PACK, UNPACK, SUBSTREAMS, SIZE, CRC, FOLDER, CODER_SIZES, STREAMS_OF_FOLDER = range(6, 14)
EMPTY_STREAM, EMPTY_FILE, NAMES, ATTRIBUTES, ENCODED = 0x0E, 0x0F, 0x11, 0x15, 0x17
# Of Windows; where UNIX is set the upper half is a mode as stat has it.
DIRECTORY, REPARSE, UNIX = 0x10, 0x400, 0x8000
TYPE_BITS, FOLDER_TYPE, REGULAR = 0o170000, 0o040000, 0o100000
# More than any packer writes; the format's own reader has the same bounds.
MOST_CODERS, MOST_STREAMS = 32, 32


@dataclass(frozen=True)
class Coder:
    """One step of a folder's unpacking.

    Attributes:
        method: the coder's id.
        properties: its settings.
        size: bytes that come out of it.
    """

    method: bytes
    properties: bytes
    size: int


@dataclass
class Folder:
    """What is packed together: a chain of coders, and the files that come out one by one.

    Attributes:
        chain: in the order of unpacking; empty where it is no plain chain.
        offset: of its packed bytes in the archive.
        packed: how many those are.
        crc: of all that comes out, where it is told.
        sizes: of the files.
        crcs: of the files; None: not told.
    """

    chain: tuple[Coder, ...]
    offset: int = 0
    packed: int = 0
    crc: int | None = None
    sizes: list[int] = field(default_factory=list)
    crcs: list[int | None] = field(default_factory=list)
    streams: int = 1

    @property
    def size(self) -> int:
        """Bytes that come out at the end."""
        return self.chain[-1].size if self.chain else 0


@dataclass
class Entry:
    """A file, folder or link as the headers list it."""

    name: str = ""
    empty: bool = False
    folder: bool = False
    attributes: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it holds no bytes by being a folder."""
        mode = self.attributes >> 16 & TYPE_BITS if self.attributes & UNIX else 0
        return self.folder or mode == FOLDER_TYPE or bool(self.attributes & DIRECTORY)

    @property
    def is_link(self) -> bool:
        """Whether its bytes are the place where it points, or it is a device."""
        mode = self.attributes >> 16 & TYPE_BITS if self.attributes & UNIX else 0
        return mode not in {0, FOLDER_TYPE, REGULAR} or bool(self.attributes & REPARSE)


def streams(cursor: Cursor) -> list[Folder]:
    """What is packed, folder by folder; the cursor stands behind the id of a StreamsInfo."""
    begin, packed, folders = 0, list[int](), list[Folder]()
    given = False
    while (what := cursor.number()) != END:
        if what == PACK:
            begin, packed = _packed(cursor)
        elif what == UNPACK:
            folders = _folders(cursor)
        elif what == SUBSTREAMS:
            _substreams(cursor, folders)
            given = True
        else:
            broken()
    at, place = START.size + begin, 0
    for folder in folders:
        folder.offset, folder.packed = at, sum(packed[place : place + folder.streams])
        place += folder.streams
        at += folder.packed
        if not given:
            folder.sizes, folder.crcs = [folder.size], [folder.crc]
    if place > len(packed):
        broken()
    return folders


def _packed(cursor: Cursor) -> tuple[int, list[int]]:
    begin, count, sizes = cursor.number(), cursor.count(), list[int]()
    while (what := cursor.number()) != END:
        if what == SIZE:
            sizes = [cursor.number() for _ in range(count)]
        elif what == CRC:
            cursor.crcs(count)
        else:
            broken()
    return begin, sizes


def _folders(cursor: Cursor) -> list[Folder]:
    if cursor.number() != FOLDER:
        broken()
    count = cursor.count()
    if cursor.byte():  # they lie somewhere else, which no packer does
        broken()
    plans = [_plan(cursor) for _ in range(count)]
    if cursor.number() != CODER_SIZES:
        broken()
    folders = [plan.folder([cursor.number() for _ in range(plan.outs)]) for plan in plans]
    while (what := cursor.number()) != END:
        if what != CRC:
            broken()
        for folder, crc in zip(folders, cursor.crcs(count), strict=True):
            folder.crc = crc
    return folders


@dataclass(frozen=True)
class _Plan:
    """A folder before the sizes of what its coders give are known."""

    coders: list[tuple[bytes, bytes, int, int]]
    bound: dict[int, int]
    packed: list[int]

    @property
    def outs(self) -> int:
        return sum(coder[3] for coder in self.coders)

    def folder(self, sizes: list[int]) -> Folder:
        if len(self.packed) != 1 or any(coder[2:] != (1, 1) for coder in self.coders):
            return Folder((), streams=len(self.packed))
        # From the packed bytes on: what takes in what the one before gives.
        after = {out: into for into, out in self.bound.items()}
        chain, at = list[Coder](), self.packed[0]
        while True:
            if at >= len(self.coders) or len(chain) == len(self.coders):
                broken()
            method, properties, _, _ = self.coders[at]
            chain.append(Coder(method, properties, sizes[at]))
            if at not in after:
                return Folder(tuple(chain))
            at = after[at]


def _plan(cursor: Cursor) -> _Plan:
    coders, count = [], cursor.number()
    if not 0 < count <= MOST_CODERS:
        broken()
    for _ in range(count):
        flags = cursor.byte()
        method = cursor.take(flags & 0x0F)
        ins, outs = (cursor.number(), cursor.number()) if flags & 0x10 else (1, 1)
        properties = cursor.take(cursor.number()) if flags & 0x20 else b""
        if flags & TOP_BIT or ins > MOST_STREAMS or outs > MOST_STREAMS:
            broken()
        coders.append((method, properties, ins, outs))
    ins, outs = sum(coder[2] for coder in coders), sum(coder[3] for coder in coders)
    pairs = [(cursor.number(), cursor.number()) for _ in range(outs - 1)]
    packed = ins - len(pairs)
    if packed < 1:
        broken()
    free = set(range(ins)) - {into for into, _ in pairs}
    places = sorted(free) if packed == 1 else [cursor.number() for _ in range(packed)]
    if len(places) != packed:
        broken()
    return _Plan(coders, dict(pairs), places)


def _substreams(cursor: Cursor, folders: list[Folder]) -> None:
    counts = [1] * len(folders)
    what = cursor.number()
    if what == STREAMS_OF_FOLDER:
        counts = [cursor.count(0) for _ in folders]
        # Each stream but a folder's last has its size in here.
        if sum(count - 1 for count in counts if count) > cursor.left:
            broken()
        what = cursor.number()
    for folder, count in zip(folders, counts, strict=True):
        told = [cursor.number() for _ in range(count - 1)] if what == SIZE else []
        folder.sizes = [*told, folder.size - sum(told)] if count else []
        if count and (len(folder.sizes) != count or folder.sizes[-1] < 0) and folder.chain:
            broken()
    if what == SIZE:
        what = cursor.number()
    unknown = [one for one in folders if len(one.sizes) != 1 or one.crc is None]
    for folder in folders:
        folder.crcs = [folder.crc if len(folder.sizes) == 1 else None] * len(folder.sizes)
    while what != END:
        if what == CRC:
            crcs = iter(cursor.crcs(sum(len(one.sizes) for one in unknown)))
            for folder in unknown:
                folder.crcs = [next(crcs) for _ in folder.sizes]
        else:
            broken()
        what = cursor.number()


def entries(cursor: Cursor, most: int) -> list[Entry]:
    """Every file and folder, in the order of the streams; at most one more than ``most``."""
    count = cursor.count(0)
    if count > 8 * cursor.left:
        broken()
    found = [Entry() for _ in range(min(count, most + 1))]
    empty: list[bool] = [False] * count
    while (what := cursor.number()) != END:
        inner = Cursor(cursor.take(cursor.number()))
        if what == EMPTY_STREAM:
            empty = inner.bits(count)
        elif what == EMPTY_FILE:
            files = iter(inner.bits(sum(empty)))
            for entry, is_empty in zip(found, empty, strict=False):
                entry.folder = is_empty and not next(files)
        elif what in {NAMES, ATTRIBUTES}:
            _described(what, inner, found, count)
    for entry, is_empty in zip(found, empty, strict=False):
        entry.empty = is_empty
    return found


def _described(what: int, inner: Cursor, found: list[Entry], count: int) -> None:
    if what == NAMES:
        if inner.byte():
            broken()
        names = inner.take(inner.left).decode("utf-16-le", "replace").split("\x00")
        for entry, name in zip(found, names, strict=False):
            entry.name = name
        return
    there = inner.defined(count)
    if inner.byte():
        broken()
    for entry, defined in zip(found, there, strict=False):
        if defined:
            entry.attributes = struct.unpack("<L", inner.take(4))[0]

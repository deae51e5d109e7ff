"""7z archives, encrypted ones too.

Read by us where every folder is a plain chain of methods that Python and cryptography unpack, which
is what 7-Zip makes of tables unless it is told otherwise. libarchive has no decryption, and is not
on every machine; it is asked for the rest (PPMd, BCJ2 and the like).
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.reading.archives import libarchive_calls as calls
from telusur.reading.archives import seven_header as headers
from telusur.reading.archives.interface import PIECE_BYTES, Damaged, Member, Story
from telusur.reading.archives.libarchive import Foreign, missing
from telusur.reading.archives.seven_coders import AES, METHODS, method_name, unpacked
from telusur.reading.archives.seven_cursor import Cursor, broken, checked
from telusur.reading.archives.zip_crypt import password_needed, password_wrong
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.evidence import Quarantine
    from telusur.reading.archives.interface import Packed

# Names, times and sizes of a million files take less.
MOST_HEADER = 256 << 20
# A directory is packed once, and encrypted with that; one may be made that unpacks to itself.
MOST_LAYERS = 4


def lacks(packed: Packed) -> bool:
    """Whether the archive says that it is longer than this."""
    with packed.open() as file:
        raw = file.read(headers.START.size)
    if len(raw) < headers.START.size:
        return True
    *_, offset, size, _ = headers.START.unpack(raw)
    return bool(headers.START.size + offset + size > packed.size)


class Seven:
    """One 7z archive.

    Args:
        packed: where it lies.
        password: of it, if one was given.
        caps: on the entries, and on the characters of a name that are shown.
    """

    def __init__(self, packed: Packed, password: str | None, caps: Quarantine) -> None:
        self.story = Story()
        self._packed, self._password, self._caps = packed, password, caps
        self._at = 0
        self._entries: list[headers.Entry] = []
        self._folders: list[headers.Folder] = []

    def position(self) -> int:  # noqa: D102  # as Archive says
        return self._at

    def members(self) -> Iterator[Member]:  # noqa: D102
        with self._packed.open() as file:
            self._read_headers(file)
            methods = [coder.method for folder in self._folders for coder in folder.chain]
            plain = all(folder.chain for folder in self._folders) and METHODS.issuperset(methods)
            # What is encrypted libarchive cannot read either.
            if plain or AES in methods or calls.library() is None:
                yield from self._listed(file)
                return
        yield from Foreign("7z", self._packed, self._caps).members()

    def _listed(self, file: IO[bytes]) -> Iterator[Member]:
        flows = self._flows(file)
        for entry in self._entries:
            name = printable(entry.name, self._caps.max_name)
            if entry.empty:
                if not entry.is_folder:
                    yield _member(entry, iter(()))
                continue
            found = next(flows, None)
            if found is None:
                raise Damaged("damaged", "its directory lists more files than it holds")
            flow, at = found
            pieces = flow.file(at, name)
            yield _member(entry, pieces)
            flow.pass_over(pieces)

    def _flows(self, file: IO[bytes]) -> Iterator[tuple[_Folder, int]]:
        """Each file that has bytes: what it comes out of, and its place there."""
        for folder in self._folders:
            self._at = folder.offset
            flow = _Folder(self, file, folder)
            for at in range(len(folder.sizes)):
                yield flow, at

    def pieces(self, file: IO[bytes], folder: headers.Folder, name: str) -> Iterator[bytes]:
        """All that is in one folder.

        Args:
            file: the archive.
            folder: which of its folders.
            name: of what is read, safe to show.

        Raises:
            EvidenceError: ``password-needed``, ``unreadable-file``.
            Damaged: after the last piece that could be unpacked.
        """
        methods = [coder.method for coder in folder.chain]
        odd = next((one for one in methods if one not in METHODS), None)
        if (odd is not None or not methods) and AES not in methods:
            raise missing(name, "7z")
        if odd is not None:
            raise EvidenceError(
                "unreadable-file",
                f"{name} is packed in a way that is not read under encryption",
                got=method_name(odd),
                hint="unpack it and give the files inside: 7z x -pPASSWORD FILE",
            )
        if AES in methods and self._password is None:
            raise password_needed(name)
        return unpacked(folder.chain, _raw(file, folder), self._password or "")

    def _read_headers(self, file: IO[bytes]) -> None:
        raw = file.read(headers.START.size)
        if len(raw) < headers.START.size:
            raise Damaged("cut", "it ends before its end")
        *_, offset, size, crc = headers.START.unpack(raw)
        if not size:
            return
        if size > MOST_HEADER or lacks(self._packed):
            raise Damaged(
                "cut", "its directory, which stands at its end, is missing; or a part of it"
            )
        file.seek(headers.START.size + offset)
        raw = checked(file.read(size), crc)
        for _ in range(MOST_LAYERS):
            if (cursor := Cursor(raw)).number() != headers.ENCODED:
                break
            raw = self._decoded(file, headers.streams(cursor))
        self._take(Cursor(raw))

    def _take(self, cursor: Cursor) -> None:
        """The directory, once it is plain."""
        if cursor.number() != headers.HEADER:
            broken()
        while (what := cursor.number()) != headers.END:
            if what == headers.MAIN:
                self._folders = headers.streams(cursor)
            elif what == headers.FILES:
                self._entries = headers.entries(cursor, self._caps.max_entries)
            elif what == headers.ADDITIONAL:
                headers.streams(cursor)
            elif what == headers.ARCHIVE_PROPERTIES:
                while cursor.number() != headers.END:
                    cursor.take(cursor.number())
            else:
                broken()

    def _decoded(self, file: IO[bytes], folders: list[headers.Folder]) -> bytes:
        """A directory that is packed, and perhaps encrypted, itself."""
        if len(folders) != 1 or folders[0].size > MOST_HEADER:
            broken()
        (folder,) = folders
        name = self._packed.name
        locked = any(coder.method == AES for coder in folder.chain)
        try:
            raw = b"".join(self.pieces(file, folder, name))
            return checked(raw, folder.crc) if folder.crc is not None else raw
        except Damaged:
            if locked:
                raise password_wrong(name) from None
            raise


class _Folder:
    """The files of one folder, which come out one after the other.

    A password has no check value of its own: where an encrypted folder does not begin as its first
    checksum says, the password is taken to be wrong.
    """

    def __init__(self, archive: Seven, file: IO[bytes], folder: headers.Folder) -> None:
        self._archive, self._file, self._folder = archive, file, folder
        self._pieces: Iterator[bytes] | None = None
        self._held = memoryview(b"")
        self._locked = any(coder.method == AES for coder in folder.chain)
        self._good = 0
        self._broken: Damaged | None = None

    def file(self, at: int, name: str) -> Iterator[bytes]:
        """The pieces of one file, its checksum compared."""
        left, crc, told = self._folder.sizes[at], 0, self._folder.crcs[at]
        if self._broken:
            raise self._broken
        try:
            if self._pieces is None:
                self._pieces = self._archive.pieces(self._file, self._folder, name)
            while left:
                piece = bytes(self._next()[:left])
                self._held = self._held[len(piece) :]
                left, crc = left - len(piece), zlib.crc32(piece, crc)
                yield piece
            _compare(crc, told)
            self._good += 1
        except Damaged as error:
            if self._locked and not self._good:
                raise password_wrong(name) from None
            if left:
                self._broken = error
            raise

    def pass_over(self, pieces: Iterator[bytes]) -> None:
        """Read what nobody asked for: the next file stands behind it."""
        with suppress(Damaged, EvidenceError):
            for _ in pieces:
                pass

    def _next(self) -> memoryview:
        while not self._held:
            piece = next(self._pieces or iter(()), None)
            if piece is None:
                raise Damaged("cut", "it ends before its end")
            self._held = memoryview(piece)
        return self._held


def _member(entry: headers.Entry, pieces: Iterator[bytes]) -> Member:
    if entry.is_link:
        return Member(entry.name, lambda: pieces, "a link or a device")
    return Member(entry.name, lambda: pieces)


def _compare(crc: int, told: int | None) -> None:
    if told is not None and crc != told:
        raise Damaged("checksum-differs", "its checksum is of other bytes")


def _raw(file: IO[bytes], folder: headers.Folder) -> Iterator[bytes]:
    at, left = folder.offset, folder.packed
    while left:
        file.seek(at)
        piece = file.read(min(left, PIECE_BYTES))
        if not piece:
            raise Damaged("cut", "it ends before its end")
        at, left = at + len(piece), left - len(piece)
        yield piece

"""ZIP archives, by their central directory; a cut one by the headers before its members."""

from __future__ import annotations

import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError, LimitReached
from telusur.model.base import Notice
from telusur.model.findings.receipt import Hint, Unread
from telusur.reading.archives import zip_crypt, zip_fast
from telusur.reading.archives import zip_directory as directories
from telusur.reading.archives.interface import PIECE_BYTES, Damaged, Member, Story, parts_missing
from telusur.reading.archives.receipts import notice_of
from telusur.reading.archives.zip_directory import LOCAL, LOCAL_HEADER, Entry
from telusur.reading.archives.zip_found import found
from telusur.reading.archives.zip_methods import METHODS, method_name, unpacked
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from telusur.reading.archives.caps import Budget
    from telusur.reading.archives.interface import Packed

# A first part of a split archive may begin with this mark.
SPLIT = (b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04")
UNIX, TYPE_BITS, REGULAR, FOLDER = 3, 0o170000, 0o100000, 0o040000
KINDS = {
    0o120000: "link",
    0o020000: "device",
    0o060000: "device",
    0o010000: "pipe",
    0o140000: "socket",
}


def recognises(head: bytes) -> bool:
    """By its first bytes."""
    return head.startswith((LOCAL, directories.END, *SPLIT))


class Zip:
    """One ZIP archive."""

    def __init__(
        self,
        packed: Packed,
        password: str | None,
        budget: Budget,
        path: Callable[[], Path] | None = None,
    ) -> None:
        self.story = Story()
        self._packed, self._budget, self._path = packed, budget, path
        self._password = None if password is None else password.encode()
        self._opened = False
        self._file = packed.open()
        self._size = packed.size

    def position(self) -> int:  # noqa: D102  # as Archive says
        return self._file.tell()

    def members(self) -> Iterator[Member]:  # noqa: D102
        with self._file:
            starts, at = [], 0
            for path in self._packed.paths:
                starts.append(at)
                at += path.stat().st_size
            try:
                directory = directories.find(self._file, self._size, tuple(starts))
            except Damaged:
                text = "its directory is missing: members were found by their headers"
                self.story.notes.append(Notice(code="archive-cut", text=text))
                yield from found(self, self._file, self._size)
                return
            if directory.comment:
                text = directory.comment.decode("utf-8", "replace")
                self.story.hints.append(
                    Hint(what="comment", value=printable(text, 200), source="end of the archive")
                )
            known: list[Entry] = []
            try:
                known.extend(
                    directories.entries(self._file, directory, self._budget.caps.max_entries)
                )
            except Damaged as error:
                self.story.notes.append(notice_of(error))
            self._refuse_overlaps(known)
            self._account(known, directory)
            for entry in known:
                if not (entry.name.endswith(b"/") and not entry.size):
                    yield self.member(entry)
            if directory.disks > len(starts):
                raise parts_missing(self._packed.name)

    def _refuse_overlaps(self, known: list[Entry]) -> None:
        """One run of packed bytes for many members is how a small archive becomes petabytes."""
        spans = sorted((one.offset, one.offset + LOCAL_HEADER.size + one.packed) for one in known)
        if any(after[0] < before[1] for before, after in pairwise(spans)):
            raise LimitReached(
                "overlapping-entries",
                f"entries of {self._packed.name} share their bytes",
                hint="a bomb looks like this; no program packs so",
            )

    def _account(self, known: list[Entry], directory: directories.Directory) -> None:
        """Bytes that no entry names: another archive may hide there."""
        at, gaps = 0, []
        for entry in sorted(known, key=lambda one: one.offset):
            gaps.append((at, min(entry.offset, directory.offset)))
            header = self.local(entry.offset)
            names = sum(header[9:11]) if header else 0
            at = entry.offset + LOCAL_HEADER.size + names + entry.packed
        gaps += [(at, directory.offset), (directory.end, self._size)]
        self.story.unread += [
            Unread(offset=begin, bytes=end - begin, reason="not-in-directory")
            for begin, end in gaps
            if end - begin > directories.MOST_BETWEEN
        ]

    def local(self, offset: int) -> tuple[int, ...] | None:
        """Fields of the header before a member; None: there is none.

        An offset of 64 bits may lead anywhere, also where no file can be asked to seek.
        """
        if offset >= self._size:
            return None
        self._file.seek(offset)
        raw = self._file.read(LOCAL_HEADER.size)
        if len(raw) < LOCAL_HEADER.size or not raw.startswith(LOCAL):
            return None
        fields: tuple[int, ...] = LOCAL_HEADER.unpack(raw)
        return fields

    def member(self, entry: Entry) -> Member:
        """An entry as a member."""
        name = entry.text
        kind = entry.attributes >> 16 & TYPE_BITS if entry.system == UNIX else 0
        irregular = ""
        if kind in KINDS:
            irregular = f"a {KINDS[kind]}"
        header = self.local(entry.offset)
        notes: tuple[Notice, ...] = ()
        if header is not None:
            inner = self._file.read(header[9])
            if inner != entry.name or header[3] != entry.method:
                notes = (
                    Notice(
                        code="headers-disagree",
                        text="the directory and the header before the member call it differently",
                    ),
                )
        locked = entry.flags & directories.ENCRYPTED
        pieces = self._locked if locked else self._pieces
        return Member(name, lambda: pieces(entry), irregular, notes)

    def _locked(self, entry: Entry) -> Iterator[bytes]:
        """Until one such member is whole, its password may be wrong and its check value right.

        The old cipher has one byte of it, AES two.
        """
        try:
            yield from self._pieces(entry)
        except Damaged as error:
            if self._opened or error.code == "cut":
                raise
            name = printable(entry.text, self._budget.caps.max_name)
            raise zip_crypt.password_wrong(name) from None
        self._opened = True

    def _pieces(self, entry: Entry) -> Iterator[bytes]:
        header = self.local(entry.offset)
        if header is None:
            raise Damaged("damaged", "there is no header where its directory says")
        begin = entry.offset + LOCAL_HEADER.size + sum(header[9:11])
        raw = self.raw(begin, entry.packed)
        method, checked = entry.method, True
        if entry.flags & directories.ENCRYPTED:
            raw, method, checked = self._decrypted(entry, raw)
        if method not in METHODS:
            raise EvidenceError(
                "unreadable-file",
                "a member is packed in a way that is not read",
                got=method_name(method),
                hint="unpack it and give the files inside",
            )
        crc, count = 0, 0
        for piece in unpacked(method, raw, entry.size):
            crc, count = zlib.crc32(piece, crc), count + len(piece)
            yield piece
        if count != entry.size or (checked and crc != entry.crc):
            raise Damaged("checksum-differs", "its checksum or size is of other bytes")

    def raw(self, begin: int, count: int) -> Iterator[bytes]:
        """Bytes as they lie."""
        while count:
            if begin >= self._size:
                raise Damaged("cut", "it ends before its end")
            self._file.seek(begin)
            piece = self._file.read(min(count, PIECE_BYTES))
            if not piece:
                raise Damaged("cut", "it ends before its end")
            begin, count = begin + len(piece), count - len(piece)
            yield piece

    def _decrypted(self, entry: Entry, raw: Iterator[bytes]) -> tuple[Iterator[bytes], int, bool]:
        name = printable(entry.text, self._budget.caps.max_name)
        if entry.flags & (directories.STRONG | directories.MASKED):
            raise EvidenceError(
                "encryption-not-read",
                f"{name} is encrypted in PKWARE's own way",
                hint="unpack it with the program that packed it, and give the files inside",
            )
        if self._password is None:
            raise zip_crypt.password_needed(name)
        under_aes = zip_crypt.aes_of(directories.extras(entry.extra))
        if under_aes is None:
            later = entry.flags & directories.DESCRIBED
            header = self.local(entry.offset)
            check = (header[4] >> 8 if header else 0) if later else entry.crc >> 24
            if self._path and zip_fast.can(entry.packed, self._password):
                plain = zip_fast.old(raw, name, self._password, check, self._path())
            else:
                plain = zip_crypt.old(raw, name, self._password, check)
            return plain, entry.method, True
        version, strength, method = under_aes
        if strength not in zip_crypt.KEY_BYTES:
            raise Damaged("damaged", "its encryption has no such key")
        plain = zip_crypt.aes(raw, name, self._password, strength, entry.packed)
        return plain, method, version == 1

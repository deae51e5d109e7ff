"""RAR archives: libarchive unpacks them; what is encrypted is first written anew without that."""

from __future__ import annotations

import zlib
from contextlib import ExitStack
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.reading.archives import rar4_plain, rar5, rar5_plain
from telusur.reading.archives.interface import Damaged, Member, Packed, Story, parts_missing
from telusur.reading.archives.libarchive import Foreign
from telusur.reading.archives.rar_keys import hidden
from telusur.reading.archives.rar_plain import Unlocked
from telusur.reading.archives.rar_volumes import START_BYTES, is_volume
from telusur.reading.archives.zip_crypt import password_needed, password_wrong
from telusur.reading.private import create
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from telusur.model.evidence import Quarantine
    from telusur.reading.archives.rar_keys import Key


class Rar:
    """One RAR archive.

    Args:
        packed: where it lies: one volume, or all in order.
        password: of it, if one was given.
        caps: on the entries, and on the characters of a name that are shown.
        path: gives a new name in the private work directory.
    """

    def __init__(
        self, packed: Packed, password: str | None, caps: Quarantine, path: Callable[[], Path]
    ) -> None:
        self.story = Story()
        self._packed, self._password, self._caps, self._path = packed, password, caps, path
        self._inner: Foreign | None = None
        self._opened = self._goes_on = False
        self._crcs: dict[int, int] = {}

    def position(self) -> int:  # noqa: D102  # as Archive says
        return self._inner.position() if self._inner else 0

    def members(self) -> Iterator[Member]:
        """As ``Archive`` says.

        Raises:
            EvidenceError: ``password-needed``, ``password-wrong``, ``encryption-not-read``,
                ``no-libarchive``.
            Damaged: what follows cannot be read.
        """
        with ExitStack() as stack:
            packed, unlocked = self._packed, Unlocked()
            told, older = self._told(packed)
            locked = older.locked or bool(told and (told.all_locked or told.locked))
            if locked and self._password is not None:
                packed, unlocked = self._unlocked(stack, self._password, newer=told is not None)
                told, older = self._told(packed)
            elif told and told.all_locked:
                raise password_needed(packed.name)
            if len(packed.paths) > 1 and not _starts_as_volume(packed):
                raise EvidenceError(
                    "unreadable-file",
                    f"{packed.name} and the files named like its parts are archives of their own",
                    hint="give them one by one",
                )
            self._crcs = told.crcs if told else older.crcs
            self._goes_on = older.goes_on or bool(told and told.goes_on)
            try:
                yield from self._read(packed, unlocked, told)
            except Damaged:
                if not self._goes_on:
                    raise
            if self._goes_on:
                raise parts_missing(packed.name)
            if not (told or older.whole):
                raise Damaged("cut", "it ends without the mark of its end")

    def _read(self, packed: Packed, unlocked: Unlocked, told: rar5.Told | None) -> Iterator[Member]:
        self._inner = Foreign("rar", packed, self._caps)
        for place, member in self._inner.numbered():
            name = printable(member.name, self._caps.max_name)
            if told and place in told.linked and not member.irregular:
                yield Member(member.name, _nothing, "the same as another member")
            elif told and place in told.locked:
                yield Member(member.name, _needs(name))
            elif member.irregular:
                yield member
            else:
                yield Member(member.name, self._checked(name, member, unlocked, place))
        if told and (self._inner.places < told.entries or not told.whole):
            raise Damaged("cut", "it ends before its end")

    def _told(self, packed: Packed) -> tuple[rar5.Told | None, rar4_plain.Told]:
        """What the headers tell, of one version or the other."""
        with packed.paths[0].open("rb") as file:
            newer = file.read(len(rar5.MARK)) == rar5.MARK
        if newer:
            return rar5.told_by(packed, self._caps.max_entries), rar4_plain.Told()
        return None, rar4_plain.told_by(packed)

    def _unlocked(self, stack: ExitStack, password: str, *, newer: bool) -> tuple[Packed, Unlocked]:
        unlocked, paths = Unlocked(), []
        write = rar5_plain.write if newer else rar4_plain.write
        for at in range(len(self._packed.paths)):
            path = self._path()
            stack.callback(path.unlink, missing_ok=True)
            with create(path) as target:
                write(self._packed, at, target, password, unlocked)
            paths.append(path)
        return Packed(self._packed.name, tuple(paths)), unlocked

    def _checked(
        self, name: str, member: Member, unlocked: Unlocked, place: int
    ) -> Callable[[], Iterator[bytes]]:
        """The bytes of a member, and its checksum compared.

        Until one that was encrypted is whole the password may be wrong: RAR 4 tells nothing else.
        """

        def pieces() -> Iterator[bytes]:
            crc = 0
            try:
                for piece in member.pieces():
                    crc = zlib.crc32(piece, crc)
                    yield piece
                _compare(crc, self._crcs.get(place), unlocked.hidden.get(place))
            except Damaged:
                if place in unlocked.locked and not (
                    self._opened or unlocked.proved or self._goes_on
                ):
                    raise password_wrong(name) from None
                raise
            self._opened |= place in unlocked.locked

        return pieces


def _starts_as_volume(packed: Packed) -> bool:
    with packed.paths[0].open("rb") as file:
        return is_volume(file.read(START_BYTES))


def _nothing() -> Iterator[bytes]:
    return iter(())


def _needs(name: str) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        raise password_needed(name)

    return pieces


def _compare(crc: int, plain: int | None, locked: tuple[Key, int] | None) -> None:
    if (plain is not None and crc != plain) or (locked and hidden(locked[0], crc) != locked[1]):
        raise Damaged("checksum-differs", "its checksum is of other bytes")

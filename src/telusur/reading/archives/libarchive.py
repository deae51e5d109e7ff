"""7z, RAR and CAB archives, through the system's libarchive."""

from __future__ import annotations

import ctypes
import os
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.reading.archives import libarchive_calls as calls
from telusur.reading.archives.interface import PIECE_BYTES, Damaged, Member, Story
from telusur.reading.archives.zip_crypt import password_needed
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.evidence import Quarantine
    from telusur.reading.archives.interface import Packed

SIGNATURES = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07\x00": "rar",
    b"Rar!\x1a\x07\x01\x00": "rar",
    b"MSCF\x00\x00\x00\x00": "cab",
}
UNPACK = {
    "7z": "7z x FILE",
    "rar": "unrar x FILE, or 7z x FILE",
    "cab": "7z x FILE",
}
# In what libarchive says of an archive that it will not decrypt.
CRYPTIC = ("ncrypt", "rypto")


def kind_of(head: bytes) -> str | None:
    """By its first bytes."""
    return next((kind for magic, kind in SIGNATURES.items() if head.startswith(magic)), None)


class Foreign:
    """One archive that libarchive opens.

    Args:
        kind: ``7z``, ``rar`` or ``cab``: no other of libarchive's formats is switched on.
        packed: where it lies.
        caps: on the entries, and on the characters of a name that are shown.
    """

    def __init__(self, kind: str, packed: Packed, caps: Quarantine) -> None:
        self.story = Story()
        self._kind, self._packed, self._most = kind, packed, caps.max_name
        self._at = self.places = 0
        self._over: Exception | None = None

    def position(self) -> int:  # noqa: D102  # as Archive says
        return self._at

    def members(self) -> Iterator[Member]:  # noqa: D102
        for _, member in self.numbered():
            yield member

    def numbered(self) -> Iterator[tuple[int, Member]]:
        """Members with their places among all entries, folders too.

        Raises:
            EvidenceError: ``no-libarchive``, ``password-needed``, ``encryption-not-read``.
            Damaged: what follows cannot be read.
        """
        library = calls.library()
        if library is None:
            raise missing(self._packed.name, self._kind)
        archive = library.archive_read_new()
        try:
            for name in calls.FORMATS[self._kind]:
                getattr(library, f"archive_read_support_format_{name}")(archive)
            paths = [os.fsencode(path) for path in self._packed.paths]
            names = (ctypes.c_char_p * (len(paths) + 1))(*paths, None)
            if library.archive_read_open_filenames(archive, names, PIECE_BYTES) < calls.WARN:
                raise self._failed(library, archive)
            yield from self._entries(library, archive)
        finally:
            library.archive_read_free(archive)

    def _entries(self, library: ctypes.CDLL, archive: int) -> Iterator[tuple[int, Member]]:
        entry = ctypes.c_void_p()
        while (status := self._next(library, archive, entry)) != calls.END:
            if status < calls.WARN:
                raise self._failed(library, archive)
            if status == calls.RETRY:
                continue
            self.places += 1
            self._at = max(library.archive_filter_bytes(archive, -1), 0)
            kind = library.archive_entry_filetype(entry) & calls.TYPE_BITS
            if kind == calls.FOLDER:
                continue
            name = _name(library, entry)
            linked = bool(library.archive_entry_hardlink(entry))
            regular = kind in {0, calls.REGULAR} and not linked
            locked = library.archive_entry_is_encrypted(entry) == 1

            def pieces(locked: bool = locked, name: str = name) -> Iterator[bytes]:
                if locked:
                    raise self._locked(printable(name, self._most))
                yield from self._pieces(library, archive)

            yield (
                self.places - 1,
                Member(
                    name,
                    pieces if regular else _nothing,
                    "" if regular else "a link or a device",
                ),
            )

    def _next(self, library: ctypes.CDLL, archive: int, entry: ctypes.c_void_p) -> int:
        # After damage in a cabinet libarchive 3.6 goes on from a place that is none, and crashes.
        if self._over:
            raise self._over
        status: int = library.archive_read_next_header(archive, ctypes.byref(entry))
        return status

    def _pieces(self, library: ctypes.CDLL, archive: int) -> Iterator[bytes]:
        # Block by block: filling a buffer would lose what came before damage.
        start, size, at = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.c_int64()
        places = ctypes.byref(start), ctypes.byref(size), ctypes.byref(at)
        while (status := library.archive_read_data_block(archive, *places)) != calls.END:
            if status < calls.WARN:
                failed = self._failed(library, archive)
                self._over = failed if self._kind == "cab" else None
                raise failed
            if start.value and size.value:
                yield ctypes.string_at(start.value, size.value)

    def _failed(self, library: ctypes.CDLL, archive: int) -> Exception:
        """Libarchive's words may quote the file: they only tell what kind of failure it is."""
        words = (library.archive_error_string(archive) or b"").decode("utf-8", "replace")
        if any(word in words for word in CRYPTIC):
            return self._locked(self._packed.name)
        if "solid" in words:
            return EvidenceError(
                "unreadable-file",
                f"{self._packed.name} packs its members as one, of which the first alone is read",
                got="solid, which in RAR 3 and 4 libarchive does not read",
                hint=f"unpack it by hand, and give the files inside: {UNPACK[self._kind]}",
            )
        if "odec ID" in words or ("ethod" in words and "nsupported" in words):
            return EvidenceError(
                "unreadable-file",
                f"{self._packed.name} is packed in a way that libarchive does not read",
                hint=f"unpack it by hand, and give the files inside: {UNPACK[self._kind]}",
            )
        if "runcated" in words or "nexpected end" in words:
            return Damaged("cut", "it ends before its end")
        if "hecksum" in words or "CRC" in words:
            return Damaged("checksum-differs", "its checksum is of other bytes")
        return Damaged("damaged", "its bytes are not what libarchive can read")

    def _locked(self, name: str) -> EvidenceError:
        if self._kind == "rar":
            return password_needed(name)
        return EvidenceError(
            "encryption-not-read",
            f"{name} is encrypted, which in a {self._kind} archive is not read",
            hint="unpack it by hand, and give the files inside: "
            + UNPACK[self._kind].replace(" x ", " x -pPASSWORD "),
        )


def missing(name: str, kind: str) -> EvidenceError:
    """The library that unpacks it is not on this machine."""
    return EvidenceError(
        "no-libarchive",
        f"{name} is a {kind} archive, and libarchive is not installed",
        hint=f"apt-get install libarchive13, or give what this unpacks: {UNPACK[kind]}",
    )


def _nothing() -> Iterator[bytes]:
    return iter(())


def _name(library: ctypes.CDLL, entry: ctypes.c_void_p) -> str:
    """As letters; libarchive knows them as such or as bytes, after the locale."""
    wide = library.archive_entry_pathname_w(entry)
    if wide:
        return str(wide)
    narrow = library.archive_entry_pathname(entry) or b""
    return bytes(narrow).decode("utf-8", "replace")

"""The old cipher of ZIP at the speed of C: libarchive knows it, where it is installed.

The cipher goes byte by byte, which in Python is a megabyte a second at best. A member's encrypted
bytes are laid into an archive of their own, as if they were only stored, and come out packed as
they were: unpacking and the checksum stay with ``zip.py``.
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from telusur.reading.archives import libarchive_calls as calls
from telusur.reading.archives.interface import PIECE_BYTES, Damaged
from telusur.reading.archives.zip_crypt import OLD_HEADER_BYTES, password_wrong
from telusur.reading.archives.zip_directory import ENCRYPTED, FULL_32, LOCAL, LOCAL_HEADER, ZIP64
from telusur.reading.private import create

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Below this starting the library costs more than it saves.
WORTH_BYTES = 256 << 10
NAME = b"x"
_SIZES = struct.Struct("<2H2Q")


def can(packed: int, password: bytes) -> bool:
    """Whether it is worth it, and the library takes the password."""
    return (
        packed >= WORTH_BYTES
        and bool(password)
        and b"\x00" not in password
        and calls.library() is not None
    )


def old(
    pieces: Iterator[bytes], name: str, password: bytes, check: int, path: Path
) -> Iterator[bytes]:
    """As ``zip_crypt.old``.

    Args:
        pieces: header and cipher text.
        name: of the member, safe to show.
        password: in bytes.
        check: last byte that the header decrypts to.
        path: a new name in the private work directory.

    Raises:
        EvidenceError: ``password-wrong``.
        Damaged: what ``pieces`` raise, once what came before is given.
    """
    library, damage = calls.library(), None
    assert library  # noqa: S101  # can() was asked
    try:
        with create(path) as file:
            file.write(_header(0, check))
            try:
                for piece in pieces:
                    file.write(piece)
            except Damaged as error:
                damage = error
            packed = file.tell() - len(_header(0, check))
            file.seek(0)
            file.write(_header(packed, check))
        yield from _decrypted(library, path, name, password, packed - OLD_HEADER_BYTES)
    finally:
        path.unlink(missing_ok=True)
    if damage:
        raise damage


def _header(packed: int, check: int) -> bytes:
    """A member of that many bytes, encrypted and stored; ``check`` is the checksum's first byte."""
    sizes = _SIZES.pack(ZIP64, 16, max(packed - OLD_HEADER_BYTES, 0), packed)
    fields = (45, ENCRYPTED, 0, 0, 0, check << 24, FULL_32, FULL_32, len(NAME), len(sizes))
    return LOCAL_HEADER.pack(LOCAL, *fields) + NAME + sizes


def _decrypted(
    library: ctypes.CDLL, path: Path, name: str, password: bytes, left: int
) -> Iterator[bytes]:
    archive = library.archive_read_new()
    try:
        library.archive_read_support_format_zip_streamable(archive)
        library.archive_read_add_passphrase(archive, password)
        names = (ctypes.c_char_p * 2)(os.fsencode(path), None)
        entry, start = ctypes.c_void_p(), ctypes.c_void_p()
        size, at = ctypes.c_size_t(), ctypes.c_int64()
        opened = library.archive_read_open_filenames(archive, names, PIECE_BYTES)
        if opened < calls.WARN or library.archive_read_next_header(archive, ctypes.byref(entry)):
            raise Damaged("damaged", "its encryption is not what its format allows")
        places = ctypes.byref(start), ctypes.byref(size), ctypes.byref(at)
        # Its own checksum would be compared behind the last byte, and is of what is unpacked.
        while left > 0:
            if library.archive_read_data_block(archive, *places) != calls.OK:
                raise password_wrong(name)
            if start.value and size.value:
                left -= size.value
                yield ctypes.string_at(start.value, size.value)
    finally:
        library.archive_read_free(archive)

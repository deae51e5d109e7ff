"""One volume of an encrypted RAR 3 or 4 archive as a plain one (rar's technote.txt of 4.x)."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.reading.archives.interface import Damaged
from telusur.reading.archives.rar5 import pass_over
from telusur.reading.archives.rar_keys import BLOCK, SALT4, Key, key4
from telusur.reading.archives.rar_plain import Run, Stored, Unlocked, copy, exactly
from telusur.reading.archives.zip_crypt import password_wrong

if TYPE_CHECKING:
    from telusur.reading.archives.interface import Packed

MARK = b"Rar!\x1a\x07\x00"
MAIN, FILE, SUB, END = 0x73, 0x74, 0x7A, 0x7B
HEAD = struct.Struct("<HBHH")
# Fields of a file: packed, unpacked, system, checksum, time, version, method, name's length, mode.
FIELDS = struct.Struct("<LLBLLBBHL")
LOCKED_HEADERS, LOCKED, SALTED, LARGE, HAS_DATA = 0x80, 0x04, 0x400, 0x100, 0x8000
SPLIT_BEFORE, SPLIT_AFTER = 0x01, 0x02
# Of an end block: another volume follows.
NOT_LAST = 0x01
STORED, VERSION_AES = 0x30, 29
# Where the longer sizes stand: behind the fields.
HIGH = struct.Struct("<LL")


@dataclass
class Told:
    """What the headers tell; what cannot be told is False or absent.

    Attributes:
        locked: something in it is encrypted.
        goes_on: a volume follows the last one.
        whole: the last one comes to its mark of the end.
        crcs: checksums by place among files and folders: libarchive compares none of what is
            stored as it is.
    """

    locked: bool = False
    goes_on: bool = False
    whole: bool = False
    crcs: dict[int, int] = field(default_factory=dict)


def told_by(packed: Packed) -> Told:
    """Read every header, and none of the data; damage is for libarchive to tell."""
    told, place = Told(), -1
    with suppress(Damaged):
        for path in packed.paths:
            with path.open("rb") as source:
                source.seek(len(MARK))
                while (found := _read(source, None)) and found[0] != END:
                    kind, flags, body = found
                    told.locked |= bool(flags & {MAIN: LOCKED_HEADERS, FILE: LOCKED}.get(kind, 0))
                    if kind == MAIN and told.locked:
                        return told
                    if kind == FILE and len(body) >= FIELDS.size:
                        place += not flags & SPLIT_BEFORE
                        # The last part of a file tells the checksum of all of it.
                        told.crcs[place] = FIELDS.unpack_from(body)[3]
                    pass_over(source, _data(kind, flags, body))
                told.whole = found is not None
                told.goes_on = bool(found and found[1] & NOT_LAST)
    return told


def write(packed: Packed, at: int, target: IO[bytes], password: str, unlocked: Unlocked) -> None:
    """Volume ``at`` as a plain one.

    Raises:
        EvidenceError: ``password-wrong``, ``encryption-not-read``.
        Damaged: a header cannot be read.
    """
    headers_locked = False
    with packed.paths[at].open("rb") as source:
        target.write(exactly(source, len(MARK)))
        while True:
            try:
                found = _read(source, password if headers_locked else None)
            except Damaged:
                # A header that decrypts to anything has any size.
                if headers_locked and not unlocked.proved:
                    raise password_wrong(packed.name) from None
                raise
            if found is None:
                return
            unlocked.proved |= headers_locked
            kind, flags, body = found
            if kind == MAIN:
                headers_locked = bool(flags & LOCKED_HEADERS)
                target.write(_written(kind, flags & ~LOCKED_HEADERS, body))
            elif kind == FILE:
                _file(flags, body, source, target, packed.name, password, unlocked)
            else:
                if kind == END:
                    target.write(_written(kind, flags, body))
                    return
                pass_over(source, _data(kind, flags, body))  # comments and other services


def _data(kind: int, flags: int, body: bytes) -> int:
    """Bytes behind a header."""
    if (kind != FILE and not flags & HAS_DATA) or len(body) < HIGH.size // 2:
        return 0
    low: int = struct.unpack_from("<L", body)[0]
    if kind != FILE or not flags & LARGE or len(body) < FIELDS.size + HIGH.size:
        return low
    high: int = HIGH.unpack_from(body, FIELDS.size)[0]
    return low | high << 32


def _file(
    flags: int,
    body: bytes,
    source: IO[bytes],
    target: IO[bytes],
    name: str,
    password: str,
    so_far: Unlocked,
) -> None:
    if len(body) < FIELDS.size + HIGH.size * bool(flags & LARGE):
        raise Damaged("damaged", "a header is not what its format allows")
    fields = list(FIELDS.unpack_from(body))
    rest = body[FIELDS.size :]
    high_packed, high_size = HIGH.unpack_from(rest) if flags & LARGE else (0, 0)
    data, size = fields[0] | high_packed << 32, fields[1] | high_size << 32
    if not flags & SPLIT_BEFORE:
        so_far.open = None
        so_far.entries += 1
    if not flags & LOCKED:
        target.write(_written(FILE, flags, body))
        copy(source, data, target)
        return
    if fields[5] < VERSION_AES:
        raise EvidenceError(
            "encryption-not-read",
            f"{name} is encrypted as RAR did before version 2.9",
            hint="unpack it by hand, and give the files inside: unrar x -pPASSWORD FILE",
        )
    so_far.locked.add(so_far.entries - 1)
    place = HIGH.size * bool(flags & LARGE) + fields[7]
    salt = rest[place : place + SALT4] if flags & SALTED else b""
    if so_far.open is None:
        key = key4(password, salt)
        so_far.open = Run(key.decryptor(), Stored(size) if fields[6] == STORED else None)
    rest = rest[:place] + rest[place + len(salt) :]

    def header(out: int) -> bytes:
        low = FIELDS.pack(out & 0xFFFFFFFF, *fields[1:])
        high = HIGH.pack(out >> 32, high_size) if flags & LARGE else b""
        return _written(FILE, flags & ~(LOCKED | SALTED), low + high + rest[len(high) :])

    # How much comes out is known once it has: the header is written again in its place.
    begin = target.tell()
    target.write(header(0))
    count = so_far.open.copy(source, data, target)
    end = target.tell()
    target.seek(begin)
    target.write(header(count))
    target.seek(end)
    if not flags & SPLIT_AFTER:
        so_far.open = None


def _read(source: IO[bytes], password: str | None) -> tuple[int, int, bytes] | None:
    """(kind, flags, what follows) of the next header; None at the end."""
    key: Key | None = None
    if password is None:
        start = source.read(HEAD.size)
    else:
        salt = source.read(SALT4)
        if len(salt) < SALT4:
            return None
        key = key4(password, salt)
        cipher = key.decryptor()
        start = cipher.update(exactly(source, BLOCK))
    if len(start) < HEAD.size:
        return None
    crc, kind, flags, size = HEAD.unpack_from(start)
    if size < HEAD.size:
        raise Damaged("damaged", "a header is not what its format allows")
    more = max(size - len(start), 0)
    if key:
        start += cipher.update(exactly(source, -(-more // BLOCK) * BLOCK))
    else:
        start += exactly(source, more)
    raw = start[:size]
    if zlib.crc32(raw[2:]) & 0xFFFF != crc:
        raise Damaged("damaged", "a header is not what its format allows")
    return kind, flags, raw[HEAD.size :]


def _written(kind: int, flags: int, body: bytes) -> bytes:
    raw = HEAD.pack(0, kind, flags, HEAD.size + len(body))[2:] + body
    return struct.pack("<H", zlib.crc32(raw) & 0xFFFF) + raw

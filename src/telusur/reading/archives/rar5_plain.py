"""One volume of an encrypted RAR 5 archive as a plain one (rarlab.com/technote.htm)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NoReturn

from telusur.reading.archives import rar5
from telusur.reading.archives.interface import Damaged
from telusur.reading.archives.rar_keys import BLOCK, SALT5, Key, fits, key5, whole
from telusur.reading.archives.rar_plain import Run, Stored, Unlocked, copy, exactly
from telusur.reading.archives.zip_crypt import password_wrong

if TYPE_CHECKING:
    from telusur.reading.archives.interface import Packed

SPLIT_AFTER = 0x10
# Of a file's extra area: kinds of record.
CRYPT, HASH = 1, 2
HAS_CHECK, HIDES_SUMS = 0x01, 0x02
METHOD_BITS = 0x380
# Of packed data: a block's first byte.
LAST_BLOCK = 0x40
# Sixty-three bits.
WIDE_BYTES = 9


@dataclass(frozen=True)
class _Block:
    """A header: its kind and flags, bytes of data behind it, its fields, its extra area."""

    kind: int
    flags: int
    data: int
    fields: bytes
    extra: bytes


@dataclass(frozen=True)
class _Crypt:
    """How a file, or all headers, are encrypted."""

    flags: int
    power: int
    salt: bytes
    vector: bytes
    check: bytes


def write(packed: Packed, at: int, target: IO[bytes], password: str, unlocked: Unlocked) -> None:
    """Volume ``at`` as a plain one.

    Raises:
        EvidenceError: ``password-wrong``.
        Damaged: a header cannot be read.
    """
    key: Key | None = None
    with packed.paths[at].open("rb") as source:
        target.write(exactly(source, len(rar5.MARK)))
        while True:
            block = _read(source, key, packed.name)
            if block is None:
                return
            if block.kind == rar5.LOCKED:
                key = _opened(_archive_crypt(block.fields), password, packed.name, unlocked)
            elif block.kind == rar5.FILE:
                _file(block, source, target, packed.name, password, unlocked)
            elif block.kind == rar5.SERVICE:  # comments, and a list of places that are others now
                rar5.pass_over(source, block.data)
            else:
                flags = block.flags & ~(rar5.HAS_EXTRA | rar5.HAS_DATA)
                target.write(_written(block.kind, flags, None, block.fields, b""))
                rar5.pass_over(source, block.data)
            if block.kind == rar5.END:
                return


def _file(
    block: _Block, source: IO[bytes], target: IO[bytes], name: str, password: str, so_far: Unlocked
) -> None:
    continued = bool(block.flags & rar5.CONTINUES)
    if not continued:
        so_far.open = None
        so_far.entries += 1
    place = so_far.entries - 1
    records = list(_records(block.extra))
    crypt = next((_file_crypt(raw) for kind, raw in records if kind == CRYPT), None)
    if crypt is None:
        flags = block.flags & ~rar5.HAS_EXTRA | (rar5.HAS_EXTRA if block.extra else 0)
        target.write(_written(block.kind, flags, block.data, block.fields, block.extra))
        copy(source, block.data, target)
        return
    key = _opened(crypt, password, name, so_far)
    fields, size, crc, stored = _plain_fields(block.fields, hides=bool(crypt.flags & HIDES_SUMS))
    so_far.locked.add(place)
    if crc is not None:
        so_far.hidden[place] = (key, crc)
    if so_far.open is None:
        so_far.open = Run(key.decryptor(crypt.vector), Stored(size) if stored else Packs())
    dropped = {CRYPT, HASH} if crypt.flags & HIDES_SUMS else {CRYPT}
    extra = b"".join(
        _number(len(_number(kind) + raw)) + _number(kind) + raw
        for kind, raw in records
        if kind not in dropped
    )
    flags = block.flags & ~rar5.HAS_EXTRA | (rar5.HAS_EXTRA if extra else 0)
    # How much comes out is known once it has: the header is written again in its place.
    begin = target.tell()
    target.write(_written(block.kind, flags, 0, fields, extra))
    count = so_far.open.copy(source, block.data, target)
    end = target.tell()
    target.seek(begin)
    target.write(_written(block.kind, flags, count, fields, extra))
    target.seek(end)
    if not block.flags & SPLIT_AFTER:
        so_far.open = None


def _plain_fields(fields: bytes, *, hides: bool) -> tuple[bytes, int, int | None, bool]:
    """(fields without a hidden checksum, bytes unpacked, that checksum, whether only stored)."""
    flags, first = rar5.number(fields, 0)
    size, _ = rar5.number(fields, first)
    at, crc = rar5.crc_place(fields), rar5.crc_of(fields)
    behind = at if crc is None else at + rar5.CHECKSUM_BYTES
    method, _ = rar5.number(fields, behind)
    stored = not method & METHOD_BITS
    if not hides or crc is None:
        return fields, size, None, stored
    plain = _number(flags & ~rar5.HAS_CRC) + fields[first:at] + fields[behind:]
    return plain, size, crc, stored


def _opened(crypt: _Crypt, password: str, name: str, so_far: Unlocked) -> Key:
    key = key5(password, crypt.salt, crypt.power)
    if crypt.flags & HAS_CHECK and whole(crypt.check):
        if not fits(key, crypt.check):
            raise password_wrong(name)
        so_far.proved = True
    return key


def _read(source: IO[bytes], key: Key | None, name: str) -> _Block | None:
    """The next header; None at the end."""
    start = source.read(BLOCK if key else rar5.CHECKSUM_BYTES + rar5.SIZE_BYTES)
    if not start:
        return None
    if key:
        cipher = key.decryptor(start.ljust(BLOCK, b"\x00"))
        start = cipher.update(exactly(source, BLOCK))
    size, at = rar5.number(start, rar5.CHECKSUM_BYTES)
    if not 0 < size <= rar5.MOST_HEADER:
        _unreadable(key, name)
    more = at + size - len(start)
    if key:
        raw = start + cipher.update(exactly(source, -(-max(more, 0) // BLOCK) * BLOCK))
    elif more < 0:
        source.seek(more, 1)
        raw = start[:more]
    else:
        raw = start + exactly(source, more)
    raw = raw[: at + size]
    if zlib.crc32(raw[rar5.CHECKSUM_BYTES :]) != struct.unpack_from("<L", raw)[0]:
        _unreadable(key, name)
    return _block(raw[at:])


def _unreadable(key: Key | None, name: str) -> NoReturn:
    if key:
        raise password_wrong(name)
    raise Damaged("damaged", "a header is not what its format allows")


def _block(header: bytes) -> _Block:
    kind, at = rar5.number(header, 0)
    flags, at = rar5.number(header, at)
    extra = data = 0
    if flags & rar5.HAS_EXTRA:
        extra, at = rar5.number(header, at)
    if flags & rar5.HAS_DATA:
        data, at = rar5.number(header, at)
    end = len(header) - extra
    if end < at:
        raise Damaged("damaged", "a header is not what its format allows")
    return _Block(kind, flags, data, header[at:end], header[end:])


def _written(kind: int, flags: int, data: int | None, fields: bytes, extra: bytes) -> bytes:
    body = _number(kind) + _number(flags)
    body += _number(len(extra)) if extra else b""
    body += _wide(data) if data is not None and flags & rar5.HAS_DATA else b""
    body += fields + extra
    sized = _number(len(body)) + body
    return struct.pack("<L", zlib.crc32(sized)) + sized


def _records(extra: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(extra):
        size, at = rar5.number(extra, at)
        kind, begin = rar5.number(extra, at)
        found.append((kind, extra[begin : at + size]))
        at += max(size, 1)
    return found


def _file_crypt(raw: bytes) -> _Crypt:
    _, at = rar5.number(raw, 0)
    flags, at = rar5.number(raw, at)
    return _crypt(raw, at, flags, BLOCK)


def _archive_crypt(raw: bytes) -> _Crypt:
    _, at = rar5.number(raw, 0)
    flags, at = rar5.number(raw, at)
    return _crypt(raw, at, flags, 0)


def _crypt(raw: bytes, at: int, flags: int, vector: int) -> _Crypt:
    end = at + 1 + SALT5 + vector
    if len(raw) < end:
        raise Damaged("damaged", "its encryption is not what its format allows")
    return _Crypt(
        flags, raw[at], raw[at + 1 : at + 1 + SALT5], raw[at + 1 + SALT5 : end], raw[end:]
    )


class Packs:
    """The end of packed bytes: behind the block that says it is the last one."""

    def __init__(self) -> None:
        self._head, self._skip, self._last = b"", 0, False

    def within(self, piece: bytes) -> int:
        """As ``End`` says."""
        at = 0
        while at < len(piece) and (self._skip or not self._last):
            if self._skip:
                step = min(self._skip, len(piece) - at)
                self._skip, at = self._skip - step, at + step
                continue
            self._head, at = self._head + piece[at : at + 1], at + 1
            sized = (self._head[0] >> 3 & 3) + 1
            if len(self._head) == 2 + sized:
                self._skip = int.from_bytes(self._head[2:], "little")
                self._last, self._head = bool(self._head[0] & LAST_BLOCK), b""
        return at


def _wide(value: int) -> bytes:
    """A number that always takes as many bytes."""
    sevens = [value >> 7 * at & 0x7F for at in range(WIDE_BYTES)]
    return bytes([*(seven | 0x80 for seven in sevens[:-1]), sevens[-1]])


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:  # noqa: PLR2004  # seven bits a byte
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])

"""Taking numbers, bits and checksums from the header of a 7z archive, which may be crafted."""

from __future__ import annotations

import struct
import zlib
from typing import NoReturn

from telusur.reading.archives.interface import Damaged

TOP_BIT = 0x80


class Cursor:
    """Bytes of a header, taken one after the other."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    @property
    def left(self) -> int:
        """Bytes that are still to come."""
        return len(self._raw) - self._at

    def take(self, count: int) -> bytes:
        """So many bytes."""
        if count > self.left:
            broken()
        self._at += count
        return self._raw[self._at - count : self._at]

    def byte(self) -> int:
        """One of them."""
        return self.take(1)[0]

    def number(self) -> int:
        """As many more bytes as the first has leading ones, and what is left of the first."""
        first, value, mask = self.byte(), 0, TOP_BIT
        for at in range(8):
            if not first & mask:
                return value | (first & mask - 1) << 8 * at
            value |= self.byte() << 8 * at
            mask >>= 1
        return value

    def count(self, each: int = 1) -> int:
        """A number of things that take ``each`` bytes of this header at least."""
        number = self.number()
        if number * each > self.left:
            broken()
        return number

    def bits(self, count: int) -> list[bool]:
        """One bit for each, the highest first."""
        raw = self.take(-(-count // 8))
        return [bool(raw[at >> 3] & TOP_BIT >> (at & 7)) for at in range(count)]

    def defined(self, count: int) -> list[bool]:
        """All of them, or those whose bit is set."""
        return [True] * count if self.byte() else self.bits(count)

    def crcs(self, count: int) -> list[int | None]:
        """Checksums of those that have one."""
        return [
            struct.unpack("<L", self.take(4))[0] if there else None for there in self.defined(count)
        ]


def broken() -> NoReturn:
    """The header is not what the format allows."""
    raise Damaged("damaged", "its directory is not what its format allows")


def checked(raw: bytes, crc: int) -> bytes:
    """``raw`` if its checksum is ``crc``."""
    if zlib.crc32(raw) != crc:
        raise Damaged("checksum-differs", "the checksum of its directory is of other bytes")
    return raw

"""How ZIP entries are packed: by the number of the method (APPNOTE 4.4.5)."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
from typing import IO, TYPE_CHECKING, cast

from telusur.reading.archives.interface import Damaged
from telusur.reading.compression import MOST_DICTIONARY, Blocks, Deflate, steps
from telusur.reading.compression import unpacked as stream

if TYPE_CHECKING:
    from collections.abc import Iterator

STORED, DEFLATE, BZIP2, LZMA, ZSTD, ZSTD_OLD, XZ = 0, 8, 12, 14, 93, 20, 95
METHODS = frozenset({STORED, DEFLATE, BZIP2, LZMA, ZSTD, ZSTD_OLD, XZ})
_OTHERS = {1: "shrink", 6: "implode", 9: "deflate64", 97: "wavpack", 98: "ppmd", 99: "AES"}
# LZMA's header: two bytes of version, two of length, five of properties, the first below 225.
LZMA_HEADER, LZMA_PROPERTIES, MOST_BITS = 9, 5, 225
RAW_WINDOW = -15  # zlib's word for deflate without a header


def method_name(method: int) -> str:
    """In words."""
    return _OTHERS.get(method, f"method {method}")


def unpacked(method: int, raw: Iterator[bytes], size: int) -> Iterator[bytes]:
    """What the packed pieces hold, ``size`` bytes by the directory.

    Raises:
        Damaged: after the last piece that could be unpacked.
    """
    if method == STORED:
        return raw
    if method in {ZSTD, ZSTD_OLD}:
        file = cast("IO[bytes]", io.BufferedReader(_Fed(raw)))
        return stream("zstd", lambda: file)
    return _stepped(method, raw, size)


def _stepped(method: int, raw: Iterator[bytes], size: int) -> Iterator[bytes]:
    data = next(raw, b"")
    step: Deflate | Blocks
    if method == DEFLATE:
        step = Deflate(RAW_WINDOW)
    elif method == BZIP2:
        step = Blocks(bz2.BZ2Decompressor())
    elif method == XZ:
        step = Blocks(lzma.LZMADecompressor(lzma.FORMAT_XZ, MOST_DICTIONARY))
    else:
        while len(data) < LZMA_HEADER and (piece := next(raw, b"")):
            data += piece
        step, data = _lzma(data)
    left = size
    for piece in steps(step, data, lambda: next(raw, b"")):
        left -= len(piece)
        yield piece
        if method == LZMA and left <= 0:
            return  # it may lack an end mark: the directory's size is the end


def _lzma(data: bytes) -> tuple[Blocks, bytes]:
    """Four bytes of version and length, then LZMA's five of properties."""
    if len(data) < LZMA_HEADER:
        raise Damaged("cut", "it ends before its end")
    length = struct.unpack_from("<H", data, 2)[0]
    dictionary = struct.unpack_from("<L", data, 5)[0]
    if dictionary > MOST_DICTIONARY:
        raise Damaged("too-much-memory", "it asks for more memory than any packer's presets do")
    bits = data[4]
    if length < LZMA_PROPERTIES or bits >= MOST_BITS:
        raise Damaged("damaged", "its bytes are not what its format allows")
    filters = [
        {
            "id": lzma.FILTER_LZMA1,
            "dict_size": max(dictionary, 4096),
            "lc": bits % 9,
            "lp": bits // 9 % 5,
            "pb": bits // 45,
        }
    ]
    try:
        inner = lzma.LZMADecompressor(lzma.FORMAT_RAW, None, filters)
    except lzma.LZMAError:  # settings that contradict each other
        raise Damaged("damaged", "its bytes are not what its format allows") from None
    return Blocks(inner), data[4 + length :]


class _Fed(io.RawIOBase):
    """Pieces as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        held = self._held or next(self._pieces, b"")
        count = min(len(held), len(buffer))
        buffer[:count] = held[:count]
        self._held = held[count:]
        return count

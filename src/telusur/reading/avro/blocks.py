"""The blocks of an Avro file: found, proven by their marks, unpacked under a cap.

Layout: https://avro.apache.org/docs/current/specification/#object-container-files
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import zstandard

from telusur.reading.batches import Lost

if TYPE_CHECKING:
    import mmap
    from collections.abc import Callable, Iterator

MAGIC = b"Obj\x01"
MARK_BYTES = 16
# A writer's block is some tens of kilobytes; one that unpacks to more than this is a bomb.
LARGEST_BLOCK = 256 << 20
MOST_METADATA = 1000
# What a number of up to 64 bits takes.
LONGEST_NUMBER = 10
XZ_MEMORY = 128 << 20


class Broken(Exception):
    """The bytes are not what the format says."""


@dataclass(frozen=True)
class Header:
    """The file's header: what it says, the mark behind every block, where the first begins."""

    metadata: dict[str, bytes]
    mark: bytes
    end: int

    @property
    def codec(self) -> str:
        """How blocks are packed."""
        return self.metadata.get("avro.codec", b"null").decode("utf-8", "replace")


@dataclass(frozen=True)
class Block:
    """One block: its records, still packed."""

    offset: int
    end: int
    records: int
    packed: bytes


def number(whole: mmap.mmap, at: int) -> tuple[int, int]:
    """A zig-zag number at ``at``, and where it ends.

    Raises:
        Broken: it does not end.
    """
    value = 0
    for place, byte in enumerate(whole[at : at + LONGEST_NUMBER]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004  # the bit that says that more follow
            return (value >> 1) ^ -(value & 1), at + place + 1
    raise Broken


def encoded(value: int) -> bytes:
    """A number that is not negative, as Avro writes it."""
    rest, out = value << 1, bytearray()
    while rest > 0x7F:  # noqa: PLR2004  # the bit that says that more follow
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    return bytes((*out, rest))


def header_of(whole: mmap.mmap) -> Header:
    """The header.

    Raises:
        Broken: it is none.
    """
    metadata: dict[str, bytes] = {}
    count, at = number(whole, len(MAGIC))
    while count:
        if count < 0:  # its size in bytes follows
            count, (_, at) = -count, number(whole, at)
        if count > MOST_METADATA:
            raise Broken
        for _ in range(count):
            key, at = _bytes(whole, at)
            value, at = _bytes(whole, at)
            metadata[key.decode("utf-8", "replace")] = value
        count, at = number(whole, at)
    mark = whole[at : at + MARK_BYTES]
    if len(mark) < MARK_BYTES:
        raise Broken
    return Header(metadata, mark, at + MARK_BYTES)


def _bytes(whole: mmap.mmap, at: int) -> tuple[bytes, int]:
    size, at = number(whole, at)
    if not 0 <= size <= len(whole) - at:
        raise Broken
    return whole[at : at + size], at + size


def blocks(whole: mmap.mmap, header: Header) -> Iterator[Block | Lost]:
    """Blocks in order; behind one that is broken, reading goes on at the next mark."""
    at = header.end
    while at < len(whole):
        try:
            records, start = number(whole, at)
            packed, end = _bytes(whole, start)
            whole_block = records >= 0 and whole[end : end + MARK_BYTES] == header.mark
        except Broken:
            whole_block = False
        if not whole_block:
            found = whole.find(header.mark, at)
            end = found + MARK_BYTES if found >= 0 else len(whole)
            yield Lost("damaged-block", at, end - at)
            at = end
            continue
        yield Block(at, end + MARK_BYTES, records, packed)
        at = end + MARK_BYTES


def unpacked(block: Block, codec: str) -> bytes:
    """The block's records.

    Raises:
        Broken: it does not unpack, or to more than ``LARGEST_BLOCK``.
    """
    unpack = CODECS.get(codec)
    if unpack is None:
        raise Broken
    try:
        raw = unpack(block.packed)
    except (zlib.error, lzma.LZMAError, zstandard.ZstdError, pa.ArrowException, OSError) as error:
        raise Broken from error
    except (ValueError, EOFError, MemoryError) as error:
        raise Broken from error
    if len(raw) > LARGEST_BLOCK:
        raise Broken
    return raw


def _inflated(raw: bytes) -> bytes:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, LARGEST_BLOCK + 1)


def _snappy(raw: bytes) -> bytes:
    """Snappy's raw format says its size first; a checksum of the content follows the block."""
    size = 0
    for place, byte in enumerate(raw[:5]):
        size |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004  # the bit that says that more follow
            break
    if size > LARGEST_BLOCK:
        raise Broken
    plain = pa.Codec("snappy").decompress(raw[:-4], size, asbytes=True)
    if zlib.crc32(plain) != int.from_bytes(raw[-4:], "big"):
        raise Broken
    return bytes(plain)


def _zstd(raw: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(raw) as source:
        return source.read(LARGEST_BLOCK + 1)


CODECS: dict[str, Callable[[bytes], bytes]] = {
    "null": bytes,
    "deflate": _inflated,
    "snappy": _snappy,
    "zstandard": _zstd,
    "bzip2": lambda raw: bz2.BZ2Decompressor().decompress(raw, LARGEST_BLOCK + 1),
    "xz": lambda raw: lzma.LZMADecompressor(memlimit=XZ_MEMORY).decompress(raw, LARGEST_BLOCK + 1),
}

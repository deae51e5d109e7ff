"""Packed streams: what each kind unpacks to, piece by piece, never more at a time than one piece.

A library's own file object gives nothing of a piece in which the stream breaks off; here all that
can be unpacked comes out before ``Damaged`` says that more was to come.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import IO, TYPE_CHECKING, Protocol, cast

import pyarrow as pa

from telusur.reading.archives.interface import PIECE_BYTES, Damaged
from telusur.reading.detect import HEAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Packed bytes given to a decompressor at a time.
FEED_BYTES = 256 << 10
# xz asks for its dictionary's size, 64 MiB at its highest preset; a stream that asks for more than
# this was made to use memory up.
MOST_DICTIONARY = 256 << 20
# bz2 and lzma cannot go back to before an error; of a piece that breaks off, so much is lost.
STEP_BYTES = 64 << 10
# After the end, tapes and block devices leave zeros.
_PADDING = b"\x00"

# Kinds that a library unpacks step by step, and those that Arrow reads (several frames one after
# another as one, as parallel packers write them).
STEPPED = ("gzip", "bzip2", "xz", "lzma")
FRAMED = {"zstd": "zstd", "lz4": "lz4"}


def head(path: Path) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def unpacked(packing: str, opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    """What a packed stream holds.

    Args:
        packing: as ``detect.packed_as`` names it.
        opened: opens the packed bytes anew; asked a second time only where the stream is damaged.

    Raises:
        Damaged: after the last piece that could be unpacked.
    """
    if packing in FRAMED:
        return _framed(FRAMED[packing], opened)
    return _stepped(packing, opened())


class Step(Protocol):
    """A decompressor that gives at most so many bytes at a time."""

    def decompress(self, data: bytes, most: int) -> bytes:
        """More of what it holds; ``data`` is empty where it still has input."""

    @property
    def hungry(self) -> bool:
        """Whether it needs input."""

    @property
    def ended(self) -> bool:
        """Whether the stream has ended."""

    @property
    def rest(self) -> bytes:
        """Input behind the end."""


class Deflate:
    """zlib's decompressor as a Step."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)

    def decompress(self, data: bytes, most: int) -> bytes:  # noqa: D102  # as Step says
        before, data = self._inner.copy(), self._inner.unconsumed_tail + data
        while True:
            try:
                return self._inner.decompress(data, most)
            except zlib.error:
                # What came before the damage is lost with it: less at a time, down to a byte.
                if most == 1:
                    raise
                self._inner, most = before.copy(), most // 2

    @property
    def hungry(self) -> bool:  # noqa: D102
        return not self._inner.unconsumed_tail

    @property
    def ended(self) -> bool:  # noqa: D102
        return self._inner.eof

    @property
    def rest(self) -> bytes:  # noqa: D102
        return self._inner.unused_data


class Blocks:
    """bz2's and lzma's decompressors as a Step."""

    def __init__(self, inner: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._inner = inner

    def decompress(self, data: bytes, most: int) -> bytes:  # noqa: D102  # as Step says
        # What comes before damage is lost with it: little at a time.
        return self._inner.decompress(data, min(most, STEP_BYTES))

    @property
    def hungry(self) -> bool:  # noqa: D102
        return self._inner.needs_input

    @property
    def ended(self) -> bool:  # noqa: D102
        return self._inner.eof

    @property
    def rest(self) -> bytes:  # noqa: D102
        return self._inner.unused_data


GZIP_WINDOW = 31  # zlib's word for a gzip header and the largest window
_STEPS: dict[str, Callable[[], Step]] = {
    "gzip": lambda: Deflate(GZIP_WINDOW),
    "bzip2": lambda: Blocks(bz2.BZ2Decompressor()),
    "xz": lambda: Blocks(lzma.LZMADecompressor(lzma.FORMAT_XZ, MOST_DICTIONARY)),
    "lzma": lambda: Blocks(lzma.LZMADecompressor(lzma.FORMAT_ALONE, MOST_DICTIONARY)),
}
_MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00", "lzma": b"]\x00\x00"}


def steps(step: Step, data: bytes, more: Callable[[], bytes]) -> Iterator[bytes]:
    """All that one stream holds; its input may go on behind it, in ``step.rest``.

    Raises:
        Damaged: ``cut``, ``damaged``, ``checksum-differs``, ``too-much-memory``.
    """
    while True:
        try:
            piece = step.decompress(data, PIECE_BYTES)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            raise _damaged(error) from None
        if piece:
            yield piece
        if step.ended:
            return
        data = b""
        if step.hungry and not piece:
            data = more()
            if not data:
                raise Damaged("cut", "it ends before its end")


def _damaged(error: Exception) -> Damaged:
    words = str(error)
    if "emory usage limit" in words:
        return Damaged("too-much-memory", "it asks for more memory than any packer's presets do")
    if "data check" in words or "length check" in words:  # zlib: of the whole, after all of it
        return Damaged("checksum-differs", "its checksum is of other bytes")
    return Damaged("damaged", "its bytes are not what its format allows")


def _stepped(packing: str, file: IO[bytes]) -> Iterator[bytes]:
    def more() -> bytes:
        return file.read(FEED_BYTES)

    data = more()
    while True:
        step = _STEPS[packing]()
        yield from steps(step, data, more)
        data = step.rest
        while not (data := data.lstrip(_PADDING)):
            if not (data := more()):
                return
        while len(data) < len(_MAGIC[packing]) and (piece := more()):
            data += piece
        if not data.startswith(_MAGIC[packing]):
            lost = len(data)
            while piece := more():
                lost += len(piece)
            raise Damaged("trailing-bytes", f"{lost:,} bytes behind its end are of no kind", lost)


def _framed(codec: str, opened: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    given = 0
    try:
        for piece in _arrow(codec, opened(), PIECE_BYTES):
            given += len(piece)
            yield piece
    except OSError as error:
        if error.errno is not None:  # of the disk; Arrow's own have none
            raise
        # What was unpacked of the piece that failed is lost with it: once more, byte by byte there.
        yield from _rest(codec, opened(), given)
        raise Damaged("damaged", "it is cut, or its bytes are not what its format allows") from None


def _rest(codec: str, file: IO[bytes], given: int) -> Iterator[bytes]:
    stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), codec)
    while given and (piece := stream.read(min(given, PIECE_BYTES))):
        given -= len(piece)
    held = bytearray()
    try:
        while byte := stream.read(1):
            held += byte
    except OSError:
        pass
    yield bytes(held)


def _arrow(codec: str, file: IO[bytes], size: int) -> Iterator[bytes]:
    stream = pa.CompressedInputStream(pa.PythonFile(file, "r"), codec)
    while piece := cast("bytes", stream.read(size)):
        yield piece

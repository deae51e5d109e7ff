"""Packed streams: gzip, bzip2, xz, lzma, zstd, lz4."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma

import pyarrow as pa

from telusur.reading.archives.interface import Damaged
from telusur.reading.compression import unpacked
from telusur.reading.detect import packed_as

PARSER = "packed streams through zlib, bz2, lzma and pyarrow (`compression.py`)"
KIND = "native"
MOST_BYTES = 300

CAP = 8 << 20
CODES = {"cut", "damaged", "checksum-differs", "trailing-bytes", "too-much-memory"}
CODES = {"cut", "damaged", "checksum-differs", "trailing-bytes", "too-much-memory"}


def one(data: bytes) -> None:
    """Unpacked as what its first bytes say, up to a cap."""
    packing = packed_as(data)
    if packing is None:
        return
    left = CAP
    try:
        for piece in unpacked(packing, lambda: io.BytesIO(data)):
            left -= len(piece)
            if left < 0:
                return
    except Damaged as damage:
        if damage.code not in CODES:
            raise AssertionError("a code that is documented") from damage


def seeds() -> list[bytes]:
    """Each kind, one of them in two members, cut and with bytes behind it."""
    text = b"id,name\n1,Ayu\n" * 3
    packed = [gzip.compress(text, mtime=0), bz2.compress(text), lzma.compress(text),
              lzma.compress(text, lzma.FORMAT_ALONE), *(
              pa.Codec(kind).compress(text, asbytes=True) for kind in ("zstd", "lz4"))]  # fmt: skip
    return [*packed, packed[0] * 2, packed[0] + b"xyz", packed[2][:-9], packed[4] * 2]

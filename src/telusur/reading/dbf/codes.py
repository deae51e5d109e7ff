"""Bytes of fixed width as text, whole columns at a time."""

from __future__ import annotations

import codecs
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

ASCII = 0x80
LONGEST = 4  # bytes of a character in UTF-8
# Letters of the old code pages of DOS stand here, those of Windows from 0xC0 on.
DOS, WINDOWS = (0x80, 0xA6), (0xC0, 0x100)
UNKNOWN = "\ufffd"


def text(column: Bytes, encoding: str) -> pa.Array:
    """Rows of bytes (rows × width) as strings of the same width, undecodable ones U+FFFD."""
    rows, width = column.shape
    plain = np.ascontiguousarray(column)
    if not rows or plain.max() < ASCII:
        offsets = np.arange(rows + 1, dtype=np.int64) * width
        return _strings(rows, offsets, plain)
    table = _table(encoding)
    if table is None:
        values = [row.tobytes().decode(encoding, "replace") for row in plain]
        return pa.array(values, pa.string())
    letters, lengths = table
    sizes = lengths[plain]
    kept = np.arange(LONGEST) < sizes[..., None]
    offsets = np.zeros(rows + 1, np.int64)
    np.cumsum(sizes.sum(axis=1, dtype=np.int64), out=offsets[1:])
    return _strings(rows, offsets, letters[plain][kept])


def _strings(rows: int, offsets: NDArray[np.int64], data: Bytes) -> pa.Array:
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(data).ravel())]
    return pa.Array.from_buffers(pa.large_string(), rows, buffers).cast(pa.string())


@lru_cache
def _table(encoding: str) -> tuple[Bytes, Bytes] | None:
    """UTF-8 of each byte and its length; None where one byte is not one character."""
    try:
        signs = [bytes([at]).decode(encoding, "replace") for at in range(256)]
        pair = b"\x81\x40\xe9\x80".decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return None
    if encoding.startswith(("utf", "gb", "cp93", "cp94", "cp950", "big5", "euc", "shift")):
        return None
    if len(pair) != LONGEST or any(len(sign) != 1 for sign in signs):
        return None
    letters = np.zeros((256, LONGEST), np.uint8)
    lengths = np.zeros(256, np.uint8)
    for at, sign in enumerate(signs):
        raw = sign.encode()
        letters[at, : len(raw)] = list(raw)
        lengths[at] = len(raw)
    return letters, lengths


def guessed(sample: bytes) -> str:
    """The encoding of a table that names none: UTF-8 where it is, DOS or Windows by its letters."""
    try:
        codecs.utf_8_decode(sample, "strict", False)  # a sample may end in mid-letter
    except UnicodeDecodeError:
        found = np.bincount(np.frombuffer(sample, np.uint8), minlength=256)
        return "cp850" if found[slice(*DOS)].sum() > found[slice(*WINDOWS)].sum() else "cp1252"
    return "utf-8"

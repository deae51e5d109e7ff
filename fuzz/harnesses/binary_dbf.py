"""dBase tables: header, fields of every type, deleted records."""

from __future__ import annotations

import struct

from fuzz import support
from telusur.reading import dbf

PARSER = "dBase tables (`dbf/`)"
KIND = "own"
MOST_BYTES = 400


def one(data: bytes) -> None:
    """Told, and read whether told or not."""
    dbf.recognises(support.head(data))
    support.read_binary(dbf, data)


def table(version: int, fields: list[tuple[bytes, bytes, int, int]], records: bytes) -> bytes:
    """A table as a dBase program writes it; of each field name, type, length and decimals."""
    size = 1 + sum(length for _, _, length, _ in fields)
    head = 32 + 32 * len(fields) + 1
    count = len(records) // size
    out = (
        struct.pack("<4BIHH", version, 121, 3, 4, count, head, size)
        + bytes(17)
        + b"\x03"
        + bytes(2)
    )
    for name, kind, length, decimals in fields:
        out += name.ljust(11, b"\0") + kind + bytes(4) + bytes([length, decimals]) + bytes(14)
    return out + b"\x0d" + records + b"\x1a"


def seeds() -> list[bytes]:
    """Versions and types."""
    plain = [(b"ID", b"N", 4, 0), (b"NAME", b"C", 6, 0), (b"BORN", b"D", 8, 0), (b"OK", b"L", 1, 0)]
    rows = b"    1Ayu   20010203T*   2Budi  19990101?"
    visual = [(b"A", b"I", 4, 0), (b"B", b"B", 8, 0), (b"C", b"Y", 8, 0), (b"D", b"T", 8, 0)]
    memo = [(b"ID", b"N", 3, 1), (b"NOTE", b"M", 10, 0), (b"V", b"V", 4, 0), (b"_0", b"0", 1, 0)]
    return [
        table(0x03, plain, rows),
        table(0x30, visual, b" " + bytes(range(28)) + b"*" + b"\xff" * 28),
        table(0x83, memo, b" 1.5         1abc\2\1"),
        table(0x03, [(b"T", b"C", 3, 0)], b" \xe9\x81x \x82a\xff"),
    ]

"""The pages of a database: header, free pages, trees, whatever their numbers say."""

from __future__ import annotations

import io
import struct

from telusur.reading.sqlite.pages import HEADER_BYTES, Header, Pages

PARSER = "SQLite's header and pages (`sqlite/pages.py`)"
KIND = "own"
MOST_BYTES = 400

PAGE = 512


def one(data: bytes) -> None:
    """What is given of each page is its beginning; the rest is filled up."""
    step = max(1, len(data) // 4)
    parts = [data[at : at + step] for at in range(0, len(data), step)]
    raw = b"".join(part.ljust(PAGE, part[-1:])[:PAGE] for part in parts)
    header = Header.of(raw[:HEADER_BYTES], len(raw))
    if header is None:
        return
    pages = Pages(io.BytesIO(raw), header, len(raw))
    header.hints()
    free = pages.free()
    assert all(number <= pages.whole for number in free), "free pages of the file"
    bad = pages.damaged(1) | pages.damaged(2)
    for place in pages.places(bad | free, "damaged-page"):
        assert place.offset + place.bytes <= len(raw), "an unread place"


def seeds() -> list[bytes]:
    """Headers with trees and lists of free pages."""
    head = b"SQLite format 3\0" + struct.pack(">H", PAGE) + b"\1\1\0\x40\x20\x20"
    head += struct.pack(">4I", 1, 4, 3, 2) + bytes(16) + struct.pack(">I", 1) + bytes(32)
    head += struct.pack(">2I", 1, 3_045_000)
    first = head + b"\x05\0\0\0\1\0\0\0\0\0\0\2" + struct.pack(">H", 108) + struct.pack(">I", 4)
    inner = b"\x05\0\0\0\2\0\0\0\0\0\0\4" + struct.pack(">2H", 16, 20) + struct.pack(">2I", 1, 99)
    trunk = struct.pack(">4I", 4, 2, 2, 9)
    return [b"".join(part.ljust(len(first), b"\0") for part in (first, inner, trunk, b"\x0d"))]

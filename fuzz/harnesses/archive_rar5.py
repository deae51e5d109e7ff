"""Headers of RAR 5, and whether a file is a volume of a series."""

from __future__ import annotations

from fuzz import support
from telusur.reading.archives import rar5, rar_volumes
from telusur.reading.archives.interface import Packed

PARSER = "headers of RAR 5 archives (`archives/rar5.py`)"
KIND = "own"
MOST_BYTES = 200


def one(data: bytes) -> None:
    """Behind the mark."""
    raw = rar5.MARK + data
    told = rar5.told_by(Packed("dump", (support.file(raw),)), 50)
    assert all(0 <= place < told.entries for place in told.locked), "places of entries"
    assert told.entries <= 51, "it stops in time"  # noqa: PLR2004 - one more than asked for
    rar_volumes.is_volume(raw)
    rar_volumes.is_volume(data)


def block(kind: int, flags: int, rest: bytes = b"") -> bytes:
    """One block, its checksum left out: it is not looked at."""
    inner = bytes([kind, flags]) + rest
    return bytes(4) + bytes([len(inner)]) + inner


def seeds() -> list[bytes]:
    """Files, encrypted ones, volumes."""
    main, end = block(1, 0, b"\x01"), block(5, 0, b"\0")
    file = block(2, 3, b"\x03\x05\x02\x01\x00") + b"abcde"
    return [main + file + end, main + file, block(4, 0) + file, main + block(2, 10, b"\x02x") + end]

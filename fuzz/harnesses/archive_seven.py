"""7z archives as we read them: directory, coders, decryption."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zlib

from fuzz import support
from fuzz.harnesses.archive_zip import drained
from telusur.model.evidence import Quarantine
from telusur.reading.archives import seven, seven_coders
from telusur.reading.archives.interface import Packed
from telusur.reading.archives.seven_header import MAGIC, START

PARSER = "7z archives (`archives/seven.py`, `seven_header.py`, `seven_coders.py`)"
KIND = "own"
MOST_BYTES = 300

CAPS = Quarantine(max_entries=100)


def cheap(password: str, salt: bytes, power: int) -> bytes:
    """In place of a key that takes seconds by intent."""
    return hashlib.sha256(salt + bytes([power]) + password.encode()).digest()


def one(data: bytes) -> None:
    """A password or none, the length of what is packed, that, and the directory behind it."""
    if len(data) < 2:  # noqa: PLR2004 - the two
        return
    packed, directory = data[2 : 2 + data[1]], data[2 + data[1] :]
    raw = written(packed, directory)
    before, seven_coders._key = seven_coders._key, cheap  # noqa: SLF001
    try:
        archive = seven.Seven(
            Packed("dump", (support.file(raw),)), "secret" if data[0] & 1 else None, CAPS
        )
        support.declared(lambda: drained(archive))
    finally:
        seven_coders._key = before  # noqa: SLF001


def written(packed: bytes, directory: bytes) -> bytes:
    """An archive whose checksums fit: chance would never meet them."""
    start = struct.pack("<QQL", len(packed), len(directory), zlib.crc32(directory))
    raw = MAGIC + b"\0\4" + struct.pack("<L", zlib.crc32(start)) + start
    assert len(raw) == START.size
    return raw + packed + directory


def directory(packed: int, unpacked: int, coder: bytes, crc: int) -> bytes:
    """Of one file."""
    name = "a.csv".encode("utf-16-le") + b"\0\0"
    streams = b"\x06\0\1\x09" + bytes([packed]) + b"\0" + b"\x07\x0b\1\0\1" + coder
    streams += b"\x0c" + bytes([unpacked]) + b"\0" + b"\x08\x0a\1" + struct.pack("<L", crc) + b"\0"
    files = b"\x05\1\x11" + bytes([1 + len(name)]) + b"\0" + name
    files += b"\x15\x06\1\0\x20\0\0\0\0"
    return b"\1\4" + streams + b"\0" + files + b"\0"


def seeds() -> list[bytes]:
    """Stored, LZMA, LZMA 2 and encrypted; a packed directory; empty files."""
    text = b"id,name\n1,Ayu\n"
    crc = zlib.crc32(text)
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    two = lzma.compress(text, lzma.FORMAT_RAW, filters=filters)
    alone = lzma.compress(text, lzma.FORMAT_ALONE)
    ways = (
        (text, b"\1\0"),
        (two, b"\x21\x21\1\0"),
        (alone[13:], b"\x23\3\1\1\5" + alone[:5]),
        (text + b"\0\0", b"\x24\6\xf1\7\1\2\0\0"),
    )
    found = []
    for packed, coder in ways:
        listed = directory(len(packed), len(text), coder, crc)
        found += [bytes([at, len(packed)]) + packed + listed for at in (0, 1)]
    plain = directory(len(text), len(text), b"\1\0", crc)
    encoded = b"\x17\x06" + bytes([len(text), 1]) + b"\x09" + bytes([len(plain)])
    encoded += b"\0\x07\x0b\1\0\1\1\0\x0c" + bytes([len(plain)]) + b"\0\0"
    found.append(bytes([0, len(text) + len(plain)]) + text + plain + encoded)
    found.append(b"\0\0\1\5\2\x0e\1\xc0\x0f\1\x40\x11\5\0a\0\0\0\0\0")
    return found

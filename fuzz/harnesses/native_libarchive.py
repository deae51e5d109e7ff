"""7z, RAR and CAB archives, through the system's libarchive."""

from __future__ import annotations

import struct
import zlib

from fuzz import support
from fuzz.harnesses.archive_zip import drained
from telusur.model.evidence import Quarantine
from telusur.reading.archives import libarchive
from telusur.reading.archives.interface import Packed
from telusur.reading.archives.rar5 import MARK

PARSER = "7z, RAR and CAB through libarchive (`archives/libarchive.py`)"
KIND = "native"
MOST_BYTES = 600

CAPS = Quarantine(max_entries=100)


def one(data: bytes) -> None:
    """Read as what its first bytes say, what we read ourselves too."""
    kind = libarchive.kind_of(data)
    if kind:
        archive = libarchive.Foreign(kind, Packed("dump", (support.file(data),)), CAPS)
        support.declared(lambda: drained(archive))


def cabinet() -> bytes:
    """One stored file, after Microsoft's "Cabinet format"."""
    text, name = b"id,name\n1,Ayu\n", b"a.csv\0"
    at = 36 + 8 + 16 + len(name)
    folder = struct.pack("<IHH", at, 1, 0)
    entry = struct.pack("<IIHHHH", len(text), 0, 0, 0x5000, 0, 0x20) + name
    data = struct.pack("<IHH", 0, len(text), len(text)) + text
    size = at + len(data)
    head = b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, size, 0, 44, 0, 3, 1, 1, 1, 0, 0, 0)
    return head + folder + entry + data


def rar() -> bytes:
    """One stored file in RAR 5, with the checksums that libarchive asks for."""
    text, name = b"id,name\n1,Ayu\n", b"a.csv"

    def block(inner: bytes, data: bytes = b"") -> bytes:
        sized = bytes([len(inner)]) + inner
        return struct.pack("<I", zlib.crc32(sized)) + sized + data

    file = bytes([2, 2, len(text), 4, len(text), 0x20]) + struct.pack("<I", zlib.crc32(text))
    file += bytes([0, 1, len(name)]) + name
    return MARK + block(b"\x01\x00\x00") + block(file, text) + block(b"\x05\x00\x00")


def seven() -> bytes:
    """One stored file in 7z, after its "7zFormat.txt"."""
    text, name = b"id,name\n1,Ayu\n", "a.csv".encode("utf-16-le") + b"\0\0"
    streams = b"\x06\x00\x01\x09" + bytes([len(text)]) + b"\x00"  # pack info
    streams += b"\x07\x0b\x01\x00\x01\x01\x00\x0c" + bytes([len(text)]) + b"\x00"  # folder: copy
    streams += b"\x08\x0a\x01" + struct.pack("<I", zlib.crc32(text)) + b"\x00"
    files = b"\x05\x01\x11" + bytes([1 + len(name)]) + b"\x00" + name + b"\x00"
    header = b"\x01\x04" + streams + b"\x00" + files + b"\x00"
    start = struct.pack("<QQI", len(text), len(header), zlib.crc32(header))
    return (
        b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + text + header
    )


def seeds() -> list[bytes]:
    """One of each kind."""
    return [cabinet(), rar(), seven(), cabinet()[:-5], rar()[:-9], b"Rar!\x1a\x07\x00" + bytes(30)]

"""Encrypted RAR archives written anew as plain ones, and what older headers tell."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

from fuzz import support
from telusur.reading.archives import rar4_plain, rar5, rar5_plain
from telusur.reading.archives.interface import Damaged, Packed
from telusur.reading.archives.rar_keys import Key
from telusur.reading.archives.rar_plain import Unlocked

PARSER = "encrypted RAR archives (`archives/rar4_plain.py`, `rar5_plain.py`, `rar_plain.py`)"
KIND = "own"
MOST_BYTES = 250


def cheap(password: str, salt: bytes, power: int = 0) -> Key:
    """In place of a key that takes a tenth of a second by intent."""
    one = hashlib.sha256(password.encode() + salt + bytes([power])).digest()
    return Key(one[:16], one[:8], one, one[16:])


def one(data: bytes) -> None:
    """Which of the two, then blocks: length of the header, the header, length of data, those."""
    if not data:
        return
    newer = bool(data[0] & 1)
    raw = _blocks(data[1:], newer=newer)
    packed = Packed("dump", (support.file(raw),))
    module = rar5_plain if newer else rar4_plain
    name = "key5" if newer else "key4"
    own = getattr(module, name)
    setattr(module, name, cheap)
    try:
        if not newer:
            rar4_plain.told_by(packed)
        support.declared(lambda: _written(module, packed))
    finally:
        setattr(module, name, own)


def _written(module: object, packed: Packed) -> None:
    target, unlocked = io.BytesIO(), Unlocked()
    try:
        module.write(packed, 0, target, "secret", unlocked)  # type: ignore[attr-defined]
    except Damaged:
        return
    # -1: the rest of a file whose beginning is in another volume
    assert all(-1 <= place < unlocked.entries for place in unlocked.locked), "places of entries"


def _blocks(data: bytes, *, newer: bool) -> bytes:
    """The archive, with checksums that fit: chance would never meet them."""
    out, at = rar5.MARK if newer else rar4_plain.MARK, 0
    while at < len(data):
        size = data[at]
        head = data[at + 1 : at + 1 + size]
        at += 1 + size
        follows = data[at] if at < len(data) else 0
        behind = data[at + 1 : at + 1 + follows]
        at += 1 + follows
        if newer:
            sized = bytes([len(head) & 0x7F]) + head[:0x7F]
            out += struct.pack("<L", zlib.crc32(sized)) + sized + behind
        else:
            kind, flags = head[:1] or b"\x73", head[1:3].ljust(2, b"\0")
            raw = kind + flags + struct.pack("<H", 7 + len(head[3:])) + head[3:]
            out += struct.pack("<H", zlib.crc32(raw) & 0xFFFF) + raw + behind
    return out


def _block(head: bytes, behind: bytes = b"") -> bytes:
    return bytes([len(head)]) + head + bytes([len(behind)]) + behind


def seeds() -> list[bytes]:
    """Files, plain and encrypted, of both."""
    text = b"id,name\n1,Ayu\n\0\0"
    fields = struct.pack("<LLBLLBBHL", len(text), 14, 3, 1, 0, 29, 0x30, 5, 0) + b"a.csv"
    four = (
        b"\0"
        + _block(b"\x73\0\0" + bytes(6))
        + _block(b"\x74\x04\x84" + fields + b"saltsalt", text)
    )
    large = (
        struct.pack("<LLBLLBBHL", 4, 4, 3, 1, 0, 29, 0x33, 1, 0) + struct.pack("<LL", 1, 0) + b"a"
    )
    high = b"\0" + _block(b"\x73\x80\0" + bytes(6)) + _block(b"\x74\x00\x81" + large, b"abcd")
    crypt = b"\x31\x01\x00\x03\x05" + bytes(32) + bytes(12)
    crypt = bytes([len(crypt)]) + crypt
    inner = b"\x02\x03" + bytes([len(crypt), len(text)]) + b"\x04\x0e\x20\1\0\0\0\x00\x01\x05a.csv"
    five = b"\1" + _block(b"\1\0\0") + _block(inner + crypt, text) + _block(b"\5\0\0")
    locked = b"\1" + _block(b"\4\0\0\1\5" + bytes(16) + bytes(12)) + _block(bytes(40), bytes(32))
    return [four, high, five, locked, b"\1" + _block(b"\3\2\xff\xff\xff\xff\xff\xff\xff\xff\x7f")]

"""Decryption of ZIP entries: the old cipher and AES (WinZip's AE-1 and AE-2 specification)."""

from __future__ import annotations

import hashlib
import hmac
import struct
from typing import TYPE_CHECKING

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from telusur.errors import EvidenceError
from telusur.reading.archives.interface import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


AES_EXTRA, AES_METHOD = 0x9901, 99
_AES_FIELDS = struct.Struct("<H2sBH")
KEY_BYTES = {1: 16, 2: 24, 3: 32}
ROUNDS, CHECK_BYTES, CODE_BYTES, BLOCK = 1000, 2, 10, 16
OLD_HEADER_BYTES = 12
_CRC = [0] * 256
for _at in range(256):
    _value = _at
    for _ in range(8):
        _value = _value >> 1 ^ (0xEDB88320 if _value & 1 else 0)
    _CRC[_at] = _value


def password_wrong(name: str) -> EvidenceError:
    """The one given does not fit."""
    return EvidenceError(
        "password-wrong",
        f"the password does not open {name}",
        hint="give the right one with --password-file; a line end behind it is not part of it",
    )


def password_needed(name: str) -> EvidenceError:
    """None was given."""
    return EvidenceError(
        "password-needed",
        f"{name} is encrypted",
        hint="give its password with --password-file FILE",
    )


def aes_of(extra: Iterable[tuple[int, bytes]]) -> tuple[int, int, int] | None:
    """(version, strength, method of compression) of an entry under AES."""
    for kind, value in extra:
        if kind == AES_EXTRA and len(value) >= _AES_FIELDS.size:
            version, _, strength, method = _AES_FIELDS.unpack_from(value)
            return version, strength, method
    return None


def aes(
    pieces: Iterator[bytes], name: str, password: bytes, strength: int, packed: int
) -> Iterator[bytes]:
    """What was encrypted, then its authentication code compared.

    Args:
        pieces: salt, check value, cipher text and code.
        name: of the member, safe to show.
        password: in bytes.
        strength: 1, 2 or 3, for keys of 128, 192 and 256 bits.
        packed: bytes of all pieces.

    Raises:
        EvidenceError: ``password-wrong``.
        Damaged: ``cut``, ``checksum-differs``.
    """
    size = KEY_BYTES[strength]
    first = size // 2 + CHECK_BYTES
    held = bytearray()
    while len(held) < first:
        held += _next(pieces)
    key = hashlib.pbkdf2_hmac(
        "sha1", password, bytes(held[: size // 2]), ROUNDS, 2 * size + CHECK_BYTES
    )
    if not hmac.compare_digest(key[-CHECK_BYTES:], bytes(held[size // 2 : first])):
        raise password_wrong(name)
    code = hmac.new(key[size : 2 * size], digestmod="sha1")
    cipher = Cipher(algorithms.AES(key[:size]), modes.ECB()).encryptor()  # noqa: S305  # of a counter
    del held[:first]
    left, counter = packed - first - CODE_BYTES, 1
    while left > 0:
        while len(held) < min(left, BLOCK):
            held += _next(pieces)
        take = left if len(held) >= left else len(held) - len(held) % BLOCK
        piece = bytes(held[:take])
        del held[:take]
        left -= take
        code.update(piece)
        blocks = -(-take // BLOCK)
        # The counter is little-endian, of which no mode of the library knows.
        counters = np.zeros((blocks, 2), "<u8")
        counters[:, 0] = np.arange(counter, counter + blocks, dtype="<u8")
        counter += blocks
        stream = np.frombuffer(cipher.update(counters.tobytes()), np.uint8)[:take]
        yield (np.frombuffer(piece, np.uint8) ^ stream).tobytes()
    while len(held) < CODE_BYTES:
        held += _next(pieces)
    if not hmac.compare_digest(code.digest()[:CODE_BYTES], bytes(held[:CODE_BYTES])):
        raise Damaged("checksum-differs", "its authentication code is of other bytes")


def old(pieces: Iterator[bytes], name: str, password: bytes, check: int) -> Iterator[bytes]:
    """What the old cipher of PKZIP hid (APPNOTE 6.1), byte by byte.

    Args:
        pieces: header and cipher text.
        name: of the member, safe to show.
        password: in bytes.
        check: last byte that the header decrypts to.

    Raises:
        EvidenceError: ``password-wrong``, found for 255 of 256 wrong ones.
    """
    key0, key1, key2, table = 0x12345678, 0x23456789, 0x34567890, _CRC
    left, given = OLD_HEADER_BYTES, bytes(password)
    for byte in given:
        key0 = key0 >> 8 ^ table[(key0 ^ byte) & 0xFF]
        key1 = (key1 + (key0 & 0xFF)) * 0x08088405 + 1 & 0xFFFFFFFF
        key2 = key2 >> 8 ^ table[(key2 ^ key1 >> 24) & 0xFF]
    for piece in pieces:
        out = bytearray(piece)
        for at, byte in enumerate(piece):
            mask = key2 | 2
            byte ^= mask * (mask ^ 1) >> 8 & 0xFF  # noqa: PLW2901
            out[at] = byte
            key0 = key0 >> 8 ^ table[(key0 ^ byte) & 0xFF]
            key1 = (key1 + (key0 & 0xFF)) * 0x08088405 + 1 & 0xFFFFFFFF
            key2 = key2 >> 8 ^ table[(key2 ^ key1 >> 24) & 0xFF]
        if left:
            drop = min(left, len(out))
            if drop == left and out[drop - 1] != check:
                raise password_wrong(name)
            left -= drop
            del out[:drop]
        if out:
            yield bytes(out)


def _next(pieces: Iterator[bytes]) -> bytes:
    piece = next(pieces, b"")
    if not piece:
        raise Damaged("cut", "it ends before its end")
    return piece

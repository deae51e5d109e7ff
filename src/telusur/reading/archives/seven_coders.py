"""How the bytes of a 7z archive are packed and encrypted: coders by their ids (Methods.txt)."""

from __future__ import annotations

import bz2
import hashlib
import lzma
import struct
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from telusur.reading.archives.interface import Damaged
from telusur.reading.archives.zip_methods import RAW_WINDOW
from telusur.reading.compression import Blocks, Deflate, Step, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.archives.seven_header import Coder

COPY, LZMA2, LZMA = b"\x00", b"\x21", b"\x03\x01\x01"
DEFLATE, BZIP2, AES = b"\x04\x01\x08", b"\x04\x02\x02", b"\x06\xf1\x07\x01"
METHODS = frozenset({COPY, LZMA2, LZMA, DEFLATE, BZIP2, AES})
OTHERS = {
    b"\x03\x04\x01": "PPMd",
    b"\x04\x01\x09": "deflate64",
    b"\x03\x03\x01\x1b": "BCJ2",
    b"\x03\x03\x01\x03": "BCJ",
    b"\x04\xf7\x11\x01": "zstd",
}
# "Ultra" asks for 64 MiB, people with much memory for a gigabyte; more than this was made to use
# memory up. What is asked for is used only as far as there are bytes to keep.
MOST_DICTIONARY = 1 << 30
LEAST_DICTIONARY = 4096
LZMA_BYTES, MOST_BITS, MOST_LZMA2 = 5, 225, 40
# Rounds are 2 to this power; the format's own program refuses more.
MOST_POWER, PLAIN_POWER = 24, 0x3F
KEY_BYTES, BLOCK = 32, 16
# A key is hashed in runs of this many rounds.
RUN = 1 << 12


def method_name(method: bytes) -> str:
    """In words."""
    return OTHERS.get(method, f"method {method.hex()}")


def unpacked(chain: tuple[Coder, ...], raw: Iterator[bytes], password: str) -> Iterator[bytes]:
    """What comes out of the last coder.

    Args:
        chain: in the order of unpacking; every method is one of ``METHODS``.
        raw: packed pieces.
        password: for ``AES``.

    Raises:
        Damaged: after the last piece that could be unpacked.
    """
    for coder in chain:
        raw = _sized(_step(coder, raw, password), coder.size)
    return raw


def _sized(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The size that the directory tells is the end: LZMA may lack a mark, AES has padding."""
    while size > 0:
        piece = next(pieces, b"")
        if not piece:
            raise Damaged("cut", "it ends before its end")
        yield piece[:size]
        size -= len(piece)


def _step(coder: Coder, raw: Iterator[bytes], password: str) -> Iterator[bytes]:
    if coder.method == COPY:
        return raw
    if coder.method == AES:
        return _decrypted(coder.properties, raw, password)
    step: Step
    if coder.method == DEFLATE:
        step = Deflate(RAW_WINDOW)
    elif coder.method == BZIP2:
        step = Blocks(bz2.BZ2Decompressor())
    else:
        try:
            step = Blocks(lzma.LZMADecompressor(lzma.FORMAT_RAW, None, [_filter(coder)]))
        except lzma.LZMAError:  # settings that contradict each other
            raise _damaged() from None
    return steps(step, next(raw, b""), lambda: next(raw, b""))


def _filter(coder: Coder) -> dict[str, int]:
    """LZMA's settings as the library takes them."""
    given = coder.properties
    if coder.method == LZMA2:
        if len(given) != 1 or given[0] > MOST_LZMA2:
            raise _damaged()
        size = 0xFFFFFFFF if given[0] == MOST_LZMA2 else (2 | given[0] & 1) << given[0] // 2 + 11
        _bound(size)
        return {"id": lzma.FILTER_LZMA2, "dict_size": max(size, LEAST_DICTIONARY)}
    if len(given) != LZMA_BYTES or given[0] >= MOST_BITS:
        raise _damaged()
    bits, size = given[0], struct.unpack_from("<L", given, 1)[0]
    _bound(size)
    return {
        "id": lzma.FILTER_LZMA1,
        "dict_size": max(size, LEAST_DICTIONARY),
        "lc": bits % 9,
        "lp": bits // 9 % 5,
        "pb": bits // 45,
    }


def _bound(size: int) -> None:
    if size > MOST_DICTIONARY:
        raise Damaged("too-much-memory", "it asks for more memory than any packer's presets do")


def _damaged() -> Damaged:
    return Damaged("damaged", "its bytes are not what its format allows")


def _decrypted(properties: bytes, raw: Iterator[bytes], password: str) -> Iterator[bytes]:
    """AES-256 in CBC; the key is SHA-256 over salt, password and a counter, many times over."""
    if len(properties) < 2:  # noqa: PLR2004  # two bytes say what follows
        raise _damaged()
    first, second = properties[:2]
    salted = (first >> 7) + (second >> 4)
    vectored = (first >> 6 & 1) + (second & 0x0F)
    power = first & 0x3F
    if len(properties) < 2 + salted + vectored or MOST_POWER < power < PLAIN_POWER:
        raise _damaged()
    salt = properties[2 : 2 + salted]
    vector = properties[2 + salted : 2 + salted + vectored].ljust(BLOCK, b"\x00")
    key = _key(password, salt, power)
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    for piece in raw:
        if plain := cipher.update(piece):
            yield plain


@lru_cache(maxsize=16)  # archives of a thousand folders have one key
def _key(password: str, salt: bytes, power: int) -> bytes:
    seed = salt + password.encode("utf-16-le")
    if power == PLAIN_POWER:
        return seed[:KEY_BYTES].ljust(KEY_BYTES, b"\x00")
    digest, rounds = hashlib.sha256(), iter(range(1 << power))
    while run := list(islice(rounds, RUN)):
        digest.update(b"".join(seed + struct.pack("<Q", at) for at in run))
    return digest.digest()

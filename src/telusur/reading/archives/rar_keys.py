"""Keys of encrypted RAR archives.

After rarlab.com/technote.htm, and for RAR 3 and 4 as its own open sources derive them.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from telusur.reading.archives.interface import Damaged

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import CipherContext

BLOCK, SALT5, SALT4 = 16, 16, 8
# RAR refuses more rounds than 2 to this.
MOST_POWER = 24
CHECK_BYTES, CHECK_SUM_BYTES = 8, 4
RUNS, RUN = 16, 0x4000


@dataclass(frozen=True)
class Key:
    """What a password becomes.

    Attributes:
        key: of AES.
        check: by which RAR 5 tells a wrong password; empty in RAR 4.
        mac: under which RAR 5 hides checksums; empty in RAR 4.
        vector: the first, which RAR 4 derives as well; empty in RAR 5.
    """

    key: bytes
    check: bytes = b""
    mac: bytes = b""
    vector: bytes = b""

    def decryptor(self, vector: bytes = b"") -> CipherContext:
        """AES in CBC."""
        return Cipher(algorithms.AES(self.key), modes.CBC(vector or self.vector)).decryptor()


@lru_cache(maxsize=64)
def key5(password: str, salt: bytes, power: int) -> Key:
    """RAR 5: PBKDF2 with 2**power rounds, 16 and 32 more for what is told beside the key.

    Raises:
        Damaged: more rounds than RAR takes.
    """
    if power > MOST_POWER:
        raise Damaged("damaged", "its encryption asks for more rounds than its format allows")
    secret, rounds = password.encode(), 1 << power

    def derived(more: int) -> bytes:
        return hashlib.pbkdf2_hmac("sha256", secret, salt, rounds + more)

    folded = derived(32)
    check = bytes(
        folded[at] ^ folded[at + 8] ^ folded[at + 16] ^ folded[at + 24] for at in range(CHECK_BYTES)
    )
    return Key(derived(0), check, derived(16))


def whole(told: bytes) -> bool:
    """Whether a check value is undamaged, by its own checksum."""
    value, total = told[:CHECK_BYTES], told[CHECK_BYTES:]
    return hashlib.sha256(value).digest()[:CHECK_SUM_BYTES] == total


def fits(key: Key, told: bytes) -> bool:
    """Whether the password is the one that a check value tells of."""
    return hmac.compare_digest(told[:CHECK_BYTES], key.check)


def hidden(key: Key, crc: int) -> int:
    """A checksum as RAR 5 writes it where it would tell of what is encrypted."""
    digest = hmac.new(key.mac, struct.pack("<L", crc), "sha256").digest()
    first, *others = struct.unpack("<8L", digest)
    for other in others:
        first ^= other
    return int(first)


@lru_cache(maxsize=64)
def key4(password: str, salt: bytes) -> Key:
    """RAR 3 and 4: SHA-1 over password, salt and a counter, 2**18 times."""
    seed = password.encode("utf-16-le") + salt
    digest, vector = hashlib.sha1(usedforsecurity=False), b""
    for run in range(RUNS):
        at = run * RUN
        digest.update(seed + at.to_bytes(3, "little"))
        vector += digest.digest()[-1:]
        digest.update(b"".join(seed + one.to_bytes(3, "little") for one in range(at + 1, at + RUN)))
    words = struct.unpack(">4L", digest.digest()[:BLOCK])
    return Key(struct.pack("<4L", *words), vector=vector)

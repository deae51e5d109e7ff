"""Keyed references: what is stored or leaves the machine in place of an identifier.

A plausible NIK is one of about 10^10, so an unkeyed hash of one is reversed in an hour. A reference
is HMAC-SHA-256 (RFC 2104) truncated to 128 bits, under a subkey that HKDF (RFC 5869) derives for
one purpose: the same member has unrelated references in two registers or two cases. The engine
computes sha256(opad || sha256(ipad || text)); the padded key comes from a one-row table that the
caller loads, so no key is ever in SQL text. It is in the engine's memory, and nowhere on disk but
in the key file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from telusur.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

KEY_BYTES = 32  # RFC 2104: no shorter than the hash's output
REFERENCE_DIGITS = 32  # 128 bits: 10^9 references collide with probability 10^-21
_BLOCK = 64  # SHA-256's block, in bytes
_SALT = b"telusur.reference/1"  # a new scheme of references gets a new number


@dataclass(frozen=True)
class Key:
    """A secret of one case. It is never printed."""

    secret: bytes = field(repr=False)

    def subkey(self, *purpose: str) -> Key:
        """The key of one purpose: HKDF-SHA-256 with ``purpose`` as info, unambiguously joined.

        ``key.subkey("reference", register, *columns)`` separates registers and key columns.
        """
        info = b"".join(len(p).to_bytes(4, "big") + p for p in (word.encode() for word in purpose))
        return Key(hkdf(self.secret, _SALT, info, KEY_BYTES))

    def pads(self) -> pa.Table:
        """One row, ``ipad`` and ``opad``: hex of the padded key blocks, to load into an engine."""
        block = self.secret if len(self.secret) <= _BLOCK else hashlib.sha256(self.secret).digest()
        block = block.ljust(_BLOCK, b"\0")
        pads = {
            "ipad": bytes(byte ^ 0x36 for byte in block).hex(),
            "opad": bytes(byte ^ 0x5C for byte in block).hex(),
        }
        return pa.table({name: pa.array([pad], pa.string()) for name, pad in pads.items()})

    def prefix(self) -> pa.Table:
        """One row, ``key``: the key's bytes, to load into an engine beside ``keyed64``."""
        return pa.table({"key": pa.array([self.secret], pa.binary())})

    def mark(self) -> str:
        """16 hex digits that tell this key from another and say nothing of it."""
        return self.subkey("mark").secret[:8].hex()

    def reference(self, text: str) -> str:
        """The reference of one text: what ``reference`` computes in an engine."""
        return hmac.new(self.secret, text.encode(), hashlib.sha256).hexdigest()[:REFERENCE_DIGITS]


def reference(expr: str, ipad: str = "ipad", opad: str = "opad") -> str:
    """VARCHAR, 32 hex digits: the reference of ``expr``, NULL for NULL.

    Args:
        expr: a VARCHAR expression.
        ipad: column of the key's one-row table (``Key.pads``), which the query joins.
        opad: the same.
    """
    return f"left({hmac_sha256(expr, ipad, opad)}, {REFERENCE_DIGITS})"


def keyed64(expr: str, key: str = "k.key") -> str:
    """BIGINT: the first 64 bits of SHA-256 of the key and ``expr``; NULL for NULL.

    For values that are joined by the billion, where HMAC's second pass would cost as much again. A
    hash cut to a part of its output admits no extension, so the key in front makes it a keyed
    function (Coron, Dodis, Malinaud and Puniya, CRYPTO 2005: chop-MD).

    Args:
        expr: a VARCHAR expression.
        key: column of the key's one-row table (``Key.prefix``), which the query joins.
    """
    return f"hex64(sha256({key} || encode({expr})))"


def hmac_sha256(expr: str, ipad: str = "ipad", opad: str = "opad") -> str:
    """VARCHAR, 64 hex digits: HMAC-SHA-256 of ``expr`` in UTF-8."""
    return f"sha256(unhex({opad}) || unhex(sha256(unhex({ipad}) || encode({expr}))))"


def stable_hash64(expr: str) -> str:
    """BIGINT: the first 64 bits of md5, equal on every engine. Not secret, not for storing."""
    return f"stable_hash64({expr})"


def joined(exprs: Iterable[str]) -> str:
    """VARCHAR: the parts of a composite key as one text; NULL when a part is.

    Every part is preceded by its length, so that no two tuples give the same text.
    """
    return " || ".join(f"CAST(length({expr}) AS VARCHAR) || ':' || {expr}" for expr in exprs)


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA-256, extract and expand (RFC 5869)."""
    pseudorandom = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    output = block = b""
    counter = 1
    while len(output) < length:
        block = hmac.new(pseudorandom, block + info + bytes([counter]), hashlib.sha256).digest()
        output += block
        counter += 1
    return output[:length]


def load_or_make_key(path: Path) -> Key:
    """The key in ``path``, made there on the first call (mode 0600, hex and a line break).

    Raises:
        UsageError: ``key-unreadable`` when the file is not a key or cannot be read,
            ``key-exposed`` when others may read it, ``key-unwritable`` when none can be made.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return load_key(path)
    except OSError as error:
        raise UsageError(
            "key-unwritable", f"no key can be made in {path.name}", got=error.strerror
        ) from None
    secret = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Key(secret)


def load_key(path: Path) -> Key:
    """The key in ``path``.

    Raises:
        UsageError: ``key-unreadable`` when the file is not a key or cannot be read,
            ``key-exposed`` when others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, encoding="ascii") as file:
            mode = os.fstat(file.fileno()).st_mode
            secret = bytes.fromhex(file.read(4 * KEY_BYTES))
    except (OSError, ValueError):
        secret, mode = b"", 0
    if len(secret) != KEY_BYTES:
        raise UsageError(
            "key-unreadable",
            f"{path.name} is not a key",
            expected=f"{KEY_BYTES} bytes in hex",
            hint="restore it from the case; without it stored references cannot be matched",
        )
    if mode & 0o077:
        raise UsageError(
            "key-exposed",
            f"others may read the key in {path.name}",
            got=f"mode {mode & 0o777:04o}",
            expected="mode 0600",
            hint=f"chmod 600 {path.name}, and consider stored references as known",
        )
    return Key(secret)

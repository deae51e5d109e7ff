"""Ed25519 keys: what signs checkpoints and receipts, and how a public key is written.

A public key is written as the *verifier key* of C2SP's signed-note:
``name+hex(key hash)+base64(0x01 || key)``, where the key hash is the first four bytes of
SHA-256(name || LF || 0x01 || key).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from telusur.custody.private_file import read_private, write_private
from telusur.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

ED25519 = b"\x01"  # C2SP signed-note: signature type of Ed25519
RAW_BYTES = 32
KEY_HASH_BYTES = 4
_VERIFIER_KEY = re.compile(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")
KEY_ID_DIGITS = 16  # hex digits of SHA-256 that name a key to people: 64 bits


@dataclass(frozen=True)
class PublicKey:
    """An Ed25519 public key.

    Attributes:
        name: what it signs for, such as ``telusur.case/3f2a…``; part of its key hash.
        raw: 32 bytes.
    """

    name: str
    raw: bytes

    @property
    def key_hash(self) -> bytes:
        """Four bytes that lead to the key of a signature; a hint, not an identity."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[
            :KEY_HASH_BYTES
        ]

    @property
    def key_id(self) -> str:
        """16 hex digits of SHA-256 over the raw key, whatever its name: to be read out."""
        return hashlib.sha256(self.raw).hexdigest()[:KEY_ID_DIGITS]

    def __str__(self) -> str:
        """The verifier key of C2SP's signed-note."""
        encoded = base64.b64encode(ED25519 + self.raw).decode()
        return f"{self.name}+{self.key_hash.hex()}+{encoded}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is this key's over the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def parse_public_key(text: str) -> PublicKey:
    """A verifier key, or 32 bytes in base64 (which has no name).

    Raises:
        UsageError: ``not-a-public-key``.
    """
    match = _VERIFIER_KEY.fullmatch(text.strip())
    name, hashed, encoded = match.groups() if match else ("", None, text.strip())
    raw = _decoded(encoded)
    key = PublicKey(name, raw.removeprefix(ED25519) if match else raw)
    if len(key.raw) != RAW_BYTES or (match and hashed != key.key_hash.hex()):
        raise UsageError(
            "not-a-public-key",
            "the key given is no Ed25519 public key",
            expected="NAME+HASH+BASE64 as in signing.pub, or 32 bytes in base64",
        )
    return key


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


class SigningKey:
    """An Ed25519 private key; never printed."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self.public = PublicKey(name, raw)

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(message)


def make_signing_key(path: Path, name: str) -> SigningKey:
    """A new key, kept in ``path`` (PKCS #8 PEM, mode 0600).

    Raises:
        UsageError: ``key-unwritable``.
    """
    private = Ed25519PrivateKey.generate()
    write_private(
        path,
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    return SigningKey(name, private)


def load_signing_key(path: Path, name: str) -> SigningKey:
    """The key in ``path``.

    Raises:
        UsageError: ``key-missing``, ``key-exposed``, ``key-unreadable``.
    """
    content = read_private(path)
    try:
        private = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise UsageError(
            "key-unreadable", f"{path.name} is not a key", expected="an Ed25519 key in PEM"
        )
    return SigningKey(name, private)


def load_or_make_signing_key(path: Path, name: str) -> SigningKey:
    """The key in ``path``, made there on the first call.

    Raises:
        UsageError: as ``make_signing_key`` and ``load_signing_key``.
    """
    return load_signing_key(path, name) if path.exists() else make_signing_key(path, name)

"""Signed receipts: what was read of a dump, checked by anybody, without Telusur's state.

A signed receipt is one JSON object. ``signature.value`` is Ed25519 over the line
``telusur.receipt/1`` and, after a line break, the canonical JSON (``canonical.py``) of the object
without ``signature``. The first line keeps a receipt apart from everything else that the same key
signs. The public key travels with it: a valid signature says that nothing was changed since that
key signed; whose key it is must be known from elsewhere.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from telusur.custody.canonical import canonical, parse_document
from telusur.custody.entry import rfc3339
from telusur.custody.keys import RAW_BYTES, PublicKey
from telusur.errors import EvidenceError, InternalFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from telusur.custody.keys import SigningKey

SCHEMA = "telusur.receipt/1"
ALGORITHM = "ed25519"
SIGNATURE_FIELDS = {"algorithm", "key_id", "public_key", "value"}
LARGEST = 256 << 20  # bytes of a receipt: a million files at 256 bytes each


@dataclass(frozen=True)
class SignedReceipt:
    """A receipt whose signature holds.

    Attributes:
        receipt: as it was signed.
        key: that signed it.
        created: RFC 3339, by the clock of the machine that signed.
        tool: name and version of what made it.
    """

    receipt: dict[str, Any]
    key: PublicKey
    created: str
    tool: str


def sign_receipt(receipt: Mapping[str, Any], key: SigningKey, now: datetime) -> dict[str, Any]:
    """The receipt as a signed object, ready for ``json.dumps``.

    Args:
        receipt: as in the findings (``Receipt.model_dump(mode="json")``): no number has a fraction.
        key: of the case, or of the output folder.
        now: UTC.

    Raises:
        InternalFault: ``not-canonical`` when the receipt holds what cannot be signed.
    """
    signed = {
        "schema": SCHEMA,
        "created": rfc3339(now),
        "tool": {"name": "telusur", "version": version("telusur")},
        "receipt": dict(receipt),
    }
    return {
        **signed,
        "signature": {
            "algorithm": ALGORITHM,
            "key_id": key.public.key_id,
            "public_key": base64.b64encode(key.public.raw).decode(),
            "value": base64.b64encode(key.sign(_message(signed))).decode(),
        },
    }


def check_receipt(text: bytes, name: str, expected: PublicKey | None = None) -> SignedReceipt:
    """The receipt in a document, once its signature is found valid.

    1. it is a JSON object of this schema, and no key stands twice in any object;
    2. its signature is that of the public key that it carries, over everything else in it;
    3. where a key is expected, it is that one.

    Args:
        text: the bytes of ``receipt.json``.
        name: of the file, for messages.
        expected: the key that should have signed; None: any, and the caller says which it was.

    Raises:
        EvidenceError: ``not-a-receipt``, ``receipt-altered``, ``key-unexpected``.
    """
    document = parse_document(text, name)  # (1)
    signature = document.pop("signature", None)
    tool = document.get("tool")
    if (
        document.get("schema") != SCHEMA
        or not isinstance(signature, dict)
        or signature.keys() != SIGNATURE_FIELDS
        or signature["algorithm"] != ALGORITHM
        or not isinstance(document.get("receipt"), dict)
        or not isinstance(tool, dict)
    ):
        raise EvidenceError(
            "not-a-receipt", f"{name} is not a signed receipt", expected=f"schema {SCHEMA}"
        )
    key = PublicKey("", _bytes(signature["public_key"]))
    try:
        message = _message(document)
    except InternalFault:
        message = b""  # no receipt of ours: nothing that it could be signed as
    valid = len(key.raw) == RAW_BYTES and key.verifies(_bytes(signature["value"]), message)
    if not message or not valid or signature["key_id"] != key.key_id:  # (2)
        raise EvidenceError(
            "receipt-altered",
            f"{name} is not what was signed",
            hint="ask for it again where it came from; it may have been edited or saved anew",
        )
    if expected is not None and expected.raw != key.raw:  # (3)
        raise EvidenceError(
            "key-unexpected",
            f"{name} is signed, but with another key",
            got=key.key_id,
            expected=expected.key_id,
        )
    made = f"{tool.get('name')} {tool.get('version')}"
    return SignedReceipt(document["receipt"], key, str(document.get("created")), made)


def _message(signed: Mapping[str, Any]) -> bytes:
    return SCHEMA.encode() + b"\n" + canonical(dict(signed))


def _bytes(encoded: object) -> bytes:
    """Of base 64 in its one spelling: the last sign has bits that decode to nothing."""
    try:
        raw = base64.b64decode(encoded, validate=True) if isinstance(encoded, str) else b""
    except (binascii.Error, ValueError):
        return b""
    return raw if base64.b64encode(raw).decode() == encoded else b""

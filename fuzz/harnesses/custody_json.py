"""Canonical JSON, and a signed receipt that somebody hands over."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fuzz import support
from telusur.custody.canonical import canonical, parse_canonical, parse_document
from telusur.custody.entry import read_entry
from telusur.custody.keys import SigningKey
from telusur.custody.receipt import check_receipt, sign_receipt

PARSER = "canonical JSON, entries and signed receipts (`custody/canonical.py`, `receipt.py`)"
KIND = "own"
MOST_BYTES = 400

KEY = SigningKey("telusur-fuzz", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


def one(data: bytes) -> None:
    """One spelling for one value, and no receipt but the one that was signed."""
    try:
        value = parse_canonical(data)
    except ValueError:
        pass
    else:
        assert canonical(value) == data, "one spelling"
    with suppress(ValueError):
        read_entry(data)
    support.declared(lambda: parse_document(data, "receipt.json"))
    signed = support.declared(lambda: check_receipt(data, "receipt.json", KEY.public))
    if signed is not None:
        assert json.loads(data) == json.loads(SIGNED), "nothing else is signed"


def _signed() -> bytes:
    receipt = {"files": [], "name": "Ayu"}
    return json.dumps(sign_receipt(receipt, KEY, datetime(2026, 1, 2, tzinfo=UTC))).encode()


SIGNED = _signed()


def seeds() -> list[bytes]:
    """A receipt, and values."""
    return [SIGNED, SIGNED[:-9], b'{"a":[1,null,true,"\xc3\xa9"],"b":{}}', b"9007199254740992", b"1.0",
            b'{"a":1,"a":2}', b"[[[[[[1]]]]]]", b'"\\ud800"', b'{"index":0,"when":"2026-01-02T00:00:00Z"}',
            b"\xff\xfe", b"[" * 300]  # fmt: skip

"""Signed receipts: kept in a case where there is one, signed with the case's key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telusur.custody.entry import Item
from telusur.custody.hashing import hash_file
from telusur.custody.keys import load_or_make_signing_key, parse_public_key
from telusur.custody.receipt import LARGEST, check_receipt, sign_receipt
from telusur.errors import EvidenceError
from telusur.evidence.intake import look_at, shown
from telusur.evidence.taking import take
from telusur.evidence.writing import write_new
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from telusur.cases.actor import Actor
    from telusur.custody.keys import PublicKey
    from telusur.custody.receipt import SignedReceipt
    from telusur.evidence.case import Case

RECEIPT = "receipt-signed"  # the bundle's verifier knows it by this word
KEY_FILE = ".signing-key"
KEY_NAME = "telusur.receipt"


def keep_receipt(case: Case, actor: Actor, receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Sign a receipt with the case's key, keep it in the case, and log that.

    Raises:
        UsageError: ``key-missing``, ``key-exposed``, ``key-unreadable``, ``key-unwritable``.
        EvidenceError: where the log was touched.
    """
    key = case.signing_key()
    signed = sign_receipt(receipt, key, actor.clock())
    path = case.receipts / f"{len(case.log.lines()):08d}.json"
    write_new(path, as_text(signed).encode())
    item = Item(name=path.name, **vars(hash_file(path)))
    case.log.append([actor.draft("analysis", RECEIPT, item)], key, actor.clock)
    return signed


def receipt_without_case(
    folder: Path, actor: Actor, receipt: Mapping[str, Any]
) -> tuple[dict[str, Any], PublicKey]:
    """Sign a receipt with the key of an output folder, made there on the first call.

    Raises:
        UsageError: ``key-exposed``, ``key-unreadable``, ``key-unwritable``.
    """
    key = load_or_make_signing_key(folder / KEY_FILE, KEY_NAME)
    return sign_receipt(receipt, key, actor.clock()), key.public


def as_text(signed: Mapping[str, Any]) -> str:
    """The signed receipt as it is written to a file, to be read by people as well."""
    return json.dumps(signed, ensure_ascii=False, indent=2) + "\n"


def read_receipt(path: Path, key: str | None = None) -> SignedReceipt:
    """A signed receipt that somebody handed over, once its signature is found valid.

    Args:
        path: of the receipt.
        key: the public key that should have signed it, or the name of a file that holds it.

    Raises:
        EvidenceError: ``missing-file`` and the like, ``not-a-receipt``, ``receipt-altered``,
            ``key-unexpected``.
        UsageError: ``not-a-public-key``.
    """
    found, size = look_at(path)
    if size > LARGEST:
        raise EvidenceError("not-a-receipt", f"{shown(path)} is too large to be a receipt")
    return check_receipt(found.read_bytes(), shown(path), expected_key(key) if key else None)


def compare_with_receipt(signed: SignedReceipt, files: Sequence[Path]) -> Iterator[str]:
    """A line for each file that is the one the receipt speaks of.

    Raises:
        EvidenceError: ``file-not-in-receipt`` for the first that is not, ``missing-file`` and the
            like, ``not-a-receipt`` when the receipt names no files.
    """
    listed = signed.receipt.get("files")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise EvidenceError("not-a-receipt", "the receipt names no files")
    known = {(one.get("sha256"), one.get("bytes")): str(one.get("name")) for one in listed}
    for path in files:
        item, _ = take(path)
        name = known.get((item.sha256, item.bytes))
        if name is None:
            raise EvidenceError(
                "file-not-in-receipt",
                f"{shown(path)} is no file of this receipt",
                got=f"{item.bytes} bytes, SHA-256 {item.sha256}",
                hint="it was altered since, or is another file",
            )
        yield printable(f"{shown(path)} is {name} of the receipt: {item.bytes} bytes, SHA-256")


def expected_key(given: str) -> PublicKey:
    """A public key as it was given: itself, or the name of a file that holds it.

    Raises:
        UsageError: ``not-a-public-key``.
    """
    path = Path(given)
    try:
        return parse_public_key(path.read_text(encoding="ascii") if path.is_file() else given)
    except (OSError, ValueError):  # a name that no file can have, or bytes that are no text
        return parse_public_key(given)

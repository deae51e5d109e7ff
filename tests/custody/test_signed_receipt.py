"""A signed receipt is checked from the file alone, and any change in it is found."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from telusur.custody.keys import PublicKey, SigningKey, load_or_make_signing_key, load_signing_key
from telusur.custody.receipt import check_receipt, sign_receipt
from telusur.errors import EvidenceError, InternalFault, UsageError

if TYPE_CHECKING:
    from pathlib import Path

KEY = SigningKey("telusur.receipt", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
NOW = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
RECEIPT = {
    "files": [{"name": "dump — é.sql", "bytes": 12, "sha256": "0" * 64, "header": True}],
    "rows_read": 3,
    "rows_rejected": 0,
}


def signed() -> dict[str, Any]:
    return sign_receipt(RECEIPT, KEY, NOW)


def text(document: dict[str, Any]) -> bytes:
    return json.dumps(document, indent=2).encode()


def test_a_receipt_is_checked_from_the_file_alone() -> None:
    found = check_receipt(text(signed()), "receipt.json", KEY.public)
    assert found.receipt == RECEIPT
    assert found.created == "2026-01-31T09:30:00Z"
    assert found.tool.startswith("telusur ")
    assert found.key.key_id == KEY.public.key_id


def test_layout_does_not_matter() -> None:
    document = dict(reversed(signed().items()))
    assert check_receipt(json.dumps(document).encode(), "r").receipt == RECEIPT


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [p for key in value for p in places(value[key], (*path, key))]
    if isinstance(value, list):
        return [p for n, item in enumerate(value) for p in places(item, (*path, n))]
    return [path]


def test_another_spelling_of_the_key_or_of_the_signature_is_found() -> None:
    for field, sign in (("public_key", "="), ("value", "==")):
        document = signed()
        encoded = document["signature"][field].removesuffix(sign)
        # the bits behind the last whole byte: they decode to the same
        document["signature"][field] = encoded[:-1] + chr(ord(encoded[-1]) + 1) + sign
        assert document != signed()
        with pytest.raises(EvidenceError) as caught:
            check_receipt(text(document), "receipt.json")
        assert caught.value.code == "receipt-altered"


@given(st.data())
def test_any_changed_value_is_found(data: st.DataObject) -> None:
    document = json.loads(text(signed()))
    *path, last = data.draw(st.sampled_from(places(document)))
    inner = document
    for step in path:
        inner = inner[step]
    inner[last] = data.draw(
        st.sampled_from([None, 0, 1, "x", "0" * 63 + "1", [], {}]).filter(
            lambda value: value != inner[last]
        )
    )
    with pytest.raises(EvidenceError) as told:
        check_receipt(text(document), "receipt.json")
    assert told.value.code in {"receipt-altered", "not-a-receipt"}


@pytest.mark.parametrize("where", [(), ("receipt",), ("signature",), ("tool",)])
def test_anything_added_is_found(where: tuple[str, ...]) -> None:
    document = json.loads(text(signed()))
    inner = document
    for step in where:
        inner = inner[step]
    inner["more"] = 1
    with pytest.raises(EvidenceError):
        check_receipt(text(document), "receipt.json")


def test_a_key_that_stands_twice_is_refused() -> None:
    twice = text(signed()).replace(b'"rows_read": 3', b'"rows_read": 9, "rows_read": 3')
    with pytest.raises(EvidenceError, match="not a signed receipt"):
        check_receipt(twice, "receipt.json")


def test_a_receipt_that_was_signed_anew_shows_against_the_expected_key() -> None:
    other = SigningKey("", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    again = text(sign_receipt({**RECEIPT, "rows_read": 9}, other, NOW))
    assert check_receipt(again, "r").key.key_id == other.public.key_id
    with pytest.raises(EvidenceError, match="another key") as told:
        check_receipt(again, "r", KEY.public)
    assert told.value.code == "key-unexpected"


def test_a_signature_for_something_else_is_none_for_a_receipt() -> None:
    document = signed()
    document["schema"] = "telusur.other/1"
    with pytest.raises(EvidenceError):
        check_receipt(text(document), "r")


@pytest.mark.parametrize("given", [b"", b"[]", b"{}", b"\xff", b"[" * 9999, b'{"signature": 1}'])
def test_what_is_no_receipt(given: bytes) -> None:
    with pytest.raises(EvidenceError, match="not a signed receipt"):
        check_receipt(given, "receipt.json")


def test_a_fraction_is_refused_before_it_is_signed() -> None:
    with pytest.raises(InternalFault):
        sign_receipt({"share": 0.5}, KEY, NOW)


def test_a_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    made = load_or_make_signing_key(path, "x")
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_make_signing_key(path, "x").public == made.public
    assert "PRIVATE" not in repr(made)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    load_or_make_signing_key(path, "x")
    path.chmod(0o640)
    with pytest.raises(UsageError) as told:
        load_signing_key(path, "x")
    assert told.value.code == "key-exposed"


def test_keys_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    with pytest.raises(UsageError) as told:
        load_signing_key(path, "x")
    assert told.value.code == "key-missing"
    path.touch(0o600)
    with pytest.raises(UsageError) as told:
        load_signing_key(path, "x")
    assert told.value.code == "key-unreadable"
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(UsageError) as told:
        load_signing_key(tmp_path / "link", "x")
    assert told.value.code == "key-unreadable"


def test_a_key_id_is_of_the_key_alone() -> None:
    assert PublicKey("a", bytes(32)).key_id == PublicKey("b", bytes(32)).key_id

from __future__ import annotations

import hashlib
import hmac
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.errors import UsageError
from telusur.vocabulary.keyed import (
    Key,
    hkdf,
    hmac_sha256,
    joined,
    keyed64,
    load_key,
    load_or_make_key,
    reference,
    stable_hash64,
)

# RFC 4231, test cases 1, 2, 6 and 7: those whose data is text (3 and 4 are bytes, 5 is truncated).
RFC_4231 = [
    ("0b" * 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (
        b"Jefe".hex(),
        "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    (
        "aa" * 131,
        "Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
    (
        "aa" * 131,
        (
            "This is a test using a larger than block-size key and a larger than block-size data. "
            "The key needs to be hashed before being used by the HMAC algorithm."
        ),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
    ),
]


def hashed(duck, evaluate, key, expression, values):
    duck.load("pads", key.pads())
    ipad, opad = (f"(SELECT {name} FROM pads)" for name in ("ipad", "opad"))
    return evaluate(expression("x", ipad, opad), values)


@pytest.mark.parametrize(("key", "data", "digest"), RFC_4231)
def test_vectors_of_rfc_4231(duck, evaluate, key, data, digest) -> None:
    key = Key(bytes.fromhex(key))
    assert hashed(duck, evaluate, key, hmac_sha256, [data]) == [digest]
    assert key.reference(data) == digest[:32]


@settings(max_examples=25)
@given(
    st.binary(min_size=1, max_size=100),
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=20),
)
def test_references_are_python_s_hmac(duck, evaluate, secret, values) -> None:
    expected = [hmac.new(secret, v.encode(), hashlib.sha256).hexdigest()[:32] for v in values]
    assert hashed(duck, evaluate, Key(secret), reference, values) == expected
    assert [Key(secret).reference(value) for value in values] == expected
    assert hashed(duck, evaluate, Key(secret), reference, [None]) == [None]


@pytest.mark.parametrize(
    ("secret", "salt", "info", "length", "output"),
    [  # RFC 5869, A.1 and A.3
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_vectors_of_rfc_5869(secret, salt, info, length, output) -> None:
    made = hkdf(bytes.fromhex(secret), bytes.fromhex(salt), bytes.fromhex(info), length)
    assert made.hex() == output


def test_purposes_are_kept_apart() -> None:
    key = Key(bytes(32))
    purposes = [
        ("reference", "jkn", "noka"), ("reference", "jkn", "nik"), ("reference", "dpt", "nik"),
        ("reference", "jkn", "n", "ik"), ("reference", "jknn", "ik"), ("referencejkn", "nik"), (),
    ]  # fmt: skip
    subkeys = {key.subkey(*purpose).secret for purpose in purposes}
    assert len(subkeys) == len(purposes)
    assert key.secret not in subkeys
    assert key.subkey("a") == key.subkey("a")


def test_a_key_is_never_shown() -> None:
    key = Key(b"\x01" * 32)
    for shown in (repr(key), str(key), f"{key}"):
        assert "01" not in shown
        assert "\\x" not in shown


def test_composite_keys_are_unambiguous(evaluate) -> None:
    one, two = (
        evaluate(joined(["x", "'b'"]), ["1:a", "1"]),
        evaluate(joined(["x"]), ["1:a1:b", None]),
    )
    assert len({*one, *two}) == 4
    assert two[1] is None


def test_stable_hash_is_the_head_of_md5(evaluate) -> None:
    values = ["", "a", "José", "3201014105900001"]
    expected = [
        int.from_bytes(hashlib.md5(v.encode(), usedforsecurity=False).digest()[:8], signed=True)
        for v in values
    ]
    assert evaluate(stable_hash64("x"), values) == expected


def test_key_is_made_once_and_private(tmp_path) -> None:
    path = tmp_path / ".key"
    before = os.umask(0)  # a careless umask must not widen the file
    try:
        key = load_or_make_key(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_make_key(path) == key
    assert load_or_make_key(tmp_path / "other") != key


@pytest.mark.parametrize("content", ["", "zz", "ab" * 31, "ab" * 33, "é" * 32])
def test_what_is_no_key_is_refused(tmp_path, content) -> None:
    path = tmp_path / ".key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(UsageError) as refused:
        load_or_make_key(path)
    assert refused.value.code == "key-unreadable"
    assert "ab" * 31 not in str(refused.value)


def test_a_key_that_others_may_read_is_refused(tmp_path) -> None:
    path = tmp_path / ".key"
    load_or_make_key(path)
    path.chmod(0o640)
    with pytest.raises(UsageError) as refused:
        load_or_make_key(path)
    assert refused.value.code == "key-exposed"


def test_a_link_is_no_key_and_a_missing_folder_is_said(tmp_path) -> None:
    load_or_make_key(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(UsageError) as refused:
        load_or_make_key(tmp_path / "link")
    assert refused.value.code == "key-unreadable"
    with pytest.raises(UsageError) as refused:
        load_or_make_key(tmp_path / "nowhere" / ".key")
    assert refused.value.code == "key-unwritable"


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_a_value_hashed_by_a_key_is_cut_sha256_behind_it(duck, evaluate, values) -> None:
    key = Key(bytes(range(32)))
    duck.load("prefix", key.prefix())
    told = evaluate(keyed64("x", "(SELECT key FROM prefix)"), [*values, None])
    digests = [hashlib.sha256(key.secret + value.encode()).digest()[:8] for value in values]
    assert told == [*(int.from_bytes(one, "big", signed=True) for one in digests), None]


def test_a_mark_tells_keys_apart_and_is_no_part_of_them() -> None:
    one, other = Key(bytes(32)), Key(bytes([1]) * 32)
    assert one.mark() == Key(bytes(32)).mark() != other.mark()
    assert one.mark() not in one.secret.hex()


def test_a_key_is_loaded_and_never_made_by_that(tmp_path) -> None:
    with pytest.raises(UsageError) as caught:
        load_key(tmp_path / "none.key")
    assert caught.value.code == "key-unreadable"
    assert not (tmp_path / "none.key").exists()
    made = load_or_make_key(tmp_path / "some.key")
    assert load_key(tmp_path / "some.key") == made

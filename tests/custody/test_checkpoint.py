"""Signed notes and checkpoints, against a note that Go's own tests publish."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from telusur.custody.checkpoint import Checkpoint, open_checkpoint, open_note, sign, sign_note
from telusur.custody.keys import PublicKey, SigningKey, parse_public_key
from telusur.errors import EvidenceError, UsageError

# golang.org/x/mod/sumdb/note: the example of its documentation
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
ORIGIN = "telusur.case/00000000000000000000000000000001"
KEY = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
CHECKPOINT = Checkpoint(ORIGIN, 7, bytes(range(32)))


def test_a_note_of_another_implementation_opens() -> None:
    key = parse_public_key(NEUMANN)
    assert str(key) == NEUMANN
    assert open_note(NOTE, key).startswith("If you think cryptography")


def test_a_note_of_another_implementation_that_was_altered_does_not() -> None:
    with pytest.raises(EvidenceError, match="does not fit"):
        open_note(NOTE.replace("problem", "question"), parse_public_key(NEUMANN))


def test_a_checkpoint_reads_as_it_was_signed() -> None:
    note = sign(CHECKPOINT, KEY)
    assert note.splitlines()[:2] == [ORIGIN, "7"]
    assert open_checkpoint(note, KEY.public, ORIGIN) == CHECKPOINT


def test_co_signatures_are_passed_over() -> None:
    witness = SigningKey("a.witness", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    text = CHECKPOINT.text()
    both = sign_note(text, witness) + sign_note(text, KEY).rpartition("\n\n")[2]
    assert open_checkpoint(both, KEY.public, ORIGIN) == CHECKPOINT
    assert open_note(both, witness.public) == text


@given(st.data())
def test_any_altered_sign_is_found(data: st.DataObject) -> None:
    note = sign(CHECKPOINT, KEY)
    place = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters(max_codepoint=127).filter(lambda sign: sign != note[place]))
    altered = note[:place] + other + note[place + 1 :]
    try:
        found = open_checkpoint(altered, KEY.public, ORIGIN)
    except EvidenceError as error:
        assert error.code == "checkpoint-invalid"  # noqa: PT017  # or the note means the same
    else:
        assert found == CHECKPOINT  # base64 has spare bits that mean nothing


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (sign(CHECKPOINT, OTHER), "not signed"),
        (sign(Checkpoint("telusur.case/another", 7, bytes(32)), KEY), "another log"),
        (sign_note(f"{ORIGIN}\n07\n{'A' * 43}=\n", KEY), "no number"),
        (sign_note(f"{ORIGIN}\n7\nAAAA\n", KEY), "no hash"),
        (sign_note(f"{ORIGIN}\n7\n*\n", KEY), "no hash"),
        (sign_note(f"{ORIGIN}\n", KEY), "another log"),
        (CHECKPOINT.text(), "no signed note"),
        ("", "no signed note"),
    ],
)
def test_what_is_no_checkpoint_of_this_log(note: str, why: str) -> None:
    with pytest.raises(EvidenceError, match=why) as told:
        open_checkpoint(note, KEY.public, ORIGIN)
    assert told.value.code == "checkpoint-invalid"


def test_a_raw_public_key_has_no_name() -> None:
    assert parse_public_key("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=") == PublicKey(
        "", bytes(range(32))
    )


@pytest.mark.parametrize("text", ["", "AAAA", NEUMANN.replace("c74f", "c74e"), "x+y+z", "é"])
def test_what_is_no_public_key(text: str) -> None:
    with pytest.raises(UsageError) as told:
        parse_public_key(text)
    assert told.value.code == "not-a-public-key"

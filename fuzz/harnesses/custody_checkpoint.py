"""Signed checkpoints of the custody log."""

from __future__ import annotations

from fuzz import support
from fuzz.harnesses.custody_json import KEY
from telusur.custody.audit import check_log, split_notes
from telusur.custody.checkpoint import Checkpoint, open_checkpoint, open_note, sign
from telusur.custody.keys import parse_public_key

PARSER = "checkpoints, notes and public keys (`custody/checkpoint.py`, `audit.py`, `keys.py`)"
KIND = "own"
MOST_BYTES = 400

ORIGIN = "telusur-fuzz"
SIGNED = sign(Checkpoint(ORIGIN, 3, bytes(range(32))), KEY)


def one(data: bytes) -> None:
    """Only what was signed opens."""
    note = data.decode("utf-8", "replace")
    found = support.declared(lambda: open_checkpoint(note, KEY.public, ORIGIN))
    if found is not None:
        assert found == Checkpoint(ORIGIN, 3, bytes(range(32))), "nothing else is signed"
        assert open_note(note, KEY.public) == found.text()
    support.declared(lambda: parse_public_key(note))
    lines = data.split(b"\n")
    checked = support.declared(
        lambda: bool(check_log(lines, split_notes(note), KEY.public, ORIGIN) or True)
    )
    assert not checked or not data, "no log but an empty one was signed"


def seeds() -> list[bytes]:
    """A checkpoint, with a signature more, altered."""
    note = SIGNED.encode()
    return [note, note + "\u2014 other AAAAAAAA\n".encode(), note.replace(b"\n3\n", b"\n4\n"), note + b"\n" + note,
            KEY.public.text().encode() if hasattr(KEY.public, "text") else b"key", b"\n\n"]  # fmt: skip

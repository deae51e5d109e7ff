"""Checkpoints: the root of the log at one size, signed.

Formats: C2SP tlog-checkpoint (origin, size, root hash in base64, a line each) inside a C2SP
signed-note (the text, an empty line, then ``— name base64(key hash || signature)`` a line). Both
are plain text, so that a checkpoint can be mailed, printed, or read out, and checked with the
tools of other transparency logs.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.custody.keys import KEY_HASH_BYTES
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from telusur.custody.keys import PublicKey, SigningKey

MARK = "\u2014 "  # em dash and space begin a signature line
HASH_BYTES = 32
BODY_LINES = 3  # origin, size, root; further lines are extensions, of which we write none


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says.

    Attributes:
        origin: the log it is of.
        size: entries in the log then.
        root: root hash over them.
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The signed note of a checkpoint."""
    return sign_note(checkpoint.text(), key)


def sign_note(text: str, key: SigningKey) -> str:
    """A signed note over any text that ends with a line break."""
    signature = base64.b64encode(key.public.key_hash + key.sign(text.encode())).decode()
    return f"{text}\n{MARK}{key.public.name} {signature}\n"


def open_note(note: str, key: PublicKey) -> str:
    """The text of a note, once the key's signature on it is found valid.

    Signatures of other keys are passed over, as signed-note asks: they are co-signatures.

    Raises:
        EvidenceError: ``checkpoint-invalid``.
    """
    text, empty, tail = note.rpartition("\n\n")
    text += "\n"
    lines = tail.splitlines()
    if not empty or not tail.endswith("\n") or not all(line.startswith(MARK) for line in lines):
        raise _invalid("it is no signed note")
    ours = False
    for line in lines:
        name, _, encoded = line.removeprefix(MARK).partition(" ")
        try:
            decoded = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise _invalid("a signature is not base64") from None
        if name == key.name and decoded[:KEY_HASH_BYTES] == key.key_hash:
            if not key.verifies(decoded[KEY_HASH_BYTES:], text.encode()):
                raise _invalid("its signature does not fit its text")
            ours = True
    if not ours:
        raise _invalid("it is not signed with the log's key")
    return text


def open_checkpoint(note: str, key: PublicKey, origin: str) -> Checkpoint:
    """The checkpoint in a note, once its signature and its origin are found right.

    Raises:
        EvidenceError: ``checkpoint-invalid``.
    """
    lines = open_note(note, key).split("\n")[:-1]
    if len(lines) < BODY_LINES or lines[0] != origin:
        raise _invalid("it is of another log")
    size, encoded = lines[1], lines[2]
    try:
        root = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        root = b""
    if not (size.isascii() and size.isdigit() and str(int(size)) == size):
        raise _invalid("its size is no number")
    if len(root) != HASH_BYTES:
        raise _invalid("its root is no hash")
    return Checkpoint(origin, int(size), root)


def _invalid(why: str) -> EvidenceError:
    return EvidenceError("checkpoint-invalid", "a checkpoint does not hold", got=why)

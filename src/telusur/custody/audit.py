"""A log recomputed from its bytes; the first entry that fails is named.

The proof, for lines ``e0…en-1`` and notes ``c1…cm``:

1. every note is a checkpoint of this log, signed with its key, and note ``i`` is of size ``i``;
2. every line is the canonical spelling of an entry that carries its own place in the log;
3. the root over the first ``i`` lines is the one that note ``i`` signs: no line was altered,
   dropped, inserted or moved, and each checkpoint only adds to the one before;
4. there are as many lines as notes: nothing was cut off, and nothing stands there unsigned.

What is still owed: whoever has the signing key can make another log, and whoever can write the
folder can put back an older state of it. Both show only against a checkpoint, or a time stamp,
that is kept elsewhere (``check_extends``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.custody.checkpoint import Checkpoint, open_checkpoint
from telusur.custody.entry import read_entry
from telusur.custody.tree import leaf_hash, roots
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.custody.keys import PublicKey


def check_log(lines: Sequence[bytes], notes: Sequence[str], key: PublicKey, origin: str) -> None:
    """All of the proof above; returns when it holds.

    Raises:
        EvidenceError: ``checkpoint-invalid``, ``log-altered``, ``log-shortened``,
            ``log-unsigned``; the message names the entry.
    """
    signed = check_checkpoints(notes, key, origin)
    check_entries(lines, signed)


def check_checkpoints(notes: Sequence[str], key: PublicKey, origin: str) -> list[Checkpoint]:
    """Step 1; the checkpoints.

    Raises:
        EvidenceError: ``checkpoint-invalid``.
    """
    signed = []
    for size, note in enumerate(notes, start=1):  # (1)
        try:
            checkpoint = open_checkpoint(note, key, origin)
        except EvidenceError as error:
            raise _checkpoint(size, error.got or "") from None
        if checkpoint.size != size:
            raise _checkpoint(size, f"it is of size {checkpoint.size}")
        signed.append(checkpoint)
    return signed


def check_entries(lines: Sequence[bytes], signed: Sequence[Checkpoint]) -> None:
    """Steps 2 to 4.

    Raises:
        EvidenceError: ``log-altered``, ``log-shortened``, ``log-unsigned``.
    """
    made = roots(leaf_hash(line) for line in lines)
    for index, (line, checkpoint, root) in enumerate(zip(lines, signed, made, strict=False)):
        if root != checkpoint.root:  # (3)
            raise EvidenceError(
                "log-altered",
                f"entry {index} of the log is not what was signed",
                got=_what_stands_there(line, index),
                hint="everything before it holds; compare with an exported bundle",
            )
        try:  # (2)
            entry = read_entry(line)
        except ValueError as error:
            raise malformed(index, str(error)) from None
        if entry.index != index:
            raise malformed(index, f"it carries the number {entry.index}")
    if len(lines) < len(signed):  # (4)
        raise EvidenceError(
            "log-shortened",
            f"entry {len(lines)} of the log is gone, and what came after it",
            got=f"{len(lines)} entries",
            expected=f"{len(signed)}, as the last checkpoint says",
        )
    if len(lines) > len(signed):
        raise EvidenceError(
            "log-unsigned",
            f"entry {len(signed)} of the log is not signed, nor what comes after it",
            got=f"{len(lines)} entries",
            expected=f"{len(signed)}, as the last checkpoint says",
            hint="a crash leaves this, or somebody without the key; the next entry sets it aside",
        )


def check_extends(lines: Sequence[bytes], earlier: Checkpoint) -> None:
    """Whether the log only adds to a checkpoint that was kept elsewhere.

    Raises:
        EvidenceError: ``log-rewritten``.
    """
    made = list(roots(leaf_hash(line) for line in lines[: earlier.size]))
    if len(made) < earlier.size or (made and made[-1] != earlier.root):
        raise EvidenceError(
            "log-rewritten",
            "the log does not extend the checkpoint that was kept elsewhere",
            got=f"{len(lines)} entries",
            expected=f"the same first {earlier.size} entries",
            hint="the log was put back or written anew after that checkpoint",
        )


def split_notes(text: str) -> list[str]:
    """The notes of ``checkpoints.txt``: an empty line stands between two.

    A note has one empty line itself, before its signatures; so every second one divides.
    """
    parts = text.split("\n\n")
    notes = ["\n\n".join(parts[n : n + 2]) for n in range(0, len(parts), 2)] if text else []
    return [note if note.endswith("\n") else f"{note}\n" for note in notes]


def _what_stands_there(line: bytes, index: int) -> str:
    try:
        entry = read_entry(line)
    except ValueError:
        return "a line that is no entry"
    if entry.index != index:
        return f"entry {entry.index} in its place"
    return "an entry with other content"


def malformed(index: int, why: str) -> EvidenceError:
    """That a line is not the entry that should stand there."""
    return EvidenceError("log-altered", f"entry {index} of the log is no entry", got=why)


def _checkpoint(size: int, why: str) -> EvidenceError:
    return EvidenceError(
        "checkpoint-invalid", f"the checkpoint of size {size} does not hold", got=why
    )

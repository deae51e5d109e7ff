"""What leaves a case: its checkpoints to a time-stamping server, its log to others."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from telusur.custody.bundle import write_bundle
from telusur.custody.entry import Item
from telusur.custody.hashing import hash_file
from telusur.custody.log import CHECKPOINTS, ENTRIES
from telusur.custody.timestamp import ask, check_stamp, imprint_of, request_for
from telusur.errors import EvidenceError, UsageError
from telusur.evidence.writing import write_new

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptography.x509 import Certificate

    from telusur.cases.actor import Actor
    from telusur.custody.timestamp import Stamp
    from telusur.evidence.case import Case

STAMPED = "checkpoint-time-stamped"


def stamp_request(case: Case, target: Path) -> None:
    """Write a request to stamp the newest checkpoint, to be carried to a server.

    Raises:
        EvidenceError: ``log-empty``.
        UsageError: ``target-exists``, ``target-unwritable``.
    """
    write_new(target, request_for(_newest(case)))


def stamp(
    case: Case,
    actor: Actor,
    *,
    url: str | None = None,
    response: bytes | None = None,
    roots: Sequence[Certificate] = (),
) -> Stamp:
    """Take in a time stamp over a checkpoint: asked of a server, or brought back from one.

    Raises:
        UsageError: ``time-stamp-url``, ``key-missing`` once the case is closed.
        EvidenceError: ``time-stamp-refused``, ``time-stamp-invalid``, and where the log was
            touched.
    """
    key = case.signing_key()
    if response is None:
        response = ask(url or "", request_for(_newest(case)))
    size, note = note_stamped_by(response, case.log.notes())
    found = check_stamp(response, note, roots)
    path = case.stamps / f"{size:08d}-{hashlib.sha256(response).hexdigest()[:16]}.tsr"
    if path.exists():
        raise UsageError("target-exists", "this time stamp is there already")
    write_new(path, response)
    draft = actor.draft(
        "preservation",
        STAMPED,
        Item(name=path.name, **vars(hash_file(path))),
        size=size,
        server=url,
        time=f"{found.time:%Y-%m-%dT%H:%M:%SZ}",
        signer_checked=found.trusted,
    )
    case.log.append([draft], key, actor.clock)
    return found


def note_stamped_by(response: bytes, notes: Sequence[str]) -> tuple[int, str]:
    """The checkpoint that a time stamp is over, and its size.

    Raises:
        EvidenceError: ``time-stamp-refused``, ``time-stamp-invalid``.
    """
    imprint = imprint_of(response)
    for size, note in enumerate(notes, start=1):
        if hashlib.sha256(note.encode()).digest() == imprint:
            return size, note
    raise EvidenceError("time-stamp-invalid", "a time stamp is over no checkpoint of this log")


def export(case: Case, target: Path, actor: Actor, *, to: str = "") -> Path:
    """A bundle for others: log, checkpoints, time stamps, receipts, public keys, a verifier.

    It holds no byte of the evidence and no private key. The log that it holds says that it was
    handed over, and to whom.

    Raises:
        UsageError: ``target-exists``, ``target-unwritable``, ``key-missing``.
        EvidenceError: where the log was touched.
    """
    if target.exists():
        raise UsageError("target-exists", f"{target.name} is there already")
    draft = actor.draft("disclosure", "log-exported", to=to or None, bundle=target.name)
    if case.signing_key_file.exists():  # a closed log can still be handed on, as it is
        case.log.append([draft], case.signing_key(), actor.clock)
    folder = case.log.folder
    files = {
        "log/entries.jsonl": folder / ENTRIES,
        "log/checkpoints.txt": folder / CHECKPOINTS,
        "keys/signing.pub": case.folder / "keys" / "signing.pub",
        "keys/recipients.txt": case.folder / "keys" / "recipients.txt",
    }
    for name, part in (("log/time-stamps", case.stamps), ("receipts", case.receipts)):
        files |= {f"{name}/{path.name}": path for path in sorted(part.glob("*")) if path.is_file()}
    write_bundle(target, files)
    return target


def _newest(case: Case) -> str:
    notes = case.log.notes()
    if not notes:
        raise EvidenceError("log-empty", "the log has no checkpoint yet")
    return notes[-1]

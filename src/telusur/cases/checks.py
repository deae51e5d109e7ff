"""A case recomputed: its log, its description, its time stamps, its files. One check a line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from telusur.cases.handing import STAMPED, note_stamped_by
from telusur.cases.receipts import RECEIPT
from telusur.cases.telling import share_of
from telusur.custody.audit import check_checkpoints, check_entries, check_extends
from telusur.custody.checkpoint import Checkpoint, open_checkpoint
from telusur.custody.hashing import hash_file
from telusur.custody.receipt import check_receipt
from telusur.custody.timestamp import check_stamp
from telusur.errors import EvidenceError, TelusurError
from telusur.evidence.case import DESCRIPTION
from telusur.evidence.inventory import inventory
from telusur.evidence.taking import digest_of
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cryptography.x509 import Certificate

    from telusur.custody.entry import Entry
    from telusur.custody.hashing import Digest
    from telusur.custody.keys import PublicKey
    from telusur.evidence.case import Case
    from telusur.progress import Watcher


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        what: was looked at.
        said: what was found, one line.
        failure: why it does not hold; None: it holds.
    """

    what: str
    said: str
    failure: TelusurError | None = None


def verify(
    case: Case,
    watcher: Watcher,
    *,
    files: bool = True,
    key: PublicKey | None = None,
    kept: str | None = None,
    roots: Sequence[Certificate] = (),
) -> list[Check]:
    """Every check of a case; one that fails does not hide the others where they can still be told.

    Args:
        case: to look at.
        watcher: told what is hashed.
        files: whether the case's files are hashed again.
        key: the log's key as it is known from elsewhere.
        kept: a signed checkpoint of this log that was kept elsewhere.
        roots: certificates that time stamps are followed to.
    """
    checks = [] if key is None else [_try("key", lambda: _expected(case, key))]
    checks += _log(case, kept)
    if any(check.failure for check in checks):
        return checks  # what the log says of files is worth nothing now
    entries = case.log.entries()
    checks.append(_try("description", lambda: _describes(case, entries)))
    checks += _attached(case, entries, roots)
    return [*checks, *(_files(case, entries, watcher) if files else ())]


def _log(case: Case, kept: str | None) -> Iterator[Check]:
    key, origin = case.public_key(), case.facts.origin
    lines, notes = case.log.lines(), case.log.notes()
    signed: list[Checkpoint] = []

    def checkpoints() -> str:
        signed.extend(check_checkpoints(notes, key, origin))
        return f"{len(signed)} signatures of key {key.key_id} hold"

    def entries() -> str:
        check_entries(lines, signed)
        return f"{len(lines)} entries are what was signed, in their order{_clock(case)}"

    yield _try("checkpoints", checkpoints)
    if len(signed) == len(notes):
        yield _try("entries", entries)
    if kept is not None:
        yield _try("kept checkpoint", lambda: _extends(case, lines, kept))


def _attached(
    case: Case, entries: Sequence[Entry], roots: Sequence[Certificate]
) -> Iterator[Check]:
    notes = case.log.notes()
    for entry in entries:
        if entry.action == STAMPED:
            yield _try("time stamp", partial(_stamped, case, entry, notes, roots))
        elif entry.action == RECEIPT:
            yield _try("receipt", partial(_receipt, case, entry))


def _files(case: Case, entries: Sequence[Entry], watcher: Watcher) -> Iterator[Check]:
    watcher.stage("hash")
    for one in inventory(case, entries):
        watcher.step(one.item.name)
        places = [(path, digest_of(one.item)) for path in one.plain]
        for path, digest in [*places, *([one.sealed] if one.sealed else [])]:
            yield _try(f"file {one.item.name}", partial(_unchanged, path, digest, watcher))
    yield _try("folders", lambda: _nothing_else(case, entries))


def _try(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what, look())
    except TelusurError as error:
        return Check(what, error.message, error)


def _expected(case: Case, key: PublicKey) -> str:
    if case.public_key().raw != key.raw:
        raise EvidenceError(
            "key-unexpected",
            "the log is signed with another key",
            got=case.public_key().key_id,
            expected=key.key_id,
        )
    return f"the log's key is the expected one, {key.key_id}"


def _clock(case: Case) -> str:
    """Not a failure: clocks are put right. But a reader should know."""
    times = [entry.when for entry in case.log.entries()]
    back = sum(later < earlier for earlier, later in pairwise(times))
    return f"; {back} are dated before the one before them" if back else ""


def _extends(case: Case, lines: Sequence[bytes], kept: str) -> str:
    earlier = open_checkpoint(kept, case.public_key(), case.facts.origin)
    check_extends(lines, earlier)
    return f"the log only adds to the {earlier.size} entries that it covers"


def _describes(case: Case, entries: Sequence[Entry]) -> str:
    """The description for people says what the first entry says, key and all."""
    if not entries or entries[0].action != "case-opened":
        raise EvidenceError("log-altered", "entry 0 of the log does not open a case")
    opened = entries[0].how.options
    told = tomllib.loads((case.folder / DESCRIPTION).read_text(encoding="utf-8"))
    for name in vars(case.facts):
        if opened.get(name) != told.get(name):
            raise EvidenceError(
                "case-altered", f"{DESCRIPTION} differs from the log's first entry", got=name
            )
    if opened.get("signing_key") != str(case.public_key()):
        raise EvidenceError("case-altered", "the public key is not the one the log begins with")
    return f"{DESCRIPTION} says what the log's first entry says"


def _stamped(case: Case, entry: Entry, notes: Sequence[str], roots: Sequence[Certificate]) -> str:
    path = case.stamps / entry.what[0].name
    _unchanged(path, digest_of(entry.what[0]), None)
    response = path.read_bytes()
    size, note = note_stamped_by(response, notes)
    stamp = check_stamp(response, note, roots)
    vouched = "followed to the roots given" if stamp.trusted else "its signer not looked at"
    return f"the first {size} entries existed at {stamp.time:%Y-%m-%dT%H:%M:%SZ}; {vouched}"


def _nothing_else(case: Case, entries: Sequence[Entry]) -> str:
    """What a crash may have left: above all a plain copy that nobody knows of."""
    known = {item.name for entry in entries for item in entry.what}
    known |= {path.name for one in inventory(case, entries) for path in one.plain}
    parts = (case.copies, case.sealed, case.receipts, case.stamps)
    stray = sorted(path for part in parts for path in part.iterdir() if path.name not in known)
    if stray:
        raise EvidenceError(
            "evidence-unlogged",
            f"{len(stray)} files in the case's folders are not in its log",
            got=printable(f"{stray[0].parent.name}/{stray[0].name}"),
            hint="a crash leaves this; remove them, or add them again",
        )
    return "every file in the case's folders is in its log"


def _receipt(case: Case, entry: Entry) -> str:
    path = case.receipts / entry.what[0].name
    _unchanged(path, digest_of(entry.what[0]), None)
    signed = check_receipt(path.read_bytes(), path.name, case.public_key())
    return f"{path.name} is signed with the case's key at {printable(signed.created)}"


def _unchanged(path: Path, expected: Digest, watcher: Watcher | None) -> str:
    told = share_of(expected.bytes, watcher) if watcher else None
    try:
        found = hash_file(path, told)
    except OSError:
        raise EvidenceError(
            "evidence-missing",
            f"{path.name} is not where the log says, or cannot be read",
            hint="bring it back, or say with `case note` where it went",
        ) from None
    if found != expected:
        raise EvidenceError(
            "evidence-altered",
            f"{path.name} holds other bytes than were taken in",
            got=f"SHA-256 {found.sha256}",
            expected=expected.sha256,
        )
    return f"{found.bytes} bytes, SHA-256 {found.sha256[:16]}…, BLAKE3 {found.blake3[:16]}…"

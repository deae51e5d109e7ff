"""Files of a case are sealed, opened, and destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.cases.telling import share_of
from telusur.custody.entry import Item
from telusur.errors import UsageError
from telusur.evidence.case import check_recipients, read_identity
from telusur.evidence.inventory import (
    REMOVED,
    SEALED,
    SHRED,
    a_plain_copy,
    find,
    inventory,
    location,
)
from telusur.evidence.seal import check_sealed, open_file, seal_file
from telusur.evidence.shred import shred_file
from telusur.evidence.taking import digest_of, stored_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.cases.actor import Actor
    from telusur.custody.keys import SigningKey
    from telusur.evidence.case import Case
    from telusur.evidence.inventory import Held
    from telusur.progress import Watcher

SUFFIX = ".age"


def seal(
    case: Case,
    names: Sequence[str],
    actor: Actor,
    watcher: Watcher,
    *,
    recipients: Sequence[str] = (),
    shred_plain: bool = False,
) -> list[Path]:
    """Seal files of the case (all that are not sealed yet, where none is named).

    Sealed bytes are never changed: a recipient that is new is for files that are sealed from now
    on. The plain file goes only once the sealed one was opened again and found to be the same.

    Raises:
        UsageError: ``no-such-evidence``, ``evidence-ambiguous``, ``not-a-recipient``,
            ``nothing-to-seal``, and where a file cannot be written.
        EvidenceError: ``evidence-missing``, ``evidence-altered``, ``not-removed``, and where the
            log was touched.
    """
    key = case.signing_key()
    held = inventory(case, case.log.entries())
    wanted = [find(held, name) for name in names] or held
    todo = [one for one in wanted if one.sealed is None]
    if not todo and not (shred_plain and any(one.plain for one in wanted)):
        raise UsageError("nothing-to-seal", "every file that was named is sealed already")
    if new := case.add_recipients(recipients):
        added = actor.draft("preservation", "recipients-added", recipients=tuple(new))
        case.log.append([added], key, actor.clock)
    made = [_seal(case, one, actor, watcher, key) for one in todo]
    if shred_plain:
        for one in inventory(case, case.log.entries()):
            if one.item in [other.item for other in wanted]:
                _remove_plain(case, one, actor, watcher, key)
    return made


def _seal(case: Case, one: Held, actor: Actor, watcher: Watcher, key: SigningKey) -> Path:
    everybody = case.recipients()
    plain = a_plain_copy(one)
    target = case.sealed.resolve() / f"{stored_name(one.item)}{SUFFIX}"
    target.unlink(missing_ok=True)  # of a seal that was cut off before it was logged
    watcher.stage("seal")
    watcher.step(one.item.name)
    share = share_of(one.item.bytes, watcher)
    sealed = seal_file(plain, target, check_recipients(everybody), digest_of(one.item), share)
    item = Item(name=target.name, **vars(sealed))
    draft = actor.draft(
        "preservation",
        SEALED,
        one.item,
        item,
        location=location(case, target),
        recipients=tuple(everybody),
    )
    case.log.append([draft], key, actor.clock)
    return target


def _remove_plain(case: Case, one: Held, actor: Actor, watcher: Watcher, key: SigningKey) -> None:
    if one.sealed is None or not one.plain:
        return
    watcher.stage("check")
    watcher.step(one.item.name)
    check_sealed(
        one.sealed[0], case.identity(), digest_of(one.item), share_of(one.item.bytes, watcher)
    )
    inside = [path for path in one.plain if path.is_relative_to(case.folder.resolve())]
    for path in inside or one.plain:  # of what was copied in, the original stays
        draft = actor.draft("disposal", REMOVED, one.item, location=location(case, path))
        case.log.append([draft], key, actor.clock)  # before it is done: never gone unsaid
        if path.exists():
            shred_file(path)


def open_sealed(
    case: Case,
    name: str,
    to: Path,
    actor: Actor,
    watcher: Watcher,
    *,
    identity: Path | None = None,
) -> Path:
    """Open a sealed file into a folder; both hashes are checked before it is left there.

    Raises:
        UsageError: ``no-such-evidence``, ``evidence-ambiguous``, ``not-sealed``, ``key-missing``,
            ``target-exists`` and others where a file or key cannot be used.
        EvidenceError: ``seal-broken``, ``evidence-altered``, and where the log was touched.
    """
    one = find(inventory(case, case.log.entries()), name)
    if one.sealed is None:
        raise UsageError(
            "not-sealed", f"{one.item.name} is not sealed", hint="telusur case seal does it"
        )
    key = case.signing_key()
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The name comes from a dump: only its last part, and never one that hides or climbs.
    plain = to / (one.item.name.replace("/", "_").lstrip(".") or "unnamed")
    watcher.stage("open")
    watcher.step(one.item.name)
    opener = read_identity(identity) if identity else case.identity()
    open_file(one.sealed[0], plain, opener, digest_of(one.item), share_of(one.item.bytes, watcher))
    draft = actor.draft(
        "analysis",
        "file-opened",
        one.item,
        location=location(case, plain.resolve()),
        own_identity=identity is None,
    )
    case.log.append([draft], key, actor.clock)
    return plain


def shred(case: Case, actor: Actor) -> list[Path]:
    """Destroy the case's private keys and the plain copies inside it; close the log.

    Files outside the case stay where they are, and so do sealed ones: other recipients can still
    open them. The log stays, closed, and is verified as before with the public key.

    Raises:
        EvidenceError: ``not-removed``, and where the log was touched.
        UsageError: ``key-missing`` when it was done already.
    """
    key = case.signing_key()
    inside = [path for path in case.copies.resolve().iterdir() if path.is_file()]
    doomed = [*inside, *(path for path in case.secrets if path.exists())]
    drafts = [
        actor.draft("disposal", REMOVED, one.item, location=location(case, path))
        for one in inventory(case, case.log.entries())
        for path in one.plain
        if path in inside
    ]
    announced = actor.draft(
        "disposal",
        SHRED,
        keys=tuple(path.name for path in (*case.secrets, case.signing_key_file)),
        others_can_open=len(case.recipients()) - 1,
    )
    case.log.append([*drafts, announced], key, actor.clock)
    for path in (*doomed, case.signing_key_file):
        shred_file(path)
    return [*doomed, case.signing_key_file]

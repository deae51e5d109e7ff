"""A case is begun, files are taken in, remarks are made."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING, Any

from telusur.cases.actor import Actor, one_line
from telusur.cases.telling import share_of
from telusur.custody.entry import rfc3339
from telusur.errors import UsageError
from telusur.evidence.case import Case, Facts, make_case
from telusur.evidence.inventory import COPIED, REGISTERED, location
from telusur.evidence.taking import stored_name, take

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.custody.entry import Entry, Item, Step
    from telusur.progress import Watcher

ID_BYTES = 16  # 128 random bits: no two cases share them


def begin(
    folder: Path,
    actor: Actor,
    *,
    legal_basis: str,
    title: str = "",
    holder: str = "",
    recipients: Sequence[str] = (),
) -> Case:
    """A new case; its first entry says on which legal basis it holds data, and with which keys.

    Raises:
        UsageError: ``no-legal-basis``, ``case-exists``, ``not-a-recipient``, ``key-unwritable``.
    """
    if not one_line(legal_basis):
        raise UsageError(
            "no-legal-basis",
            "a dump of personal data may be held only on a legal basis",
            expected="--legal-basis, for example the article of the law or the mandate",
        )
    facts = Facts(
        id=secrets.token_hex(ID_BYTES),
        title=one_line(title) or folder.resolve().name,
        created=rfc3339(actor.clock()),
        legal_basis=one_line(legal_basis),
        holder=one_line(holder),
        who=one_line(actor.person),
    )
    new = not folder.exists()
    case = make_case(folder, facts, recipients)
    opened = actor.draft(
        "identification",
        "case-opened",
        **vars(facts),
        signing_key=str(case.public_key()),
        recipients=tuple(case.recipients()),
    )
    try:
        case.log.append([opened], case.signing_key(), actor.clock)
    except BaseException:
        if new:  # a case without its first entry is none
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return case


def add(
    case: Case,
    files: Sequence[Path],
    actor: Actor,
    watcher: Watcher,
    *,
    copy: bool = False,
    note: str | None = None,
) -> list[Item]:
    """Take files into a case: hashed where they lie, or copied into it.

    Raises:
        EvidenceError: as ``take``, and where the log was touched.
        UsageError, LimitReached: when a copy or the log cannot be written.
    """
    key = case.signing_key()
    items, drafts = [], []
    for path in files:
        watcher.stage("hash")
        watcher.step(path.name)
        size = path.stat().st_size if path.is_file() else 0
        item, found = take(path, case.copies if copy else None, share_of(size, watcher))
        items.append(item)
        # 27037: what is hashed where it lies is identified; what is copied is acquired
        drafts.append(
            actor.draft(
                "identification", REGISTERED, item, note=note, location=location(case, found)
            )
        )
        if copy:
            place = location(case, case.copies.resolve() / stored_name(item))
            drafts.append(actor.draft("acquisition", COPIED, item, location=place))
    case.log.append(drafts, key, actor.clock)
    return items


def remark(case: Case, actor: Actor, step: Step, text: str) -> Entry:
    """Something that was done outside Telusur, in a person's own words.

    Raises:
        UsageError: ``no-note`` when the text says nothing; ``log-unwritable``.
        EvidenceError: where the log was touched.
    """
    if not one_line(text):
        raise UsageError("no-note", "the note says nothing", expected="what was done, in a line")
    return case.log.append(
        [actor.draft(step, "remark", note=text)], case.signing_key(), actor.clock
    )[0]


def record(
    case: Case,
    actor: Actor,
    step: Step,
    action: str,
    items: Sequence[Item] = (),
    **options: Any,
) -> Entry:
    """An action of Telusur's own on the case's files, such as an inspection.

    Args:
        case: that it belongs to.
        actor: who ran it.
        step: mostly ``analysis``.
        action: kebab-case.
        items: the files that were read or written.
        options: what the action was told, as ``How.options`` takes them.

    Raises:
        EvidenceError: where the log was touched.
        UsageError: ``log-unwritable``.
    """
    draft = actor.draft(step, action, *items, **options)
    return case.log.append([draft], case.signing_key(), actor.clock)[0]

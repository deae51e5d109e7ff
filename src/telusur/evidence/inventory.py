"""What a case holds, told from its log alone: no second list that could differ from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from telusur.errors import EvidenceError, UsageError
from telusur.evidence.taking import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from telusur.custody.entry import Entry, Item
    from telusur.custody.hashing import Digest
    from telusur.evidence.case import Case

REGISTERED, COPIED, SEALED, REMOVED = (
    "file-registered",
    "file-copied",
    "file-sealed",
    "plain-removed",
)
SHRED = "case-shredded"


@dataclass
class Held:
    """One file of the case, by content.

    Attributes:
        item: as it was first registered.
        plain: where plain copies of it lie.
        sealed: where it lies sealed, with the digest of the sealed bytes; None: not sealed.
    """

    item: Item
    plain: list[Path] = field(default_factory=list)
    sealed: tuple[Path, Digest] | None = None


def inventory(case: Case, entries: Iterable[Entry]) -> list[Held]:
    """Every file of a case, in the order of its first entry."""
    held: dict[str, Held] = {}
    for entry in entries:
        if entry.action not in {REGISTERED, COPIED, SEALED, REMOVED}:
            continue
        item = entry.what[0]
        one = held.setdefault(item.sha256, Held(item))
        place = _path(case, str(entry.how.options.get("location", "")))
        if entry.action == SEALED:
            one.sealed = (place, digest_of(entry.what[1]))
        elif entry.action == REMOVED:
            one.plain = [path for path in one.plain if path != place]
        elif place not in one.plain:
            one.plain.append(place)
    return list(held.values())


def location(case: Case, path: Path) -> str:
    """A place as the log names it: inside the case relative to it, else as a ``file:`` address.

    An address is ASCII whatever the name holds, and leads back to the very same name.
    """
    if path.is_relative_to(case.folder.resolve()):
        return path.relative_to(case.folder.resolve()).as_posix()
    return path.as_uri()


def find(held: list[Held], wanted: str) -> Held:
    """The one file of that name, or whose SHA-256 begins so.

    Raises:
        UsageError: ``no-such-evidence``, ``evidence-ambiguous``.
    """
    found = [
        one
        for one in held
        if one.item.name == wanted or (wanted and one.item.sha256.startswith(wanted.lower()))
    ]
    if not found:
        raise UsageError(
            "no-such-evidence",
            "the case holds no file of that name or hash",
            hint="telusur case log lists them",
        )
    if len(found) > 1:
        raise UsageError(
            "evidence-ambiguous",
            "several files of the case have that name",
            got=", ".join(one.item.sha256[:16] for one in found),
            hint="give the first digits of its SHA-256",
        )
    return found[0]


def a_plain_copy(one: Held) -> Path:
    """Where the file lies readable.

    Raises:
        EvidenceError: ``evidence-missing``.
    """
    for path in one.plain:
        if path.is_file():
            return path
    raise EvidenceError(
        "evidence-missing",
        f"{one.item.name} is not where the log says",
        hint="bring it back, or add it again from where it is now",
    )


def _path(case: Case, place: str) -> Path:
    root = case.folder.resolve()
    if place.startswith("file:"):
        return type(root)(unquote(urlsplit(place).path))
    return root / place

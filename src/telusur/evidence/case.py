"""A case: a private folder with its description, its keys, its log and what is sealed in it.

::

    CASE/                   mode 0700
      case.toml             title, legal basis, holder: for people; the log's first entry decides
      keys/
        signing.key, .pub   Ed25519: signs the log and the case's receipts
        age.key             opens what is sealed; case shred destroys it
        recipients.txt      whom files are sealed to, the case's own key first
        references.key      of keyed references (ADR 16), made on first use
      log/                  entries.jsonl, checkpoints.txt, time stamps
      evidence/             plain copies, where they were asked for
      sealed/               age files
      receipts/             signed receipts
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyrage import RecipientError, x25519

from telusur.custody.keys import PublicKey, load_signing_key, make_signing_key, parse_public_key
from telusur.custody.log import CustodyLog
from telusur.custody.private_file import read_private, write_private
from telusur.errors import EvidenceError, UsageError
from telusur.vocabulary.keyed import Key, load_or_make_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.custody.keys import SigningKey

DESCRIPTION = "case.toml"
PRIVATE_FOLDER = 0o700
ORIGIN = "telusur.case/{}"  # C2SP: an origin names one log in the world


@dataclass(frozen=True)
class Facts:
    """What is said of a case when it is opened.

    Attributes:
        id: random, 32 hex digits.
        title: what the case is called.
        created: RFC 3339.
        legal_basis: why this data may be held at all.
        holder: who is claimed to have lost it; empty: not known.
        who: who handles it unless an action names another.
    """

    id: str
    title: str
    created: str
    legal_basis: str
    holder: str
    who: str

    @property
    def origin(self) -> str:
        """The name of the case's log and signing key."""
        return ORIGIN.format(self.id)


class Case:
    """A case's folder, opened."""

    def __init__(self, folder: Path, facts: Facts) -> None:
        self.folder, self.facts = folder, facts
        self.log = CustodyLog(folder / "log", facts.origin)
        self.stamps = folder / "log" / "time-stamps"
        self.sealed = folder / "sealed"
        self.copies = folder / "evidence"
        self.receipts = folder / "receipts"
        self._keys = folder / "keys"

    @property
    def age_key(self) -> Path:
        """Where the key lies that opens what is sealed."""
        return self._keys / "age.key"

    @property
    def secrets(self) -> tuple[Path, ...]:
        """Every private key but the one that signs."""
        return self.age_key, self._keys / "references.key"

    @property
    def signing_key_file(self) -> Path:
        """Where the key lies that signs the log."""
        return self._keys / "signing.key"

    def signing_key(self) -> SigningKey:
        """What signs the log and receipts. Raises UsageError: as ``load_signing_key``."""
        return load_signing_key(self.signing_key_file, self.facts.origin)

    def public_key(self) -> PublicKey:
        """What the log is checked with. Raises EvidenceError: ``case-damaged``."""
        try:
            return parse_public_key((self._keys / "signing.pub").read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, UsageError):
            raise _damaged("keys/signing.pub") from None

    def reference_key(self) -> Key:
        """The key of keyed references. Raises UsageError: as ``load_or_make_key``."""
        return load_or_make_key(self._keys / "references.key")

    def identity(self) -> x25519.Identity:
        """What opens the sealed files. Raises UsageError: as ``read_identity``."""
        return read_identity(self.age_key)

    def recipients(self) -> list[str]:
        """Whom files are sealed to. Raises EvidenceError: ``case-damaged``."""
        try:
            text = (self._keys / "recipients.txt").read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise _damaged("keys/recipients.txt") from None
        return text.split()

    def add_recipients(self, given: Sequence[str]) -> list[str]:
        """Remember further recipients; those that are new.

        Raises:
            UsageError: ``not-a-recipient``.
        """
        known = self.recipients()
        new = [one for one in dict.fromkeys(given) if one not in known]
        check_recipients(new)
        with (self._keys / "recipients.txt").open("a", encoding="ascii") as file:
            file.writelines(f"{one}\n" for one in new)
        return new


def make_case(folder: Path, facts: Facts, recipients: Sequence[str]) -> Case:
    """A new case in a new or empty folder, with its keys; its log is still empty.

    Raises:
        UsageError: ``case-exists``, ``not-a-recipient``, ``key-unwritable``.
    """
    check_recipients(recipients)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "case-exists", f"{folder} is not an empty folder", expected="a new folder for the case"
        )
    case = Case(folder, facts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(PRIVATE_FOLDER)
        for part in (folder / "keys", case.sealed, case.copies, case.receipts, case.log.folder):
            part.mkdir(mode=PRIVATE_FOLDER)
        case.stamps.mkdir(mode=PRIVATE_FOLDER)
    except OSError as error:
        raise UsageError(
            "key-unwritable", f"no case can be made in {folder}", got=error.strerror
        ) from None
    signing = make_signing_key(case.signing_key_file, facts.origin)
    identity = x25519.Identity.generate()
    write_private(case.age_key, f"{identity}\n".encode())
    everybody = dict.fromkeys([str(identity.to_public()), *recipients])
    write_private(folder / "keys" / "signing.pub", f"{signing.public}\n".encode())
    write_private(folder / "keys" / "recipients.txt", "".join(f"{r}\n" for r in everybody).encode())
    # JSON's texts are TOML's: the same quotes and escapes
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in vars(facts).items()]
    write_private(folder / DESCRIPTION, "".join(lines).encode())  # last: now it is a case
    return case


def open_case(folder: Path) -> Case:
    """The case in a folder.

    Raises:
        UsageError: ``no-case``.
        EvidenceError: ``case-damaged``.
    """
    try:
        with os.fdopen(os.open(folder / DESCRIPTION, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            found = tomllib.load(file)
        facts = Facts(**{name: str(found.pop(name)) for name in Facts.__dataclass_fields__})
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(
            "no-case",
            f"{folder} holds no case",
            hint="telusur case init DIR makes one; --case DIR names it",
        ) from None
    except (OSError, ValueError, KeyError):
        raise _damaged(DESCRIPTION) from None
    return Case(folder, facts)


def check_recipients(given: Sequence[str]) -> list[x25519.Recipient]:
    """The recipients as age knows them.

    Raises:
        UsageError: ``not-a-recipient``.
    """
    try:
        return [x25519.Recipient.from_str(one) for one in given]
    except RecipientError:
        raise UsageError(
            "not-a-recipient", "a recipient is no age public key", expected="age1…"
        ) from None


def read_identity(path: Path) -> x25519.Identity:
    """The first age identity in a private file, as ``age-keygen`` writes it.

    Raises:
        UsageError: ``key-missing``, ``key-exposed``, ``key-unreadable``.
    """
    lines = read_private(path).decode("ascii", "replace").splitlines()
    for line in lines:
        if line.startswith("AGE-SECRET-KEY-"):
            try:
                return x25519.Identity.from_str(line.strip())
            except Exception:  # noqa: BLE001, S112  # pyrage's errors have no common base
                continue
    raise UsageError(
        "key-unreadable", f"{path.name} is not a key", expected="a line AGE-SECRET-KEY-1…"
    )


def _damaged(what: str) -> EvidenceError:
    return EvidenceError(
        "case-damaged",
        f"the case's {what} is missing or cannot be read",
        hint="restore it from a copy, or from an exported bundle",
    )

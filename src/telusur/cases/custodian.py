"""Where a run's keys lie and who signs for it: those of a case, else those of its output folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telusur.cases.actor import Actor
from telusur.cases.holding import record
from telusur.cases.receipts import as_text, keep_receipt, receipt_without_case
from telusur.custody.entry import Item
from telusur.custody.hashing import hash_file
from telusur.evidence.case import open_case
from telusur.vocabulary.keyed import load_or_make_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from telusur.custody.keys import PublicKey
    from telusur.evidence.case import Case
    from telusur.model.findings.receipt import Receipt
    from telusur.vocabulary.keyed import Key

REFERENCE_KEY = ".key"


@dataclass(frozen=True)
class Custodian:
    """Who keeps what a run needs kept.

    Attributes:
        case: whose keys and log are used; None: those of the run's output folder, which has no log.
        actor: named in the case's log.
    """

    case: Case | None
    actor: Actor

    @classmethod
    def of(cls, case: Path | None, who: str | None) -> Custodian:
        """The custodian of a run.

        Raises:
            UsageError: ``no-case``.
            EvidenceError: ``case-damaged``.
        """
        if case is None:
            return cls(None, Actor.here(who))
        opened = open_case(case)
        return cls(opened, Actor.here(who, default=opened.facts.who))

    def reference_key(self, folder: Path) -> Key:
        """The key of keyed references: the case's, else one in ``folder``.

        Raises:
            UsageError: as ``load_or_make_key``.
        """
        return self.case.reference_key() if self.case else load_or_make_key(folder / REFERENCE_KEY)

    def sign(self, receipt: Receipt, folder: Path) -> tuple[str, PublicKey]:
        """The signed receipt as text, and the key to check it with; a case keeps and logs it too.

        Args:
            receipt: to sign.
            folder: of the signing key where there is no case.

        Raises:
            UsageError: as ``keep_receipt`` and ``receipt_without_case``.
            EvidenceError: where the case's log was touched.
        """
        told = receipt.model_dump(mode="json", by_alias=True)
        if self.case is None:
            signed, key = receipt_without_case(folder, self.actor, told)
            return as_text(signed), key
        return as_text(keep_receipt(self.case, self.actor, told)), self.case.public_key()

    def log(self, action: str, written: Iterable[Path], **options: Any) -> None:
        """Log that an analysis was done, with the hashes of the files that it wrote.

        Raises:
            UsageError: ``log-unwritable``.
            EvidenceError: where the log was touched.
        """
        if self.case is None:
            return
        items = [Item(name=path.name, **vars(hash_file(path))) for path in written]
        record(self.case, self.actor, "analysis", action, items, **options)

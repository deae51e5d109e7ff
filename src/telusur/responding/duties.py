"""What the holder owes to the people affected, as far as it can be said.

Severity is not assessed and no law is applied, so nothing is answered here: the question is left
open with what is known of it. Keys and when they are asked: ``docs/methods/verdict.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.model.findings.verdict import CannotTell
from telusur.vocabulary.wording import day, say

if TYPE_CHECKING:
    from telusur.model.claim import Claim


def open_duties(claim: Claim) -> tuple[CannotTell, ...]:
    """Duties that cannot be told yet, each with its reason.

    Args:
        claim: says when the controller came to know, from which deadlines run; or does not.

    Returns:
        Questions for ``verdict.cannot_tell``: ``severity_and_deadlines``.
    """
    return (CannotTell(what="severity_and_deadlines", why=_why_no_deadline(claim)),)


def _why_no_deadline(claim: Claim) -> Bilingual:
    if claim.controller_knew_at is None:
        return Bilingual(
            id="Klaim tidak menyebut kapan pengendali mengetahuinya; tenggat berjalan sejak saat "
            "itu. Tingkat keparahan belum dinilai.",
            en="The claim does not say when the controller came to know, from which deadlines "
            "run. Severity was not assessed.",
        )
    return say(
        "Pengendali mengetahuinya pada {known}; tingkat keparahan dan tenggat menurut hukum yang "
        "berlaku belum dinilai.",
        "The controller came to know on {known}; severity and deadlines under the law in force "
        "were not assessed.",
        known=day(claim.controller_knew_at),
    )

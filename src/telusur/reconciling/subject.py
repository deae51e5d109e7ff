"""Which candidate the answer is about: the claimed holder's, else the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.verdict import Grade
from telusur.reconciling.candidate import is_claimed
from telusur.reconciling.grading import RANK
from telusur.reconciling.shape import fit

if TYPE_CHECKING:
    from telusur.model.claim import Claim
    from telusur.model.findings.records import Records
    from telusur.reconciling.grading import Weighed


def subject(claim: Claim, weighed: tuple[Weighed, ...]) -> Weighed | None:
    """The candidate that ``verdict.grade`` is about; None without candidates.

    Several registers of the claimed holder: the best of them. Ties are settled by the evidence,
    then by name, never by the order in which registers were given.
    """
    claimed = tuple(one for one in weighed if is_claimed(claim, one.candidate.facts))
    return best(claimed or weighed)


def best(weighed: tuple[Weighed, ...]) -> Weighed | None:
    """The highest on the ladder, then the one whose rows and structure fit best."""
    return min(
        weighed,
        key=lambda one: (
            -RANK[one.grade],
            -rows_found(one.candidate.tested),
            -(fit(one.candidate.structure) if one.candidate.structure else 0.0),
            one.candidate.holder,
            one.candidate.name,
        ),
        default=None,
    )


def rows_found(records: Records | None) -> float:
    """Lower bound of the share of rows that belong to the register."""
    if records is None:
        return 0.0
    return (records.consistent or records.match_rate).low


def named_holder(claim: Claim, chosen: Weighed | None, weighed: tuple[Weighed, ...]) -> str | None:
    """The holder that the grade is about; none where "not the same" holds for several."""
    if chosen is None:
        return None
    about_claim = is_claimed(claim, chosen.candidate.facts)
    holders = {one.candidate.holder for one in weighed}
    if chosen.grade is Grade.NOT_THE_SAME and not about_claim and len(holders) > 1:
        return None
    return chosen.candidate.holder

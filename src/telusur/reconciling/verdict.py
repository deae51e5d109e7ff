"""The answer: a grade for each candidate, one for the claim, its grounds, and what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.verdict import CandidateGrade, Grade, Verdict
from telusur.reconciling.candidate import candidates
from telusur.reconciling.cannot_tell import open_questions
from telusur.reconciling.grading import grade
from telusur.reconciling.reasons import why
from telusur.reconciling.statements import statements
from telusur.reconciling.subject import named_holder, subject

if TYPE_CHECKING:
    from telusur.model.claim import Claim
    from telusur.model.findings.dating import Dating
    from telusur.model.findings.profile import Profile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.records import Records
    from telusur.model.findings.structure import Structure
    from telusur.model.findings.tracing import Tracing
    from telusur.model.findings.verdict import CannotTell
    from telusur.model.register import RegisterFacts


def weigh(
    claim: Claim,
    receipt: Receipt,
    profile: Profile,
    registers: tuple[RegisterFacts, ...],
    structure: Structure,
    records: tuple[Records, ...],
    dating: tuple[Dating, ...],
    tracing: Tracing,
    further: tuple[CannotTell, ...] = (),
) -> Verdict:
    """Weigh all evidence.

    1. Grade each register by itself (``grading.py``).
    2. The claimed holder's grade is the verdict's; without one among the registers, the best.
    3. Say what it rests on, each sentence with pointers into the findings.
    4. Say what could not be told.

    ``further`` are questions that later stages leave open about a copy; they are appended to what
    could not be told unless no register is left that it could be a copy of.

    A register without an entry in ``structure``, ``records`` or ``dating`` counts as not examined
    there. The caller still owes that the sections are those of one run.
    """
    found = candidates(registers, structure, records, dating)
    weighed = tuple(grade(candidate, receipt, profile) for candidate in found)  # (1)
    chosen = subject(claim, weighed)  # (2)
    settled = chosen.grade if chosen else Grade.UNDECIDED
    return Verdict(
        grade=settled,
        term=settled.term,
        holder=named_holder(claim, chosen, weighed),
        statements=statements(claim, receipt, chosen, weighed),  # (3)
        candidates=tuple(
            CandidateGrade(
                register_=one.candidate.name,
                holder=one.candidate.holder,
                grade=one.grade,
                why=why(one, receipt),
                basis=one.candidate.basis,
            )
            for one in weighed
        ),
        cannot_tell=open_questions(claim, receipt, tracing, chosen, weighed, further),  # (4)
    )

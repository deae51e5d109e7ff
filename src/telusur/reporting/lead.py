"""Which candidate the answer is about, and where its findings stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.model.findings.dating import Dating
    from telusur.model.findings.records import Records
    from telusur.model.findings.structure import StructureCandidate
    from telusur.model.findings.verdict import CandidateGrade

_MISSING: tuple[None, None] = (None, None)


@dataclass(frozen=True)
class Candidate:
    """One register's findings side by side, with where each stands in the document.

    What a run did not get to is None, and stands nowhere.
    """

    register: str
    holder: str
    grade: CandidateGrade | None
    structure: StructureCandidate | None
    structure_at: str
    records: Records | None
    records_at: str
    dating: Dating | None
    dating_at: str


def candidates(findings: Findings) -> tuple[Candidate, ...]:
    """Every register that the findings name, in the order of ``--register``."""
    structure = {c.register_: (i, c) for i, c in enumerate(findings.structure.candidates)}
    records = {r.register_: (i, r) for i, r in enumerate(findings.records)}
    dating = {d.register_: (i, d) for i, d in enumerate(findings.dating)}
    grades = {c.register_: c for c in findings.verdict.candidates}
    holders = {f.name: f.holder for f in findings.registers}
    holders |= {c.register_: c.holder for c in findings.structure.candidates}
    holders |= {c.register_: c.holder for c in findings.verdict.candidates}
    names = dict.fromkeys([*(f.name for f in findings.registers), *structure, *records, *dating])
    names |= dict.fromkeys(grades)
    return tuple(
        Candidate(
            register=name,
            holder=holders.get(name, name),
            grade=grades.get(name),
            structure=structure.get(name, _MISSING)[1],
            structure_at=_at("/structure/candidates", structure.get(name, _MISSING)[0]),
            records=records.get(name, _MISSING)[1],
            records_at=_at("/records", records.get(name, _MISSING)[0]),
            dating=dating.get(name, _MISSING)[1],
            dating_at=_at("/dating", dating.get(name, _MISSING)[0]),
        )
        for name in names
    )


def _at(section: str, index: int | None) -> str:
    return "" if index is None else f"{section}/{index}"


def lead(findings: Findings) -> Candidate | None:
    """The candidate that ``verdict.grade`` is about; None when there was no register.

    The verdict names a holder and a grade: the first candidate with both is meant, else the
    first with the holder, else the first with the grade.
    """
    verdict, known = findings.verdict, candidates(findings)

    def closeness(candidate: Candidate) -> int:
        same_holder = verdict.holder is not None and candidate.holder == verdict.holder
        same_grade = candidate.grade is not None and candidate.grade.grade == verdict.grade
        return 2 * same_holder + same_grade

    return max(known, key=closeness, default=None)

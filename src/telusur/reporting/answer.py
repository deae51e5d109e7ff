"""The answer in one sentence: grade, holder, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.verdict import Grade
from telusur.reporting.lead import lead

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.reporting.language import Language
    from telusur.reporting.lead import Candidate


def sentence(findings: Findings, language: Language) -> str:
    """One sentence for whoever reads no further."""
    verdict, candidate = findings.verdict, lead(findings)
    term = verdict.term.in_language(language.lang)
    holder = verdict.holder or (candidate.holder if candidate else None)
    if holder is None or candidate is None:
        return language.t("answer_no_holder", term=term)
    share = ends = "–"
    if candidate.records and candidate.records.match_rate.trials:
        rate = candidate.records.match_rate
        share = language.formats.share(rate.value)
        ends = language.formats.interval(rate.low, rate.high)
    return language.t(
        f"answer_{_shade(verdict.grade, candidate)}",
        holder=holder,
        register=_title(findings, candidate, language),
        share=share,
        ends=ends,
    )


def _shade(grade: Grade, candidate: Candidate) -> str:
    """The grade, told apart where the ladder says less than its word may suggest."""
    # A register that declares no columns of its own proves a copy of its rows, not the holder.
    if grade is Grade.VERIFIED and candidate.grade and candidate.grade.basis != "declared":
        return "verified_inferred"
    if grade is Grade.SIMILAR and candidate.structure and candidate.structure.header_only:
        return "similar_header"
    return str(grade)


def _title(findings: Findings, candidate: Candidate, language: Language) -> str:
    """The register's title where its description has one, else its name."""
    for register in findings.registers:
        if register.name == candidate.register:
            title = register.title.id if language.lang == "id" else register.title.en
            return title or register.title.id or register.title.en or register.name
    return candidate.register

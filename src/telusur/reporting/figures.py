"""The five figures that matter, the same on the page and on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reporting.lead import lead

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.reporting.language import Language
    from telusur.reporting.lead import Candidate


@dataclass(frozen=True)
class Figure:
    """One figure: what it is, its value, what to know about it, and where it stands."""

    label: str
    value: str
    note: str
    pointer: str


def five(findings: Findings, language: Language) -> tuple[Figure, ...]:
    """From claimed rows to members, match rate, coherence, age, and people in the whole dump."""
    candidate = lead(findings)
    return (
        _members(findings, candidate, language),
        _match_rate(candidate, language),
        _coherent(candidate, language),
        _age(candidate, language),
        _people(findings, language),
    )


def _members(findings: Findings, candidate: Candidate | None, language: Language) -> Figure:
    number, claimed = language.formats.number, findings.reconciliation.claimed.rows
    read = language.t("figure_members_read", rows=number(findings.receipt.rows_read))
    said = number(claimed) if claimed is not None else language.t("no_number_claimed")
    records = candidate.records if candidate else None
    if records is None or not records.match_rate.trials:
        found = language.t("not_tested")
    else:
        found = number(records.distinct_people)
    return Figure(language.t("figure_members"), f"{said} → {found}", read, "/reconciliation")


def _match_rate(candidate: Candidate | None, language: Language) -> Figure:
    label = language.t("figure_match_rate")
    if candidate is None or candidate.records is None or not candidate.records.match_rate.trials:
        return Figure(label, language.t("not_tested"), language.t("see_cannot_tell"), "/records")
    rate, chance = candidate.records.match_rate, candidate.records.decoys.chance
    note = language.t("interval", ends=language.formats.interval(rate.low, rate.high))
    if chance.tried:
        bound = language.formats.at_most(chance.upper_bound)
        note += "; " + language.t("figure_by_chance", share=bound)
    return Figure(
        label, language.formats.share(rate.value), note, f"{candidate.records_at}/match_rate"
    )


def _coherent(candidate: Candidate | None, language: Language) -> Figure:
    formats = language.formats
    records = candidate.records if candidate else None
    if candidate and records and records.consistent and records.consistent.trials:
        rate = records.consistent
        note = language.t("interval", ends=formats.interval(rate.low, rate.high))
        value = formats.share(rate.value)
        return Figure(language.t("figure_consistent"), value, note, candidate.records_at)
    label = language.t("figure_identical")
    if candidate is None or records is None or not records.match_rate.trials:
        return Figure(label, language.t("not_tested"), language.t("see_cannot_tell"), "/records")
    note = language.t("of_rows", rows=formats.number(records.rows))
    value = formats.number(records.outcome.identical)
    return Figure(label, value, note, f"{candidate.records_at}/outcome")


def _age(candidate: Candidate | None, language: Language) -> Figure:
    label = language.t("figure_age")
    dating = candidate.dating if candidate else None
    if candidate is None or dating is None or dating.earliest is None or dating.latest is None:
        return Figure(label, language.t("not_told"), language.t("see_cannot_tell"), "/dating")
    note = ""
    if dating.confidence is not None:
        note = language.t("confidence", share=language.formats.level(dating.confidence))
    value = language.formats.span(dating.earliest, dating.latest)
    return Figure(label, value, note, candidate.dating_at)


def _people(findings: Findings, language: Language) -> Figure:
    label, number = language.t("figure_people"), language.formats.number
    people = findings.reconciliation.estimated_people
    if people is None:
        note = language.t("see_cannot_tell")
        return Figure(label, language.t("not_told"), note, "/reconciliation")
    note = language.t("interval", ends=f"{number(people.low)}–{number(people.high)}")
    return Figure(label, number(people.value), note, "/reconciliation")

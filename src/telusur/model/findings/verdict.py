"""The answer, its grade, its grounds, and what could not be told."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from telusur.model.base import Bilingual, Frozen


class Grade(StrEnum):
    """The ladder, in the official wording of the case."""

    NOT_THE_SAME = "not_the_same"
    SIMILAR = "similar"
    STRONGLY_SUSPECTED = "strongly_suspected"
    VERIFIED = "verified"
    UNDECIDED = "undecided"

    @property
    def term(self) -> Bilingual:
        """The grade in words."""
        return TERMS[self]


TERMS = {
    Grade.NOT_THE_SAME: Bilingual(id="tidak sama", en="not the same"),
    Grade.SIMILAR: Bilingual(id="ada kemiripan", en="similar"),
    Grade.STRONGLY_SUSPECTED: Bilingual(
        id="diduga kuat identik", en="strongly suspected to be identical"
    ),
    Grade.VERIFIED: Bilingual(id="terverifikasi", en="verified"),
    Grade.UNDECIDED: Bilingual(id="belum dapat dipastikan", en="undecided"),
}


class Statement(Frozen):
    """One sentence of the answer, with pointers to the findings that it rests on."""

    says: Bilingual
    basis: tuple[str, ...] = Field(min_length=1, description="JSON pointers into findings.json")


class CandidateGrade(Frozen):
    """The grade of one register."""

    register_: str = Field(alias="register")
    holder: str
    grade: Grade
    why: Bilingual
    basis: str = Field(default="declared", description="'declared' or 'inferred' exclusive columns")


class CannotTell(Frozen):
    """A question without an answer, and why."""

    what: str = Field(description="stable key of the question, translated by the report")
    why: Bilingual


class Verdict(Frozen):
    """``grade`` is the claimed holder's, else the best of the candidates'."""

    grade: Grade
    term: Bilingual
    holder: str | None
    statements: tuple[Statement, ...]
    candidates: tuple[CandidateGrade, ...]
    cannot_tell: tuple[CannotTell, ...]

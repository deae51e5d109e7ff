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

    says: Bilingual = Field(description="the sentence")
    basis: tuple[str, ...] = Field(min_length=1, description="JSON pointers into findings.json")


class CandidateGrade(Frozen):
    """The grade of one register."""

    register_: str = Field(alias="register", description="name of the register")
    holder: str = Field(description="who keeps it")
    grade: Grade = Field(description="this register's grade")
    why: Bilingual = Field(description="the deciding reason")
    basis: str = Field(default="declared", description="'declared' or 'inferred' exclusive columns")


class CannotTell(Frozen):
    """A question without an answer, and why."""

    what: str = Field(description="stable key of the question, translated by the report")
    why: Bilingual = Field(description="the reason, and what would be needed")


class Verdict(Frozen):
    """``grade`` is the claimed holder's, else the best of the candidates'."""

    grade: Grade = Field(description="the claimed holder's grade, else the best of the candidates'")
    term: Bilingual = Field(description="the grade in the official wording")
    holder: str | None = Field(description="the holder that the grade speaks of; null: none")
    statements: tuple[Statement, ...] = Field(description="the answer, sentence by sentence")
    candidates: tuple[CandidateGrade, ...] = Field(
        description="one grade a register, in the order of --register"
    )
    cannot_tell: tuple[CannotTell, ...] = Field(description="the questions without an answer")

"""What a review is made of: strata of stated probability, pairs drawn, answers, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from telusur.errors import UsageError
from telusur.model.base import Frozen, Interval, Rate
from telusur.model.findings import Findings

if TYPE_CHECKING:
    from pathlib import Path

# Bands of probability that are drawn from alike: the lowest two are not linked, and show what a
# lower threshold would let in.
EDGES = (0.5, 0.9, 0.99, 0.999, 1.0)
ANSWERS = ("yes", "no", "unsure")
FINDINGS, REVIEW = "findings.json", "review.json"
# The columns of the clerks' table that are not values.
ABOUT = ("pair", "stratum", "row", "file", "line", "member", "answer")


class Stratum(Frozen):
    """Pairs of one band of probability."""

    low: float = Field(description="lower end of the band")
    high: float = Field(description="upper end; belongs to the band only where it is 1")
    linked: bool = Field(description="whether its rows are probable")
    pairs: int = Field(ge=0, description="pairs in the band")
    drawn: int = Field(default=0, ge=0, description="pairs that clerks answered")
    yes: int = Field(default=0, ge=0, description="the same person")
    no: int = Field(default=0, ge=0, description="another person")
    unsure: int = Field(default=0, ge=0, description="could not be told")
    right: Rate | None = Field(default=None, description="share of yes among yes and no")


class Review(Frozen):
    """``review.json``: what clerks found."""

    schema_: str = Field(default="telusur.review/1", alias="schema", description="its contract")
    run: str = Field(description="the run's id")
    register_: str = Field(alias="register", description="the register linked with")
    strata: tuple[Stratum, ...] = Field(description="by band of probability, ascending")
    precision: Interval | None = Field(
        default=None,
        description="share of the probable rows that are their member's; null: a band of theirs "
        "has no answer. The low end takes every unsure pair for another person, the high end for "
        "the same",
    )


@dataclass(frozen=True)
class Drawn:
    """Pairs for clerks.

    Attributes:
        table: the CSV file.
        pairs: how many.
        values: whether the values stand beside each other in it.
    """

    table: Path
    pairs: int
    values: bool


def findings_of(run: Path) -> Findings:
    """The findings of a finished run.

    Raises:
        UsageError: ``not-a-run``.
    """
    try:
        return Findings.from_text((run / FINDINGS).read_bytes())
    except OSError:
        raise UsageError(
            "not-a-run", f"{run} holds no findings", expected="the --out of a finished verify"
        ) from None


def pairs_of(run: Path, register: str | None) -> Path:
    """The file of a run's pairs: of the verdict's register, or of the one named.

    Raises:
        UsageError: ``nothing-to-review``.
    """
    named = run / f"linkage-{register}.parquet" if register else run / "linkage.parquet"
    path = named if named.exists() or not register else run / "linkage.parquet"
    if not path.exists():
        raise UsageError(
            "nothing-to-review",
            "the run linked no rows without a key",
            hint="linkage.why in its findings says why",
        )
    return path

"""From the claimed number to real people."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Bilingual, Frozen, Interval


class Step(Frozen):
    """One step of the waterfall; ``rows`` is what is left after it."""

    label: str = Field(description="stable key of the step, translated by the report")
    rows: int = Field(ge=0, description="rows left after this step")
    why: Bilingual = Field(description="what was taken away, or what the number is")
    people: int | None = Field(
        default=None, ge=0, description="distinct members left, where they can be counted"
    )


class Claimed(Frozen):
    """The numbers as announced."""

    rows: int | None = Field(ge=0, description="rows_claimed; null: no number was announced")
    people: int | None = Field(ge=0, description="people_claimed; null: no number was announced")


class Reconciliation(Frozen):
    """Claimed against found."""

    steps: tuple[Step, ...] = Field(description="the waterfall, from the claim downwards")
    claimed: Claimed = Field(description="the numbers as announced")
    estimated_people: Interval | None = Field(
        description="distinct members that the whole dump could hold; null: see sample_limits"
    )
    sample_limits: tuple[Bilingual, ...] = Field(
        description="what a sample of this kind cannot prove"
    )

"""From the claimed number to real people."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Bilingual, Frozen, Interval


class Step(Frozen):
    """One step of the waterfall; ``rows`` is what is left after it."""

    label: str = Field(description="stable key of the step, translated by the report")
    rows: int = Field(ge=0)
    why: Bilingual
    people: int | None = Field(default=None, ge=0)


class Claimed(Frozen):
    """The numbers as announced."""

    rows: int | None = Field(ge=0)
    people: int | None = Field(ge=0)


class Reconciliation(Frozen):
    """Claimed against found."""

    steps: tuple[Step, ...]
    claimed: Claimed
    estimated_people: Interval | None = Field(
        description="distinct members that the whole dump could hold; null: see sample_limits"
    )
    sample_limits: tuple[Bilingual, ...]

"""When the copy was taken."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from telusur.model.base import Bilingual, Frozen


class Moment(Frozen):
    """Agreement at one candidate moment: a point of the dating curve."""

    at: datetime = Field(description="the moment")
    until: datetime | None = Field(description="the moment holds up to here; null: still")
    rows_agreeing: int = Field(ge=0, description="rows that agree with the version valid then")
    disagreements: int = Field(
        ge=0, description="compared values that differ from the version valid then"
    )


class MixturePart(Frozen):
    """Rows of another age than the rest."""

    earliest: datetime | None = Field(description="start of the interval; null: open")
    latest: datetime | None = Field(description="end of the interval; null: open")
    rows: int = Field(ge=0, description="rows of this age")
    share: float = Field(ge=0, le=1, description="of the rows that can be dated")


class Dating(Frozen):
    """A two-sided interval, or why there is none.

    A date is when the register held these values, not when they were stolen.
    """

    register_: str = Field(alias="register", description="name of the register")
    status: Literal["dated", "cannot_tell"] = Field(description="whether there is a date at all")
    best: datetime | None = Field(description="the moment that fits best")
    earliest: datetime | None = Field(
        description="the register cannot have held these values before"
    )
    latest: datetime | None = Field(description="the register cannot have held these values after")
    confidence: float | None = Field(ge=0, le=1, description="of the interval, two-sided")
    mixture: tuple[MixturePart, ...] = Field(
        default=(), description="parts of different age, where there are several"
    )
    basis: tuple[str, ...] = Field(description="what the date rests on, or why it cannot be told")
    explained: tuple[Bilingual, ...] = Field(default=(), description="the basis, in both languages")
    curve: tuple[Moment, ...] = Field(default=(), description="at most 400, for the picture")
    open_start: bool = Field(default=False, description="the history begins inside the interval")
    open_end: bool = Field(default=False, description="nothing in the history closes the interval")

    @model_validator(mode="after")
    def _complete(self) -> Dating:
        dates = (self.best, self.earliest, self.latest, self.confidence)
        if self.status == "dated":
            if any(date is None for date in dates):
                raise ValueError("a dated copy needs best, earliest, latest and confidence")
            if not self.earliest <= self.best <= self.latest:  # type: ignore[operator]  # not None
                raise ValueError("best must lie between earliest and latest")
        elif any(date is not None for date in dates):
            raise ValueError("what cannot be told has no dates")
        return self

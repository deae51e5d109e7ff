"""Rows of the dump against the rows of one register."""

from __future__ import annotations

from pydantic import Field, model_validator

from telusur.model.base import Frozen, Rate
from telusur.model.findings.linkage import Linkage


class Outcome(Frozen):
    """Exactly six classes; together they are all rows. Definitions: docs/reference/findings.md."""

    identical: int = Field(
        ge=0,
        description="the version valid at the dated moment agrees on every compared column; "
        "without history or a date, the register as given",
    )
    changed: int = Field(
        ge=0, description="the key is found and no single version agrees on every compared column"
    )
    former: int = Field(
        ge=0,
        description="a version not valid at the dated moment, earlier or later, agrees on every "
        "compared column",
    )
    probable: int = Field(
        ge=0, description="no key match; linked by other columns above the stated threshold"
    )
    absent: int = Field(ge=0, description="no such member")
    unusable: int = Field(ge=0, description="nothing to match on")

    def total(self) -> int:
        """Number of rows in all classes together."""
        return sum(getattr(self, name) for name in type(self).model_fields)


class DecoyTest(Frozen):
    """Rows that should not match, sent down the same path."""

    tried: int = Field(ge=0, description="decoy rows sent")
    matched: int = Field(ge=0, description="decoy rows that the path took for real")
    upper_bound: float = Field(ge=0, le=1, description="99 % upper bound of the matching share")


class Decoys(Frozen):
    """Three kinds: see docs/methods/decoys.md."""

    chance: DecoyTest = Field(description="identifiers drawn from the dump's own pattern")
    swap: DecoyTest = Field(description="attributes exchanged between people")
    null: DecoyTest = Field(description="identifiers that were never issued")


class Agreement(Frozen):
    """One compared column: among rows whose key was found, how many values agree."""

    dump: str = Field(description="column of the dump")
    register_: str = Field(alias="register", description="column of the register")
    compared: int = Field(
        ge=0, description="rows whose key was found and whose two values could be compared"
    )
    agree: int = Field(ge=0, description="of these, rows whose values agree after normalisation")
    rate: float = Field(ge=0, le=1, description="agree / compared")
    low: float = Field(ge=0, le=1, description="lower end of the rate's interval")
    high: float = Field(ge=0, le=1, description="upper end of the rate's interval")
    method: str = Field(description="name of the interval's method and its confidence level")
    by_chance: float | None = Field(
        default=None, ge=0, le=1, description="agreement of the same column between swapped people"
    )
    rules: dict[str, int] = Field(
        default_factory=dict, description="rows whose value agrees only thanks to this rule"
    )


class Records(Frozen):
    """The re-test of every row against one register."""

    register_: str = Field(alias="register", description="name of the register")
    rows: int = Field(ge=0, description="rows tested")
    distinct_rows: int = Field(ge=0, description="rows left when exact repeats count once")
    distinct_people: int = Field(ge=0, description="members of the register that rows point to")
    outcome: Outcome = Field(description="what became of the rows")
    outcome_detail: dict[str, int] = Field(
        default_factory=dict, description="finer splits of the outcomes, rows by reason"
    )
    match_rate: Rate = Field(
        description="(identical + changed + former) / rows with a key; linking by other columns "
        "changes neither"
    )
    decoys: Decoys = Field(description="how often the path says yes where it should say no")
    agreement: tuple[Agreement, ...] = Field(description="one a compared column")
    keys_used: tuple[tuple[str, ...], ...] = Field(
        default=(),
        description="register columns of each key tried, up to the last that found a row",
    )
    consistent: Rate | None = Field(
        default=None,
        description="share of usable rows whose columns jointly belong to the member found",
    )
    distinct_outcome: Outcome | None = Field(
        default=None, description="the same classes over distinct rows; null: not counted"
    )
    linkage: Linkage | None = Field(
        default=None,
        description="rows without a key match, linked by other columns; null: there was nothing "
        "to link with",
    )

    @model_validator(mode="after")
    def _partition(self) -> Records:
        if self.outcome.total() != self.rows:
            raise ValueError("the outcomes must partition the rows")
        if self.distinct_outcome and self.distinct_outcome.total() != self.distinct_rows:
            raise ValueError("the distinct outcomes must partition the distinct rows")
        return self

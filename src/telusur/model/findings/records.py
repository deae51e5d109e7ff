"""Rows of the dump against the rows of one register."""

from __future__ import annotations

from pydantic import Field, model_validator

from telusur.model.base import Frozen, Rate


class Outcome(Frozen):
    """Exactly six classes; together they are all rows. Definitions: docs/reference/findings.md."""

    identical: int = Field(ge=0)
    changed: int = Field(ge=0)
    former: int = Field(ge=0)
    probable: int = Field(ge=0)
    absent: int = Field(ge=0)
    unusable: int = Field(ge=0)

    def total(self) -> int:
        """Number of rows in all classes together."""
        return sum(getattr(self, name) for name in type(self).model_fields)


class DecoyTest(Frozen):
    """Rows that should not match, sent down the same path."""

    tried: int = Field(ge=0)
    matched: int = Field(ge=0)
    upper_bound: float = Field(ge=0, le=1, description="99 % upper bound of the matching share")


class Decoys(Frozen):
    """Three kinds: see docs/methods/decoys.md."""

    chance: DecoyTest = Field(description="identifiers drawn from the dump's own pattern")
    swap: DecoyTest = Field(description="attributes exchanged between people")
    null: DecoyTest = Field(description="identifiers that were never issued")


class Agreement(Frozen):
    """One compared column: among rows whose key was found, how many values agree."""

    dump: str
    register_: str = Field(alias="register")
    compared: int = Field(ge=0)
    agree: int = Field(ge=0)
    rate: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    method: str
    by_chance: float | None = Field(
        default=None, ge=0, le=1, description="agreement of the same column between swapped people"
    )
    rules: dict[str, int] = Field(
        default_factory=dict, description="rows whose value agrees only thanks to this rule"
    )


class Records(Frozen):
    """The re-test of every row against one register."""

    register_: str = Field(alias="register")
    rows: int = Field(ge=0)
    distinct_rows: int = Field(ge=0)
    distinct_people: int = Field(ge=0, description="members of the register that rows point to")
    outcome: Outcome
    outcome_detail: dict[str, int] = Field(default_factory=dict)
    match_rate: Rate
    decoys: Decoys
    agreement: tuple[Agreement, ...]
    keys_used: tuple[tuple[str, ...], ...] = Field(
        default=(), description="register columns of each key, in the order tried"
    )
    consistent: Rate | None = Field(
        default=None,
        description="share of usable rows whose columns jointly belong to the member found",
    )
    distinct_outcome: Outcome | None = Field(
        default=None, description="the same classes over distinct rows; null: not counted"
    )

    @model_validator(mode="after")
    def _partition(self) -> Records:
        if self.outcome.total() != self.rows:
            raise ValueError("the outcomes must partition the rows")
        if self.distinct_outcome and self.distinct_outcome.total() != self.distinct_rows:
            raise ValueError("the distinct outcomes must partition the distinct rows")
        return self

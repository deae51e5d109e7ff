"""Rows without a key match that were linked by their other columns: docs/methods/linkage.md."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Frozen, Interval, Rate


class Reliability(Frozen):
    """One band of probabilities, held against rows whose member is known."""

    low: float = Field(ge=0, le=1, description="lower end of the band")
    high: float = Field(ge=0, le=1, description="upper end of the band, which belongs to it")
    rows: int = Field(ge=0, description="rows with a known answer in this band")
    stated: float = Field(ge=0, le=1, description="mean probability that they were given")
    right: float = Field(
        ge=0,
        le=1,
        description="share whose best member is theirs, both kinds of known rows weighed as among "
        "the rows tried",
    )


class Linkage(Frozen):
    """What was tried, how, and how far it can be trusted."""

    tried: bool = Field(description="whether rows were linked by their other columns")
    why: str | None = Field(
        default=None, description="reason code where they were not: see docs/methods/linkage.md"
    )
    method: str = Field(default="", description="the method and its implementation")
    rows_left: int = Field(ge=0, description="rows whose key found nobody")
    rows_tried: int = Field(default=0, ge=0, description="of these, rows that were tried")
    sampled_share: float = Field(
        default=1.0, ge=0, le=1, description="share of different contents that a hash drew"
    )
    budget: int = Field(ge=0, description="rows left up to which all are tried")
    threshold: float = Field(ge=0, le=1, description="probability from which a row is probable")
    linked: int = Field(default=0, ge=0, description="rows that reached it")
    without_key: int = Field(default=0, ge=0, description="of these, rows that hold no key at all")
    people: int = Field(default=0, ge=0, description="members that these rows point to")
    compared: tuple[str, ...] = Field(default=(), description="register columns that were weighed")
    rules: tuple[tuple[str, ...], ...] = Field(
        default=(), description="register columns that a candidate agrees on, one list a rule"
    )
    pairs: int = Field(
        default=0, ge=0, description="pairs of a row and a candidate that were weighed"
    )
    taught_by: int = Field(
        default=0,
        ge=0,
        description="rows matched by key from which m was counted; 0: the defaults stand",
    )
    members_expected: float | None = Field(
        default=None, ge=0, le=1, description="estimated share of the rows tried that are members'"
    )
    false_links: Rate | None = Field(
        default=None,
        description="members set aside, sent as rows: share taken for another member",
    )
    expected_false: Interval | None = Field(
        default=None, description="false links among those made, as if no row tried were a member's"
    )
    recall: Rate | None = Field(
        default=None, description="known rows with their keys blanked: share linked to their member"
    )
    precision: Rate | None = Field(
        default=None, description="known rows linked: share linked to their own member"
    )
    reliability: tuple[Reliability, ...] = Field(
        default=(), description="stated probabilities beside what was right"
    )

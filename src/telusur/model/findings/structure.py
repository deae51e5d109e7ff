"""Columns of the dump against the columns of each candidate register."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Bilingual, Frozen, Interval


class ColumnMatch(Frozen):
    """One column of the dump and its counterpart in the register (one to one)."""

    dump: str = Field(description="column of the dump")
    register_: str = Field(alias="register", description="column of the register")
    score: float = Field(ge=0, le=1, description="how well they fit, 1 = fully")
    basis: tuple[str, ...] = Field(description="why: signals in words and numbers")
    explained: tuple[Bilingual, ...] = Field(default=(), description="the basis, in both languages")


class Composite(Frozen):
    """Columns split or joined: several of one side make one of the other."""

    dump: tuple[str, ...] = Field(description="columns of the dump")
    register_: tuple[str, ...] = Field(alias="register", description="columns of the register")
    score: float = Field(ge=0, le=1, description="how well they fit, 1 = fully")
    basis: tuple[str, ...] = Field(description="why: signals in words and numbers")
    explained: tuple[Bilingual, ...] = Field(default=(), description="the basis, in both languages")


class NotTested(Frozen):
    """A form in which columns may hold the register's values, and that was not tried."""

    columns: tuple[str, ...] = Field(description="columns of the dump")
    why: Bilingual = Field(description="what was not tried, and for which reason")


class StructureCandidate(Frozen):
    """How well the dump's columns fit one register. Order of candidates is that of --register."""

    register_: str = Field(alias="register", description="name of the register")
    holder: str = Field(description="who keeps it")
    score: float = Field(ge=0, le=1, description="how well the whole fits, 1 = fully")
    interval: Interval | None = Field(
        default=None,
        description="the score with its interval: pairs may be wrong, or missed; absent only in "
        "findings written before it was measured",
    )
    columns: tuple[ColumnMatch, ...] = Field(description="matched columns, one to one")
    composites: tuple[Composite, ...] = Field(default=(), description="columns split or joined")
    dump_only: tuple[str, ...] = Field(description="columns of the dump without a counterpart")
    register_only: tuple[str, ...] = Field(
        description="columns of the register without a counterpart"
    )
    exclusive_present: tuple[str, ...] = Field(description="register columns, values seen and fit")
    exclusive_absent: tuple[str, ...] = Field(
        description="register columns that only the holder has, and the dump lacks"
    )
    excluded: bool = Field(description="the holder cannot be the source, by structure alone")
    why: str = Field(description="the deciding signals in words")
    explained: Bilingual | None = Field(default=None, description="why, in both languages")
    header_only: bool = Field(default=False, description="no values were given or seen")
    not_tested: tuple[NotTested, ...] = Field(
        default=(), description="what a prepared register, which holds no plain value, cannot tell"
    )


class Trace(Frozen):
    """Something in the dump's own structure that says what system it left."""

    kind: str = Field(
        description="running-number, audit-times, audit-users, names, prefix or dump-header"
    )
    columns: tuple[str, ...] = Field(description="columns of the dump that show it; empty: none")
    says: Bilingual = Field(description="what it says of the system, which names no holder")


class Structure(Frozen):
    """All candidates."""

    candidates: tuple[StructureCandidate, ...] = Field(
        description="one a register, in the order of --register"
    )
    traces: tuple[Trace, ...] = Field(
        default=(), description="what the dump's structure says of the system that it left"
    )

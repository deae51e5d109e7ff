"""Through which part of the register, and which export, it left."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from telusur.model.base import Frozen


class ScopePart(Frozen):
    """Rows and members on one side of a scope rule."""

    rows: int = Field(ge=0, description="rows of the dump")
    members: int = Field(ge=0, description="members of the register")
    coverage: float = Field(ge=0, le=1, description="of these members, those found in the dump")


class Scope(Frozen):
    """A rule in the register's own dimensions that explains which members are in the dump."""

    register_: str = Field(alias="register", description="name of the register")
    rule: str = Field(description="condition on the register's columns")
    inside: ScopePart = Field(description="members that the rule takes in")
    outside: ScopePart = Field(description="all other members")


class ExportMatch(Frozen):
    """How well one known export explains the dump."""

    name: str = Field(description="of the export")
    recipient: str = Field(description="who receives it")
    score: float = Field(ge=0, le=1, description="how well it explains the dump, 1 = fully")
    for_: tuple[str, ...] = Field(alias="for", description="what speaks for it")
    against: tuple[str, ...] = Field(description="what speaks against it")


class Recycled(Frozen):
    """Rows seen before in another source."""

    source: str = Field(description="where the rows were seen before")
    rows: int = Field(ge=0, description="rows seen there")
    share: float = Field(ge=0, le=1, description="of the rows of the dump")


class Fabricated(Frozen):
    """Share of rows that look invented; null where it was not tested."""

    share: float | None = Field(
        default=None, ge=0, le=1, description="of the rows; null: not tested"
    )
    low: float | None = Field(default=None, ge=0, le=1, description="lower end of the interval")
    high: float | None = Field(default=None, ge=0, le=1, description="upper end of the interval")
    signs: tuple[str, ...] = Field(default=(), description="what the share rests on")


class Tracing(Frozen):
    """What can be said of the way out; what cannot stands in verdict.cannot_tell."""

    scope: tuple[Scope, ...] = Field(
        default=(), description="parts of the register that explain who is in the dump"
    )
    exports: tuple[ExportMatch, ...] = Field(default=(), description="known exports, best first")
    order: tuple[str, ...] = Field(default=(), description="what the order of the rows shows")
    marks: tuple[dict[str, Any], ...] = Field(default=(), description="marks found in the rows")
    recycled: tuple[Recycled, ...] = Field(default=(), description="rows seen before elsewhere")
    fabricated: Fabricated = Field(default=Fabricated(), description="rows that look invented")

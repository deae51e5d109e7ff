"""Through which part of the register, and which export, it left."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from telusur.model.base import Frozen


class ScopePart(Frozen):
    """Rows and members on one side of a scope rule."""

    rows: int = Field(ge=0)
    members: int = Field(ge=0)
    coverage: float = Field(ge=0, le=1)


class Scope(Frozen):
    """A rule in the register's own dimensions that explains which members are in the dump."""

    register_: str = Field(alias="register")
    rule: str
    inside: ScopePart
    outside: ScopePart


class ExportMatch(Frozen):
    """How well one known export explains the dump."""

    name: str
    recipient: str
    score: float = Field(ge=0, le=1)
    for_: tuple[str, ...] = Field(alias="for")
    against: tuple[str, ...]


class Recycled(Frozen):
    """Rows seen before in another source."""

    source: str
    rows: int = Field(ge=0)
    share: float = Field(ge=0, le=1)


class Fabricated(Frozen):
    """Share of rows that look invented; null where it was not tested."""

    share: float | None = Field(default=None, ge=0, le=1)
    low: float | None = Field(default=None, ge=0, le=1)
    high: float | None = Field(default=None, ge=0, le=1)
    signs: tuple[str, ...] = ()


class Tracing(Frozen):
    """What can be said of the way out; what cannot stands in verdict.cannot_tell."""

    scope: tuple[Scope, ...] = ()
    exports: tuple[ExportMatch, ...] = ()
    order: tuple[str, ...] = ()
    marks: tuple[dict[str, Any], ...] = ()
    recycled: tuple[Recycled, ...] = ()
    fabricated: Fabricated = Fabricated()

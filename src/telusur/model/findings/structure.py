"""Columns of the dump against the columns of each candidate register."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Frozen


class ColumnMatch(Frozen):
    """One column of the dump and its counterpart in the register (one to one)."""

    dump: str
    register_: str = Field(alias="register")
    score: float = Field(ge=0, le=1)
    basis: tuple[str, ...] = Field(description="why: signals in words and numbers")


class Composite(Frozen):
    """Columns split or joined: several of one side make one of the other."""

    dump: tuple[str, ...]
    register_: tuple[str, ...] = Field(alias="register")
    score: float = Field(ge=0, le=1)
    basis: tuple[str, ...]


class StructureCandidate(Frozen):
    """How well the dump's columns fit one register. Order of candidates is that of --register."""

    register_: str = Field(alias="register")
    holder: str
    score: float = Field(ge=0, le=1)
    columns: tuple[ColumnMatch, ...]
    composites: tuple[Composite, ...] = ()
    dump_only: tuple[str, ...]
    register_only: tuple[str, ...]
    exclusive_present: tuple[str, ...] = Field(description="register columns, values seen and fit")
    exclusive_absent: tuple[str, ...]
    excluded: bool = Field(description="the holder cannot be the source, by structure alone")
    why: str
    header_only: bool = Field(default=False, description="no values were given or seen")


class Structure(Frozen):
    """All candidates."""

    candidates: tuple[StructureCandidate, ...]

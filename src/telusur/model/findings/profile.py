"""What each column of the dump holds."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Frozen


class TypeShare(Frozen):
    """How many of a column's values are valid under one type."""

    type: str
    valid_share: float = Field(ge=0, le=1)


class ColumnProfile(Frozen):
    """One column. Shares are of all rows for nulls, of the values present for validity."""

    table: str
    name: str
    type: str = Field(description="the most specific type that fits, else 'text' or 'empty'")
    valid_share: float = Field(ge=0, le=1)
    null_share: float = Field(ge=0, le=1, description="NULL, empty or blank")
    distinct: int = Field(ge=0)
    masked_examples: tuple[str, ...]
    min_length: int | None = None
    max_length: int | None = None
    also: tuple[TypeShare, ...] = Field(default=(), description="other types that fit in part")


class KeyProfile(Frozen):
    """Columns that (almost) identify a row, and how often one value repeats."""

    columns: tuple[str, ...]
    distinct: int = Field(ge=0)
    max_multiplicity: int = Field(ge=0)


class Profile(Frozen):
    """The dump's tables, column by column."""

    columns: tuple[ColumnProfile, ...]
    duplicate_rows: int = Field(ge=0, description="rows that repeat an earlier row exactly")
    keys: tuple[KeyProfile, ...]

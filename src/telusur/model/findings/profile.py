"""What each column of the dump holds."""

from __future__ import annotations

from pydantic import Field

from telusur.model.base import Frozen


class TypeShare(Frozen):
    """How many of a column's values are valid under one type."""

    type: str = Field(description="name of the type")
    valid_share: float = Field(
        ge=0, le=1, description="of the values present, those valid under it"
    )


class ColumnProfile(Frozen):
    """One column. Shares are of all rows for nulls, of the values present for validity."""

    table: str = Field(description="name of the table")
    name: str = Field(description="as in the receipt: blank headers are column_N")
    type: str = Field(description="the most specific type that fits, else 'text' or 'empty'")
    valid_share: float = Field(
        ge=0, le=1, description="of the values present, those valid under the type"
    )
    null_share: float = Field(ge=0, le=1, description="NULL, empty or blank")
    distinct: int = Field(ge=0, description="distinct values, as written")
    distinct_method: str = Field(
        default="exact", description="'exact', or how the number of distinct values was estimated"
    )
    masked_examples: tuple[str, ...] = Field(
        description="shapes of a few values, drawn by keyed hash; never the values"
    )
    min_length: int | None = Field(default=None, description="of the values present, in characters")
    max_length: int | None = Field(default=None, description="of the values present, in characters")
    also: tuple[TypeShare, ...] = Field(default=(), description="other types that fit in part")


class KeyProfile(Frozen):
    """Columns that (almost) identify a row, and how often one value repeats."""

    columns: tuple[str, ...] = Field(description="that together identify a row")
    distinct: int = Field(ge=0, description="number of distinct keys")
    max_multiplicity: int = Field(ge=0, description="rows that carry the commonest key")


class Profile(Frozen):
    """The dump's tables, column by column."""

    columns: tuple[ColumnProfile, ...] = Field(description="all columns of all tables")
    duplicate_rows: int = Field(ge=0, description="rows that repeat an earlier row exactly")
    keys: tuple[KeyProfile, ...] = Field(description="columns that could identify a row")

"""What each column of the dump holds."""

from __future__ import annotations

from typing import Literal

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


class PersonalColumn(Frozen):
    """A column that speaks for a table of people."""

    name: str = Field(description="of the column")
    type: str = Field(description="what its values are")
    valid_share: float = Field(ge=0, le=1, description="of the values looked at, those valid")
    weight: int = Field(ge=1, description="how much it speaks for people")


class TableProfile(Frozen):
    """One table of the dump: does it hold people?"""

    name: str = Field(description="of the table")
    rows: int = Field(ge=0, description="in all its files")
    people: bool = Field(description="whether the weights of its personal columns reach the bar")
    score: int = Field(ge=0, description="sum of the weights")
    signs: tuple[PersonalColumn, ...] = Field(description="the columns that it rests on")
    verified: bool = Field(description="whether this is the table that the run looks at closely")


class JoinProposal(Frozen):
    """Columns of one table whose values name rows of another."""

    table: str = Field(description="whose rows point elsewhere")
    columns: tuple[str, ...] = Field(description="of that table")
    to: str = Field(description="the table pointed at")
    to_columns: tuple[str, ...] = Field(description="its columns")
    basis: Literal["declared", "name", "type"] = Field(
        description="what proposed it: the file's own definition, the columns' names, or that both "
        "hold one kind of identifier"
    )
    values: int | None = Field(
        ge=0, description="distinct values of the pointing columns; null: not counted"
    )
    found: int | None = Field(ge=0, description="of these, values that the other table has")
    most_rows: int | None = Field(
        ge=0, description="rows of the table pointed at that share one value; 1: a key"
    )


class Profile(Frozen):
    """The dump's tables, column by column."""

    tables: tuple[TableProfile, ...] = Field(
        default=(), description="all tables that were read, those of people first"
    )
    joins: tuple[JoinProposal, ...] = Field(
        default=(), description="how the tables hang together, the surest first"
    )

    columns: tuple[ColumnProfile, ...] = Field(description="of the table looked at closely")
    duplicate_rows: int = Field(ge=0, description="rows that repeat an earlier row exactly")
    keys: tuple[KeyProfile, ...] = Field(description="columns that could identify a row")

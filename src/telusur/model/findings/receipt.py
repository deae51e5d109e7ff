"""What was received and what became of every byte of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from telusur.model.base import Frozen, Notice


class TableReceipt(Frozen):
    """One table of a file."""

    name: str = Field(description="of the table")
    columns: tuple[str, ...] = Field(
        description="as read: blank headers are column_N, repeats name_2"
    )
    rows_read: int = Field(ge=0, description="rows taken in")
    rows_rejected: int = Field(ge=0, description="rows that could not be read")
    lines: int | None = Field(default=None, ge=0, description="physical lines that the table spans")
    newlines_in_values: int | None = Field(
        default=None, ge=0, description="line breaks inside quoted values: lines that are no rows"
    )
    cells: int | None = Field(default=None, ge=0, description="rows_read times columns")


class Rejected(Frozen):
    """Rows that could not be read, by reason; values are never shown."""

    reason: str = Field(description="reason code")
    rows: int = Field(ge=1, description="rows rejected for it")
    lines: tuple[int, ...] = Field(description="line numbers of the first of them, at most 20")


class FileReceipt(Frozen):
    """One file of the dump."""

    name: str = Field(description="of the file, as given")
    bytes: int = Field(ge=0, description="size on disk")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="of the file as received")
    kind: Literal["delimited", "json-lines", "parquet", "columns-only"] | str = Field(
        description="what the file is"
    )
    compression: str | None = Field(default=None, description="gzip or zstd; null: none")
    encoding: str | None = Field(description="of the text; null: not text")
    delimiter: str | None = Field(description="between the fields; null: not delimited")
    quote: str | None = Field(default=None, description="around fields; null: none")
    header: bool = Field(description="whether the first row names the columns")
    tables: tuple[TableReceipt, ...] = Field(description="in the file")
    rejected: tuple[Rejected, ...] = Field(
        default=(), description="rows that could not be read, by reason"
    )
    bytes_unread: int = Field(
        ge=0, description="bytes that belong to no row, header or rejected row"
    )
    warnings: tuple[Notice, ...] = Field(
        default=(), description="what the reader should know of the file"
    )


class Receipt(Frozen):
    """All files of the dump; ``rows_read`` and ``rows_rejected`` are sums over all tables."""

    files: tuple[FileReceipt, ...] = Field(description="all files of the dump")
    rows_read: int = Field(ge=0, description="over all tables")
    rows_rejected: int = Field(ge=0, description="over all tables")

    @model_validator(mode="after")
    def _sums(self) -> Receipt:
        tables = [table for file in self.files for table in file.tables]
        if self.rows_read != sum(table.rows_read for table in tables):
            raise ValueError("rows_read must be the sum over all tables")
        if self.rows_rejected != sum(table.rows_rejected for table in tables):
            raise ValueError("rows_rejected must be the sum over all tables")
        return self

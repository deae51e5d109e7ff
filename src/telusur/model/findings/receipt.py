"""What was received and what became of every byte of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from telusur.model.base import Frozen, Notice


class TableReceipt(Frozen):
    """One table of a file."""

    name: str
    columns: tuple[str, ...]
    rows_read: int = Field(ge=0)
    rows_rejected: int = Field(ge=0)
    lines: int | None = Field(default=None, ge=0, description="physical lines that the table spans")
    newlines_in_values: int | None = Field(
        default=None, ge=0, description="line breaks inside quoted values: lines that are no rows"
    )
    cells: int | None = Field(default=None, ge=0, description="rows_read times columns")


class Rejected(Frozen):
    """Rows that could not be read, by reason; values are never shown."""

    reason: str
    rows: int = Field(ge=1)
    lines: tuple[int, ...] = Field(description="line numbers of the first of them, at most 20")


class FileReceipt(Frozen):
    """One file of the dump."""

    name: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    kind: Literal["delimited", "json-lines", "parquet", "columns-only"] | str
    compression: str | None = None
    encoding: str | None
    delimiter: str | None
    quote: str | None = None
    header: bool
    tables: tuple[TableReceipt, ...]
    rejected: tuple[Rejected, ...] = ()
    bytes_unread: int = Field(ge=0)
    warnings: tuple[Notice, ...] = ()


class Receipt(Frozen):
    """All files of the dump; ``rows_read`` and ``rows_rejected`` are sums over all tables."""

    files: tuple[FileReceipt, ...]
    rows_read: int = Field(ge=0)
    rows_rejected: int = Field(ge=0)

    @model_validator(mode="after")
    def _sums(self) -> Receipt:
        tables = [table for file in self.files for table in file.tables]
        if self.rows_read != sum(table.rows_read for table in tables):
            raise ValueError("rows_read must be the sum over all tables")
        if self.rows_rejected != sum(table.rows_rejected for table in tables):
            raise ValueError("rows_rejected must be the sum over all tables")
        return self

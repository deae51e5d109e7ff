"""What was received and what became of every byte of it."""

from __future__ import annotations

from pydantic import Field, model_validator

from telusur.model.base import Frozen, Notice


class Hint(Frozen):
    """What a file says of itself. It may be false: it is evidence, never a finding by itself."""

    what: str = Field(
        description="tool, tool_version, server, server_version, host, database, schema, user, "
        "dump_started, dump_finished, character_set, collation, engine, next_number, time_zone, "
        "title and the like"
    )
    value: str = Field(description="as written, made safe to show")
    source: str = Field(description="where in the file, such as 'header, line 5'")


class ForeignKey(Frozen):
    """Columns that a file's own definition ties to another table."""

    columns: tuple[str, ...] = Field(description="of this table")
    table: str = Field(description="the other table")
    references: tuple[str, ...] = Field(description="columns of the other; empty: its key")


class Unread(Frozen):
    """Bytes of a file that were not read."""

    offset: int = Field(
        ge=0,
        description="of the first of them, in the file once unpacked; where the warning "
        "offsets-of-copy stands, in the copy of it that was read",
    )
    bytes: int = Field(ge=1, description="how many")
    reason: str = Field(description="reason code")


class Repaired(Frozen):
    """Rows read in another way than their neighbours, because exactly one way fitted."""

    kind: str = Field(description="kind of repair")
    rows: int = Field(ge=1, description="rows repaired so")
    lines: tuple[int, ...] = Field(description="line numbers of the first of them, at most 20")


class LeftOut(Frozen):
    """Lines of a table that are no rows."""

    kind: str = Field(description="preamble, footer, comment, rule, page or header-again")
    lines: int = Field(ge=1, description="physical lines")
    at: tuple[int, ...] = Field(description="line numbers of the first of them, at most 20")


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
    lines_skipped: int | None = Field(
        default=None, ge=0, description="lines before the rows: preamble and header"
    )
    lines_in_rows: int | None = Field(
        default=None,
        ge=0,
        description="physical lines of the rows, where each takes one for every labelled value",
    )
    lines_rejected: int | None = Field(
        default=None, ge=0, description="physical lines of the rejected rows"
    )
    blank_lines: int | None = Field(default=None, ge=0, description="lines that are no rows")
    repaired: tuple[Repaired, ...] = Field(
        default=(), description="rows that did not fit as written and were read all the same"
    )
    left_out: tuple[LeftOut, ...] = Field(
        default=(), description="lines that are no rows: what they are"
    )
    column_types: tuple[str | None, ...] = Field(
        default=(), description="as the file's own definition declares them; empty: it has none"
    )
    primary_key: tuple[str, ...] = Field(default=(), description="as the file declares it")
    unique_keys: tuple[tuple[str, ...], ...] = Field(
        default=(), description="as the file declares them"
    )
    foreign_keys: tuple[ForeignKey, ...] = Field(
        default=(), description="as the file declares them"
    )
    rows_in: str | None = Field(
        default=None, description="the file that the rows lie in, where a dump names another"
    )
    numbered: tuple[str, ...] = Field(
        default=(), description="columns by which the file's definition numbers rows by itself"
    )


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
    kind: str = Field(
        description="what the file is, by its content: archive, arrow, avro, bson, columns-only, "
        "dbf, delimited, fixed-width, json, json-lines, labelled-lines, orc, other, parquet, sql, "
        "sqlite, terminal, workbook or xml; other: no table is in it"
    )
    inside: str | None = Field(
        default=None, description="name of the archive that it is a member of"
    )
    compression: str | None = Field(
        default=None, description="how it is packed, such as gzip; null: not at all"
    )
    content_bytes: int | None = Field(
        default=None, ge=0, description="size once unpacked; null: as on disk"
    )
    lines: int | None = Field(
        default=None, ge=0, description="physical lines of the text, once unpacked; null: not text"
    )
    encoding: str | None = Field(description="of the text; null: not text")
    delimiter: str | None = Field(description="between the fields; null: not delimited")
    quote: str | None = Field(default=None, description="around fields; null: none")
    header: bool = Field(description="whether the first row names the columns")
    tables: tuple[TableReceipt, ...] = Field(description="in the file")
    rejected: tuple[Rejected, ...] = Field(
        default=(), description="rows that could not be read, by reason"
    )
    bytes_unread: int = Field(
        ge=0, description="bytes that belong to no row, header, definition or rejected row"
    )
    unread: tuple[Unread, ...] = Field(
        default=(), description="where those bytes lie; at most 100 places"
    )
    hints: tuple[Hint, ...] = Field(default=(), description="what the file says of itself")
    warnings: tuple[Notice, ...] = Field(
        default=(), description="what the reader should know of the file"
    )


class Confinement(Frozen):
    """What held the process that read the dump, in layers; the guide to reading names each."""

    in_force: tuple[str, ...] = Field(description="layers that held it")
    unavailable: tuple[str, ...] = Field(description="layers that this machine does not offer")


class Receipt(Frozen):
    """All files of the dump; ``rows_read`` and ``rows_rejected`` are sums over all tables."""

    files: tuple[FileReceipt, ...] = Field(description="all files of the dump")
    rows_read: int = Field(ge=0, description="over all tables")
    rows_rejected: int = Field(ge=0, description="over all tables")
    quarantine: Confinement | None = Field(
        default=None, description="what the reading was confined to; null: nothing was opened"
    )

    @model_validator(mode="after")
    def _sums(self) -> Receipt:
        tables = [table for file in self.files for table in file.tables]
        if self.rows_read != sum(table.rows_read for table in tables):
            raise ValueError("rows_read must be the sum over all tables")
        if self.rows_rejected != sum(table.rows_rejected for table in tables):
            raise ValueError("rows_rejected must be the sum over all tables")
        return self

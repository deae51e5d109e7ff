"""What the readers share: what the user may settle, and what reading one file gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.base import Notice
    from telusur.model.evidence import EvidenceFile
    from telusur.model.findings.receipt import FileReceipt, TableReceipt, Unread
    from telusur.reading.writing import Tables

# Called with (bytes done, bytes in all).
Progress = Callable[[int, int], None]


class Kind(StrEnum):
    """Kinds of file that are read; the receipt's words."""

    ARCHIVE = "archive"
    ARROW = "arrow"
    AVRO = "avro"
    BSON = "bson"
    COLUMNS_ONLY = "columns-only"
    DBF = "dbf"
    DELIMITED = "delimited"
    FIXED_WIDTH = "fixed-width"
    JSON = "json"
    JSON_LINES = "json-lines"
    LABELLED_LINES = "labelled-lines"
    ORC = "orc"
    OTHER = "other"  # no table is in it
    PARQUET = "parquet"
    SQL = "sql"
    SQLITE = "sqlite"
    TERMINAL = "terminal"
    WORKBOOK = "workbook"
    XML = "xml"


@dataclass(frozen=True)
class Overrides:
    """What the user settles, in place of what the file's content says.

    Attributes:
        encoding: a codec's name (``--encoding``).
        delimiter: one or more characters (``--delimiter``); "tab" and its escape too.
        no_header: the first row is a row (``--no-header``).
        table: name of the only table to take, where the files hold several (``--table``).
        quote: quote character, or an empty text for none (``--quote``).
        skip: physical lines to leave out before the table (``--skip``).
        columns: names of the columns, in place of a header (``--columns`` beside a dump).
        password: of a packed file (``--password-file``); never recorded.
    """

    encoding: str | None = None
    delimiter: str | None = None
    no_header: bool = False
    table: str | None = None
    quote: str | None = None
    skip: int | None = None
    columns: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Content:
    """A file's bytes, unpacked and private.

    Attributes:
        evidence: the file as taken in, or a member of an archive, measured and hashed alike.
        path: where the unpacked bytes lie; the evidence itself where it is not packed.
        compression: ``gzip``, ``zstd``, ``gzip in zstd`` or None.
    """

    evidence: EvidenceFile
    path: Path
    compression: str | None


@dataclass(frozen=True)
class Text:
    """A file as UTF-8.

    Attributes:
        path: where the text lies.
        encoding: what it was in.
        warnings: what the reader should know of the characters.
        unread: bytes that are no part of the text, such as padding at its end.
        unit: bytes that each character takes in the file, where ``path`` is a copy and all take as
            many; 2 stands for UTF-16, in which some take two such units. None: they differ.
        mark: bytes of the file before the first character.
    """

    path: Path
    encoding: str
    warnings: tuple[Notice, ...] = ()
    unread: tuple[Unread, ...] = ()
    unit: int | None = None
    mark: int = 0


@dataclass(frozen=True)
class TableRead:
    """One table of a file, as Parquet: ``c0…cN`` of text, rows in the file's own order.

    A row's number is its place in the Parquet file, from 1; ``line_`` is the physical line on which
    it starts.

    Attributes:
        path: the Parquet file, private, in the run's work directory.
        receipt: what became of the table; its ``columns`` are the names of ``c0…cN``.
        first_line: line of the first row where every row takes exactly one line after it.
        lined: whether the Parquet file has a column ``line_``; with neither, lines are not known.
        gaps: beside ``first_line``: (row, lines), before that row stand so many lines of no row.
    """

    path: Path
    receipt: TableReceipt
    first_line: int | None = None
    lined: bool = False
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class FileRead:
    """What became of one file: its tables, which are those of its receipt, in order."""

    receipt: FileReceipt
    tables: tuple[TableRead, ...] = ()


@dataclass(frozen=True)
class Head:
    """The first bytes of a file, by which its kind is told.

    Attributes:
        raw: of the bytes as they lie; for a text of the bytes in UTF-8.
        path: where all of them lie.
        bytes: how many there are.
    """

    raw: bytes
    path: Path
    bytes: int


@dataclass(frozen=True)
class Bench:
    """What a reader works with. It runs in the quarantine: no network, capped memory and time.

    Attributes:
        engine: an engine of this process alone; relations made in it are the reader's to drop.
        tables: where the tables go.
        work: private directory for what is needed only while one file is read.
        overrides: what the user settles.
        progress: to be called now and then with the bytes of the content read so far.
        dump: all its files: one may continue another.
    """

    engine: Engine
    tables: Tables
    work: Path
    overrides: Overrides
    progress: Callable[[int], None] = lambda _: None
    dump: tuple[EvidenceFile, ...] = ()


class BinaryReader(Protocol):
    """A module that reads one kind of file which is not text."""

    def recognises(self, head: Head) -> bool:
        """Whether the file is of this kind, by its content alone."""

    def read(self, content: Content, bench: Bench) -> FileRead:
        """Read it.

        Raises:
            EvidenceError: ``unreadable-file``, ``no-rows``.
        """


class TextReader(Protocol):
    """A module that reads one kind of text."""

    def recognises(self, head: Head) -> bool:
        """Whether the text is of this kind; ``head.raw`` is UTF-8."""

    def read(self, content: Content, text: Text, bench: Bench) -> FileRead:
        """Read it.

        Raises:
            EvidenceError: ``unreadable-file``, ``no-rows``.
        """

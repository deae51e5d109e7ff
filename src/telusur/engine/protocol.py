"""What every engine does. ``duckdb/`` and ``spark/`` are twins with the same file names."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa


class Keep(StrEnum):
    """What becomes of a step's result."""

    TABLE = "table"  # computed once and kept until dropped
    VIEW = "view"  # a name for the query; computed where it is used


@dataclass(frozen=True)
class Step:
    """One named piece of SQL: a single SELECT in the restricted dialect.

    Attributes:
        name: the relation it makes; later steps use it as a table.
        sql: a SELECT in DuckDB's dialect, within the allow-list of ``dialect.py``.
        keep: whether its rows are kept.
    """

    name: str
    sql: str
    keep: Keep = Keep.TABLE


@dataclass(frozen=True)
class Column:
    """A column as the engine sees it: its name and its type in DuckDB's words."""

    name: str
    type: str


class FileKind(StrEnum):
    """Files that an engine reads where they lie."""

    PARQUET = "parquet"
    CSV = "csv"
    JSON_LINES = "json-lines"


@dataclass(frozen=True)
class Scan:
    """Files of one kind and one set of columns."""

    kind: FileKind
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Delimited:
    """A delimited text file in UTF-8, its dialect settled.

    Attributes:
        path: the file, decompressed and in UTF-8.
        columns: names, in order; every value is text.
        delimiter: one or more characters between values.
        quote: quote character, or empty for none.
        escape: escape character inside quotes, or empty for none.
        skip_lines: physical lines before the first row (preamble and header).
        numbered: whether the relation also has ``line_``.
        target: file to write the rows to, as Parquet ``c0…cN`` (and ``line_`` where ``Lines`` says
            that it is written); it outlives the relation. None: a file of the engine's own.
    """

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    quote: str = '"'
    escape: str = '"'
    skip_lines: int = 0
    numbered: bool = False
    target: Path | None = None


@dataclass(frozen=True)
class Lines:
    """On which physical line a row starts.

    Attributes:
        first: line of the first row, where a row takes one line; None: not so, or not known.
        gaps: (row, lines): before that row stand so many lines which belong to no row.
        written: the line stands beside the row, in a column ``line_``.
    """

    first: int | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    written: bool = False

    def sql(self, row: str) -> str:
        """The line of the row whose 1-based number is the expression ``row``."""
        if self.written:
            return "line_"
        if self.first is None:
            return "CAST(NULL AS BIGINT)"
        terms = [f"CASE WHEN {row} >= {at} THEN {more} ELSE 0 END" for at, more in self.gaps]
        return " + ".join([f"{row} + {self.first - 1}", *terms])


@dataclass(frozen=True)
class Refused:
    """Records that the reader refused for one reason.

    Attributes:
        reason: code of the reason.
        rows: how many.
        lines: 1-based physical lines on which the first of them start, at most ``MOST_LINES``.
    """

    reason: str
    rows: int
    lines: tuple[int, ...]


# Line numbers kept for each reason: enough to look at, flat in the size of the damage.
MOST_LINES = 20


@dataclass(frozen=True)
class Loaded:
    """What became of every line of a delimited file.

    ``lines`` = skipped lines + ``rows`` + ``newlines_in_values`` + lines of the refused records +
    ``blank_lines``: asserted for every file, so that no row is lost unseen.

    Attributes:
        rows: records kept.
        refused: the others, by reason.
        lines: physical lines of the file.
        newlines_in_values: line ends inside quoted values of the rows kept.
        blank_lines: lines without a byte, which are no records.
        lines_known: whether ``line_`` is exact; where not, it is NULL.
        cut: whether the last record was refused and the file has no final line end.
        repaired: lines with a quote that never closes; each was refused by itself, so that it did
            not swallow the lines behind it.
        unquoted: quotes could not be told apart at all; they were read as part of the values.
        mixed_line_ends: line ends of several kinds, made one kind before reading.
        numbers: on which line each row starts.
    """

    rows: int
    refused: tuple[Refused, ...] = field(default=())
    lines: int = 0
    newlines_in_values: int = 0
    blank_lines: int = 0
    lines_known: bool = True
    cut: bool = False
    repaired: int = 0
    unquoted: bool = False
    mixed_line_ends: bool = False
    numbers: Lines = Lines()

    @property
    def rows_refused(self) -> int:
        """Records refused for any reason."""
        return sum(refused.rows for refused in self.refused)


@dataclass(frozen=True)
class Named:
    """Result of reading a file that names its own columns.

    Attributes:
        columns: names as given, of ``c0…cN``.
        loaded: what became of its lines; a file without lines has 0.
    """

    columns: tuple[str, ...]
    loaded: Loaded


@dataclass(frozen=True)
class Limits:
    """What an engine may use.

    Attributes:
        work: private directory for what spills; removed by the engine's owner.
        reads: directories and files that may be read; nothing else is reachable.
        threads: worker threads, or None for all cores.
        memory_bytes: memory limit, or None for the engine's default (80 % of the machine).
        by_links: files that are opened by a link to each, as their names would mislead the engine.
    """

    work: Path
    reads: tuple[Path, ...] = ()
    threads: int | None = None
    memory_bytes: int | None = None
    by_links: Mapping[Path, Path] = field(default_factory=dict)


class Engine(Protocol):
    """Runs steps and hands back small results.

    Every method raises ``LimitReached`` (``memory-limit``, ``disk-full``) where a limit of the
    machine was met, and ``InternalFault`` (``engine-failed``) where a step could not run; neither
    carries SQL text or a value.
    """

    name: str

    def run(self, *steps: Step) -> None:
        """Make the relations of ``steps``, in order."""

    def collect(self, sql: str) -> pa.Table:
        """Rows of a SELECT whose result is small by construction (aggregates, samples)."""

    def columns(self, relation: str) -> tuple[Column, ...]:
        """Columns of a relation, in order."""

    def load(self, name: str, table: pa.Table) -> None:
        """A small in-memory table (code lists, keys, candidate moments) as a relation."""

    def scan(self, name: str, source: Scan) -> None:
        """Files as a view; CSV and JSON values are text.

        Raises:
            TelusurError: ``unreadable-file``, naming the file, when its content is not of its kind.
        """

    def scan_numbered(self, name: str, path: Path) -> None:
        """A Parquet file of ours as a view: ``row_`` (its rows' places, from 1) and its columns."""

    def read_delimited(self, name: str, source: Delimited) -> Loaded:
        """A delimited file as a relation of text with ``row_`` (1-based order in the file).

        With ``source.numbered`` also ``line_``: the 1-based physical line where the row starts.

        Raises:
            EvidenceError: ``unreadable-file`` when its lines cannot be accounted for.
        """

    def read_json_lines(self, name: str, path: Path) -> Named:
        """JSON objects, one a line, as a relation of text: ``row_``, ``line_``, ``c0…cN``.

        Columns are the union of all keys, in order of first appearance; nested values are JSON
        text, null is NULL.

        Raises:
            LimitReached: ``too-many-columns``.
        """

    def read_parquet(self, name: str, path: Path) -> Named:
        """A Parquet file as a relation of text: ``row_``, ``line_`` (NULL), ``c0…cN``.

        Nested values are JSON text; a whole number stored as a float has no fraction. The file is
        decoded once, so that a damaged one is found here, and read again where it is used.

        Raises:
            EvidenceError: ``unreadable-file``.
        """

    def as_text(self, table: pa.Table) -> pa.Table:
        """A batch of rows held in memory, every value as the text that ``read_parquet`` gives."""

    def write_parquet(self, sql: str, path: Path, *, passing: bool = False) -> None:
        """Rows of a SELECT as one Parquet file, in the SELECT's order.

        It is packed (zstd), or written for speed where it is only ``passing`` to the next step.
        """

    def drop(self, *names: str) -> None:
        """Forget relations; unknown names are ignored."""

    def close(self) -> None:
        """Release everything."""


def quoted(name: str) -> str:
    """A name as an SQL identifier: the only way a dump's column name enters a step."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A constant of ours (pattern, type name) as an SQL literal; never a value of a dump."""
    return "'" + text.replace("'", "''") + "'"


def comma(parts: Sequence[str]) -> str:
    """Expressions joined for a SELECT list."""
    return ",\n  ".join(parts)

"""PostgreSQL's COPY: rows in lines, values between tabs, escapes by backslash; or as CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.reading.sql.escapes import Escapes, unescaped
from telusur.reading.sql.literals import Pool, spans_of
from telusur.reading.sql.names import NAME, TableName, column_names, table_name
from telusur.reading.sql.tokens import run_ends

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER = re.compile(
    rb"(?is)COPY\s+(?:BINARY\s+)?(" + NAME + rb")\s*(?:\(([^;]{0,262144}?)\))?\s*FROM\s+STDIN\b"
    rb"([^;]{0,1000});[^\S\n]*\r?\n"
)
# Rows with a wrong number of values that are looked at for being statements.
MOST_TRIED = 1000
_END = re.compile(rb"(?m)^\\\.[^\S\n]*$")
# A line that is the dump's own, where a section has lost its end.
STRAY = re.compile(
    rb"(?:COPY\s[^\n]{1,4000}FROM\s+stdin|--\s(?:Name|Data for Name|PostgreSQL database dump)\b"
    rb"|(?:ALTER|CREATE)\s+(?:TABLE|INDEX)\s|INSERT\s+INTO\s|SELECT\s+pg_catalog\.|\\(?:un)?restrict\b)"
)
_OPTION = re.compile(
    rb"(?i)\b(DELIMITERS?|NULL|QUOTE|ESCAPE|FORMAT)\s+(?:AS\s+)?(?:E?'((?:[^']|'')*)'|(\w+))"
)


@dataclass(frozen=True)
class Section:
    """One COPY.

    Attributes:
        table: that it fills.
        columns: as named; None: it names none.
        delimiter: between values.
        null: how an absent value is written.
        quote: around values; empty: none, the text format.
        escape: before a quote within quotes.
        header: the first line names the columns.
        escapes: what a backslash means in the text format.
    """

    table: TableName
    columns: tuple[str, ...] | None
    delimiter: int = ord("\t")
    null: bytes = b"\\N"
    quote: str = ""
    escape: str = ""
    header: bool = False
    escapes: Escapes = Escapes.COPY


def section(found: re.Match[bytes]) -> Section:
    """What a COPY line says; ``found`` is a match of :data:`HEADER`."""
    columns = column_names(found.group(2)) if found.group(2) is not None else None
    options: dict[str, bytes] = {}
    for match in _OPTION.finditer(found.group(3)):
        name = match.group(1).upper().rstrip(b"S").decode()
        value = match.group(2) if match.group(2) is not None else match.group(3)
        options[name] = value.replace(b"''", b"'").replace(b"\\t", b"\t")
    words = found.group(3).upper()
    csv = options.get("FORMAT", b"").lower() == b"csv" or bool(re.search(rb"\bCSV\b", words))
    delimiter = options.get("DELIMITER") or (b"," if csv else b"\t")
    quote = (options.get("QUOTE") or b'"')[:1].decode("latin-1") if csv else ""
    return Section(
        table_name(found.group(1)),
        columns,
        delimiter[0],
        options.get("NULL", b"" if csv else b"\\N"),
        quote,
        (options.get("ESCAPE") or quote.encode("latin-1"))[:1].decode("latin-1"),
        bool(re.search(rb"\bHEADER\b(?!\s+(?:FALSE|OFF|0))", words)),
    )


@dataclass(frozen=True)
class Lines:
    """Rows of a part of a section.

    Attributes:
        pool: their values.
        first: of each row the place of its first value.
        counts: of each row the number of its values.
        begins: of each row the place of its first byte.
        end: place behind the last whole row.
    """

    pool: Pool
    first: NDArray[np.int64]
    counts: NDArray[np.int64]
    begins: NDArray[np.int64]
    end: int

    def until(self, row: int) -> Lines:
        """The rows before ``row``."""
        return replace(
            self, first=self.first[:row], counts=self.counts[:row], begins=self.begins[:row]
        )

    def behind(self, row: int) -> Lines:
        """The rows from ``row`` on."""
        return replace(
            self, first=self.first[row:], counts=self.counts[row:], begins=self.begins[row:]
        )


def stray(data: bytes, found: Lines, expected: int) -> int | None:
    """The first line that does not fit and is a statement: the section has lost its end."""
    if expected == 1 or not len(found.counts):
        return None
    most = expected or int(np.bincount(found.counts).argmax())
    for row in np.flatnonzero(found.counts != most)[:MOST_TRIED].tolist():
        if STRAY.match(data, int(found.begins[row])):
            return int(row)
    return None


def end_of(data: bytes, begin: int) -> re.Match[bytes] | None:
    r"""The line ``\.`` that ends a section."""
    at = begin
    while (at := data.find(b"\\.", at)) >= 0:
        if at == begin or data[at - 1] == ord("\n"):
            found = _END.match(data, at)
            # at the very end of what was read the line may go on
            if found and (found.end() < len(data) or data[at:].rstrip() == b"\\."):
                return found
        at += 2
    return None


def lines(data: bytes, of: Section) -> Lines:
    """Rows of ``data``, which begins with one; what stands behind the last line end is left."""
    raw = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero((raw == of.delimiter) | (raw == ord("\n")))
    backslashes = np.empty(0, np.int64)
    if of.quote:
        quotes = _quotes(raw, of)
        marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
    elif b"\\" in data:
        backslashes = np.flatnonzero(raw == ord("\\"))
        escaped = run_ends(backslashes) + 1
        behind = escaped[escaped < len(raw)]
        if np.isin(raw[behind], (of.delimiter, ord("\n"))).any():
            marks = marks[~np.isin(marks, behind)]
    is_end = raw[marks] == ord("\n")
    last = np.flatnonzero(is_end)
    if not len(last):
        empty = np.empty(0, np.int64)
        nothing = np.empty(0, bool)
        return Lines(
            Pool(pa.array([], pa.binary()), empty, nothing, nothing), empty, empty, empty, 0
        )
    marks, is_end = marks[: last[-1] + 1], is_end[: last[-1] + 1]
    begins = np.concatenate([np.zeros(1, np.int64), marks[:-1] + 1])
    ends = marks
    returns = is_end & (ends > begins) & (raw[np.maximum(ends - 1, 0)] == ord("\r"))
    if returns[last].all():  # the file's lines end so; within values it is escaped
        ends = ends - returns
    row_ends = np.flatnonzero(is_end)
    first = np.concatenate([np.zeros(1, np.int64), row_ends[:-1] + 1])
    pool = _pool(data, raw, begins, ends, backslashes, of)
    return Lines(pool, first, row_ends + 1 - first, begins[first], int(marks[-1]) + 1)


def _quotes(raw: NDArray[np.uint8], of: Section) -> NDArray[np.int64]:
    quotes = np.flatnonzero(raw == ord(of.quote))
    if of.escape != of.quote:
        escapes = np.flatnonzero(raw == ord(of.escape))
        quotes = quotes[~np.isin(quotes, run_ends(escapes) + 1)]
    return quotes


def _pool(
    data: bytes,
    raw: NDArray[np.uint8],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    backslashes: NDArray[np.int64],
    of: Section,
) -> Pool:
    count = len(begins)
    null = ends - begins == len(of.null)
    for at, sign in enumerate(of.null):
        null &= raw[np.minimum(begins + at, len(raw) - 1)] == sign
    special = np.zeros(count, bool)
    if of.quote:
        special = (ends - begins >= 2) & (raw[np.minimum(begins, len(raw) - 1)] == ord(of.quote))  # noqa: PLR2004
        special &= raw[np.maximum(ends - 1, 0)] == ord(of.quote)
        begins, ends = begins + special, ends - special
    elif len(backslashes):
        special[np.searchsorted(begins, backslashes, side="right").clip(1, None) - 1] = True
    special &= ~null
    main = spans_of(data, begins, ends)
    place = np.where(null, -1, 2 * np.arange(count))
    nothing = np.zeros(count, bool)
    chosen = np.flatnonzero(special)
    if not len(chosen):
        return Pool(main, place, nothing, nothing)
    flavour = None if of.quote else of.escapes
    plain = unescaped(main.take(pa.array(2 * chosen)), flavour, of.quote or None)
    place[chosen] = len(main) + np.arange(len(chosen))
    return Pool(pa.concat_arrays([main, plain]), place, nothing, nothing)

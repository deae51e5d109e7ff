"""Text in columns of fixed width, with or without a header and a ruler of dashes.

Columns are where a ruler says (SQL Server's ``sqlcmd``, Oracle's SQL*Plus, ``psql`` with border 0),
else what lies between places that are blank in every line looked at. Widths are of characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import TableReceipt
from telusur.reading import text_lines
from telusur.reading.growing import Growing, dropped_on_error
from telusur.reading.header import First, first_of
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named, numbered
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.refusals import Refusals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from telusur.reading.interface import Bench, Content, Head, Text
    from telusur.reading.text_lines import Batch

# Lines that show where columns lie, and how few of them show nothing.
SAMPLE_LINES = 400
FEWEST_LINES = 8
# Of lines without a ruler, this share has one length, or ends behind the last column's beginning.
MOST = 0.95
MOST_COLUMNS = 500
# Blanks between columns that no text has between its words everywhere.
WIDE = 2
# A ruler stands among the first lines.
RULER_LINES = 30
_RULER = re.compile(r"^ *[-=]{1,}(?:( {1,3}|\t)[-=]+)* *$")
# Signs by which lines are told to be delimited, or drawn.
_DELIMITED = re.compile(r"[,;|\t]")
_FOOTER = re.compile(
    r"^\s*\(?(?P<rows>\d{1,15}) (?:rows?|record\(s\)|baris)"
    r"(?: selected| affected|\(s\)|\.)*\)?\.?\s*$|^SQL>.*$"
)
CUT = "cut-in-mid-row"


@dataclass(frozen=True)
class Layout:
    """Where columns lie.

    Attributes:
        spans: first character and one past the last of each column; the last one is open.
        skip: lines before the rows.
        names: of the columns, where the text names them.
        repeated: header lines that come again on every page.
        ruler: whether a line of dashes told.
        doubtful: nothing tells whether the first line holds names.
    """

    spans: tuple[tuple[int, int | None], ...]
    skip: int
    names: tuple[str, ...] = ()
    repeated: frozenset[str] = frozenset()
    ruler: bool = False
    doubtful: bool = False


def recognises(head: Head) -> bool:
    """Whether a ruler underlines several columns, or every line is blank in the same places."""
    lines = head.raw.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    return layout_of(lines[:-1] if len(head.raw) < head.bytes else lines) is not None


def layout_of(lines: Sequence[str], *, no_header: bool = False) -> Layout | None:
    """The layout of a text that begins with ``lines``, or None where it has no fixed columns."""
    for at, line in enumerate(lines[:RULER_LINES]):
        if at and _RULER.match(line) and "-" * 2 in line.replace("=", "-"):
            return _ruled(lines, at)
    return _unruled([line for line in lines if line.strip()][:SAMPLE_LINES], lines, no_header)


def _ruled(lines: Sequence[str], at: int) -> Layout | None:
    found = [match.span() for match in re.finditer(r"[-=]+", lines[at])]
    header = lines[at - 1]
    below = [line for line in lines[at + 1 : at + SAMPLE_LINES] if line.strip()]
    below = [line for line in below if not _FOOTER.match(line) and line not in (header, lines[at])]
    if len(found) < 2 or not header.strip() or not below or _crossed(header, found):  # noqa: PLR2004 - one column is prose
        return None
    if sum(_crossed(line, found) for line in below) > (1 - MOST) * len(below):
        return None
    spans = _open(found)
    names = tuple(header[first:last].strip() for first, last in spans)
    repeated = frozenset((header.rstrip(), lines[at].rstrip()))
    return Layout(spans, at + 1, names, repeated, ruler=True)


def _crossed(line: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a sign stands between two columns."""
    return any(line[a:b].strip() for (_, a), (b, _) in pairwise(spans))


def _open(spans: list[tuple[int, int]]) -> tuple[tuple[int, int | None], ...]:
    return (*((first, last) for first, last in spans[:-1]), (spans[-1][0], None))


def _unruled(lines: list[str], whole: Sequence[str], no_header: bool) -> Layout | None:
    if len(lines) < FEWEST_LINES or any(_DELIMITED.search(line) for line in lines):
        return None
    lengths = [len(line) for line in lines]
    width = max(lengths)
    common = max(set(lengths), key=lengths.count)
    grid = np.array([list(line.ljust(width)) for line in lines])
    blank: NDArray[np.bool_] = (grid == " ").all(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], blank, [True])).astype(np.int8)))
    spans = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    even = lengths.count(common) >= MOST * len(lengths)
    wide = [b - a >= WIDE for (_, a), (b, _) in pairwise(spans)]
    # Prose is blank in no place of every line; a list of codes of two words has one blank in it.
    if len(spans) > MOST_COLUMNS or not any(wide) or not (even or all(wide)):
        return None
    starts = _starts(grid, spans)
    skip = next(at for at, line in enumerate(whole) if line.strip())
    records = [tuple(line[a:b].strip() for a, b in starts) for line in lines]
    first = First.ROW if no_header else first_of(records)
    if first is First.NAMES:
        return Layout(starts, skip + 1, records[0], frozenset((lines[0].rstrip(),)))
    return Layout(starts, skip, doubtful=first is First.DOUBTFUL)


def _starts(
    grid: NDArray[np.str_], spans: list[tuple[int, int]]
) -> tuple[tuple[int, int | None], ...]:
    """Columns with the blanks that belong to them: behind a text, before a figure.

    A later line may be filled further than the ones looked at.
    """
    filled = grid[1:] != " "
    left = [filled[:, first].mean() >= filled[:, last - 1].mean() for first, last in spans]
    edges = [0]
    for at, ((_, last), (first, _)) in enumerate(pairwise(spans)):
        if left[at] == left[at + 1]:
            edges.append(first if left[at] else last)
        else:
            edges.append((last + first + 1) // 2)
    return (*pairwise(edges), (edges[-1], None))


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one text of fixed columns.

    Raises:
        EvidenceError: ``no-rows``.
    """
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(text_lines.PIECE_BYTES).replace("\r\n", "\n")
    layout = layout_of(start.split("\n"), no_header=bench.overrides.no_header)
    if layout is None:
        raise EvidenceError("no-rows", f"{content.evidence.name} has no columns of fixed width")
    reading = _Reading(layout, Growing(bench.tables, lined=True))
    with dropped_on_error(lambda: [reading.table]):
        for batch in text_lines.batches(text.path):
            reading.take(batch)
            bench.progress(int(batch.begins[-1]))
        if not reading.table.rows:
            raise EvidenceError(
                "no-rows", f"{content.evidence.name} has no rows", got="a header alone"
            )
    outline = TableReceipt(
        name=table_name(content.evidence.name),
        columns=(),
        rows_read=0,
        rows_rejected=reading.refused.total,
        lines=reading.lines,
        newlines_in_values=0,
        lines_skipped=reading.skipped,
        blank_lines=reading.blank,
        lines_rejected=reading.refused.total,
    )
    table = reading.table.finish(outline)
    receipt = receipt_of(
        content,
        Kind.FIXED_WIDTH,
        table.receipt,
        encoding=text.encoding,
        header=bool(layout.names),
        rejected=reading.refused.told(),
        warnings=(*text.warnings, *_told(layout, reading)),
    )
    return FileRead(receipt, (table,))


class _Reading:
    """Lines into columns, batch by batch; pages' headers and footers are left out and counted."""

    def __init__(self, layout: Layout, table: Growing) -> None:
        self.table, self.refused = table, Refusals()
        self.lines = self.blank = self.skipped = 0
        self.count: int | None = None
        self._layout = layout
        width = len(layout.spans)
        self._names = named(layout.names) if layout.names else numbered(width)

    def take(self, batch: Batch) -> None:
        """Lines of the text."""
        lines = batch.text
        skip = min(max(self._layout.skip - self.lines, 0), len(lines))
        bare = pc.utf8_rtrim(lines, " \x0c\r")
        blank = np.asarray(pc.equal(pc.utf8_trim(bare, " \x0c"), ""))
        headers = pa.array(list(self._layout.repeated), pa.string())
        again = np.asarray(pc.is_in(pc.utf8_ltrim(bare, "\x0c"), headers))
        footer = np.asarray(pc.match_substring_regex(bare, _FOOTER.pattern.replace("?P<rows>", "")))
        preamble = np.arange(len(lines)) < skip
        crossed = self._crossed(bare)
        rows = ~(blank | again | footer | preamble)
        wrong = np.flatnonzero(rows & crossed)
        cut = batch.last and batch.open_end and self._short(bare)
        for at in np.flatnonzero(footer & ~preamble).tolist():
            told = _FOOTER.match(bare[at].as_py())
            self.count = int(told["rows"]) if told and told["rows"] else self.count
        self.blank += int((blank & ~preamble).sum())
        self.skipped += int((preamble | ((again | footer) & ~blank)).sum())
        if cut and len(rows) and rows[-1]:
            self.refused.add(CUT, [batch.line + len(lines) - 1])
            rows[-1] = False
            wrong = wrong[wrong < len(lines) - 1]
        self.refused.add("misaligned-row", batch.line + wrong)
        rows[wrong] = False
        chosen, numbers = bare.filter(pa.array(rows)), batch.line + np.flatnonzero(rows)
        values = {
            name: _cell(chosen, first, last)
            for name, (first, last) in zip(self._names, self._layout.spans, strict=True)
        }
        self.table.write(values, len(chosen), pa.array(numbers))
        self.lines += len(lines)

    def _crossed(self, lines: pa.Array) -> NDArray[np.bool_]:
        """Lines with a sign between two columns, or a value that goes from one into another."""
        found = np.zeros(len(lines), dtype=np.bool_)
        for (_, last), (first, _) in pairwise(self._layout.spans):
            if last == first:
                edge = pc.utf8_slice_codeunits(lines, first - 1, first + 1)
                found |= np.asarray(pc.match_substring_regex(edge, r"^[^ ]{2}$"))
            else:
                between = pc.utf8_slice_codeunits(lines, last, first)
                found |= np.asarray(pc.not_equal(pc.utf8_trim(between, " "), ""))
        return found

    def _short(self, lines: pa.Array) -> bool:
        """Whether the last line ends before its last column begins."""
        last = self._layout.spans[-1][0]
        return bool(len(lines)) and len(lines[-1].as_py()) <= last


def _cell(lines: pa.Array, first: int, last: int | None) -> pa.Array:
    text = pc.utf8_trim(pc.utf8_slice_codeunits(lines, first, last), " ")
    none = pc.or_(pc.equal(text, ""), pc.equal(text, "NULL"))
    return pc.if_else(none, pa.scalar(None, pa.string()), text)


def _told(layout: Layout, reading: _Reading) -> list[Notice]:
    rows = reading.table.rows + reading.refused.total
    said = {
        "no-header": not layout.names and "columns are named column_1, column_2, …",
        "header-doubtful": layout.doubtful
        and "nothing tells whether the first row holds names or values: it was read as a row",
        "blank-lines": reading.blank and f"{reading.blank:,} blank lines, which are no rows",
        "count-differs": reading.count not in (None, rows)
        and f"the text says that it has {reading.count:,} rows; {rows:,} were found",
        "cut-in-mid-row": CUT in reading.refused.rows
        and "the file ends in the middle of a row: it was cut, and more may be missing",
    }
    return [Notice(code=code, text=text) for code, text in said.items() if text]

"""One sheet into one table: where it starts, what its columns are called, its rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from telusur.reading.header import First, first_of
from telusur.reading.names import named, numbered
from telusur.reading.workbook.cells import padded, text, texts
from telusur.reading.workbook.padding import Padding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet

    from telusur.reading.interface import Overrides
    from telusur.reading.writing import Tables, TableWriter

# Rows looked at to find the header.
SAMPLE_ROWS = 200
BATCH_ROWS = 4096
# A title fills a cell or two; a row of the table fills most of those that its rows fill.
FILLED = 0.6
NO_PADDING = Padding()


@dataclass
class Table:
    """A sheet as it was read.

    Attributes:
        names: of the columns kept.
        first: what the row above the rows was taken for.
        skipped: rows of the sheet before the first row of the table.
        preamble: those of them that say something and are no header.
        lines: rows of the sheet down to its last cell.
        blank: empty rows between the rows.
        long: numbers by column that may lack digits.
        padded: numbers by column that were written with zeros in front.
    """

    writer: TableWriter
    names: tuple[str, ...]
    first: First
    skipped: int
    preamble: int
    lines: int = 0
    blank: int = 0
    long: tuple[int, ...] = ()
    padded: tuple[int, ...] = ()


def taken(
    sheet: CalamineSheet, tables: Tables, overrides: Overrides, padding: Padding = NO_PADDING
) -> Table | None:
    """The sheet as a table, or None where it has no row."""
    sample = list(islice(_filled(sheet), SAMPLE_ROWS))
    sample = [one for one in sample if one[0] > (overrides.skip or 0)]
    if not sample:
        return None
    start = _start([row for _, row in sample])
    body = [[text(value) for value in row] for _, row in sample[start:]]
    first = First.ROW if overrides.no_header else first_of(body)
    header = first is First.NAMES
    if header and len(body) == 1:
        return None
    width = sheet.width
    kept = list(range(width))
    if header and "" in body[0]:
        kept = [at for at in kept if body[0][at] or not _empty(sheet, at)]
    names = named(body[0][at] for at in kept) if header else numbered(width)
    if len(overrides.columns) == len(names):
        names = named(overrides.columns)
    before = sample[start][0] if header else sample[start][0] - 1
    writer = tables.open(len(names), lined=True)
    table = Table(writer, names, first, before, start)
    with writer:
        _write(sheet, kept, table, padding)
    return table


def _filled(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """Rows that are not empty, with their numbers."""
    for at, row in enumerate(sheet.iter_rows(), 1):
        if row.count("") < len(row):
            yield at, row


def _start(rows: list[list[Any]]) -> int:
    """Index of the first row that fills about as many cells as the rows do."""
    filled = [len(row) - row.count("") for row in rows]
    usual = max(Counter(filled).items(), key=lambda one: (one[1], one[0]))[0]
    return next(at for at, count in enumerate(filled) if count >= usual * FILLED)


def _empty(sheet: CalamineSheet, at: int) -> bool:
    return all(row[at] == "" for row in sheet.iter_rows())


def _write(sheet: CalamineSheet, kept: list[int], table: Table, padding: Padding) -> None:
    long, zeros = [0] * len(kept), [0] * len(kept)
    left = (sheet.start or (0, 0))[1] + 1  # columns are numbered in the sheet, rows of it cut
    rows = islice(enumerate(sheet.iter_rows(), 1), table.skipped, None)
    whole = len(kept) == sheet.width
    while batch := list(islice(rows, BATCH_ROWS)):
        table.lines = batch[-1][0]
        full = [(at, row) for at, row in batch if row.count("") < len(row)]
        table.blank += len(batch) - len(full)
        if not full:
            continue
        columns = list(zip(*(row for _, row in full), strict=True))
        made = [texts(column) for column in (columns if whole else [columns[at] for at in kept])]
        long = [before + more for before, (_, more) in zip(long, made, strict=True)]
        arrays, lines = [array for array, _ in made], [at for at, _ in full]
        for at, place in enumerate(kept if padding.columns else ()):
            widths = padding.widths(left + place, lines)
            if widths:
                arrays[at], changed = padded(columns[place], arrays[at], widths)
                zeros[at] += changed
        table.writer.write(arrays, pa.array(lines, pa.int64()))
    table.long, table.padded = tuple(long), tuple(zeros)

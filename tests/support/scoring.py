"""How well a file was read, against its clean twin; and whether every line is accounted for.

The score of a file: rows as multisets of exact cells after trimming, over all its tables together,
F1 of those read against those of the twin; *exact* when they are equal and *named* when the names
of the columns are equal too. A row lost in silence is one of the twin that is neither read, nor
rejected, nor left out with its line counted. A row that was read wrongly stands for one of the
twin; a wide one, for each of the twin's whose values stand in it side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.model.findings.receipt import FileReceipt, TableReceipt

Rows = list[tuple[str, ...]]
Named = list[tuple[tuple[str, ...] | None, Rows]]


@dataclass
class Answer:
    """What a reader gave: of each table its names or None, its rows; or why none."""

    tables: Named
    accounted: int = 0  # rows rejected or left out, said by the reader
    refused: str = ""


@dataclass(frozen=True)
class Score:
    """Of one file."""

    f1: float
    exact: bool
    named: bool
    silent: int


def trimmed(rows: Rows) -> Counter[tuple[str, ...]]:
    """Rows as a multiset; cells trimmed, line ends alike; a row of nothing is none."""
    cleaned = []
    for row in rows:
        cells = [(value or "").replace("\r\n", "\n").replace("\r", "\n").strip() for value in row]
        if any(cells):
            cleaned.append(tuple(cells))
    return Counter(cleaned)


def score(truth: Named, answer: Answer) -> Score:
    """Of one answer; a file that is refused has lost nothing in silence."""
    wanted = trimmed([row for _, rows in truth for row in rows])
    got = trimmed([row for _, rows in answer.tables for row in rows])
    both = sum((wanted & got).values())
    f1 = 2 * both / (wanted.total() + got.total()) if wanted or got else 1.0
    names = [tuple(n.strip() for n in one) if one else None for one, _ in answer.tables]
    told = [tuple(one) if one else None for one, _ in truth]
    lost, spare = wanted - got, got - wanted
    explained = sum(max(1, sum(_holds(row, one) for one in lost)) for row in spare.elements())
    silent = max(0, lost.total() - explained - answer.accounted)
    exact = wanted == got
    return Score(f1, exact, exact and names == told, 0 if answer.refused else silent)


def _holds(row: tuple[str, ...], part: tuple[str, ...]) -> bool:
    if len(part) < 2 or len(part) > len(row):
        return False
    return any(row[at : at + len(part)] == part for at in range(len(row) - len(part) + 1))


def unaccounted(raw: bytes, receipt: FileReceipt) -> int:
    """Lines of a delimited file, neither blank nor in a row, that its receipt does not name.

    What the receipt calls blank is what is left when all else is taken away: more of it than the
    file has lines of nothing is a line that nobody told of.
    """
    lines = re.split(r"\r\n|\n|\r", raw.decode((receipt.encoding or "utf-8").split()[0], "replace"))
    lines = lines[:-1] if not lines[-1] else lines
    begin = missing = 0
    for table in receipt.tables:
        own = lines[begin : begin + (table.lines or 0)]
        missing += max(0, _left(table, begin) - _hollow(own, table, receipt))
        begin += table.lines or 0
    return missing + max(0, len(lines) - begin)


def _left(table: TableReceipt, begin: int) -> int:
    """Lines that are no row of the table, no part of one, and of which nothing else is said."""
    below = begin + (table.lines_skipped or 0)
    among = sum(at > below for one in table.left_out for at in one.at)
    told = (table.lines_skipped, table.newlines_in_values, table.lines_rejected)
    return (table.lines or 0) - table.rows_read - sum(one or 0 for one in told) - among


def _hollow(lines: list[str], table: TableReceipt, receipt: FileReceipt) -> int:
    signs = f" \t\"'{receipt.delimiter or ''}\ufeff\0"
    return sum(not line.strip(signs) for line in lines[table.lines_skipped or 0 :])

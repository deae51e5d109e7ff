"""Which of a table's first rows name its columns, and what the names are.

A row above the data breaks the types of the columns below it (after Christodoulakis et al.,
"Pytheas: pattern-based table discovery in CSV files", 2020). One row alone is judged by
``header.first_of``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reading.delimited_text.fitting import Model
from telusur.reading.header import First, first_of, no_name

if TYPE_CHECKING:
    from collections.abc import Sequence

# A header of more rows than this is none that anybody writes.
MOST_ROWS = 5
# A row above others may leave so much of its cells empty, as the names of groups do.
GROUPED = 0.8


@dataclass(frozen=True)
class Heading:
    """How many rows name the columns, what the first row is, and the names (blank where none)."""

    rows: int
    first: First
    names: tuple[str, ...]


def heading_of(rows: Sequence[Sequence[str]]) -> Heading:
    """The heading of a table, from its first rows of one width: at most some thousands."""
    if not rows:
        return Heading(0, First.ROW, ())
    if any(map(no_name, rows[0])):
        return Heading(0, First.ROW, ())
    if len(rows[0]) > 1:  # a header that comes again below is no value of its columns
        rows = [rows[0], *(row for row in rows[1:] if row != rows[0])]
    several = _several(rows)
    if several > 1:
        return Heading(several, First.NAMES, _joined(rows[:several]))
    first = first_of([tuple(row) for row in rows])
    if first is First.NAMES:
        return Heading(1, first, tuple(value.strip() for value in rows[0]))
    return Heading(0, first, ())


def _several(rows: Sequence[Sequence[str]]) -> int:
    body = rows[MOST_ROWS:] if len(rows) > 2 * MOST_ROWS else rows[2:]
    model = Model.of(body, len(rows[0]))
    if not model.typed:
        return 0
    count = 0
    for at, row in enumerate(rows[:MOST_ROWS]):
        breaks = model.conflicts(row)
        kept = sum(
            column.shape is not None and column.judge(value) > 0
            for column, value in zip(model.columns, row, strict=True)
        )
        filled = sum(bool(value.strip()) for value in row)
        if breaks > kept:
            count = at + 1
        elif filled > GROUPED * len(row) and kept:
            break
    return count


def _joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Names from the top down; a name of a group holds for the blanks to its right."""
    parts: list[list[str]] = [[] for _ in rows[0]]
    for at, row in enumerate(rows):
        group = ""
        for place, value in enumerate(row):
            if at and rows[at - 1][place].strip():
                group = ""  # another group above: nothing to its left holds for it
            group = value.strip() or (
                group if at < len(rows) - 1 and rows[-1][place].strip() else ""
            )
            if group and group not in parts[place]:
                parts[place].append(group)
    return tuple(" ".join(one) for one in parts)

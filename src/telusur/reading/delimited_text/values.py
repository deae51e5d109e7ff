r"""What is made of a table's values once it is read, and which of its columns are any.

- ``\N`` stands for no value, as in the exports of MySQL and PostgreSQL;
- ``="0012"`` is how spreadsheets are told to keep a text that looks like a number;
- a column at an edge with neither a name nor a value is what a delimiter at the end of each row,
  or bars around it, leave behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma, quoted
from telusur.model.base import Notice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telusur.engine.protocol import Engine
    from telusur.reading.delimited_text.area import Area
    from telusur.reading.delimited_text.lexing import Piece, Signs

# Rows from which a nameless column of nothing is told where no header says so.
LEAST_ROWS = 3
_ABSENT = "{0} = '\\N'"
_TEXT = """replace(replace({0}, '="', ''), '"', '')"""
_FORMULA = """{0} LIKE '="%"' AND NOT {0} LIKE '="%"%"'"""


@dataclass(frozen=True)
class Marks:
    """Which marks the part of a file that was looked at holds."""

    absent: bool = False
    formulas: bool = False

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return self.absent or self.formulas


def marks_of(pieces: Iterable[Piece], signs: Signs) -> Marks:
    """The marks that stand between delimiters."""
    sign = re.escape(signs.delimiter)
    before, behind = rb"(?:\A|[\r\n]|" + sign + rb")", rb"(?:\Z|[\r\n]|" + sign + rb")"
    absent = re.compile(before + rb'"?\\N"?' + behind)
    formula = re.compile(before + rb'(?:"=""[^"\r\n]*"""|="[^"\r\n]*")' + behind)
    raw = [piece.raw for piece in pieces]
    return Marks(
        any(b"\\N" in one and absent.search(one) is not None for one in raw),
        any(b'="' in one and formula.search(one) is not None for one in raw),
    )


def shown(engine: Engine, relation: str, area: Area, rows: int) -> tuple[int, ...]:
    """The columns of a table but those at its edges that are none; ``rows``: how many it has."""
    names = (*area.heading.names, *[""] * area.width)
    first, stop = 0, area.width

    def hollow(place: int) -> bool:
        counted = f"SELECT count(c{place}) AS n FROM {quoted(relation)}"
        return not names[place] and engine.collect(counted)["n"][0].as_py() == 0

    if not rows or area.width == 1:
        return tuple(range(stop))
    if not area.heading.rows and (rows < LEAST_ROWS or not (hollow(0) and hollow(stop - 1))):
        return tuple(range(stop))
    while stop > 1 and hollow(stop - 1):
        stop -= 1
    while stop - first > 1 and hollow(first):
        first += 1
    return tuple(range(first, stop))


def settled(
    engine: Engine, relation: str, target: str, places: tuple[int, ...], marks: Marks
) -> tuple[Notice, ...]:
    """Make the view ``target`` of the columns at ``places`` with marks undone, and say so."""
    values = []
    for at, place in enumerate(places):
        one, cases = f"c{place}", ""
        if marks.absent:
            cases += f"WHEN {_ABSENT.format(one)} THEN NULL "
        if marks.formulas:
            cases += f"WHEN {_FORMULA.format(one)} THEN {_TEXT.format(one)} "
        values.append(f"{f'CASE {cases}ELSE {one} END' if cases else one} AS c{at}")
    sql = f"SELECT row_, line_, {comma(values)} FROM {quoted(relation)}"
    engine.run(Step(target, sql, keep=Keep.VIEW))
    said = []
    absent = marks.absent and _count(engine, relation, places, _ABSENT)
    formulas = marks.formulas and _count(engine, relation, places, _FORMULA)
    if absent:
        text = f"{absent:,} values are written as \\N: no value"
        said.append(Notice(code="absent-marks", text=text))
    if formulas:
        text = f'{formulas:,} values are written as formulas that keep a text (="0012")'
        said.append(Notice(code="text-formulas", text=f"{text}: the text was read"))
    return tuple(said)


def _count(engine: Engine, relation: str, places: tuple[int, ...], test: str) -> int:
    each = [f"count(CASE WHEN {test.format(f'c{place}')} THEN 1 END)" for place in places]
    found = engine.collect(f"SELECT {' + '.join(each)} AS n FROM {quoted(relation)}")
    return int(found["n"][0].as_py())

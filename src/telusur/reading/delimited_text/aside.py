"""Lines that stand aside from a table wherever they are, and rows written with another delimiter.

They are told before tables are: rules and comments part no tables, and rows of another delimiter
would look like lines of one value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text.area import LeftOut
from telusur.reading.delimited_text.fitting import Model
from telusur.reading.delimited_text.heading import heading_of
from telusur.reading.delimited_text.mending import OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from telusur.reading.delimited_text.area import Area
    from telusur.reading.delimited_text.survey import Survey

# So many lines are looked at one by one; a file that has more of them is no table.
MOST_LOOKED_AT = 5000
# Of a line that says which page it is, where blanks part values.
MOST_WORDS = 4
# Rows by which a comment is told from a row of as many values.
SAMPLE_ROWS = 200
# Two values are an accident; three of a line are none.
LEAST_VALUES = 3

_RULE = re.compile(r"[\s|+\-=_*~#.:]+")
_PAGE = re.compile(
    r"\W*(?:page|seite|halaman|hal\.?|hlm\.?|página|pagina|p\.)\s*\d+"
    r"(?:\s*(?:/|of|von|dari|de|di|sur)\s*\d+)?\W*",
    re.IGNORECASE,
)
_DRAWN = re.compile(r"([-=_*~#])\1\1")


@dataclass
class Aside:
    """Records that are no rows, ascending, by kind."""

    found: dict[str, NDArray[np.int64]]

    def give(self, area: Area, *, last: bool) -> None:
        """Note under ``area`` those that lie above its end; the last area takes all."""
        for kind, at in self.found.items():
            inside = at if last else at[at < area.stop]
            self.found[kind] = at[len(inside) :]
            if len(inside):
                area.left_out.append(LeftOut(kind, tuple(inside.tolist())))


def look_at_odd(survey: Survey, live: NDArray[np.int64]) -> None:
    """Count the values of odd records one by one where most records are odd.

    By bytes alone a delimiter inside their quotes counts as one.
    """
    odd = live[survey.records.odd[live]]
    if 2 * len(odd) > len(live):
        for at in odd[:MOST_LOOKED_AT].tolist():
            survey.records.width[at] = len(survey.values(at))


def parted(survey: Survey, live: NDArray[np.int64], main: int) -> tuple[NDArray[np.int64], Aside]:
    """``live`` without the records that stand aside; ``main`` is the width of most."""
    records = survey.records
    _foreign(survey, live[(records.filled[live] <= 1) & (records.width[live] != main)], main)
    thin = live[(records.width[live] != main) | (records.filled[live] <= 1)]
    rules = _looking(survey, thin[records.digits[thin] == 0], _rule)
    few = records.filled[thin] <= (MOST_WORDS if survey.dialect.delimiter == " " else 1)
    pages = _looking(survey, thin[(records.digits[thin] > 0) & few], _page)
    remarks = live[records.remark[live] & (records.width[live] != main)]
    remarks = np.setdiff1d(remarks, rules, assume_unique=True)
    apart = np.concatenate((rules, pages, remarks))
    live = np.setdiff1d(live, apart, assume_unique=True)
    wide = _wide_remarks(survey, live, main)
    live = np.setdiff1d(live, wide, assume_unique=True)
    return live, Aside({"comment": np.union1d(remarks, wide), "page": pages, "rule": rules})


def _foreign(survey: Survey, thin: NDArray[np.int64], main: int) -> None:
    """Take the lines of one value that another delimiter parts into a row for rows."""
    if main < LEAST_VALUES or len(thin) > MOST_LOOKED_AT:
        return
    records, own = survey.records, survey.dialect.delimiter
    for at in thin.tolist():
        for other in OTHERS:
            if other not in (own, " ") and len(survey.under(at, other)) == main:
                survey.foreign[at] = other
                records.width[at] = main
                records.filled[at] = sum(map(bool, map(str.strip, survey.under(at, other))))
                records.odd[at] = True  # it is to be mended
                break


def _looking(
    survey: Survey, thin: NDArray[np.int64], like: Callable[[str], bool]
) -> NDArray[np.int64]:
    found = [at for at in thin[:MOST_LOOKED_AT].tolist() if like(survey.text(at))]
    return np.array(found, dtype=np.int64)


def _rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text) and _DRAWN.search(text))


def _page(text: str) -> bool:
    return bool(_PAGE.fullmatch(text))


def _wide_remarks(survey: Survey, live: NDArray[np.int64], main: int) -> NDArray[np.int64]:
    """Comments of as many values as rows have: their first value breaks the column's type.

    The last one above the rows stays where it alone can be the header.
    """
    records = survey.records
    marked = records.remark[live]
    rows = survey.rows(live[~marked][:SAMPLE_ROWS], main)
    if not marked.any() or not rows or 2 * int(marked.sum()) > len(live):
        return np.zeros(0, dtype=np.int64)
    column = Model.of(rows[1:], main).columns[0]
    if column.shape is None:
        return np.zeros(0, dtype=np.int64)
    found = [at for at in live[marked].tolist() if column.judge(survey.values(at)[0]) < 0]
    above = [at for at in found if at < live[~marked][0]]
    if above and not heading_of(rows).rows:
        found.remove(above[-1])
    return np.array(found, dtype=np.int64)

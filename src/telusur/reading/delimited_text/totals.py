"""Whether the last line of a table sums up the rows above it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from telusur.reading.delimited_text.area import Area
    from telusur.reading.delimited_text.survey import Survey

_WORDS = (
    r"totale?s?|totaal|sum|summe|insgesamt|somme|suma|jumlah|итого|всего|合計|总计|總計|all|overall"
)
WORD = re.compile(rf"\W*(?:grand |sub-?)?(?:{_WORDS})(?!\w)", re.IGNORECASE)
# "Total Oil" is a company, and "All Saints" a church.
ALONE = re.compile(WORD.pattern + r"(?:\W*(?:total|jumlah))?\W*", re.IGNORECASE)
# A longer text says more than that a line is a total.
LONGEST_WORD = 30
# So many figures add up to another one by no accident; more rows are not added up.
LEAST_ADDENDS, MOST_ADDENDS = 3, 1000

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def is_total(
    survey: Survey, area: Area, at: int, indices: NDArray[np.int64], *, apart: bool
) -> bool:
    """Whether record ``at`` is called a total, and a blank line or its figures bear that out.

    ``indices`` are the records of the table, ``apart`` says that a blank line is above.
    """
    values = survey.values(at)
    text = next((value.strip() for value in values if value.strip()), "")
    if len(text) > LONGEST_WORD or not WORD.match(text) or len(values) != area.width:
        return False
    if apart and ALONE.fullmatch(text):
        return True
    above = indices[indices < at]
    if len(above) > MOST_ADDENDS:
        return False
    rows = survey.rows(above, area.width)
    return any(
        _adds_up([row[place] for row in rows], value)
        for place, value in enumerate(values)
        if any(map(str.isdigit, value))
    )


def _adds_up(column: list[str], total: str) -> bool:
    for thousands, decimal in (",.", ".,"):
        wanted = _number(total, thousands, decimal)
        addends = [*_numbers(column, thousands, decimal)]
        if wanted and len(addends) >= LEAST_ADDENDS and sum(addends) == wanted:
            return True
    return False


def _numbers(column: Iterable[str], thousands: str, decimal: str) -> Iterable[Decimal]:
    for value in column:
        number = _number(value, thousands, decimal)
        if number is not None:
            yield number


def _number(text: str, thousands: str, decimal: str) -> Decimal | None:
    plain = _SPACES.sub("", text).replace(thousands, "").replace(decimal, ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None

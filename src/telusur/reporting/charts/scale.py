"""From values to places on the page: scales, ticks, and text that fits."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

WIDE, NARROW = 720.0, 340.0  # px: a column of the page or of A4 paper; a phone
LETTER = 7.2  # px: mean advance of a letter at the pictures' 13 px in common system fonts
_DAY = 86_400.0


@dataclass(frozen=True)
class Linear:
    """Values from ``low`` to ``high`` onto places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of ``value``, held inside the scale, to a tenth of a pixel."""
        if self.high <= self.low:
            return round(self.start, 1)
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return round(self.start + share * (self.end - self.start), 1)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten) between ``low`` and ``high``."""
    if high <= low:
        return [low]
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    step = max(step, 1.0)
    first = math.ceil(low / step)
    return [index * step for index in range(first, math.floor(high / step) + 1)]


def seconds(moment: datetime) -> float:
    """A moment as a number that a scale can place."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.timestamp()


def time_ticks(low: datetime, high: datetime, about: int) -> list[datetime]:
    """First days of years or months, or days, between two moments: about as many as asked for."""
    days = (seconds(high) - seconds(low)) / _DAY
    if days / 30 < about / 2:
        step = max(1, math.ceil(days / about))
        first = datetime(low.year, low.month, low.day, tzinfo=UTC) + timedelta(days=1)
        return [
            moment
            for index in range(about + 2)
            if (moment := first + timedelta(days=index * step)) <= high
        ]
    months = next(
        (count for count in (1, 2, 3, 6, 12, 24, 60, 120, 240) if days / 30.4 / count <= about), 600
    )
    index = -(-(low.year * 12 + low.month) // months) * months  # 0 is January of year 0
    found: list[datetime] = []
    while (index // 12, index % 12 + 1) <= (high.year, high.month):
        found.append(datetime(index // 12, index % 12 + 1, 1, tzinfo=UTC))
        index += months
    return [moment for moment in found if low <= moment <= high]


def measure(text: str) -> float:
    """How wide ``text`` is at most, in px at the pictures' size, in common system fonts."""
    return sum(_advance(letter) for letter in text)


def fit(text: str, width: float) -> str:
    """``text`` if ``width`` px hold it, else its start and its end around an ellipsis.

    Names of columns often differ in their last letters only, so those are kept.
    """
    if measure(text) <= width:
        return text
    room = width - _advance("…")
    start, end = 0, len(text)
    while start < end:
        # two letters of the start for one of the end
        at_end = start > 2 * (len(text) - end)
        room -= _advance(text[end - 1] if at_end else text[start])
        if room < 0:
            break
        start, end = (start, end - 1) if at_end else (start + 1, end)
    return f"{text[:start].rstrip()}…{text[end:].lstrip()}"


def _advance(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 13.0
    if letter in "iIjl.,;:'|!()[] ":
        return 5.0
    return 9.2 if letter.isupper() or letter in "mw@%_" else 7.9

"""Numbers, shares, dates and sizes as each language writes them (CLDR, through Babel)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

Lang = Literal["id", "en"]

LOCALES: dict[Lang, Locale] = {
    "id": Locale.parse("id"),
    # Day before month, as in the Indonesian text that stands beside it.
    "en": Locale.parse("en_GB"),
}
MAX_SHARE_DIGITS = 4  # one in a million of a percent says nothing to a reader
_KIB = 1024
_MINUTE, _HOUR = 60, 3600


@dataclass(frozen=True)
class Formats:
    """How one language writes what stands in the findings."""

    lang: Lang

    @property
    def locale(self) -> Locale:
        """The CLDR locale behind the language."""
        return LOCALES[self.lang]

    def number(self, value: float) -> str:
        """A count in full: ``100.002`` or ``100,002``."""
        return str(format_decimal(value, format="#,##0", locale=self.locale))

    def decimal(self, value: float, digits: int = 2) -> str:
        """A number with a fixed number of digits: ``0,98`` or ``0.98``."""
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def share(self, rate: float) -> str:
        """A share between 0 and 1 in percent, never rounded to 0 or 100 unless it is."""
        digits = _digits(rate)
        if digits <= MAX_SHARE_DIGITS:
            return self._percent(rate, digits)
        smallest = Decimal(1).scaleb(-MAX_SHARE_DIGITS - 2)
        if rate < 0.5:  # noqa: PLR2004  # nearer to nothing than to all
            return "<" + self._percent(smallest, MAX_SHARE_DIGITS)
        return ">" + self._percent(1 - smallest, MAX_SHARE_DIGITS)

    def at_most(self, rate: float) -> str:
        """An upper bound, rounded up so that it stays one."""
        digits = min(MAX_SHARE_DIGITS, _digits(rate))
        return self._percent(_rounded(rate, digits, ROUND_CEILING), digits)

    def level(self, level: float) -> str:
        """A level of confidence, with no more digits than it has: ``99%``, ``99,5%``."""
        return str(format_percent(level, format="#,##0.###%", locale=self.locale))

    def interval(self, low: float, high: float) -> str:
        """The ends of an interval of shares, rounded outwards so that it stays an interval."""
        digits = min(MAX_SHARE_DIGITS, max(_digits(low), _digits(high)))
        ends = (_rounded(low, digits, ROUND_FLOOR), _rounded(high, digits, ROUND_CEILING))
        return "–".join(self._percent(end, 0 if end in (0, 1) else digits) for end in ends)

    def between(self, low: float, high: float, digits: int = 2) -> str:
        """The ends of an interval of plain numbers, rounded outwards."""
        step = Decimal(1).scaleb(-digits)
        ends = ((low, ROUND_FLOOR), (high, ROUND_CEILING))
        exact = [Decimal(repr(end)).quantize(step, how) for end, how in ends]
        return "–".join(self.decimal(float(end), digits) for end in exact)

    def date(self, moment: datetime) -> str:
        """The day: ``21 Mei 2021`` or ``21 May 2021``."""
        return str(format_date(moment, "d MMMM y", locale=self.locale))

    def month(self, moment: datetime) -> str:
        """Month and year, short, for an axis: ``Mei 2021``."""
        return str(format_skeleton("yMMM", moment, locale=self.locale))

    def day(self, moment: datetime) -> str:
        """Day and month, short, for an axis: ``21 Mei``."""
        return str(format_skeleton("MMMd", moment, locale=self.locale))

    def clock(self, moment: datetime) -> str:
        """The time of day: ``07.30`` or ``07:30``."""
        return str(format_skeleton("Hm", moment, locale=self.locale))

    def moment(self, moment: datetime) -> str:
        """The day, and the time where there is one (times are UTC)."""
        if moment.timetz().replace(tzinfo=None) == time.min:
            return self.date(moment)
        return f"{self.date(moment)}, {self.clock(moment)} UTC"

    def span(self, earliest: datetime, latest: datetime) -> str:
        """Two moments as an interval; one moment where they are the same."""
        first, last = self.moment(earliest), self.moment(latest)
        return first if first == last else f"{first} – {last}"

    def size(self, count: int) -> str:
        """Bytes in the largest binary unit that leaves at least one."""
        value, units = float(count), ("B", "KiB", "MiB", "GiB", "TiB")
        unit = units[0]
        for unit in units:
            if value < _KIB or unit == units[-1]:
                break
            value /= _KIB
        return f"{self.decimal(value, 0 if unit == 'B' else 1)} {unit}"

    def seconds(self, seconds: float) -> str:
        """A duration: tenths below a minute, whole seconds above."""
        if seconds < _MINUTE:
            return f"{self.decimal(seconds, 1)} s"
        whole = round(seconds)
        minutes, rest = divmod(whole, _MINUTE)
        if whole < _HOUR:
            return f"{minutes} min {rest} s"
        return f"{minutes // _MINUTE} h {minutes % _MINUTE} min"

    def _percent(self, rate: float | Decimal, digits: int) -> str:
        pattern = ("#,##0." + "0" * digits if digits else "#,##0") + "%"
        return str(format_percent(rate, format=pattern, locale=self.locale))


def _rounded(rate: float, digits: int, rounding: str) -> Decimal:
    return Decimal(str(rate)).quantize(Decimal(1).scaleb(-digits - 2), rounding=rounding)


def _digits(rate: float) -> int:
    """Digits after the point (in percent): one, and more where the share is near 0 or 100."""
    if rate in (0, 1):
        return 0
    distance = min(rate, 1 - rate) * 100
    return max(1, math.ceil(-math.log10(distance)))

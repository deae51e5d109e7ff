"""Numbers and sentences in both languages at once.

A figure is a :class:`Bilingual` of itself (``100.002`` and ``100,002``), so that one call of
:func:`say` fills the Indonesian and the English sentence with the same value.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from telusur.model.base import Bilingual

if TYPE_CHECKING:
    from datetime import datetime

# More digits of a percent than these tell a reader nothing.
MOST_DIGITS = 4
# Near 0% and 100% this many digits of what is left are written: 0.19% and 99.98%.
SIGNIFICANT = 2
MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
_TO_INDONESIAN = str.maketrans(",.", ".,")


def say(indonesian: str, english: str, /, **parts: Bilingual | str) -> Bilingual:
    """The same sentence in both languages, each filled with its own form of ``parts``."""

    def fill(lang: str, template: str) -> str:
        return template.format_map(
            {
                name: part.in_language(lang) if isinstance(part, Bilingual) else part
                for name, part in parts.items()
            }
        )

    return Bilingual(id=fill("id", indonesian), en=fill("en", english))


def count(number: int) -> Bilingual:
    """A count in full."""
    return _figure(f"{number:,}")


def one_or_more(number: int, one: str, more: str) -> str:
    """The English form of a word that ``number`` asks for; Indonesian has one form."""
    return one if number == 1 else more


def share(rate: float, rounding: str = ROUND_HALF_EVEN) -> Bilingual:
    """A share between 0 and 1 in percent; never written as 0% or 100% unless it is."""
    exact = Decimal(str(rate)) * 100
    if exact == exact.to_integral_value():
        return _figure(f"{exact:.0f}%")
    left = min(exact, 100 - exact)
    digits = max(1, SIGNIFICANT - 1 - left.adjusted())
    if digits > MOST_DIGITS:
        least = Decimal(1).scaleb(-MOST_DIGITS)
        return _figure(f"<{least}%" if left == exact else f">{100 - least}%")
    return _figure(f"{exact.quantize(Decimal(1).scaleb(-digits), rounding=rounding)}%")


def at_least(rate: float) -> Bilingual:
    """A lower bound in percent, rounded down so that it stays one."""
    return share(rate, ROUND_FLOOR)


def at_most(rate: float) -> Bilingual:
    """An upper bound in percent, rounded up so that it stays one."""
    return share(rate, ROUND_CEILING)


def day(moment: datetime) -> Bilingual:
    """A day: ``21 Mei 2021`` and ``21 May 2021``."""
    names = {lang: words.split()[moment.month - 1] for lang, words in MONTHS.items()}
    return Bilingual(
        id=f"{moment.day} {names['id']} {moment.year}",
        en=f"{moment.day} {names['en']} {moment.year}",
    )


def _figure(english: str) -> Bilingual:
    return Bilingual(id=english.translate(_TO_INDONESIAN), en=english)

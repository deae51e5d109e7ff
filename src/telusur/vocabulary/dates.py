"""Dates as people and programs write them, brought to ISO text by SQL.

A pattern guards each way of writing, its parts are put in ISO order and ``try_cast`` refuses what
no calendar has (30 February): both engines then agree, which their own date parsers do not.

01/02/2021 is two dates. Nothing in one value tells which, so the order of day and month is a fact
of the *column*: ``date_order_votes`` counts the values that only one order can explain,
``decide_order`` decides, and the parsers take the result.

Expressions are tidied text (``normalise.light``) and are used several times: pass a column's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from telusur.vocabulary.types import matches, part, surely

Order = Literal["dmy", "mdy", "ymd"]

# English and Indonesian, in full, abbreviated and in the older spelling (Pebruari, Nopember).
MONTHS = (
    ("01", ("JAN", "JANUARI", "JANUARY")),
    ("02", ("FEB", "PEB", "FEBRUARI", "PEBRUARI", "FEBRUARY")),
    ("03", ("MAR", "MRT", "MARET", "MARCH")),
    ("04", ("APR", "APRIL")),
    ("05", ("MEI", "MAY")),
    ("06", ("JUN", "JUNI", "JUNE")),
    ("07", ("JUL", "JULI", "JULY")),
    ("08", ("AUG", "AGU", "AGS", "AGT", "AGUSTUS", "AUGUST")),
    ("09", ("SEP", "SEPT", "SEPTEMBER")),
    ("10", ("OCT", "OKT", "OKTOBER", "OCTOBER")),
    ("11", ("NOV", "NOP", "NOVEMBER", "NOPEMBER")),
    ("12", ("DEC", "DES", "DESEMBER", "DECEMBER")),
)
_MONTH = f"(?i:{'|'.join(name for _, names in MONTHS for name in reversed(names))})[.]?"

# Hours to be added to UTC, in minutes. Indonesia's three zones have names.
ZONES = (("Z", 0), ("UTC", 0), ("GMT", 0), ("WIB", 420), ("WITA", 480), ("WIT", 540))
_ZONE = f"(?:(?i:{'|'.join(name for name, _ in ZONES)})|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)"
_CLOCK = (
    r"(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?:[:.][0-5][0-9](?:[.,][0-9]{1,9})?)?(?: ?[AaPp][Mm])?"
)
_TIME = rf"[T ]{_CLOCK}(?: ?{_ZONE})?"

_YEAR = "[1-9][0-9]{3}"
# Eight digits are a date only in years that people in registers live in, or for ever (99991231).
_COMPACT = "(?:1[89][0-9]{2}|20[0-9]{2}|9999)(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_COMPACT_TIME = f"{_COMPACT}(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]"
_COMPACT_CLOCK = f"{_COMPACT}(?:{_TIME})|{_COMPACT_TIME}"
_ISO = f"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}"


@dataclass(frozen=True)
class _Way:
    """A way of writing a date: what matches it, and a pattern for each part (one group)."""

    date: str
    year: str
    month: str
    day: str
    named: bool = False
    short_year: bool = False


_YEAR_FIRST = _Way(
    rf"{_YEAR}(?:-[0-9]{{1,2}}-|/[0-9]{{1,2}}/|[.][0-9]{{1,2}}[.])[0-9]{{1,2}}",
    "^([0-9]{4})",
    "^[0-9]+[^0-9]([0-9]+)",
    "^[0-9]+[^0-9][0-9]+[^0-9]([0-9]{1,2})",
)
_NUMERIC = "[0-9]{1,2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|[.][0-9]{1,2}[.])"
_FIRST = "^([0-9]{1,2})"
_SECOND = "^[0-9]{1,2}[^0-9]([0-9]{1,2})"
_LAST4 = "^[0-9]{1,2}[^0-9][0-9]{1,2}[^0-9]([0-9]{4})"
_LAST2 = "^[0-9]{1,2}[^0-9][0-9]{1,2}[^0-9]([0-9]{2})"
_SEPARATED = "[- /]"
_DAY_NAMED = f"[0-9]{{1,2}}{_SEPARATED}?{_MONTH}{_SEPARATED}?"
_NAME = "^[0-9]{0,2}[- /]?([A-Za-z]{3})"
_AFTER_NAME = "^[0-9]{1,2}[- /]?[A-Za-z]+[.]?[- /]?"


def parse_date(expr: str, order: str | None = None, pivot: int | None = None) -> str:
    """VARCHAR: the date in ``expr`` as 'YYYY-MM-DD', NULL where there is none.

    A time of day and its zone are read and dropped: the date is the one written, not that of UTC.

    Args:
        expr: tidied text.
        order: 'dmy' or 'mdy' for numeric dates with the year last; None and 'ymd' read day first,
            as Indonesia writes.
        pivot: the last two-digit year of the 21st century (30: 30 is 2030 and 31 is 1931); None
            refuses years of two digits.
    """
    branches = [
        f"WHEN {matches(expr, _ISO)} THEN {_calendar(expr)}",
        f"WHEN {matches(expr, _COMPACT)} THEN {_calendar(_compact_iso(expr))}",
        f"WHEN {matches(expr, _COMPACT_CLOCK)} THEN {_calendar(_compact_iso(expr))}",
    ]
    branches += [
        f"WHEN {matches(expr, f'{way.date}(?:{_TIME})?')} THEN {_calendar(_iso(expr, way, pivot))}"
        for way in _ways(order, pivot)
    ]
    return f"CASE {' '.join(branches)} END"


def parse_datetime(expr: str, order: str | None = None, pivot: int | None = None) -> str:
    """VARCHAR: date and time as 'YYYY-MM-DD HH:MM:SS' in UTC, NULL where there is none.

    A fraction of a second follows to microseconds where it is not zero. A time without a zone is
    UTC, as everywhere in Telusur; a date without a time is midnight. Arguments as ``parse_date``.
    """
    plain = f"{_ISO}[T ](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    minutes = f"({_minutes(expr)} - {_offset(expr)})"
    shift = f"CASE WHEN {minutes} < 0 THEN -1 WHEN {minutes} >= 1440 THEN 1 ELSE 0 END"
    moved = f"CAST(TRY_CAST({parse_date(expr, order, pivot)} AS DATE) + {shift} AS VARCHAR)"
    # the hours after 9999 are no date: the engines write that year each in its own way
    day = f"nullif({part(moved, '^([0-9]{4}-[0-9-]*)')}, '')"
    return (
        f"CASE WHEN {matches(expr, plain)} "
        f"THEN {_calendar(f'left({expr}, 10)')} || ' ' || right({expr}, 8) "
        f"ELSE {day} || ' ' || {_clock(f'(({minutes} + 1440) % 1440)')} || {_seconds(expr)} END"
    )


def has_time(expr: str) -> str:
    """BOOLEAN, never NULL: a time of day other than midnight is written after the date."""
    clock = rf".*[0-9]{_TIME}"
    midnight = r".*[0-9][T ]0{1,2}[:.]00(?:[:.]00(?:[.,]0+)?)?(?: ?" + _ZONE + ")?"
    return surely(
        f"({matches(expr, clock)} OR {matches(expr, _COMPACT_TIME)}) "
        f"AND NOT {matches(expr, midnight)} AND NOT {matches(expr, '[0-9]{8}000000')}"
    )


def date_order_votes(expr: str) -> dict[str, str]:
    """Aggregates over a column, by what they count.

    ``dmy``, ``mdy``: dates that only this order explains (a part above 12); ``ymd``: dates with
    the year first; ``either``: dates that both orders explain. Each is a BIGINT expression.
    """
    tail = f"[0-9]{{2}}(?:[0-9]{{2}})?(?:{_TIME})?"
    above = "(?:1[3-9]|2[0-9]|3[01])"
    month = "(?:0?[1-9]|1[0-2])"
    forms = {
        "dmy": _numeric(above, month) + tail,
        "mdy": _numeric(month, above) + tail,
        "either": _numeric(month, month) + tail,
        "ymd": f"{_COMPACT}(?:{_TIME})?|{_YEAR_FIRST.date}(?:{_TIME})?",
    }
    return {name: f"count(*) FILTER (WHERE {matches(expr, form)})" for name, form in forms.items()}


def decide_order(votes: dict[str, int]) -> Order | None:
    """The order of a column from its counted votes; None when it holds no numeric dates.

    Where every date fits both orders, day first: it is what Indonesia writes.
    """
    last = votes["dmy"] + votes["mdy"] + votes["either"]
    if votes["ymd"] > last:
        return "ymd"
    if last == 0:
        return None
    return "mdy" if votes["mdy"] > votes["dmy"] else "dmy"


def _numeric(first: str, second: str) -> str:
    return f"{first}(?:-{second}-|/{second}/|[.]{second}[.])"


def _ways(order: str | None, pivot: int | None) -> list[_Way]:
    """The ways to try, the commonest first."""
    month, day = (_FIRST, _SECOND) if order == "mdy" else (_SECOND, _FIRST)
    named_first = f"{_MONTH} [0-9]{{1,2}},? {_YEAR}"
    ways = [
        _YEAR_FIRST,
        _Way(_NUMERIC + _YEAR, _LAST4, month, day),
        _Way(_DAY_NAMED + _YEAR, f"{_AFTER_NAME}([0-9]{{4}})", _NAME, _FIRST, named=True),
        _Way(
            named_first,
            "^[A-Za-z]+[.]? [0-9]{1,2},? ([0-9]{4})",
            _NAME,
            "^[A-Za-z]+[.]? ([0-9]{1,2})",
            named=True,
        ),
    ]
    if pivot is not None:
        ways += [
            _Way(_NUMERIC + "[0-9]{2}", _LAST2, month, day, short_year=True),
            _Way(
                _DAY_NAMED + "[0-9]{2}",
                f"{_AFTER_NAME}([0-9]{{2}})",
                _NAME,
                _FIRST,
                named=True,
                short_year=True,
            ),
        ]
    return ways


def _iso(expr: str, way: _Way, pivot: int | None) -> str:
    """The parts in ISO order, whether or not a calendar has them."""
    year, month, day = (part(expr, pattern) for pattern in (way.year, way.month, way.day))
    if way.short_year:
        # two digits compare as text as they do as numbers
        year = f"CASE WHEN {year} <= '{pivot or 0:02d}' THEN '20' ELSE '19' END || {year}"
    if way.named:
        names = " ".join(
            f"WHEN '{name}' THEN '{number}'"
            for number, written in MONTHS
            for name in sorted({word[:3] for word in written})
        )
        month = f"CASE upper({month}) {names} END"
    else:
        month = f"lpad({month}, 2, '0')"
    return f"{year} || '-' || {month} || '-' || lpad({day}, 2, '0')"


def _compact_iso(expr: str) -> str:
    return f"left({expr}, 4) || '-' || substr({expr}, 5, 2) || '-' || substr({expr}, 7, 2)"


def _calendar(iso: str) -> str:
    """The ISO text itself where the calendar has that day, else NULL."""
    return f"CAST(TRY_CAST({iso} AS DATE) AS VARCHAR)"


def _minutes(expr: str) -> str:
    """INTEGER: minutes since midnight of the time as written; 0 without one."""
    hour = _integer(part(expr, "[T ]([0-9]{1,2})[:.][0-9]{2}"))
    minute = _integer(part(expr, "[T ][0-9]{1,2}[:.]([0-9]{2})"))
    return (
        f"CASE WHEN {matches(expr, '[0-9]{14}')} "
        f"THEN {_integer(f'substr({expr}, 9, 2)')} * 60 + {_integer(f'substr({expr}, 11, 2)')} "
        f"ELSE CASE upper({part(expr, '[0-9] ?([AaPp])[Mm]')}) WHEN 'A' THEN {hour} % 12 "
        f"WHEN 'P' THEN {hour} % 12 + 12 ELSE {hour} END * 60 + {minute} END"
    )


def _offset(expr: str) -> str:
    """INTEGER: minutes by which the zone as written is ahead of UTC; 0 without one."""
    zone = part(expr, r"[0-9][:.][0-9.,:]+ ?(?:[AaPp][Mm])? ?([A-Za-z]+|[+-][0-9:]+)\z")
    zone = f"upper({zone})"
    named = " ".join(f"WHEN '{name}' THEN {minutes}" for name, minutes in ZONES)
    hours = _integer(f"substr({zone}, 2, 2)")
    minutes = _integer(f"right(translate(substr({zone}, 4), ':', ''), 2)")
    sign = f"CASE left({zone}, 1) WHEN '-' THEN -1 WHEN '+' THEN 1 ELSE 0 END"
    return f"CASE {zone} {named} ELSE {sign} * ({hours} * 60 + {minutes}) END"


def _integer(digits: str) -> str:
    """INTEGER: text of digits, 0 when empty."""
    return f"coalesce(TRY_CAST({digits} AS INTEGER), 0)"


def _clock(minutes: str) -> str:
    """'HH:MM' of minutes in [0, 1440)."""
    return (
        f"lpad(CAST({minutes} // 60 AS VARCHAR), 2, '0') || ':' "
        f"|| lpad(CAST({minutes} % 60 AS VARCHAR), 2, '0')"
    )


def _seconds(expr: str) -> str:
    """':SS', and the fraction to microseconds without trailing zeros where there is one."""
    whole = part(expr, "(?:[T ][0-9]{1,2}[:.][0-9]{2}[:.]|^[0-9]{12})([0-9]{2})")
    fraction = part(expr, "[T ][0-9]{1,2}[:.][0-9]{2}[:.][0-9]{2}[.,]([0-9]{1,6})")
    return (
        f"':' || lpad({whole}, 2, '0') "
        f"|| regexp_replace('.' || {fraction}, '[.]0*\\z|0+\\z', '', 'g')"
    )

"""Whether the first record names the columns, told by how it differs from the records below."""

from __future__ import annotations

import math
import re
from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from telusur.reading.naming import named

if TYPE_CHECKING:
    from collections.abc import Sequence

# Shapes of values that no header has, most specific first.
SHAPES = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")),
    ("date", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")),
    ("time", re.compile(r"\d{1,2}:\d{2}(?::\d{2}.*)?")),
    ("url", re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)),
    ("uuid", re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)),
    ("boolean", re.compile(r"true|false|yes|no|ya|tidak", re.IGNORECASE)),
    ("hash", re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})", re.IGNORECASE)),
    ("number", re.compile(r"[-+]?(?:\d[\d.,]*|\.\d+)(?:[eE][-+]?\d+)?(?: ?%)?")),
    ("phone", re.compile(r"\+?[\d ()-]{7,20}")),
)
# What stands for a missing value says nothing about the record that it stands in.
MISSING = frozenset(
    ("-", "--", "?", ".", "n/a", "na", "null", "none", "nil", "nan", "inf", "-inf", "\\n", "kosong")
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
# A year, a month or a quarter of one.
_PERIOD = re.compile(
    r"(?:\d{1,2}[-/.])?(?:19|20)\d{2}|(?:19|20)\d{2}(?:[-/.]|\s?[QMK])\d{1,2}"
    r"|[QK][1-4][ /-]?(?:19|20)\d{2}"
)
# Share of a column's values that must have one shape for the column to have it.
MOST = 0.8


# Shapes that a number may stand among.
NUMERIC = frozenset(("number", "phone", "date", "time", "hash"))
# So many years in a row are the names of columns; so many values alike are no accident.
LEAST_YEARS, LEAST_ALIKE = 2, 3
_FIGURE = re.compile(r"\d")
# Of fewer rows nothing can be said about what is rare in them.
LEAST_ROWS = 10
# How likely a row like the others may be to look as strange as the first one, for that one to hold
# names: one file in a hundred.
CHANCE = 0.01
MOST_COLUMNS = 3


class First(Enum):
    """What the first record holds."""

    NAMES = "names"
    ROW = "row"
    FIELD = "field"  # of a record that takes several lines, each with its field's name
    DOUBTFUL = "doubtful"  # read as a row: no value may be shown as a column's name


def first_of(records: Sequence[Sequence[str]]) -> First:
    """Vote by columns: a first value of the column's own shape says data, of none says names.

    Where no column has a shape, a first value that comes again below says data. With no vote
    either way the first record holds names only if most of it looks like names.
    """
    first, rest = [value.strip() for value in records[0]], records[1:]
    if any(map(no_name, first)):
        return First.ROW
    columns = [
        [row[at].strip() for row in rest if len(row) > at and row[at].strip()]
        for at in range(len(first))
    ]
    if _years(first, columns):
        return First.NAMES
    votes = sum(_vote(name, below) for name, below in zip(first, columns, strict=True))
    if votes:
        return First.NAMES if votes > 0 else First.ROW
    if named(first, columns) or stranger(first, columns):
        return First.NAMES
    return First.DOUBTFUL


def no_name(value: str) -> bool:
    """Whether it is somebody's, or a link cut at its colon: shown as a name, it would be told."""
    value = value.strip()
    return value.startswith("//") or shape(value) == "email"


def stranger(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a row like those below would hardly hold values so new to its columns.

    The chance that a further value of a column is one not seen before is the share of its values
    that were seen once (Good and Turing); of its columns the most telling are taken, corrected for
    the choice among them. A first value that comes again below says that it is a value.
    """
    chances = []
    for name, below in zip(first, columns, strict=True):
        if name in below:
            return False
        if name and len(below) >= LEAST_ROWS:
            once = sum(count == 1 for count in Counter(below).values())
            chances.append((once + 1) / (len(below) + 2))
    chances.sort()
    return any(
        math.comb(len(chances), taken) * math.prod(chances[:taken]) <= CHANCE
        for taken in range(1, min(len(chances), MOST_COLUMNS) + 1)
    )


def _years(first: Sequence[str], columns: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names years or parts of them: several, no two alike, over others."""
    years = [name for name in first if _PERIOD.fullmatch(name)]
    if len(years) < LEAST_YEARS or len(set(years)) < len(years):
        return False
    below = [value for name, column in zip(first, columns, strict=True) if _PERIOD.fullmatch(name)
             for value in column]  # fmt: skip
    return bool(below) and not any(_PERIOD.fullmatch(value) for value in below)


def _vote(name: str, below: list[str]) -> int:
    own, common = shape(name), _common(below)
    if not name or not below:
        return -1 if own and not _YEAR.fullmatch(name) else 0
    if common is None:
        if len(below) >= LEAST_ALIKE and all(map(_FIGURE.search, below)):
            return -1 if _FIGURE.search(name) else 1  # codes, addresses: each holds a figure
        return -1 if (own and not _YEAR.fullmatch(name)) or name in below else 0
    if own is None:
        return 0 if name.casefold() in MISSING else 1
    if own == "number" and common not in NUMERIC:
        return 1
    return 0 if _YEAR.fullmatch(name) else -1


def shape(value: str) -> str | None:
    """Name of the first shape that the whole value has, or None."""
    value = value.strip()
    return next((name for name, pattern in SHAPES if pattern.fullmatch(value)), None)


def _common(values: list[str]) -> str | None:
    if not values:
        return None
    shapes = [shape(value) for value in values]
    for name, _ in SHAPES:
        if shapes.count(name) >= MOST * len(shapes):
            return name
    return None

"""What each column of a table holds, and whether a row fits: the judge of every repair.

A column is *typed* where most of its values have one shape (``header.SHAPES``) or are written alike
(letters, figures and signs in one order). A row fits where no value breaks its column's type.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reading.header import MISSING, shape

if TYPE_CHECKING:
    from collections.abc import Sequence

# Share of a column's values that must be written alike for it to be typed.
MOST = 0.8
# Fewer values say nothing of a column.
LEAST = 3
# A column whose values repeat this often on average is a list of choices.
REPEATS = 2.0

_CLASSES = (
    (re.compile(r"[^\W\d_]+"), "a"),
    (re.compile(r"\d+"), "9"),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(a )+a"), "a"),  # one word or several
)


def pattern(value: str) -> str:
    """The value with runs of letters, figures and blanks made one sign each."""
    for expression, sign in _CLASSES:
        value = expression.sub(sign, value)
    return value


@dataclass(frozen=True)
class Column:
    """One column: its shape, else the way its values are written, else None; and its values.

    ``choices`` is empty where values hardly repeat, ``seen`` where there are too few to say much;
    ``full``: every row has a value here.
    """

    shape: str | None
    pattern: str | None
    choices: frozenset[str]
    seen: frozenset[str]
    full: bool = False

    def judge(self, value: str) -> float:
        """1 where the value fits, 0 where nothing can be said, -1 where it breaks the type."""
        value = value.strip()
        if not value or value.casefold() in MISSING:
            return 0.0
        if self.shape is not None:
            return 1.0 if shape(value) == self.shape else -1.0
        if value in self.choices:
            return 1.0
        if not self.seen:
            return 0.0
        again = 0.5 if value in self.seen else 0.0
        if self.pattern is not None:
            return again + (0.5 if pattern(value) == self.pattern else -1.0)
        return again - (0.25 if self.choices or shape(value) is not None else 0.0)


@dataclass(frozen=True)
class Model:
    """The columns of a table, as its regular rows have them."""

    columns: tuple[Column, ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]], width: int) -> Model:
        """From rows of ``width`` values."""
        return cls(tuple(_column([row[at].strip() for row in rows]) for at in range(width)))

    @property
    def typed(self) -> int:
        """Columns with a shape."""
        return sum(column.shape is not None for column in self.columns)

    def score(self, values: Sequence[str]) -> float:
        """How well the values fit, all columns together; higher is better."""
        return sum(c.judge(value) for c, value in zip(self.columns, values, strict=False))

    def fits(self, values: Sequence[str]) -> bool:
        """Whether no value breaks its column's shape, and nothing speaks for another place."""
        return len(values) == len(self.columns) and not any(
            column.shape is not None and column.judge(value) < 0
            for column, value in zip(self.columns, values, strict=True)
        )

    def evidence(self, values: Sequence[str]) -> int:
        """Typed values in their place, less those out of place and those that no row lacks."""
        padded = (*values, *[""] * (len(self.columns) - len(values)))
        told = 0
        for column, value in zip(self.columns, padded, strict=False):
            if column.shape is not None:
                missing = column.full and not value.strip()
                told += -1 if missing else int(column.judge(value))
        return told

    def conflicts(self, values: Sequence[str]) -> int:
        """Columns with a shape that the value under them has not."""
        return sum(
            column.shape is not None and column.judge(value) < 0
            for column, value in zip(self.columns, values, strict=False)
        )


def _column(values: list[str]) -> Column:
    full = all(values)
    values = [value for value in values if value and value.casefold() not in MISSING]
    if len(values) < LEAST:
        return Column(None, None, frozenset(), frozenset())
    shapes = Counter(shape(value) for value in values)
    common, count = shapes.most_common(1)[0]
    distinct = set(values)
    choices = frozenset(distinct) if len(values) >= REPEATS * len(distinct) else frozenset()
    if common is not None and count >= MOST * len(values):
        return Column(common, None, frozenset(), frozenset(), full)
    written, count = Counter(pattern(value) for value in values).most_common(1)[0]
    typical = written if count >= MOST * len(values) else None
    return Column(None, typical, choices, frozenset(distinct))

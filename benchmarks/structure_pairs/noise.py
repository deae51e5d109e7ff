"""What copying, re-typing and exporting do to values: case, date order, slips, blanks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator

    from benchmarks.structure_pairs.values import Column

TYPO, BLANK, UPPER, LOWER = 0.06, 0.05, 0.15, 0.10
_DATED = re.compile(r"(\d{4})-(\d\d)-(\d\d)( .*)?")
_PHONE = re.compile(r"0(8\d{9,11})")


def noised(rng: Generator, column: Column) -> Column:
    """The column as another system wrote it: one date order and one form of numbers a column."""
    order = rng.choice(["{3}/{2}/{1}", "{3}-{2}-{1}", "{2}/{3}/{1}", "{1}{2}{3}", "{1}-{2}-{3}"])
    abroad = rng.random() < 0.5
    chances = rng.random((len(column), 4))
    return np.array(
        [
            _one(rng, value, order, abroad, chance)
            for value, chance in zip(column, chances, strict=True)
        ],
        dtype=object,
    )


def _one(rng: Generator, value: str, order: str, abroad: bool, chance: np.ndarray) -> str:
    if not value or chance[0] < BLANK:
        return ""
    dated, phone = _DATED.fullmatch(value), _PHONE.fullmatch(value)
    if dated:
        value = order.format("", *dated.groups()[:3]) + (dated[4] or "")
    elif phone and abroad:
        value = f"+62{phone[1]}"
    if chance[1] < UPPER:
        value = value.upper()
    elif chance[1] < UPPER + LOWER:
        value = value.lower()
    if chance[2] < TYPO and len(value) > 1:
        at = int(chance[3] * (len(value) - 1))
        swap = rng.random() < 0.5
        tail = value[at + 1] + value[at] + value[at + 2 :] if swap else value[at + 1 :]
        value = value[:at] + tail
    return value

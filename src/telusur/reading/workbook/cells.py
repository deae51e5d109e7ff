"""Cells as text, a column at a time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A spreadsheet keeps fifteen digits of a number: from the sixteenth on they may be zeros.
DIGITS_KEPT = 1e15
# Whole numbers are written out up to here, then with an exponent.
WRITTEN_OUT = 1e18


def texts(column: Sequence[Any]) -> tuple[pa.Array, int]:
    """The column as text, no value for an empty cell, and how many numbers may lack digits."""
    kinds = set(map(type, column))
    if kinds <= {str}:
        array = pa.array(column, pa.string())
        return pc.if_else(pc.equal(array, ""), None, array), 0
    long = 0
    if kinds & {float, int}:
        numbers = np.array([value for value in column if type(value) in (float, int)], float)
        long = int((np.abs(numbers) >= DIGITS_KEPT).sum())
    return pa.array([TEXT[type(value)](value) for value in column], pa.string()), long


def padded(column: Sequence[Any], array: pa.Array, widths: Sequence[int]) -> tuple[pa.Array, int]:
    """``array``, the column as text, its whole numbers with zeros in front up to their widths.

    Gives how many of them got some, too.
    """
    written, changed = array.to_pylist(), 0
    for at, (value, width) in enumerate(zip(column, widths, strict=True)):
        if width and type(value) in (float, int) and float(value).is_integer():
            shown = number(abs(value)).zfill(width)
            changed += len(shown) > len(written[at].lstrip("-"))
            written[at] = f"-{shown}" if value < 0 else shown
    return (pa.array(written, pa.string()), changed) if changed else (array, 0)


def text(value: Any) -> str:
    """One cell as text, empty for an empty one."""
    return TEXT[type(value)](value) or ""


def number(value: float) -> str:
    """A number without the fraction that it does not have."""
    if value.is_integer() and abs(value) < WRITTEN_OUT:
        return str(int(value))
    return repr(value)


def moment(value: dt.datetime) -> str:
    """ISO, with a space; the fraction only where there is one."""
    plain = value.isoformat(" ")
    return plain.rstrip("0") if value.microsecond else plain


def clock(value: dt.time) -> str:
    """A time of day."""
    plain = value.isoformat()
    return plain.rstrip("0") if value.microsecond else plain


def length(value: dt.timedelta) -> str:
    """A length of time as hours, which may be more than 24."""
    seconds, rest = divmod(abs(value) // dt.timedelta(microseconds=1), 1_000_000)
    fraction = f".{rest:06}".rstrip("0") if rest else ""
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


TEXT: dict[type, Callable[[Any], str | None]] = {
    str: lambda value: value or None,
    float: number,
    int: str,
    bool: lambda value: "true" if value else "false",
    dt.date: dt.date.isoformat,
    dt.datetime: moment,
    dt.time: clock,
    dt.timedelta: length,
    type(None): lambda _: None,
}

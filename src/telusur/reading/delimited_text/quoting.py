"""Which lines of a delimited text are one record, by the quotes that open and close values.

Vectorised over the bytes; only lines that are no record by themselves are walked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.dialect import Dialect

# A quoted value may hold this many line ends before its quote counts as one that never closes.
MOST_VALUE_LINES = 1000
LF, CR = 10, 13


@dataclass(frozen=True)
class Signs:
    """A dialect in bytes, and the byte that ends a line."""

    delimiter: bytes
    quote: int | None
    escape: int | None
    end: int

    @classmethod
    def of(cls, dialect: Dialect, end: int = LF) -> Signs:
        """The signs of ``dialect``; a quote that is no single byte is none."""
        quote = dialect.quote.encode()
        escape = dialect.escape.encode() if dialect.escape != dialect.quote else b""
        return cls(
            dialect.delimiter.encode(),
            quote[0] if len(quote) == 1 else None,
            escape[0] if len(escape) == 1 and quote else None,
            end,
        )


def quote_places(buffer: NDArray[np.uint8], signs: Signs) -> NDArray[np.int64]:
    """Where quotes are that are not escaped."""
    if signs.quote is None:
        return np.zeros(0, dtype=np.int64)
    at = np.flatnonzero(buffer == signs.quote)
    if signs.escape is not None and len(at):
        before = (at > 0) & (buffer[np.maximum(at - 1, 0)] == signs.escape)
        twice = (at > 1) & (buffer[np.maximum(at - 2, 0)] == signs.escape)
        at = at[~(before & ~twice)]
    return at


def record_lines(
    buffer: NDArray[np.uint8],
    signs: Signs,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    delimiters: NDArray[np.int64],
    quotes: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int | None]:
    """First line of each record, whether it is odd, and the line from which a quote is open."""
    lines = len(starts)
    every = np.arange(lines, dtype=np.int64)
    if not len(quotes) or not lines:
        return every, np.zeros(lines, dtype=np.bool_), None
    opens, closes = _edges(buffer, signs, starts, ends, delimiters, quotes)
    of = np.searchsorted(starts, quotes, side="right") - 1
    own = np.bincount(of, minlength=lines)[:lines]
    before = np.cumsum(own) - own
    parity = (np.arange(len(quotes)) - before[of]) % 2
    # A line read from outside a value, and one read from inside.
    wrong_outside = np.bincount(of, weights=np.where(parity == 0, ~opens, ~closes), minlength=lines)
    wrong_inside = np.bincount(of, weights=np.where(parity == 0, ~closes, ~opens), minlength=lines)
    fine, inner = wrong_outside[:lines] == 0, wrong_inside[:lines] == 0
    even = own % 2 == 0
    if (even & fine).all():
        return every, np.zeros(lines, dtype=np.bool_), None
    return _walked(even, fine, inner, own)


def _walked(
    even: NDArray[np.bool_],
    fine: NDArray[np.bool_],
    inner: NDArray[np.bool_],
    own: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_], int | None]:
    """Line by line, over those lines alone that are no record by themselves."""
    lines = len(even)
    starts_record = np.ones(lines, dtype=np.bool_)
    odd = np.zeros(lines, dtype=np.bool_)
    special = np.flatnonzero((own > 0) & ~(even & fine))
    # Lines that end a value, or that cannot stand inside one: looked for from a line that opens.
    stops = np.flatnonzero((own > 0) & ~(even & inner))
    done, open_from = -1, None
    for at in special.tolist():
        if at <= done:
            continue
        if even[at] or not fine[at]:
            odd[at] = True
            continue
        place = int(np.searchsorted(stops, at, side="right"))
        close = int(stops[place]) if place < len(stops) else None
        if close is None:
            if lines - at <= MOST_VALUE_LINES:
                open_from = at if open_from is None else open_from
            odd[at] = True
            continue
        if close - at <= MOST_VALUE_LINES and inner[close] and not even[close]:
            starts_record[at + 1 : close + 1] = False
            done = close
        else:
            odd[at] = True
    first = np.flatnonzero(starts_record)
    return first, odd[first], open_from


def _edges(
    buffer: NDArray[np.uint8],
    signs: Signs,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    delimiters: NDArray[np.int64],
    quotes: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of each quote whether it may open a value, and whether it may close one.

    A doubled quote inside a value closes and opens again.
    """
    size = len(buffer)
    marks = np.zeros(size + 2, dtype=np.bool_)
    marks[starts] = True
    marks[delimiters + len(signs.delimiter)] = True
    if signs.escape is None:
        marks[quotes + 1] = True
    opens = marks[quotes]
    marks[:] = False
    marks[ends] = True
    marks[size] = True
    marks[delimiters] = True
    if signs.escape is None:
        marks[quotes] = True
    if signs.end == LF:
        returns = ends[(ends > 0)] - 1
        marks[returns[buffer[returns] == CR]] = True
    return opens, marks[quotes + 1]


def between_values(
    delimiters: NDArray[np.int64],
    quotes: NDArray[np.int64],
    begin: NDArray[np.int64],
    odd: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Delimiters between values; in an odd record all of them are."""
    if not len(quotes):
        return np.ones(len(delimiters), dtype=np.bool_)
    of = np.maximum(np.searchsorted(begin, delimiters, side="right") - 1, 0)
    passed = np.searchsorted(quotes, delimiters) - np.searchsorted(quotes, begin)[of]
    free: NDArray[np.bool_] = (passed % 2 == 0) | odd[of]
    return free

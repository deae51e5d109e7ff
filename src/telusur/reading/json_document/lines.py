"""Lines of JSON that stand by themselves, and those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.json_document.tokens import (
    ARRAY,
    END_ARRAY,
    END_OBJECT,
    MOST_DEPTH,
    lexed,
    real_quotes,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.json_document.tokens import Ints, Tokens

SPACE = 0x20


def mended(raw: NDArray[np.uint8], begins: Ints, ends: Ints) -> tuple[NDArray[np.uint8], Ints]:
    """The piece with every line blanked that does not stand by itself, and which those are."""
    quotes = real_quotes(raw)
    of = np.searchsorted(ends, quotes)
    open_string = np.bincount(of, minlength=len(begins)) % 2 == 1
    raw = _blanked(raw, begins[open_string], ends[open_string])
    at, _, kind = lexed(raw, quotes[~open_string[of]])
    opens = kind <= ARRAY
    closes = (kind == END_OBJECT) | (kind == END_ARRAY)
    after = np.concatenate(([0], np.cumsum(opens.astype(np.int64) - closes)))
    first = np.searchsorted(at, begins)
    last = np.searchsorted(at, ends)
    lone = after[last] != after[first]
    filled = last > first
    if filled.any():
        low = np.minimum.reduceat(after[1:], first[filled]) - after[first[filled]]
        high = np.maximum.reduceat(after[1:], first[filled]) - after[first[filled]]
        lone[np.flatnonzero(filled)[(low < 0) | (high >= MOST_DEPTH)]] = True
    raw = _blanked(raw, begins[lone], ends[lone])
    return raw, np.flatnonzero(lone | open_string)


def _blanked(raw: NDArray[np.uint8], begins: Ints, ends: Ints) -> NDArray[np.uint8]:
    marks = np.zeros(len(raw) + 1, dtype=np.int8)
    marks[begins] += 1
    marks[ends] -= 1
    return np.where(np.cumsum(marks[:-1]) > 0, np.uint8(SPACE), raw)


def apart(tokens: Tokens, ends: Ints) -> bool:
    """Whether no container and no string goes over the end of a line, the last one included."""
    behind = np.searchsorted(tokens.at, ends)
    before = behind[behind > 0] - 1
    depth = tokens.level[before] + (tokens.kind[before] <= ARRAY)
    spans = tokens.end[before] > ends[behind > 0]
    return not depth.any() and not spans.any()

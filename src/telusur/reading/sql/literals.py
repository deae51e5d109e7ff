"""Values of rows as columns: quotes, prefixes, escapes and NULL taken off, all rows at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.reading.sql.escapes import Escapes, unescaped
from telusur.reading.sql.expressions import literals_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.sql.dialect import Dialect
    from telusur.reading.sql.rows import Values

# A value with more blanks before or behind it than this is trimmed by itself.
BLANKS = 64


@dataclass(frozen=True)
class Pool:
    """All values of some rows.

    Attributes:
        values: Arrow binary; more than there are values, in no order.
        place: of each value in ``values``; -1: none (NULL).
        hexadecimal: which values are hexadecimal digits that stand for bytes.
        expressions: how many values are expressions, kept as written.
    """

    values: pa.Array
    place: NDArray[np.int64]
    hexadecimal: NDArray[np.bool_]
    expressions: NDArray[np.bool_]

    def column(self, which: NDArray[np.int64]) -> pa.Array:
        """The values at the places ``which``, as binary with nulls."""
        place = self.place.take(which)
        absent = place < 0
        taken = pa.array(place, mask=absent) if absent.any() else pa.array(place)
        return self.values.take(taken)


def pool(values: Values, dialect: Dialect) -> Pool:
    """Every value read for what it stands for."""
    raw, data = values.tokens.bytes_, values.tokens.data
    begins, ends = _trimmed(data, raw, values.begins, values.ends)
    turns, last = values.turns, len(raw) - 1
    first = raw.take(np.minimum(begins, last))
    second = raw.take(np.minimum(begins + 1, last))
    final = raw.take(np.maximum(ends - 1, 0))
    lower = first | 0x20
    prefixed = (second == ord("'")) & ((lower == ord("n")) | (lower == ord("e")))
    delimiter = np.where(prefixed, second, first)
    string = ((delimiter == ord("'")) | (delimiter == ord('"'))) & (final == delimiter)
    string &= turns >= 2  # noqa: PLR2004 - both of its quotes
    several = np.flatnonzero(string & (turns > 2))  # noqa: PLR2004
    if len(several):
        string[several] = _joined(values, several)
    bare = (turns == 0) & (ends > begins)
    null = np.flatnonzero(bare & (lower == ord("n")) & (ends - begins == len("NULL")))
    for at, sign in enumerate(b"ull", start=1):
        null = null[(raw[begins[null] + at] | 0x20) == sign]
    number = (first - np.uint8(ord("0")) <= 9) | (first == ord("-")) | (first == ord("."))  # noqa: PLR2004
    plain = bare & number & (final != ord(")")) & (final != ord("/"))
    plain &= (second | 0x20) != ord("x")  # 0x…
    plain &= (first != ord("-")) | (second != ord("-"))  # a comment
    plain[null] = True
    inner = np.flatnonzero(string)
    begins[inner] += 1 + prefixed[inner]
    ends[inner] -= 1
    main = spans_of(data, begins, ends)
    place = 2 * np.arange(len(begins))
    place[null] = -1
    arrays, size = [main], len(main)
    # strings with something to take out
    escaping = string & (_backslashed(values) if len(values.tokens.backslashes) else False)
    if not dialect.backslash:
        escaping &= prefixed & (lower == ord("e"))
    flavour = Escapes.MYSQL if dialect.is_mysql or not dialect.escape_strings else Escapes.POSTGRES
    doubled = string & (turns > 2)  # noqa: PLR2004
    for mark in "'\"":
        of_sign = delimiter == ord(mark)
        for escapes in (flavour, None):
            wanted = (escaping if escapes else (doubled & ~escaping)) & of_sign
            chosen = np.flatnonzero(wanted)
            if len(chosen):
                arrays.append(unescaped(main.take(pa.array(2 * chosen)), escapes, mark))
                place[chosen] = size + np.arange(len(chosen))
                size += len(chosen)
    rest = np.flatnonzero(~(string | plain))
    hexadecimal = np.zeros(len(begins), bool)
    expressions = np.zeros(len(begins), bool)
    if len(rest):
        found = literals_of(main.take(pa.array(2 * rest)), dialect)
        arrays.append(found.values)
        place[rest] = np.where(found.null, -1, size + np.arange(len(rest)))
        hexadecimal[rest], expressions[rest] = found.hexadecimal, found.expression
    return Pool(
        pa.concat_arrays(arrays) if len(arrays) > 1 else main, place, hexadecimal, expressions
    )


def spans_of(data: bytes, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> pa.Array:
    """Parts of ``data`` as Arrow binary, without a copy: every other value is what lies between."""
    count = len(begins)
    spans = np.empty(2 * count + 1, np.int32)
    spans[0:-1:2], spans[1::2], spans[-1:] = begins, ends, len(data)
    buffers = [None, pa.py_buffer(spans), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.binary(), 2 * count, buffers)


def _trimmed(
    data: bytes, raw: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    begins, ends = begins.copy(), ends.copy()
    for step, edge in ((1, begins), (-1, ends)):
        shift = int(step == -1)
        # what is no more than a space is blank: nothing below it stands outside quotes
        at = np.flatnonzero(raw.take(np.clip(edge - shift, 0, len(raw) - 1)) <= ord(" "))
        for _ in range(BLANKS):
            at = at[begins[at] < ends[at]]
            at = at[raw[edge[at] - shift] <= ord(" ")]
            if not len(at):
                break
            edge[at] += step
        for one in at.tolist():
            text = data[begins[one] : ends[one]]
            stripped = text.lstrip() if step == 1 else text.rstrip()
            edge[one] += step * (len(text) - len(stripped))
    return begins, ends


def _joined(values: Values, which: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the quotes inside these values are neighbours by twos: one string, not several."""
    quotes = values.tokens.quotes
    apart = np.zeros(len(quotes) // 2 + 2, np.int64)
    gaps = quotes[2::2] - quotes[1:-1:2] != 1
    apart[1 : 1 + len(gaps)] = np.cumsum(gaps)
    apart[1 + len(gaps) :] = apart[len(gaps)]
    begin, count = values.quote[which] // 2, values.turns[which] // 2
    joined: NDArray[np.bool_] = apart[begin + count - 1] == apart[begin]
    return joined


def _backslashed(values: Values) -> NDArray[np.bool_]:
    found = np.zeros(len(values.begins), bool)
    places = values.tokens.backslashes
    at = np.searchsorted(values.begins, places, side="right") - 1
    inside = (at >= 0) & (places < values.ends[np.maximum(at, 0)])
    found[at[inside]] = True
    return found

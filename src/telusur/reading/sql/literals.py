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

_IS_QUOTE = np.zeros(256, bool)
_IS_QUOTE[[*b"'\""]] = True


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
    turns = values.turns
    delimiter = raw.take(np.minimum(begins, len(raw) - 1))
    final = raw.take(np.maximum(ends - 1, 0))
    string = _IS_QUOTE.take(delimiter) & (final == delimiter)
    string &= turns >= 2  # noqa: PLR2004 - both of its quotes
    # most values are strings: all else is looked for among the others alone
    others = np.flatnonzero(~string)
    prefixed = _prefixed(raw, values, others, begins, final)
    string[prefixed], delimiter[prefixed] = True, ord("'")
    doubled = np.flatnonzero(string & (turns > 2))  # noqa: PLR2004
    if len(doubled):
        joined = _joined(values, doubled)
        string[doubled[~joined]] = False
        doubled, prefixed = doubled[joined], prefixed[string[prefixed]]
        others = np.flatnonzero(~string)
    else:
        others = others[~string[others]]
    null, plain = _bare(raw, others, begins, ends, turns)
    place = 2 * np.arange(len(begins))
    place[null] = -1
    escaping = _escaping(values, string, prefixed, begins, dialect)
    begins[prefixed] += 1
    begins += string
    ends -= string
    main = spans_of(data, begins, ends)
    arrays, size = [main], len(main)
    # strings with something to take out
    flavour = Escapes.MYSQL if dialect.is_mysql or not dialect.escape_strings else Escapes.POSTGRES
    if len(doubled) and len(escaping):
        doubled = doubled[~np.isin(doubled, escaping, assume_unique=True)]
    for mark in "'\"":
        for escapes, wanted in ((flavour, escaping), (None, doubled)):
            chosen = wanted[delimiter.take(wanted) == ord(mark)]
            if len(chosen):
                arrays.append(unescaped(main.take(pa.array(2 * chosen)), escapes, mark))
                place[chosen] = size + np.arange(len(chosen))
                size += len(chosen)
    rest = others[~plain]
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


def _prefixed(
    raw: NDArray[np.uint8],
    values: Values,
    others: NDArray[np.int64],
    begins: NDArray[np.int64],
    final: NDArray[np.uint8],
) -> NDArray[np.int64]:
    """Those of ``others`` that are ``N'…'`` or ``E'…'``."""
    begin = begins[others]
    lower = raw.take(np.minimum(begin, len(raw) - 1)) | 0x20
    second = raw.take(np.minimum(begin + 1, len(raw) - 1))
    found = (second == ord("'")) & ((lower == ord("n")) | (lower == ord("e")))
    found &= (final[others] == ord("'")) & (values.turns[others] >= 2)  # noqa: PLR2004
    chosen: NDArray[np.int64] = others[found]
    return chosen


def _bare(
    raw: NDArray[np.uint8],
    others: NDArray[np.int64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    turns: NDArray[np.int32],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Which values are NULL, and which of ``others`` stand for themselves: NULL and numbers."""
    begin, end, last = begins[others], ends[others], len(raw) - 1
    first = raw.take(np.minimum(begin, last))
    second = raw.take(np.minimum(begin + 1, last))
    final = raw.take(np.maximum(end - 1, 0))
    bare = (turns[others] == 0) & (end > begin)
    null = np.flatnonzero(bare & ((first | 0x20) == ord("n")) & (end - begin == len("NULL")))
    for at, sign in enumerate(b"ull", start=1):
        null = null[(raw[begin[null] + at] | 0x20) == sign]
    number = (first - np.uint8(ord("0")) <= 9) | (first == ord("-")) | (first == ord("."))  # noqa: PLR2004
    plain = bare & number & (final != ord(")")) & (final != ord("/"))
    plain &= (second | 0x20) != ord("x")  # 0x…
    plain &= (first != ord("-")) | (second != ord("-"))  # a comment
    plain[null] = True
    return others[null], plain


def _escaping(
    values: Values,
    string: NDArray[np.bool_],
    prefixed: NDArray[np.int64],
    begins: NDArray[np.int64],
    dialect: Dialect,
) -> NDArray[np.int64]:
    """Which strings hold a backslash that means something."""
    if not len(values.tokens.backslashes):
        return np.empty(0, np.int64)
    if not dialect.backslash:  # in E'…' alone
        marks = values.tokens.bytes_.take(begins[prefixed]) | 0x20
        of_e = np.zeros(len(string), bool)
        of_e[prefixed[marks == ord("e")]] = True
        string = string & of_e
    found = _backslashed(values)
    chosen: NDArray[np.int64] = found[string.take(found)]
    return chosen


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


def _backslashed(values: Values) -> NDArray[np.int64]:
    """Values with a backslash in them, in order, each once."""
    places = values.tokens.backslashes
    at = np.searchsorted(values.begins, places, side="right") - 1
    at = at[(at >= 0) & (places < values.ends.take(np.maximum(at, 0)))]
    chosen: NDArray[np.int64] = at[np.diff(at, prepend=-1) != 0]
    return chosen

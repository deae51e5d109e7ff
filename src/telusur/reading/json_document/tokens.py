"""JSON as arrays of tokens: one vectorised pass over a piece of text, no recursion.

The way of simdjson's first stage (Langdale and Lemire, 2019), in numpy: quotes that no odd run of
backslashes escapes, strings by their parity, structure outside them, depth by a running sum. Tokens
are then laid side by side container by container (a stable sort by depth), so that the grammar is a
table of which token may follow which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Item = TypeVar("Item", bound=np.generic)

OBJECT, ARRAY, END_OBJECT, END_ARRAY, COMMA, COLON, STRING, SCALAR = range(1, 9)
# Deeper than any record; a bomb of brackets costs nothing here, and is refused by its depth.
MOST_DEPTH = 1000

_KIND = np.full(256, SCALAR, dtype=np.uint8)
_KIND[np.frombuffer(b' \t\r\n"', np.uint8)] = 0
_KIND[np.frombuffer(b"{[}],:", np.uint8)] = (OBJECT, ARRAY, END_OBJECT, END_ARRAY, COMMA, COLON)

START, KEY, A_COLON, A_COMMA, VALUE, END = range(6)
_ROLE = np.zeros(9, dtype=np.int8)
_ROLE[[OBJECT, ARRAY, STRING, SCALAR]] = VALUE
_ROLE[[COMMA, COLON, END_OBJECT, END_ARRAY]] = (A_COMMA, A_COLON, END, END)

# [container: none, object, array][token before][token]
_ALLOWED = np.zeros((3, 6, 6), dtype=np.bool_)
_ALLOWED[:, :, START] = True
_ALLOWED[0, :, [VALUE, A_COMMA]] = True  # values one after another; a part of an array has commas
for _before, _next in (
    (START, KEY), (START, END), (KEY, A_COLON), (A_COLON, VALUE),
    (VALUE, A_COMMA), (VALUE, END), (A_COMMA, KEY),
):  # fmt: skip
    _ALLOWED[1, _before, _next] = True
for _before, _next in (
    (START, VALUE), (START, END), (VALUE, A_COMMA), (VALUE, END), (A_COMMA, VALUE),
):  # fmt: skip
    _ALLOWED[2, _before, _next] = True


@dataclass(frozen=True)
class Tokens:
    """Tokens of a piece, in order; all arrays are of one length.

    Attributes:
        at: byte where a token begins.
        end: byte behind it.
        kind: ``OBJECT … SCALAR``.
        level: containers around it; of a bracket: around the container.
        arrays: how many of them are arrays.
        inside: token that opens its container, or -1.
        key: of a value in an object, the token of its key, or -1.
        close: of an opening bracket, the token that closes it, or -1 where it is not in the piece.
        value: whether it is a value, or opens one.
        place: of a value in an array, its place from 0.
        bad: whether it may not stand where it does.
        broken: byte from which on nothing can be told: a bracket too many, too deep, or a string
            that does not end; the length of the piece where there is none.
    """

    at: Ints
    end: Ints
    kind: NDArray[np.uint8]
    level: Ints
    arrays: Ints
    inside: Ints
    key: Ints
    close: Ints
    value: Flags
    place: Ints
    bad: Flags
    broken: int


def real_quotes(raw: NDArray[np.uint8]) -> Ints:
    """Offsets of the quotes that open or close a string."""
    quotes = np.flatnonzero(raw == ord('"'))
    slashes = np.flatnonzero(raw == ord("\\"))
    if not len(slashes) or not len(quotes):
        return quotes
    first = np.concatenate(([True], np.diff(slashes) > 1))
    begun = np.maximum.accumulate(np.where(first, slashes, 0))
    before = np.searchsorted(slashes, quotes) - 1
    touching = (before >= 0) & (slashes[before] == quotes - 1)
    odd = (quotes - begun[before]) % 2 == 1
    real: Ints = quotes[~(touching & odd)]
    return real


def lexed(raw: NDArray[np.uint8], quotes: Ints) -> tuple[Ints, Ints, NDArray[np.uint8]]:
    """Where tokens begin and end, and their kinds; ``quotes`` are even in number."""
    inside = np.zeros(len(raw), dtype=np.uint8)
    inside[quotes] = 1
    np.bitwise_xor.accumulate(inside, out=inside)
    kinds = _KIND[raw]
    kinds[inside.view(np.bool_)] = 0
    scalar = kinds == SCALAR
    going_on = scalar[1:] & scalar[:-1]
    kinds[1:][going_on] = 0
    kinds[quotes[0::2]] = STRING
    at = np.flatnonzero(kinds)
    kind = kinds[at]
    end = at + 1
    end[kind == STRING] = quotes[1::2] + 1
    last = np.append(scalar[:-1] & ~scalar[1:], scalar[-1:])
    end[kind == SCALAR] = np.flatnonzero(last) + 1
    return at, end, kind


def tokenised(raw: NDArray[np.uint8]) -> Tokens:
    """The tokens of ``raw``, which begins outside every container and string."""
    quotes, broken = real_quotes(raw), len(raw)
    if len(quotes) % 2:
        broken = int(quotes[-1])
        raw, quotes = raw[:broken], quotes[:-1]
    at, end, kind = lexed(raw, quotes)
    opens = kind <= ARRAY
    level = _levels(opens, (kind == END_OBJECT) | (kind == END_ARRAY))
    wrong = np.flatnonzero((level < 0) | (level >= MOST_DEPTH))
    if len(wrong):
        keep = int(wrong[0])
        broken = min(broken, int(at[keep]))
        at, end, kind = at[:keep], end[:keep], kind[:keep]
        level, opens = level[:keep], opens[:keep]
    arrays = _levels(kind == ARRAY, kind == END_ARRAY)
    return _grouped(at, end, kind, level, arrays, opens, broken)


def _levels(opens: Flags, closes: Flags) -> Ints:
    levels: Ints = np.cumsum(opens.astype(np.int64) - closes) - opens
    return levels


def _grouped(
    at: Ints,
    end: Ints,
    kind: NDArray[np.uint8],
    level: Ints,
    arrays: Ints,
    opens: Flags,
    broken: int,
) -> Tokens:
    """Tokens container by container: an opening bracket is a value outside and a start inside."""
    count = len(kind)
    entry = np.repeat(np.arange(count), 1 + opens)
    start = np.zeros(len(entry), dtype=np.bool_)
    start[1:] = entry[1:] == entry[:-1]
    closes = (kind == END_OBJECT) | (kind == END_ARRAY)
    depth = (level[entry] + start + closes[entry]).astype(np.int16)
    order = np.argsort(depth, kind="stable")
    token, started = entry[order], start[order]
    role = _ROLE[kind[token]]
    role[started] = START
    opener = np.where(started, np.arange(len(token)), -1)
    np.maximum.accumulate(opener, out=opener)
    opener[depth[order] == 0] = -1
    inside = np.where(opener >= 0, token[opener], -1)
    holder = np.where(inside >= 0, kind[inside], 0)
    before = np.concatenate(([START], role[:-1])).astype(np.int8)
    names = (holder == OBJECT) & (kind[token] == STRING) & (before != A_COLON)
    role[names & ~started] = KEY
    before[1:] = role[:-1]
    bad = ~_ALLOWED[holder, before, role]
    bad |= (role == END) & (kind[token] != holder + 2)
    bad[started] = False

    whole = _Scattered(count, token, ~started)
    is_end = role == END
    close = np.full(count, -1, dtype=np.int64)
    close[inside[is_end]] = token[is_end]
    key_before = np.concatenate(([-1, -1], token[:-2]))[: len(token)]
    keyed = (np.concatenate(([START, START], role[:-2]))[: len(role)] == KEY) & ~bad
    field = (role == VALUE) & (holder == OBJECT)
    bad |= field & ~keyed
    has_key = field & keyed
    values = np.cumsum(role == VALUE)
    place = values - np.where(opener >= 0, values[opener], 0) - 1
    return Tokens(
        at, end, kind, level, arrays,
        inside=whole.of(inside),
        key=whole.of(np.where(has_key, key_before, -1)),
        close=close,
        value=whole.of(role == VALUE),
        place=whole.of(place),
        bad=whole.of(bad),
        broken=broken,
    )  # fmt: skip


class _Scattered:
    """Puts arrays of the sorted entries back into the order of the tokens."""

    def __init__(self, count: int, token: Ints, own: Flags) -> None:
        self._count, self._token, self._own = count, token[own], own

    def of(self, entries: NDArray[Item]) -> NDArray[Item]:
        found = np.zeros(self._count, dtype=entries.dtype)
        found[self._token] = entries[self._own]
        return found

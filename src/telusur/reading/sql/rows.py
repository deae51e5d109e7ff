"""Rows of a piece: the parentheses that an INSERT's VALUES stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql.heads import Gap, Known
from telusur.reading.sql.tokens import CLOSE, COMMA, OPEN, SEMICOLON, Tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What may stand next to a quote of a value; anything else means that quotes have come apart.
_BEFORE = np.zeros(256, bool)
_BEFORE[[*b",( \t\r\n'\"NnEeXxBbQq&/=|+-["]] = True
_AFTER = np.zeros(256, bool)
_AFTER[[*b",) \t\r\n'\":;|/*-+]"]] = True


@dataclass(frozen=True)
class Head:
    """Places in ``Known``: of the INSERT's table and of its list of columns (-1: it has none)."""

    text: int
    columns: int


@dataclass(frozen=True)
class Groups:
    """Outermost parentheses of a piece, in order; the last may be open.

    Attributes:
        opens: places of their first parenthesis.
        closes: of their last; the open one's is the end of the piece.
        gaps: places in ``Known.texts`` of the text before each.
        is_row: whether a row of an INSERT stands in it.
        is_list: whether the names of an INSERT's columns stand in it.
        text: for a row, place in ``Known.texts`` of its INSERT; -1: of the INSERT carried over.
        columns: for a row, place in ``Known.columns`` or -1.
        last_open: the last one does not end in the piece.
        stop: tokens from here on are not to be relied on: a parenthesis too many, or a semicolon
            inside one.
        depth: of each token.
    """

    opens: NDArray[np.int64]
    closes: NDArray[np.int64]
    gaps: NDArray[np.int64]
    is_row: NDArray[np.bool_]
    is_list: NDArray[np.bool_]
    text: NDArray[np.int64]
    columns: NDArray[np.int64]
    last_open: bool
    stop: int
    depth: NDArray[np.int32]

    @property
    def closed(self) -> int:
        """How many of them end in the piece."""
        return len(self.opens) - self.last_open

    def head(self, row: int) -> int:
        """The group that a row's INSERT begins with: its list of columns, or the row."""
        return row - 1 if row and self.is_list[row - 1] else row

    def first_damaged(self, tokens: Tokens) -> int | None:
        """The first row whose quotes have come apart, or that never ends before a semicolon."""
        raw, quotes = tokens.bytes_, tokens.quotes
        quotes = quotes[quotes < self.stop]
        # quotes open and close by turns
        opening, closing = quotes[0::2], quotes[1::2]
        good = _BEFORE.take(raw.take(np.maximum(opening - 1, 0)))
        odd = opening[~good & (opening > 0)]
        behind = closing + 1
        good = _AFTER.take(raw.take(np.minimum(behind, len(raw) - 1)))
        places = np.sort(np.concatenate([odd, closing[~good & (behind < len(raw))]]))
        group = np.searchsorted(self.opens, places, side="right") - 1
        inside = (group >= 0) & (places < self.closes[group]) if len(self.opens) else group > 0
        rows = group[inside]
        rows = rows[self.is_row[rows]]
        found = int(rows[0]) if len(rows) else None
        if found is None and self.last_open and self.is_row[-1] and self.stop < len(raw):
            return len(self.opens) - 1
        return found


def groups(tokens: Tokens, limit: int, known: Known, *, inside: bool) -> Groups:
    """The outermost parentheses up to ``limit``.

    Args:
        tokens: of the piece.
        limit: what stands from here on belongs to something else.
        known: texts met so far.
        inside: the piece begins behind a row, within its INSERT.
    """
    count = int(np.searchsorted(tokens.at, limit))
    what = tokens.what[:count]
    depth = np.cumsum(
        (what == OPEN).astype(np.int8) - (what == CLOSE).astype(np.int8), dtype=np.int32
    )
    wrong = np.flatnonzero((depth < 0) | ((what == SEMICOLON) & (depth > 0)))
    stop = limit
    if len(wrong):
        count = int(wrong[0])
        stop = int(tokens.at[count])
        what, depth = what[:count], depth[:count]
    places = tokens.at[:count]
    opens = places[(what == OPEN) & (depth == 1)]
    closes = places[(what == CLOSE) & (depth == 0)]
    last_open = len(opens) > len(closes)
    before = np.concatenate([np.zeros(1, np.int64), closes + 1])[: len(opens)]
    gaps = known.gaps(tokens, before, opens)
    if last_open:
        closes = np.append(closes, stop)
    kind = np.array([text.gap for text in known.texts], np.int64)[gaps]
    after = np.append(kind[1:], Gap.OTHER)
    is_list = (kind == Gap.HEAD) & (after == Gap.VALUES)
    listed = np.append(False, is_list[:-1])
    leads = (kind == Gap.HEAD_VALUES) | ((kind == Gap.VALUES) & listed)
    # a comma goes on with whatever the last text that was none began
    index = np.arange(len(kind))
    lead = np.maximum.accumulate(np.where(kind == Gap.COMMA, -1, index)) if len(kind) else index
    own, at = lead >= 0, np.maximum(lead, 0)
    is_row = np.where(own, leads[at], inside)
    listed_lead = kind[at] == Gap.VALUES  # its head is one text further up
    text = np.where(own, gaps[at - listed_lead], -1)
    lists = np.full(len(kind), -1, np.int64)
    found = np.flatnonzero(is_list)
    lists[found] = known.lists(tokens, opens[found] + 1, closes[found])
    columns = np.where(own & listed_lead, lists[at - listed_lead], -1)
    return Groups(
        opens, closes, gaps, is_row & ~is_list, is_list, text, columns, last_open, stop, depth
    )


@dataclass(frozen=True)
class Values:
    """Values of some rows of a piece, one after the other.

    Attributes:
        tokens: of the piece.
        begins: place of each value's first byte, blanks before it included.
        ends: place behind its last.
        turns: how many quotes stand in it.
        quote: how many quotes stand before it: place of its first in ``tokens.quotes``.
        first: of each row the place of its first value.
        counts: of each row the number of its values.
        opens: of each row the place of its parenthesis.
    """

    tokens: Tokens
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    turns: NDArray[np.int32]
    quote: NDArray[np.int32]
    first: NDArray[np.int64]
    counts: NDArray[np.int64]
    opens: NDArray[np.int64]


def values(tokens: Tokens, found: Groups, begin: int, end: int) -> Values:
    """Values of the rows among the groups ``begin`` to ``end``."""
    if begin == end:
        low = high = 0
    else:
        low = int(np.searchsorted(tokens.at, found.opens[begin]))
        high = int(np.searchsorted(tokens.at, found.closes[end - 1])) + 1
    what, depth = tokens.what[low:high], found.depth[low:high]
    top = depth == 1
    is_open = (what == OPEN) & top
    is_close = (what == CLOSE) & (depth == 0)
    edge = is_open | is_close | ((what == COMMA) & top)
    rows = found.is_row[begin:end]
    if not rows.all():
        edge &= rows[np.cumsum(is_open) - 1]
    edges = np.flatnonzero(edge)
    at, turned = tokens.at[low:high].take(edges), tokens.turns[low:high].take(edges)
    ending = is_close.take(edges)
    begins = np.flatnonzero(~ending)  # every edge but the last of a row begins a value
    first = np.flatnonzero(is_open.take(edges))
    counts = np.flatnonzero(ending) - first
    quote = turned.take(begins)
    return Values(
        tokens, at.take(begins) + 1, at.take(begins + 1), turned.take(begins + 1) - quote, quote,
        first - np.arange(len(first)), counts, found.opens[begin:end][rows],
    )  # fmt: skip

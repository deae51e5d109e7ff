"""What of a piece of SQL stands outside quotes and comments.

The bytes that matter (quotes, brackets, commas, starts of comments) are found by one table, and a
state machine runs over them alone. It runs over all blocks of them at once, from each state that a
block may begin in; the true one is picked afterwards, block by block. That is Hillis and Steele's
data-parallel automaton ("Data parallel algorithms", 1986) with blocks in place of single steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.sql.dialect import Dialect

# Classes of bytes. "Escaped" is a quote behind an odd number of backslashes.
(
    OTHER, QUOTE, QUOTE_ESCAPED, QUOTE_E, DOUBLE, DOUBLE_ESCAPED, TICK, LINE, NEWLINE,
    BLOCK, BLOCK_END, BLOCK_BOTH, BRACKET, BRACKET_END, OPEN, CLOSE, COMMA, SEMICOLON,
) = range(18)  # fmt: skip
CLASSES = 18
# States: outside; in '…' and "…", plain and with backslashes; in `…`; in comments; in […].
(OUT, IN_QUOTE, IN_QUOTE_B, IN_DOUBLE, IN_DOUBLE_B, IN_TICK, IN_LINE, IN_BLOCK, IN_BRACKET) = range(
    9
)
STATES = 9
# Events a block: the number of steps; more blocks make each step a longer array.
BLOCK_EVENTS = 64
# Above this share of double quotes a block may well begin between two of them.
MANY_DOUBLE = 0.05

# Oracle 23 SQL Language Reference, "Text Literals": any sign may stand for the brackets; one that
# may follow a string is none here, for a string may end in a Q.
_OWN_QUOTE = re.compile(rb"[(,=|]\s*[nN]?[qQ]'[^\s\w,;:)']")
_CLOSING = bytes.maketrans(b"[{(<", b"]})>")

_BYTES = {
    "'": QUOTE, '"': DOUBLE, "`": TICK, "(": OPEN, ")": CLOSE, ",": COMMA, ";": SEMICOLON,
}  # fmt: skip


@dataclass(frozen=True)
class Tokens:
    """The structure of one piece.

    Attributes:
        data: the piece.
        bytes_: the same as an array.
        at: places of parentheses, commas and semicolons outside quotes and comments.
        what: their classes.
        turns: how many quotes opened or closed before each of them.
        quotes: places of those quotes.
        newlines: places of line ends.
        backslashes: places of backslashes, where they mean something.
        events: places of all events, with
        states: the state behind each of them, times the number of classes.
    """

    data: bytes
    bytes_: NDArray[np.uint8]
    at: NDArray[np.int64]
    what: NDArray[np.uint8]
    turns: NDArray[np.int32]
    quotes: NDArray[np.int64]
    newlines: NDArray[np.int64]
    backslashes: NDArray[np.int64]
    events: NDArray[np.int64]
    states: NDArray[np.uint8]

    def state(self, place: int) -> int:
        """The state before the byte at ``place``."""
        at = int(np.searchsorted(self.events, place)) - 1
        return int(self.states[at]) // CLASSES if at >= 0 else OUT

    def outside(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each of ``places`` stands outside quotes and comments."""
        at = np.searchsorted(self.events, places) - 1
        if not len(self.states):
            return np.ones(len(places), bool)
        outside: NDArray[np.bool_] = (at < 0) | (self.states[at] == OUT)
        return outside


class Tokeniser:
    """Tables of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        table = bytearray(256)
        for sign, kind in _BYTES.items():
            table[ord(sign)] = kind
        if dialect.brackets:
            table[ord("[")], table[ord("]")] = BRACKET, BRACKET_END
        self._table = bytes(table)
        self._next = _machine(dialect).ravel() * np.uint8(CLASSES)

    def tokens(self, data: bytes) -> Tokens:
        """The structure of ``data``, which begins outside quotes and comments."""
        raw = np.frombuffer(data, np.uint8)
        kinds = np.frombuffer(bytearray(data.translate(self._table)), np.uint8)
        newlines = np.flatnonzero(raw == ord("\n"))
        backslashes = self._escapes(data, raw, kinds)
        self._comments(data, raw, kinds, newlines)
        if self.dialect.own_quotes and (b"q'" in data or b"Q'" in data):
            _own_quotes(data, kinds)
        events = np.flatnonzero(kinds.view(bool))
        classes = kinds.take(events)
        states = self._run(classes)
        inside = states != OUT
        before = np.zeros_like(inside)
        before[1:] = inside[:-1]
        is_quote = (classes <= DOUBLE_ESCAPED) & (before != inside)
        structural = np.flatnonzero(~before & (classes >= OPEN))
        turns = np.cumsum(is_quote, dtype=np.int32)
        return Tokens(
            data, raw, events.take(structural), classes.take(structural), turns.take(structural),
            events.take(np.flatnonzero(is_quote)), newlines, backslashes, events, states,
        )  # fmt: skip

    def _escapes(
        self, data: bytes, raw: NDArray[np.uint8], kinds: NDArray[np.uint8]
    ) -> NDArray[np.int64]:
        dialect = self.dialect
        none = np.empty(0, np.int64)
        if dialect.escape_strings and (b"E'" in data or b"e'" in data):
            quotes = np.flatnonzero(raw[2:] == ord("'")) + 2
            mark = (raw[quotes - 1] | 0x20) == ord("e")
            mark &= ~_WORD[raw[quotes - 2]]
            kinds[quotes[mark]] = QUOTE_E
            if data[:2] in (b"E'", b"e'"):
                kinds[1] = QUOTE_E
        elif not dialect.backslash:
            return none
        if b"\\" not in data:
            return none
        backslashes = np.flatnonzero(raw == ord("\\"))
        escaped = run_ends(backslashes) + 1
        escaped = escaped[escaped < len(raw)]
        there = kinds[escaped]
        kinds[escaped[(there == QUOTE) | (there == QUOTE_E)]] = QUOTE_ESCAPED
        kinds[escaped[there == DOUBLE]] = DOUBLE_ESCAPED
        return backslashes

    def _comments(
        self,
        data: bytes,
        raw: NDArray[np.uint8],
        kinds: NDArray[np.uint8],
        newlines: NDArray[np.int64],
    ) -> None:
        lines = []
        # by arrays: a search for two bytes is slow where the first is frequent, and holds the lock
        # that the other threads wait for
        dashes = np.flatnonzero((raw[:-1] == ord("-")) & (raw[1:] == ord("-")))
        if len(dashes):
            if self.dialect.is_mysql:  # 5--3 is a sum
                behind = raw[np.minimum(dashes + 2, len(raw) - 1)]
                dashes = dashes[(behind <= ord(" ")) | (dashes + 2 >= len(raw))]
            lines.append(dashes)
        if self.dialect.is_mysql and b"#" in data:
            lines.append(np.flatnonzero(raw == ord("#")))
        for starts in lines:
            kinds[starts] = LINE
            ends = np.searchsorted(newlines, starts)
            kinds[newlines[ends[ends < len(newlines)]]] = NEWLINE
        if b"*" in data and (b"/*" in data or b"*/" in data):
            opens = np.flatnonzero((raw[:-1] == ord("/")) & (raw[1:] == ord("*")))
            closes = np.flatnonzero((raw[:-1] == ord("*")) & (raw[1:] == ord("/")))
            if self.dialect.is_mysql:  # what stands in /*!…*/ is code
                opens = opens[raw[np.minimum(opens + 2, len(raw) - 1)] != ord("!")]
            kinds[opens] = BLOCK
            both = np.isin(closes, opens + 1)  # of "/*/": it opens, or closes what is open
            kinds[closes[~both]] = BLOCK_END
            kinds[closes[both] - 1] = BLOCK_BOTH

    def _run(self, classes: NDArray[np.uint8]) -> NDArray[np.uint8]:
        count = len(classes)
        blocks = max(-(-count // BLOCK_EVENTS), 1)
        padded = np.zeros(blocks * BLOCK_EVENTS, np.uint8)
        padded[:count] = classes
        steps = np.ascontiguousarray(padded.reshape(blocks, BLOCK_EVENTS).T)
        quote = IN_QUOTE_B if self.dialect.backslash else IN_QUOTE
        double = IN_DOUBLE_B if self.dialect.backslash else IN_DOUBLE
        starts: tuple[int, ...] = (OUT, quote)
        if np.count_nonzero(classes == DOUBLE) > count * MANY_DOUBLE:
            starts += (double,)
        # a state is kept as the place of its row in the table, so that a step is a sum
        states = np.repeat(np.array(starts, np.uint8)[:, None] * np.uint8(CLASSES), blocks, axis=1)
        after = np.empty((BLOCK_EVENTS, len(starts), blocks), np.uint8)
        for at in range(BLOCK_EVENTS):
            states = self._next.take(states + steps[at])
            after[at] = states
        place = {state * CLASSES: at for at, state in enumerate(starts)}
        ends = states.tolist()
        begin, picked, odd = OUT, np.zeros(blocks, np.intp), {}
        for block in range(blocks):
            if begin in place:
                picked[block] = place[begin]
                begin = ends[place[begin]][block]
            else:  # in a comment, a name or the rarer quotes
                odd[block] = self._walk(begin, steps[:, block].tolist())
                begin = odd[block][-1]
        true = after[:, 0]
        for other in range(1, len(starts)):
            np.copyto(true, after[:, other], where=picked == other)
        result = np.ascontiguousarray(true.T)
        for block, walked in odd.items():
            result[block] = walked
        return result.reshape(-1)[:count]

    def _walk(self, state: int, classes: list[int]) -> list[int]:
        walked = []
        table = self._next.tolist()
        for one in classes:
            state = table[state + one]
            walked.append(state)
        return walked


def _own_quotes(data: bytes, kinds: NDArray[np.uint8]) -> None:
    """``q'[…]'``: nothing between its brackets means anything."""
    at = 0
    while found := _OWN_QUOTE.search(data, at):
        begin = found.end() - 1
        end = data.find(data[begin : begin + 1].translate(_CLOSING) + b"'", begin + 1)
        at = len(data) if end < 0 else end + 1
        kinds[begin:at] = OTHER


def run_ends(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last of each run of an odd number of neighbours in ``places``."""
    first = np.empty(len(places), bool)
    first[:1], first[1:] = True, np.diff(places) != 1
    begins = np.flatnonzero(first)
    lengths = np.diff(np.append(begins, len(places)))
    odd = lengths % 2 == 1
    ends: NDArray[np.int64] = places[begins[odd] + lengths[odd] - 1]
    return ends


def _machine(dialect: Dialect) -> NDArray[np.uint8]:
    table = np.repeat(np.arange(STATES, dtype=np.uint8)[:, None], CLASSES, axis=1)
    quote = IN_QUOTE_B if dialect.backslash else IN_QUOTE
    double = IN_DOUBLE_B if dialect.backslash else IN_DOUBLE
    for kind, state in (
        (QUOTE, quote), (QUOTE_ESCAPED, quote), (QUOTE_E, IN_QUOTE_B), (DOUBLE, double),
        (DOUBLE_ESCAPED, double), (TICK, IN_TICK), (LINE, IN_LINE), (BLOCK, IN_BLOCK),
        (BLOCK_BOTH, IN_BLOCK), (BRACKET, IN_BRACKET),
    ):  # fmt: skip
        table[OUT, kind] = state
    for state, kinds in (
        (IN_QUOTE, (QUOTE, QUOTE_ESCAPED, QUOTE_E)), (IN_QUOTE_B, (QUOTE, QUOTE_E)),
        (IN_DOUBLE, (DOUBLE, DOUBLE_ESCAPED)), (IN_DOUBLE_B, (DOUBLE,)), (IN_TICK, (TICK,)),
        (IN_LINE, (NEWLINE,)), (IN_BLOCK, (BLOCK_END, BLOCK_BOTH)), (IN_BRACKET, (BRACKET_END,)),
    ):  # fmt: skip
        table[state, list(kinds)] = OUT
    return table


_WORD = np.zeros(256, bool)
_WORD[[*range(48, 58), *range(65, 91), *range(97, 123), ord("_"), ord("$"), *range(128, 256)]] = (
    True
)

"""What stands before the parentheses of a dump: which of them hold rows, and of which table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql.names import NAME, TableName, column_names, table_name, without_comments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.sql.tokens import Tokens

# Of a text before a parenthesis only so much is looked at: the head of an INSERT is shorter.
TAIL_BYTES = 64 << 10
# Different texts of one length that are remembered; dumps have a handful.
REMEMBERED = 64

_HEAD = re.compile(
    rb"(?:\b(?:INSERT|REPLACE)"
    rb"(?:\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|ALL|FIRST|OR\s+\w+))*(?:\s+INTO)?|\bINTO)"
    rb"(?:\s+ONLY)?\s*(?<![\w$])(" + NAME + rb")(?:\s+AS\s+\w+)?"
    rb"(\s*(?:OVERRIDING\s+\w+\s+VALUE\s*)?\bVALUES?)?\s*\Z",
    re.IGNORECASE,
)
_VALUES = re.compile(rb"\s*(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*\Z", re.IGNORECASE)
# What may stand between two INSERTs and says nothing.
NOTHING = re.compile(rb"(?:[\s;/]|\bGO\b|\*/|/\*!\d*)*\Z", re.IGNORECASE)
# Words behind which an INSERT is a part of something else: of a rule, a trigger, a procedure.
_PART_OF = re.compile(rb"(?i)\b(?:INSTEAD|ALSO|DO|BEGIN|THEN|ELSE|AS)\s*\Z")
_START = re.compile(rb"(?i)\b(?:INSERT|REPLACE|INTO)\b")
_KEYWORDS = {b"values", b"value", b"select", b"set", b"into"}


class Gap(IntEnum):
    """What the text before a parenthesis makes of it."""

    OTHER = 0
    COMMA = 1  # the next row
    HEAD = 2  # "INSERT INTO t": names of columns
    HEAD_VALUES = 3  # "INSERT INTO t VALUES": a row
    VALUES = 4  # a row, behind names of columns


@dataclass(frozen=True)
class Text:
    """One text before a parenthesis.

    Attributes:
        gap: what it is.
        table: of the INSERT that it ends with.
        foreign: more than that INSERT stands in it.
    """

    gap: Gap
    table: TableName | None = None
    foreign: bool = False


@dataclass
class Known:
    """Texts met so far: each is understood once, however often a dump repeats it."""

    texts: list[Text] = field(default_factory=list)
    places: dict[Text, int] = field(default_factory=dict)
    by_length: dict[int, list[tuple[bytes, int]]] = field(default_factory=dict)
    columns: list[tuple[str, ...]] = field(default_factory=list)
    columns_by_length: dict[int, list[tuple[bytes, int]]] = field(default_factory=dict)

    def gaps(
        self, tokens: Tokens, begins: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """For each text its place in :attr:`texts`."""

        def understand(text: bytes) -> int:
            found = understood(text)
            if found not in self.places:
                self.places[found] = len(self.texts)
                self.texts.append(found)
            return self.places[found]

        return _coded(tokens, begins, ends, self.by_length, understand)

    def lists(
        self, tokens: Tokens, begins: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """For each list of columns its place in :attr:`columns`."""

        def understand(text: bytes) -> int:
            names = column_names(text)
            if names in self.columns:
                return self.columns.index(names)
            self.columns.append(names)
            return len(self.columns) - 1

        return _coded(tokens, begins, ends, self.columns_by_length, understand)


def understood(text: bytes) -> Text:
    """What one text before a parenthesis is."""
    tail = without_comments(text[-TAIL_BYTES:])
    plain = tail.strip()
    if plain in {b",", b""}:  # empty: where reading goes on behind damage
        return Text(Gap.COMMA)
    if _VALUES.match(plain):
        return Text(Gap.VALUES)
    starts = [found.start() for found in _START.finditer(plain)]
    for start in (starts[-1:] + starts[-2:-1])[::-1]:
        head = _HEAD.match(plain, start)
        if head and head.group(1).lower() not in _KEYWORDS:
            if _PART_OF.search(plain[max(start - 40, 0) : start]):
                break
            gap = Gap.HEAD_VALUES if head.group(2) else Gap.HEAD
            foreign = len(text) > TAIL_BYTES or not NOTHING.match(plain[:start])
            return Text(gap, table_name(head.group(1)), foreign)
    return Text(Gap.OTHER, foreign=True)


def _coded(  # type: ignore[no-untyped-def]
    tokens: Tokens,
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    known: dict[int, list[tuple[bytes, int]]],
    understand,
) -> NDArray[np.int64]:
    codes = np.full(len(begins), -1, np.int64)
    lengths = ends - begins
    for length in np.unique(lengths).tolist():
        of_length = np.flatnonzero(lengths == length)
        texts = known.setdefault(length, [])
        while len(of_length):
            first = tokens.data[begins[of_length[0]] : ends[of_length[0]]]
            code = next((code for text, code in texts if text == first), None)
            if code is None:
                code = understand(first)
                if len(texts) < REMEMBERED:
                    texts.append((first, code))
            same = _equal(tokens.bytes_, begins[of_length], first)
            codes[of_length[same]] = code
            of_length = of_length[~same]
    return codes


def _equal(raw: NDArray[np.uint8], begins: NDArray[np.int64], text: bytes) -> NDArray[np.bool_]:
    """Which of the places hold ``text``; all of them have room for it."""
    same = np.ones(len(begins), bool)
    if len(begins) == 1:
        return same
    for at, byte in enumerate(text):
        same &= raw[begins + at] == byte
    return same

"""Where quotes or parentheses have come apart: the next place to read from, and what is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telusur.model.findings.receipt import Unread
from telusur.reading.sql.heads import Known
from telusur.reading.sql.rows import groups, values

if TYPE_CHECKING:
    from telusur.reading.sql.tokens import Tokeniser

MOST_PLACES = 100
# A row is tried on so many bytes; a longer one is no place to go on from.
TRIED_BYTES = 16 << 10
# Rows tried in one piece.
TRIES = 400
# Text that may hold the beginning of the next place, kept for the next piece.
OVERLAP = 4 << 10
_PLACE = re.compile(
    rb",\s*+(?P<row>\()|\n[^\S\n]*(?P<line>\()|\n(?P<statement>(?i:INSERT\s|REPLACE\s+INTO|"
    rb"(?:CREATE|ALTER|DROP|LOCK|UNLOCK)\s+TABLES?\b|COPY\s[^\n]+FROM\s+STDIN|COMMIT\b|/\*!\d{5}|"
    rb"USE\s+`|SET\s+IDENTITY_INSERT|GO\s*\n|-- (?:Table structure|Dumping data|Data for Name)))"
)


@dataclass
class Damage:
    """Bytes that were given up.

    Attributes:
        places: where they lie in the file; at most 100.
        bytes: all of them.
    """

    places: list[Unread] = field(default_factory=list)
    bytes: int = 0

    def add(self, offset: int, count: int, reason: str) -> None:
        """Bytes given up; those next to the last ones join them."""
        if not count:
            return
        self.bytes += count
        last = self.places[-1] if self.places else None
        if last and last.offset + last.bytes == offset and last.reason == reason:
            self.places[-1] = Unread(offset=last.offset, bytes=last.bytes + count, reason=reason)
        elif len(self.places) < MOST_PLACES:
            self.places.append(Unread(offset=offset, bytes=count, reason=reason))


def next_place(
    data: bytes, begin: int, tokeniser: Tokeniser, expected: int | None, *, first: bool = False
) -> tuple[int, bool] | None:
    """Where reading can go on: the place, and whether it is a row of the same INSERT.

    A row must have as many values as its table has columns: text in the damaged row that looks like
    the end of one is not taken for it. With ``first``, ``data`` is the beginning of a file that was
    cut between two rows, and may begin with one.
    """
    row = len(data) - len(data.lstrip())
    begins = first and data[row : row + 1] == b"("
    if begins and _is_row(data[row : row + TRIED_BYTES], tokeniser, expected):
        return 0, True
    for tries, found in enumerate(_PLACE.finditer(data, begin)):
        if found.group("statement"):
            return found.start("statement"), False
        place = found.start("row") if found.group("row") else found.start("line")
        if tries < TRIES and _is_row(data[place : place + TRIED_BYTES], tokeniser, expected):
            return place, True
    return None


def _is_row(data: bytes, tokeniser: Tokeniser, expected: int | None) -> bool:
    tokens = tokeniser.tokens(data)
    found = groups(tokens, len(data), Known(), inside=True)
    if not found.closed or found.opens[0] or found.first_damaged(tokens) == 0:
        return False
    behind = data[int(found.closes[0]) + 1 :].lstrip()[:1]
    count = int(values(tokens, found, 0, 1).counts[0])
    return behind in {b",", b";", b""} and count == (expected or count)

"""A table's lines into a copy that the fast reader takes whole: damaged ones mended or taken out.

Regular lines are copied as bytes, in runs; only the others are looked at one by one. Every physical
line keeps its place, so that line numbers hold: what is no row becomes a blank line.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text import lexing
from telusur.reading.delimited_text.mending import BROKEN, TOO_FEW, Mended, mend
from telusur.reading.private import create

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from typing import IO

    from telusur.reading.delimited_text.fitting import Model
    from telusur.reading.dialect import Dialect

# Of each kind of repair or rejection, so many line numbers are kept.
MOST_LINES = 20
# Lines that one value may have been broken over by a line end that nothing quotes.
MOST_PARTS = 5
# Repairs that the lines behind may better, and those that show that lines belong together.
WEAK, STRONG = ("short-row", "quotes"), ("quotes", "other-delimiter")
# So is this one, where the first of the lines opens a quote.
IN_QUOTES = "delimiter-in-value"
# The first row of a file that begins inside it, or the last one of a file that ends inside it.
CUT = "cut-in-mid-row"
# Stands for a quote in a copy of a text that has none: no text holds it.
PRIVATE_QUOTES = ("\x02", "\x03", "\x04", "\x05", "\x06")


@dataclass
class Count:
    """How many records of one kind, their lines in all, and where the first of them start."""

    rows: int = 0
    lines: int = 0
    at: list[int] = field(default_factory=list)

    def add(self, line: int, lines: int) -> None:
        """One more."""
        self.rows += 1
        self.lines += lines
        if len(self.at) < MOST_LINES:
            self.at.append(line)


@dataclass
class Outcome:
    """What became of the records: repairs by kind, rejections by reason, blank lines made."""

    repaired: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    rejected: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    emptied: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Span:
    """Where a table's rows lie in a file.

    Attributes:
        start: byte of the first of them.
        stop: byte behind the last one; None: the end of the file.
        line: physical line on which the first one starts.
        dropped: bytes on which records start that are no rows.
    """

    start: int
    stop: int | None
    line: int
    dropped: frozenset[int] = frozenset()


def copied(
    source: Path, target: Path, span: Span, dialect: Dialect, model: Model, signs: lexing.Signs
) -> tuple[Dialect, Outcome]:
    """Write the rows of ``span``; gives the dialect of the copy and what became of the lines.

    As many blank lines stand before the rows as lines do in the file.
    """
    written = _writable(source, dialect)
    copy = _Copy(written, model, signs)
    with create(target) as out:
        out.write(copy.end * (span.line - 1))
        for piece in lexing.pieces(source, signs, start=span.start, stop=span.stop, line=span.line):
            copy.take(piece, out, span.dropped, dialect)
    return written, copy.outcome


def _writable(source: Path, dialect: Dialect) -> Dialect:
    """The dialect with a quote, so that every value can be written."""
    if dialect.quote:
        return dialect
    with source.open("rb") as file:
        head = file.read(lexing.PIECE_BYTES)
    free = next((sign for sign in PRIVATE_QUOTES if sign.encode() not in head), PRIVATE_QUOTES[0])
    return replace(dialect, quote=free, escape=free)


class _Copy:
    """The copy on its way."""

    def __init__(self, dialect: Dialect, model: Model, signs: lexing.Signs) -> None:
        self.written, self.model = dialect, model
        self.width = len(model.columns)
        self.end = bytes([signs.end])
        self.outcome = Outcome()

    def take(
        self, piece: lexing.Piece, out: IO[bytes], dropped: Collection[int], dialect: Dialect
    ) -> None:
        """The records of one piece."""
        records = piece.records
        regular = (records.width == self.width) & ~records.odd & ~records.blank
        plain_blank = records.blank & (records.stop <= records.start)
        leave = ~(regular | plain_blank)
        if dropped:
            leave |= np.isin(records.start, np.fromiter(dropped, dtype=np.int64))
        self.outcome.rows += int((regular & ~leave).sum())
        copied_to = int(records.start[0]) - piece.offset
        special = np.flatnonzero(leave).tolist()
        skip_to = 0
        for place, at in enumerate(special):
            if at < skip_to:
                continue
            start = int(records.start[at]) - piece.offset
            out.write(piece.raw[copied_to:start])
            used = self._one(
                piece, at, out, dropped, dialect, special[place + 1 : place + 1 + MOST_PARTS]
            )
            skip_to = at + used
            copied_to = int(records.next[at + used - 1]) - piece.offset
        out.write(piece.raw[copied_to : int(records.next[-1]) - piece.offset])

    def _one(
        self,
        piece: lexing.Piece,
        at: int,
        out: IO[bytes],
        dropped: Collection[int],
        dialect: Dialect,
        following: list[int],
    ) -> int:
        """One record that is not as the others; gives how many records it took."""
        records = piece.records
        line, lines = int(records.line[at]), int(records.lines[at])
        if int(records.start[at]) in dropped or records.blank[at]:
            self._blank(piece, at, out)
            return 1
        text = piece.text(at)
        odd = bool(records.odd[at])
        near = [one for place, one in enumerate(following, 1) if one == at + place]
        mended = mend(text, dialect, self.model, odd=odd)
        if near and (isinstance(mended, str) or mended.open or mended.kind in WEAK):
            over = self._over(piece, at, near, dialect, mended)
            if over is not None:
                values, count = over
                total = int(records.lines[at : at + count].sum())
                self.outcome.repaired["line-end-in-value"].add(line, total)
                self._row(values, total, out)
                return count
        if not isinstance(mended, str) and self._cut(piece, at, mended):
            mended = CUT  # where its outer value ends nobody knows
        if isinstance(mended, str):
            reason = BROKEN if odd and mended == TOO_FEW else mended
            self.outcome.rejected[reason].add(line, lines)
            self._blank(piece, at, out, emptied=False)
            return 1
        if not dialect.first_only:
            self.outcome.repaired[mended.kind].add(line, lines)
        self._row(mended.values, lines, out)
        return 1

    def _over(
        self,
        piece: lexing.Piece,
        at: int,
        near: list[int],
        dialect: Dialect,
        alone: Mended | str,
    ) -> tuple[tuple[str, ...], int] | None:
        """Lines that are one row together and no rows by themselves."""
        if self.width < 3:  # noqa: PLR2004  # too short to tell
            return None
        text = piece.text(at)
        strong = (*STRONG, IN_QUOTES) if piece.records.odd[at] else STRONG
        whole, told = self._whole(alone), self._told(alone)
        for count, other in enumerate(near, start=2):
            text += "\n" + piece.text(other)
            follower = mend(piece.text(other), dialect, self.model, odd=True)
            if count == 2 and self._complete(alone) and self._begins(follower):  # noqa: PLR2004
                return None
            whole, told = whole and self._whole(follower), told + self._told(follower)
            mended = mend(text, dialect, self.model, odd=True, pad=False)
            if isinstance(mended, str) or mended.open or not self.model.fits(mended.values):
                continue
            together = self._told(mended)
            if together < told or (together == told and whole):
                continue
            return (mended.values, count) if mended.kind in strong else None
        return None

    def _whole(self, mended: Mended | str) -> bool:
        """Whether nothing speaks against a line as a row by itself."""
        return (
            not isinstance(mended, str)
            and not mended.open
            and self.model.conflicts(mended.values) == 0
        )

    def _complete(self, mended: Mended | str) -> bool:
        return self._whole(mended) and not isinstance(mended, str) and not mended.short

    def _begins(self, mended: Mended | str) -> bool:
        """Whether a line may begin a row, whatever follows."""
        return not isinstance(mended, str) and self.model.conflicts(mended.values) == 0

    def _told(self, mended: Mended | str) -> int:
        return 0 if isinstance(mended, str) else self.model.evidence(mended.values)

    def _cut(self, piece: lexing.Piece, at: int, mended: Mended) -> bool:
        inside = self._ends_inside(piece, at) or self._begins_inside(piece, at, mended.values)
        return mended.short and inside

    def _ends_inside(self, piece: lexing.Piece, at: int) -> bool:
        """Whether the file ends in this record, without a line end behind it."""
        stop = int(piece.records.next[at]) - piece.offset
        return piece.raw[stop - 1 : stop] != self.end

    def _begins_inside(self, piece: lexing.Piece, at: int, padded: tuple[str, ...]) -> bool:
        """Whether the file begins in this record: its values fit further to the right alone."""
        if piece.records.start[at] > 0 or self.model.conflicts(padded) == 0:
            return False
        own = int(piece.records.width[at])
        return self.model.fits((*[""] * (self.width - own), *padded[:own]))

    def _row(self, values: tuple[str, ...], lines: int, out: IO[bytes]) -> None:
        text = self.written.delimiter.join(self._cell(value) for value in values)
        raw = text.encode()
        out.write(raw + self.end)
        inner = raw.count(self.end)
        out.write(self.end * (lines - 1 - inner))
        self.outcome.emptied += lines - 1 - inner
        self.outcome.rows += 1

    def _cell(self, value: str) -> str:
        written = self.written
        quote, escape = written.quote, written.escape or written.quote
        special = (*written.delimiter, quote, "\n", "\r")
        if not any(sign in value for sign in special) and value[:1] != " ":
            return value
        if escape != quote:
            value = value.replace(escape, escape * 2)
        return quote + value.replace(quote, escape + quote) + quote

    def _blank(self, piece: lexing.Piece, at: int, out: IO[bytes], *, emptied: bool = True) -> None:
        records = piece.records
        raw = piece.raw[
            int(records.start[at]) - piece.offset : int(records.next[at]) - piece.offset
        ]
        lines = int(records.lines[at])
        out.write(self.end * (lines - 1 + raw.endswith(self.end)))
        if emptied:
            self.outcome.emptied += lines

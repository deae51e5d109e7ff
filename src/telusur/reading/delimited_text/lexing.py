"""Records of a delimited text by its bytes alone: where each starts, how many values it has.

Vectorised. Physical lines are joined to records by their quotes: a quote opens at the start of a
value and closes at its end. A line whose quotes do neither is *odd*: it is a record by itself, so
that it swallows nothing, and is looked at one by one later (``mending.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text.quoting import (
    CR,
    LF,
    Signs,
    between_values,
    quote_places,
    record_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


__all__ = ["CR", "LF", "PIECE_BYTES", "Piece", "Records", "Signs", "lexed", "none", "pieces"]

PIECE_BYTES = 8 << 20
_SPACE = (32, 9, 11, 12, 0xA0)
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Records:
    """Records, ascending; arrays of one length.

    Attributes:
        start: byte of the first character, in the file.
        stop: byte behind the last one, its line end left out.
        line: physical line on which it starts, from 1.
        lines: physical lines that it takes.
        width: values; of an odd record the delimiters in it, plus one.
        filled: values that hold more than blanks.
        digits: figures in it.
        odd: its quotes do not open and close as they should.
        remark: it begins with ``#``.
        next: byte behind its line end.
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    line: NDArray[np.int64]
    lines: NDArray[np.int64]
    width: NDArray[np.int64]
    filled: NDArray[np.int64]
    digits: NDArray[np.int64]
    odd: NDArray[np.bool_]
    remark: NDArray[np.bool_]
    next: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start)

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Records without a value."""
        empty: NDArray[np.bool_] = self.filled == 0
        return empty


@dataclass(frozen=True)
class Piece:
    """Some records, and the bytes that they lie in: ``raw[0]`` is byte ``offset`` of the file."""

    records: Records
    raw: bytes
    offset: int

    def text(self, at: int) -> str:
        """One record as it is written."""
        start = int(self.records.start[at]) - self.offset
        raw = self.raw[start : int(self.records.stop[at]) - self.offset]
        return raw.decode("utf-8", "replace")


def pieces(
    path: Path,
    signs: Signs,
    *,
    start: int = 0,
    stop: int | None = None,
    line: int = 1,
    size: int = PIECE_BYTES,
) -> Iterator[Piece]:
    """The records of ``path`` from byte ``start``, where line ``line`` begins, up to ``stop``."""
    with path.open("rb") as file:
        file.seek(start)
        held, offset = b"", start
        if start == 0 and file.read(len(_BOM)) == _BOM:
            offset = len(_BOM)
        file.seek(offset)
        at = offset
        while True:
            want = size if stop is None else min(size, stop - at)
            got = file.read(want)
            at += len(got)
            last = not got or (stop is not None and at >= stop)
            raw = held + got
            if raw:
                records, used, lines = lexed(raw, signs, offset, line, last=last)
                if len(records):
                    yield Piece(records, raw, offset)
                held, offset, line = raw[used:], offset + used, line + lines
            if last:
                return


def lexed(
    raw: bytes, signs: Signs, offset: int, line: int, *, last: bool
) -> tuple[Records, int, int]:
    """Records of ``raw``, the bytes that they take, and the physical lines.

    What may go on behind ``raw`` is left for the next piece unless this is the last one.
    """
    buffer = np.frombuffer(raw, dtype=np.uint8)
    ends = np.flatnonzero(buffer == signs.end)
    starts = np.concatenate(([0], ends + 1))
    if last and (not len(ends) or ends[-1] != len(raw) - 1):
        ends = np.append(ends, len(raw))
    starts = starts[: len(ends)]
    delimiters = _found(raw, buffer, signs.delimiter)
    quotes = quote_places(buffer, signs)
    if len(ends):  # those of a line that goes on behind the piece are not the last whole line's
        quotes = quotes[quotes <= ends[-1]]
    first, odd, open_from = record_lines(buffer, signs, starts, ends, delimiters, quotes)
    if not last and open_from is not None:
        first, odd = first[first < open_from], odd[: int((first < open_from).sum())]
        whole = open_from
    else:
        whole = len(starts)
    ends, starts = ends[:whole], starts[:whole]
    used = int(ends[-1]) + 1 if whole else 0
    used = min(used, len(raw))
    if not whole:
        return none(), 0, 0
    final = np.append(first[1:], whole) - 1
    begin, behind = starts[first], ends[final]
    outside = between_values(delimiters, quotes, begin, odd)
    delimiters = delimiters[outside & (delimiters < used)]
    of = np.searchsorted(begin, delimiters, side="right") - 1
    width = 1 + np.bincount(of, minlength=len(begin))
    filled, digits = _content(buffer[:used], signs, begin, delimiters, of)
    cut = (behind > begin) & (signs.end == LF) & (buffer[np.maximum(behind - 1, 0)] == CR)
    nothing = behind <= begin
    records = Records(
        start=begin + offset,
        stop=behind - cut + offset,
        line=first + line,
        lines=final - first + 1,
        width=np.where(nothing, 1, width),
        filled=filled,
        digits=digits,
        odd=odd,
        remark=~nothing & (buffer[np.minimum(begin, len(raw) - 1)] == ord("#")),
        next=np.minimum(behind + 1, len(raw)) + offset,
    )
    return records, used, whole


def none() -> Records:
    """No record."""
    nothing, never = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    counts = dict.fromkeys(("start", "stop", "line", "lines", "width", "filled", "digits"), nothing)
    return Records(**counts, odd=never, remark=never, next=nothing)


def _found(raw: bytes, buffer: NDArray[np.uint8], sign: bytes) -> NDArray[np.int64]:
    """Where ``sign`` begins; of overlapping places the first."""
    at = np.flatnonzero(buffer == sign[0])
    if len(sign) == 1:
        return at
    at = at[at <= len(raw) - len(sign)]
    for place, byte in enumerate(sign[1:], start=1):
        at = at[buffer[at + place] == byte]
    if len(at) and (np.diff(at) < len(sign)).any():
        kept, free = [], -1
        for place in at.tolist():
            if place >= free:
                kept.append(place)
                free = place + len(sign)
        at = np.array(kept, dtype=np.int64)
    return at


def _content(
    buffer: NDArray[np.uint8],
    signs: Signs,
    begin: NDArray[np.int64],
    delimiters: NDArray[np.int64],
    of: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Values of each record that hold more than blanks and quotes, and its figures."""
    solid = ~np.isin(buffer, [*_SPACE[:4], LF, CR, signs.quote or LF])
    for place in range(len(signs.delimiter)):
        solid[delimiters + place] = False
    total = np.concatenate(([0], np.cumsum(solid, dtype=np.int64)))
    values = np.concatenate((begin, delimiters))
    record = np.concatenate((np.arange(len(begin)), of))
    order = np.argsort(values, kind="stable")
    # A blank record begins where the next value does.
    values, record = values[order], record[order]
    sums = np.diff(np.append(total[values], total[-1]))
    filled = np.bincount(record, weights=sums > 0, minlength=len(begin)).astype(np.int64)
    figure = (buffer >= ord("0")) & (buffer <= ord("9"))
    figures = np.concatenate(([0], np.cumsum(figure, dtype=np.int64)))
    digits = np.diff(np.append(figures[begin], figures[-1]))
    return filled, digits

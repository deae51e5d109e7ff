"""Physical lines of a file, told by its bytes alone: vectorised, flat in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

LF, CR, SPACE = b"\n", b"\r", b" "
PIECE_BYTES = 8 << 20
# A piece that stays in the processor's caches while it is looked at more than once.
COUNT_BYTES = 1 << 20


@dataclass(frozen=True)
class Count:
    """Line ends of a file.

    Attributes:
        lines: physical lines; a last one without a line end counts.
        end: the byte that ends a line: LF, or CR where the file has no LF.
        stray_cr: CR bytes that are not part of CR LF, in a file whose lines end with LF.
        mixed: some LF have a CR before them and some have not, and the first has not. DuckDB takes
            the first line end, even one inside a value, for the kind of all.
        open_end: the last line has no line end.
        bytes: size of the file.
    """

    lines: int
    end: bytes
    stray_cr: int
    mixed: bool
    open_end: bool
    bytes: int


def count(path: Path) -> Count:
    """Count the line ends of ``path``."""
    lf = cr = both = size = 0
    first_bare: bool | None = None
    last = b""
    with path.open("rb") as file:
        while piece := file.read(COUNT_BYTES):
            # bytes.count takes three times as long where every line has one
            lf += int(np.count_nonzero(np.frombuffer(piece, dtype=np.uint8) == LF[0]))
            if first_bare is None and lf:
                at = piece.index(LF)
                first_bare = (piece[at - 1 : at] if at else last) != CR
            if CR in piece:
                cr += int(np.count_nonzero(np.frombuffer(piece, dtype=np.uint8) == CR[0]))
                both += piece.count(CR + LF)
            if last == CR and piece[:1] == LF:
                both += 1
            last, size = piece[-1:], size + len(piece)
    end = LF if lf or not cr else CR
    ends = lf if end == LF else cr
    open_end = bool(last) and last != end
    mixed = bool(first_bare) and 0 < both < lf
    return Count(ends + open_end, end, cr - both if lf else 0, mixed, open_end, size)


@dataclass(frozen=True)
class Piece:
    """Some lines' ends: ``ends`` are byte offsets in the file, the first ends line ``line``."""

    line: int
    offset: int
    content: NDArray[np.uint8]
    ends: NDArray[np.int64]


def pieces(path: Path, end: bytes) -> Iterator[Piece]:
    """The file in pieces, with the offsets of its line ends."""
    line, offset = 1, 0
    with path.open("rb") as file:
        while raw := file.read(PIECE_BYTES):
            content = np.frombuffer(raw, dtype=np.uint8)
            ends = np.flatnonzero(content == end[0]).astype(np.int64) + offset
            yield Piece(line, offset, content, ends)
            line, offset = line + len(ends), offset + len(raw)


def lines_at(path: Path, end: bytes, offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """1-based line of each byte offset (ascending)."""
    lines = np.zeros(len(offsets), dtype=np.int64)
    done = 0
    for piece in pieces(path, end):
        upto = int(np.searchsorted(offsets, piece.offset + len(piece.content)))
        here = offsets[done:upto]
        lines[done:upto] = piece.line + np.searchsorted(piece.ends, here, side="left")
        done = upto
        if done == len(offsets):
            break
    return lines


def empty_lines(path: Path, end: bytes, quote: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Lines without a byte but their end, and for each whether an even number of quotes precedes.

    An empty line after an odd number of quotes stands inside a quoted value.
    """
    numbers, outside = [], []
    previous, quotes, last_byte = -1, 0, 0
    for piece in pieces(path, end):
        before = np.concatenate(([previous], piece.ends[:-1])) if len(piece.ends) else piece.ends
        length = piece.ends - before - 1
        at = piece.ends - piece.offset - 1
        byte_before = np.where(at >= 0, piece.content[np.maximum(at, 0)], last_byte)
        bare_cr = (length == 1) & (byte_before == CR[0]) & (end == LF)
        empty = np.flatnonzero((length == 0) | bare_cr)
        quoted = np.flatnonzero(piece.content == ord(quote)) if quote else np.zeros(0, np.int64)
        if len(empty):
            numbers.append(piece.line + empty)
            passed = quotes + np.searchsorted(quoted + piece.offset, piece.ends[empty])
            outside.append(passed % 2 == 0)
        quotes += len(quoted)
        previous = int(piece.ends[-1]) if len(piece.ends) else previous
        last_byte = int(piece.content[-1])
    if not numbers:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    return np.concatenate(numbers), np.concatenate(outside)


def runaway_lines(
    path: Path, end: bytes, quote: str, most_lines: int, most_bytes: int
) -> NDArray[np.int64]:
    """Lines that open a quote which is not closed within the caps.

    Lines with an odd number of quotes come in pairs, opening and closing. A partner further away
    than a value can reach is none: the line is damaged.
    """
    odd, at, begun, tail, line = [], [], 0, 0, 1
    for piece in pieces(path, end):
        quoted = np.flatnonzero(piece.content == ord(quote)).astype(np.int64) + piece.offset
        passed = np.searchsorted(quoted, piece.ends)
        counts = np.diff(passed, prepend=0)
        if len(counts):
            counts[0] += tail
            tail = len(quoted) - int(passed[-1])
        else:
            tail += len(quoted)
        found = np.flatnonzero(counts % 2)
        odd.append(piece.line + found)
        at.append(_starts(piece, begun)[found])
        begun = int(piece.ends[-1]) + 1 if len(piece.ends) else begun
        line = piece.line + len(piece.ends)
    if tail % 2:
        odd.append(np.array([line]))
        at.append(np.array([begun]))
    return _without_partner(np.concatenate(odd), np.concatenate(at), most_lines, most_bytes)


def long_lines(path: Path, end: bytes, most_bytes: int) -> NDArray[np.int64]:
    """Lines of more than ``most_bytes``."""
    long, begun, line, size = [np.zeros(0, dtype=np.int64)], 0, 1, 0
    for piece in pieces(path, end):
        long.append(piece.line + np.flatnonzero(piece.ends - _starts(piece, begun) > most_bytes))
        begun = int(piece.ends[-1]) + 1 if len(piece.ends) else begun
        line, size = piece.line + len(piece.ends), piece.offset + len(piece.content)
    if size - begun > most_bytes:
        long.append(np.array([line]))
    return np.concatenate(long)


def any_odd(path: Path, quote: bytes, first: int) -> bool:
    """Whether one of the ``first`` lines holds an odd number of quotes.

    Lines beyond the first piece are not looked at: no head is that long.
    """
    with path.open("rb") as file:
        head = file.read(PIECE_BYTES)
    lines = head.split(LF if LF in head else CR, first)[:first]
    return any(line.count(quote) % 2 for line in lines)


def _starts(piece: Piece, begun: int) -> NDArray[np.int64]:
    """Offset of the first byte of every line that ends in ``piece``; the first began earlier."""
    return np.concatenate(([begun], piece.ends[:-1] + 1))[: len(piece.ends)]


def _without_partner(
    odd: NDArray[np.int64], at: NDArray[np.int64], most_lines: int, most_bytes: int
) -> NDArray[np.int64]:
    """Greedy pairing from the first line on; only lines with an odd number of quotes are seen."""
    near = ((np.diff(odd) <= most_lines) & (np.diff(at) <= most_bytes)).tolist()
    alone, index = [], 0
    while index < len(odd):
        if index < len(near) and near[index]:
            index += 2
        else:
            alone.append(index)
            index += 1
    return odd[alone]


def blanked(path: Path, end: bytes, lines: NDArray[np.int64], target: Path) -> None:
    """Copy ``path`` with the bytes of ``lines`` (ascending) taken out, their line ends kept."""
    with target.open("wb") as out:
        for piece in pieces(path, end):
            ends = piece.ends - piece.offset
            upper = np.append(ends, len(piece.content))
            lower = np.concatenate(([0], ends + 1))
            first, last = np.searchsorted(lines, [piece.line, piece.line + len(ends) + 1])
            chosen = lines[first:last] - piece.line
            keep_from = 0
            for index in chosen.tolist():
                out.write(piece.content[keep_from : lower[index]].tobytes())
                keep_from = int(upper[index])
            out.write(piece.content[keep_from:].tobytes())


def unified(path: Path, target: Path, *, stray_is_end: bool) -> None:
    """Copy ``path`` with LF as its only line end.

    CR LF becomes LF; a CR alone becomes a blank, or a line end where ``stray_is_end``.
    """
    with path.open("rb") as source, target.open("wb") as out:
        held = b""
        while piece := source.read(PIECE_BYTES):
            piece = held + piece
            held = piece[-1:] if piece.endswith(CR) else b""  # LF may follow in the next piece
            body = piece[: len(piece) - len(held)].replace(CR + LF, LF)
            out.write(body.replace(CR, LF if stray_is_end else SPACE))
        out.write(LF if held else b"")

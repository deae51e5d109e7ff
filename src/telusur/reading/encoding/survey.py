"""One pass over the bytes of a text that is not wide: what it takes to read it as UTF-8."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telusur.reading.encoding.pieces import (
    BEYOND,
    NO_ASCII,
    is_utf8,
    lines_of,
    raw_pieces,
    whole_lines,
)
from telusur.reading.encoding.twice import SUSPECT, share, undo
from telusur.reading.encoding.wide import UNITS

if TYPE_CHECKING:
    from pathlib import Path

# Lines that are not ASCII, gathered from all over the file to tell the encoding by.
SAMPLE_BYTES = 64 << 10
LEAST_A_PIECE = 2 << 10
MOST_LINE = 2 << 10
PARTS = 4
MARK = codecs.BOM_UTF8
PADDING = b"\x00\x1a"
# Runs that are surely encoded twice, and the share of all that are or may be, from which on the
# whole file is taken to be.
SURELY, THROUGHOUT = 20, 0.98


@dataclass
class Survey:
    """What stands in the bytes.

    Attributes:
        valid: all of it is UTF-8.
        nul: NUL bytes.
        marks: byte-order marks at the start of lines other than the first.
        twice: a line holds text that was encoded twice.
        sample: lines beyond ASCII from all over the file.
        broken: those of them that are not UTF-8.
    """

    valid: bool = True
    nul: int = 0
    marks: int = 0
    twice: bool = False
    sample: bytearray = field(default_factory=bytearray)
    broken: bytearray = field(default_factory=bytearray)

    @classmethod
    def of(cls, path: Path, end: int) -> Survey:
        """Look at the first ``end`` bytes of ``path``."""
        found = cls()
        begin, fresh = 0, False  # ASCII up to here, and whether a later line begins there
        for piece in raw_pieces(path, end):
            if not piece.isascii():
                break
            found.nul += piece.count(0) if 0 in piece else 0
            begin, fresh = begin + len(piece), piece.endswith(b"\n")
        for piece in whole_lines(path, end, begin):
            found.nul += piece.count(0) if 0 in piece else 0
            if not piece.isascii():
                found.valid = found.valid and is_utf8(piece)
                found.marks += fresh and piece.startswith(MARK)
                found._look(piece, len(piece) / end)
            fresh = piece.endswith(b"\n")
        return found

    def throughout(self) -> bool:
        """Whether the sample says that the whole file was encoded twice."""
        lines = self.sample.decode("utf-8", "replace").split("\n")
        sure, may, no = share(lines)
        return sure >= SURELY and sure + may >= THROUGHOUT * (sure + may + no)

    def _look(self, piece: bytes, part: float) -> None:
        if MARK in piece:
            self.marks += piece.count(b"\n" + MARK)
        if not self.twice:
            self.twice = any(
                undo(line.decode("utf-8", "replace"))[1] for line in lines_of(piece, SUSPECT)
            )
        budget = max(LEAST_A_PIECE, int(SAMPLE_BYTES * part))
        _gather(self.sample, piece, budget)
        if not self.valid:
            _gather(self.broken, piece, budget, broken=True)


def _gather(sample: bytearray, piece: bytes, budget: int, *, broken: bool = False) -> None:
    """Add lines beyond ASCII, from all over the piece, to ``sample``."""
    most = min(len(sample) + budget, 2 * SAMPLE_BYTES)
    at = 0
    for part in range(1, PARTS + 1):  # the beginning of a piece is no better than its end
        cut = piece.find(b"\n", len(piece) * part // PARTS) + 1
        stop = len(sample) + max(0, most - len(sample)) // (PARTS - part + 1)
        for line in lines_of(piece[at : cut or len(piece)], BEYOND):
            if len(sample) >= stop:
                break
            if broken and is_utf8(line):
                continue
            sample += (
                line if len(line) <= MOST_LINE else line[:MOST_LINE].rstrip(NO_ASCII)
            ) + b"\n"
        if not cut:
            break
        at = cut


def padding(path: Path, size: int, codec: str | None) -> int:
    """Bytes at the end that are NUL or Ctrl-Z: a download never filled, or DOS's end of file."""
    unit = UNITS.get(codec or "", 1)
    step = 64 << 10
    found = 0
    with path.open("rb") as file:
        while found < size:
            begin = max(0, size - found - step)
            file.seek(begin)
            piece = file.read(size - found - begin)
            kept = len(piece.rstrip(PADDING))
            found += len(piece) - kept
            if kept:
                break
    if unit > 1:  # a NUL may be half of the last character
        found = max(0, found - (unit - 1)) // unit * unit if found < size else size
    return found if found < size else 0

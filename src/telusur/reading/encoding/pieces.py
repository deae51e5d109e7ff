"""Bytes of a file in pieces, and lines of a piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE_BYTES = 1 << 20
# A line longer than this is cut behind an ASCII byte; one without any, anywhere.
MOST_HELD = 16 << 20
NO_ASCII = bytes(range(128, 256))
BEYOND = re.compile(rb"[\x80-\xff]")


def raw_pieces(path: Path, end: int, begin: int = 0) -> Iterator[bytes]:
    """The bytes from ``begin`` to ``end``."""
    left = end - begin
    with path.open("rb") as file:
        file.seek(begin)
        while left and (piece := file.read(min(PIECE_BYTES, left))):
            left -= len(piece)
            yield piece


def whole_lines(path: Path, end: int, begin: int = 0) -> Iterator[bytes]:
    """The bytes from ``begin`` to ``end``, cut behind line ends (LF)."""
    held: list[bytes] = []
    size = 0
    for piece in raw_pieces(path, end, begin):
        cut = piece.rfind(b"\n") + 1
        if not cut and size + len(piece) > MOST_HELD:
            cut = len(piece.rstrip(NO_ASCII)) or len(piece)
        if cut:
            yield b"".join([*held, piece[:cut]])
            held, size = [], 0
        held.append(piece[cut:])
        size += len(piece) - cut
    if size:
        yield b"".join(held)


def spans(piece: bytes, wanted: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Start and end of every line in which ``wanted`` occurs, its line end left out."""
    at = 0
    while found := wanted.search(piece, at):
        start = max(piece.rfind(b"\n", at, found.start()) + 1, at)
        stop = piece.find(b"\n", found.start())
        at = len(piece) if stop < 0 else stop
        yield start, at


def lines_of(piece: bytes, wanted: re.Pattern[bytes]) -> Iterator[bytes]:
    """Those lines."""
    return (piece[start:stop] for start, stop in spans(piece, wanted))


def is_utf8(piece: bytes) -> bool:
    """Whether all of it is."""
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""Tables drawn with lines: ``psql`` aligned, ``mysql``, ``sqlite3`` box, table and markdown.

Columns are cut where the ruler is jointed, by the width that a terminal shows: East Asian
characters take two places there, combining marks none. A line that does not fit so is split at its
separators: ``mysql`` pads by what it believes a character to be.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

DASHES = "-─═="
JOINTS = "+|┼╪╬┬╤╦┴╧╩"
EDGES = "+|┌├╞╔╠└╘╚┐┤╡╗╣┘╛╝"
BARS = "|│║"
RULER = rf"^[{EDGES}]?:?[{DASHES}]+:?(?:[{JOINTS}]:?[{DASHES}]+:?)*[{EDGES}]?$"
# At the right margin: the value goes on in the next line, behind a line end or cut by the width.
NEW_LINE, WRAPPED = "+↵", ".…"
_SPLIT = re.compile(rf"(?:^| )[{BARS}](?: |$)")


@dataclass(frozen=True)
class Grid:
    """Where columns lie.

    Attributes:
        spans: first place and one past the last of each column, in places of the terminal.
        boxed: whether a separator stands before the first and behind the last column.
        mysql: whether a box of signs that MySQL draws: an absent value is the word NULL there.
    """

    spans: tuple[tuple[int, int], ...]
    boxed: bool
    mysql: bool

    @property
    def bars(self) -> tuple[int, ...]:
        """Places of the separators."""
        between = [last for _, last in self.spans[:-1]]
        if not self.boxed:
            return tuple(between)
        return (self.spans[0][0] - 1, *between, self.spans[-1][1])


def grid_of(ruler: str) -> Grid | None:
    """The grid of a ruler, or None for a line of dashes alone: it may underline anything."""
    if not re.match(RULER, ruler):
        return None
    bare = ruler.replace(":", "-")
    joints = [at for at, sign in enumerate(bare) if sign not in DASHES]
    if not joints:
        return None
    boxed = joints[0] == 0 and joints[-1] == len(bare) - 1
    if not boxed and (joints[0] == 0 or joints[-1] == len(bare) - 1):
        return None
    edges = joints if boxed else [-1, *joints, len(bare)]
    spans = tuple((a + 1, b) for a, b in pairwise(edges))
    return Grid(spans, boxed, boxed and bare[0] == "+")


def fits(grid: Grid, lines: pa.Array) -> NDArray[np.bool_]:
    """Lines with a separator at every place where there is to be one, each sign one place wide."""
    good = np.ones(len(lines), dtype=np.bool_)
    for at in grid.bars:
        sign = pc.utf8_slice_codeunits(lines, at, at + 1)
        good &= np.asarray(pc.is_in(sign, pa.array(list(BARS))))
    plain = np.asarray(pc.string_is_ascii(lines))
    for at in np.flatnonzero(good & ~plain).tolist():
        good[at] = width(lines[at].as_py()) == len(lines[at].as_py())
    return good


def split(grid: Grid, line: str) -> list[str] | None:
    """Cells of one line with their margins: by the width shown, else by its separators, or None."""
    places = set(grid.bars)
    parts: list[str] = []
    part: list[str] = []
    place = 0
    for sign in line:
        if place in places and sign in BARS and width(sign):
            parts.append("".join(part))
            part = []
            places.discard(place)
        else:
            part.append(sign)
        place += width(sign)
    parts.append("".join(part))
    if places:
        parts = _SPLIT.split(line)
    if grid.boxed:
        outer, parts = (parts[0], parts[-1]), parts[1:-1]
        if any(part.strip() for part in outer):
            return None
    if len(parts) != len(grid.spans):
        return None
    # The separators took the margins with them where they were found by their looks.
    return [f" {part} " for part in parts] if places else parts


def width(text: str) -> int:
    """Places that a terminal takes for a text."""
    if text.isascii():
        return len(text)
    places = 0
    for sign in text:
        if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            continue
        places += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return places


def right_aligned(column: pa.Array, size: int) -> bool:
    """Whether values stand at the right: none ends before its margin, and some begin behind it."""
    filled = column.filter(pc.greater(pc.utf8_length(pc.utf8_trim(column, " ")), 0))
    if not len(filled):
        return False
    ends = pc.utf8_slice_codeunits(filled, size - 1, size)
    full = pc.all(pc.and_(pc.not_equal(ends, " "), pc.not_equal(ends, ""))).as_py()
    return bool(full) and bool(pc.any(pc.starts_with(filled, " ")).as_py())

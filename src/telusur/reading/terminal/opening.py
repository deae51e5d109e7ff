"""Where a table begins in a capture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.terminal import grid as grids
from telusur.reading.terminal.records import MARKER, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.reading.terminal.grid import Grid
    from telusur.reading.terminal.records import Style

# Lines that a table's beginning takes at most: a ruler, the header, a ruler.
LONGEST = 3
_MAY_OPEN = re.compile(rf"{MARKER}|{grids.RULER}")


@dataclass(frozen=True)
class Opening:
    """How a table begins.

    Attributes:
        first: the line where it does, from 0.
        rows: the line where its rows begin.
        layout: a grid, or the style of its records.
        header: the line of names of a grid, if it has one.
    """

    first: int
    rows: int
    layout: Grid | Style
    header: str | None = None


def candidates(lines: pa.Array) -> list[int]:
    """Lines that may begin a table."""
    return np.flatnonzero(np.asarray(pc.match_substring_regex(lines, _MAY_OPEN.pattern))).tolist()


def opening(lines: Sequence[str], at: int) -> Opening | None:
    """What the line at ``at`` begins; the line before and two behind it are looked at."""
    line, after = lines[at], lines[at + 1 : at + LONGEST]
    if re.match(MARKER, line):
        style = style_of(line, after[0]) if after else None
        return Opening(at, at, style) if style else None
    grid = grids.grid_of(line)
    if grid is None:
        return None
    if at and not grids.grid_of(lines[at - 1]) and grids.split(grid, lines[at - 1]):
        return Opening(at - 1, at + 1, grid, lines[at - 1])
    if grid.boxed and after and grids.split(grid, after[0]):
        headed = len(after) > 1 and grids.grid_of(after[1]) is not None
        return Opening(at, at + LONGEST if headed else at + 1, grid, after[0] if headed else None)
    return None

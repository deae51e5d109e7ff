"""One table drawn with lines, taken in line by line as the capture goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.growing import Growing
from telusur.reading.names import named
from telusur.reading.refusals import Refusals
from telusur.reading.terminal import grid as grids
from telusur.reading.terminal.footer import ENDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.terminal.grid import Grid
    from telusur.reading.text_lines import Batch
    from telusur.reading.writing import Tables

CUT, MISALIGNED = "cut-in-mid-row", "misaligned-row"


class Drawn:
    """A table whose header was found; its rows follow.

    Attributes:
        table: its rows.
        refused: lines that are no rows.
        count: rows that its footer or its last record tells of.
    """

    def __init__(self, tables: Tables, grid: Grid, header: str | None) -> None:
        self.table, self.refused = Growing(tables, lined=True), Refusals()
        self.count: int | None = None
        self._grid = grid
        given = grids.split(grid, header) if header is not None else None
        self._names = named(part.strip() for part in given or [""] * len(grid.spans))
        self.headed = header is not None
        self._right: dict[int, bool] = {}
        self._ruled = True

    @property
    def cut(self) -> bool:
        """Whether the last row was refused because the text ends there."""
        return CUT in self.refused.rows

    def take(self, batch: Batch) -> tuple[int | None, bool]:
        """Lines used, or None where more must be seen first, and whether the table has ended."""
        good = grids.fits(self._grid, batch.text)
        stop, ended, parts = self._end(batch, good)
        odd = np.zeros(len(good), dtype=np.bool_)
        odd[list(parts)] = True
        rows = np.flatnonzero((good | odd)[:stop])
        at_end = batch.last and not ended and batch.open_end and not self._grid.boxed
        if at_end and len(rows) and rows[-1] == len(batch) - 1:
            self.refused.add(CUT, [batch.line + int(rows[-1])])
            rows = rows[:-1]
        values, going_on = self._cells(batch.text, rows, parts)
        if going_on.any():
            if going_on[-1] and not ended and not batch.last:
                whole = np.flatnonzero(~going_on)
                keep = int(whole[-1]) + 1 if len(whole) else 0
                if not keep:
                    return None, False
                stop, rows, going_on = int(rows[keep]), rows[:keep], going_on[:keep]
                values = [column.slice(0, keep) for column in values]
            starts = np.concatenate(([True], ~going_on[:-1]))
            values = [self._joined(column, starts) for column in values]
            rows = rows[starts]
        else:
            values = [pc.utf8_slice_codeunits(column, 0, -1) for column in values]
        self._write(values, batch.line + rows)
        return stop, ended

    def _end(self, batch: Batch, good: NDArray[np.bool_]) -> tuple[int, bool, dict[int, list[str]]]:
        parts: dict[int, list[str]] = {}
        for at in np.flatnonzero(~good).tolist():
            line = batch.text[at].as_py()
            if not line.strip() or ENDS.match(line):
                return at, True, parts
            if grids.grid_of(line):
                if self._ruled and at and grids.grid_of(batch.text[at - 1].as_py()):
                    return at, True, parts  # one box closes, the next one opens
                self._ruled = True
                continue
            found = grids.split(self._grid, line)
            if found:
                parts[at] = found
            elif batch.last and at == len(batch) - 1 and batch.open_end:
                self.refused.add(CUT, [batch.line + at])
            else:
                self.refused.add(MISALIGNED, [batch.line + at])
        return len(batch), False, parts

    def _cells(
        self, lines: pa.Array, rows: NDArray[np.int64], parts: dict[int, list[str]]
    ) -> tuple[list[pa.Array], NDArray[np.bool_]]:
        """Cells with the sign of their right margin, and which lines go on in the next."""
        chosen = lines.take(pa.array(rows))
        odd = np.array([at in parts for at in rows.tolist()], dtype=np.bool_)
        going_on = np.zeros(len(rows), dtype=np.bool_)
        values = []
        signs = pa.array(list(grids.NEW_LINE + grids.WRAPPED))
        for at, (first, last) in enumerate(self._grid.spans):
            column = pc.utf8_slice_codeunits(chosen, first + 1, last)
            column = pc.utf8_rpad(column, last - first - 1, " ")
            if odd.any():
                own = [_padded(parts[row][at], last - first) for row in rows[odd].tolist()]
                column = pc.replace_with_mask(column, pa.array(odd), pa.array(own, pa.string()))
            going_on |= np.asarray(pc.is_in(pc.utf8_slice_codeunits(column, -1), signs))
            values.append(column)
        return values, going_on

    def _joined(self, column: pa.Array, starts: NDArray[np.bool_]) -> pa.Array:
        """Values of several lines as one, a row a value."""
        texts: list[list[str]] = []
        join = ""
        for text, fresh in zip(column.to_pylist(), starts.tolist(), strict=True):
            mark = text[-1:]
            bare = text[:-1].rstrip(" ") if mark in grids.NEW_LINE else text[:-1]
            bare = bare if mark in grids.NEW_LINE + grids.WRAPPED else text.rstrip(" ")
            if fresh:
                texts.append([bare])
            elif join or bare.strip():
                texts[-1] += (join.strip("w"), bare)
            join = "\n" if mark and mark in grids.NEW_LINE else "w" * (mark in grids.WRAPPED)
        return pa.array(map("".join, texts), pa.string())

    def _write(self, values: list[pa.Array], lines: NDArray[np.int64]) -> None:
        found = {}
        for at, (name, column) in enumerate(zip(self._names, values, strict=True)):
            first, last = self._grid.spans[at]
            if at not in self._right and len(column):
                self._right[at] = grids.right_aligned(column, last - first - 2)
            trim = pc.utf8_trim if self._right.get(at) else pc.utf8_rtrim
            text = trim(column, " ")
            none = pc.equal(text, "")
            if self._grid.mysql:
                none = pc.or_(none, pc.equal(text, "NULL"))
            found[name] = pc.if_else(none, pa.scalar(None, pa.string()), text)
        self.table.write(found, len(lines), pa.array(lines))
        self._ruled = self._ruled and not len(lines)


def _padded(part: str, places: int) -> str:
    """A cell without its left margin and with its right one, which may have been left out."""
    return part[1:] if grids.width(part) >= places else part[1:] + " "

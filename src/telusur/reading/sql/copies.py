"""One COPY, piece by piece, until its end or until it is clear that it has lost it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql import copying

if TYPE_CHECKING:
    from telusur.reading.sql.filling import Filling, Target


@dataclass
class Copy:
    """One COPY that is being read.

    Attributes:
        section: what its first line says.
        target: what it fills.
        over: it has ended.
        cut: it ended with the file.
    """

    section: copying.Section
    target: Target
    over: bool = False
    cut: bool = False

    def take(self, data: bytes, line: int, filling: Filling, *, final: bool) -> int:
        """Rows of a piece; bytes used of it.

        Args:
            data: the piece; it begins with a row.
            line: its first line's number.
            filling: takes the rows.
            final: nothing follows the piece.
        """
        end = copying.end_of(data, 0)
        part = data[: end.start()] if end else data
        if not end and not final:  # the last line may be the beginning of the end
            part = data[: data.rfind(b"\n") + 1]
        found = copying.lines(part, self.section)
        used = found.end
        if end or final:
            used = min(end.end() + 1, len(data)) if end else len(data)
        expected = len(self.target.columns or self.target.sink.columns)
        stray = copying.stray(part, found, expected)
        self.over = bool(end) or final or stray is not None
        if stray is not None:
            used, found = int(found.begins[stray]), found.until(stray)
        elif self.over and not end:
            self._cut(part, found.end, line)
        if self.section.header and len(found.first):
            found = found.behind(1)
            self.section = replace(self.section, header=False)
        if len(found.first):
            newlines = np.flatnonzero(np.frombuffer(part, np.uint8) == ord("\n"))
            lines = line + np.searchsorted(newlines, found.begins)
            sink, columns = self.target.sink, self.target.columns
            filling.send(lambda: sink.write(columns, found.pool, found.first, found.counts, lines))
        return used

    def _cut(self, part: bytes, end: int, line: int) -> None:
        self.cut = True
        if part[end:].strip():
            self.target.sink.reject("cut-in-mid-row", [line + part.count(b"\n", 0, end)])

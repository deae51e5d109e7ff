"""A capture read batch by batch: its tables, and what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.receipt import Hint, Unread
from telusur.reading import text_lines
from telusur.reading.terminal.drawn import Drawn
from telusur.reading.terminal.footer import KNOWN, count_of, database_of
from telusur.reading.terminal.grid import Grid
from telusur.reading.terminal.opening import LONGEST, candidates, opening
from telusur.reading.terminal.printed import Printed
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from telusur.reading.terminal.opening import Opening
    from telusur.reading.text_lines import Batch
    from telusur.reading.writing import Tables

# Lines looked at for a table, to begin with.
WINDOW_LINES = 1024
MOST_HINTS = 20
LONGEST_HINT = 200


class Capture:
    """What was found in a capture.

    Attributes:
        found: its tables, in order.
        titles: of each table, the line that stands above it.
        unread: places that are no part of a table.
        hints: databases that prompts name, and titles.
        lines: physical lines.
    """

    def __init__(self, tables: Tables) -> None:
        self.found: list[Drawn | Printed] = []
        self.unread: list[Unread] = []
        self.hints: list[Hint] = []
        self.lines = 0
        self._tables = tables
        self._open: Drawn | Printed | None = None

    def read(self, path: Path, progress: Callable[[int], None]) -> None:
        """Read all of it."""
        held: Batch | None = None
        for batch in text_lines.batches(path):
            whole = batch if held is None else text_lines.joined(held, batch)
            used, window = 0, WINDOW_LINES
            while used < len(whole):
                step = self._step(whole.starting(used).upto(window))
                if step is None and window >= len(whole) - used:
                    break
                # Lines looked at once more are few, however many tables the capture holds.
                window = window * 2 if step is None or step >= window // 2 else WINDOW_LINES
                used += step or 0
            held = whole.starting(used)
            self.lines = batch.line + len(batch) - 1
            progress(int(batch.begins[-1]))

    def _step(self, batch: Batch) -> int | None:
        if self._open is not None:
            used, ended = self._open.take(batch)
            if ended or batch.last:
                self._open.table.park()
                self._open = None
            return len(batch) if used is None and batch.last else used
        return self._look(batch)

    def _look(self, batch: Batch) -> int | None:
        for at in candidates(batch.text):
            if at + LONGEST > len(batch) and not batch.last:
                return self._outside(batch, max(at - 1, 0)) or None
            before = max(at - 1, 0)
            near = batch.text.slice(before, LONGEST + 1).to_pylist()
            begun = opening(near, at - before)
            if begun is not None:
                self._outside(batch, before + begun.first)
                self._begin(begun)
                return before + begun.rows
        keep = 0 if batch.last else 1  # it may be a header
        return self._outside(batch, len(batch) - keep) or None

    def _begin(self, begun: Opening) -> None:
        if isinstance(begun.layout, Grid):
            self._open = Drawn(self._tables, begun.layout, begun.header)
        else:
            self._open = Printed(self._tables, begun.layout)
        self.found.append(self._open)

    def _outside(self, batch: Batch, upto: int) -> int:
        """Lines of no table: footers, prompts, titles; the rest is unread."""
        for at, line in enumerate(batch.text.slice(0, upto).to_pylist()):
            if not line.strip() or KNOWN.match(line):
                continue
            count = count_of(line)
            if count is not None:
                if self.found:
                    self.found[-1].count = count
                continue
            number = batch.line + at
            database = database_of(line)
            if database:
                self._hint("database", database, number)
            first, last = int(batch.begins[at]), int(batch.begins[at + 1])
            before = self.unread[-1] if self.unread else None
            if before is not None and before.offset + before.bytes == first:
                first = self.unread.pop().offset
            self.unread.append(Unread(offset=first, bytes=last - first, reason="not-of-a-table"))
        return upto

    def _hint(self, what: str, value: str, line: int) -> None:
        shown = printable(value, LONGEST_HINT)
        known = any(one.what == what and one.value == shown for one in self.hints)
        if not known and len(self.hints) < MOST_HINTS:
            self.hints.append(Hint(what=what, value=shown, source=f"prompt, line {line}"))

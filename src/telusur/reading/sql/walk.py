"""Through a dump, piece by piece: rows to their tables, everything else to :class:`Statements`.

A piece begins outside quotes and comments, at a statement or behind a row of an INSERT.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql import copying, damage, unions
from telusur.reading.sql.breaks import Break, first_break
from telusur.reading.sql.copies import Copy
from telusur.reading.sql.filling import Filling, Target
from telusur.reading.sql.rows import Groups, groups
from telusur.reading.sql.statements import CHANGES, Statements, behind_insert, statement_kind
from telusur.reading.sql.tokens import IN_LINE, OUT, SEMICOLON, Tokeniser, Tokens
from telusur.reading.sql.window import PIECE_BYTES, Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from telusur.reading.sql.dialect import Dialect
    from telusur.reading.sql.sinks import Catalog, Sink

# A row longer than this is given up: a quote or a parenthesis of it is missing.
ROW_BYTES = 64 << 20


class Walk:
    """One dump.

    Attributes:
        statements: what is known of all that is no row.
        damage: bytes that were given up.
        meta_lines: lines that are commands to psql.
        cut: the dump ends in the middle of a statement.
    """

    def __init__(
        self,
        path: Path,
        dialect: Dialect,
        catalog: Catalog,
        progress: Callable[[int], None] = lambda _: None,
        piece_bytes: int = PIECE_BYTES,
    ) -> None:
        self.dialect, self.catalog = dialect, catalog
        self.statements = Statements(catalog)
        self.damage = damage.Damage()
        self.meta_lines: list[int] = []
        self.cut = False
        self._path, self._progress, self._piece_bytes = path, progress, piece_bytes
        self._tokeniser = Tokeniser(dialect)
        self._filling = Filling(dialect, self.statements)
        self._copy: Copy | None = None
        self._lost: Target | None = None
        self._within = False  # a piece begins within a statement that is no INSERT

    def begin_inside(self, sink: Sink) -> None:
        """The dump is a part that begins within an INSERT, whose table it does not name."""
        self._lost = Target(sink, None)
        self.cut = True

    def run(self) -> None:
        """Read the whole file."""
        with self._path.open("rb") as file, self._filling:
            self._window = window = Window(file, self._piece_bytes)
            while piece := window.piece():
                used, anew = self._piece(piece, final=window.final)
                if not window.advance(piece, used, anew=anew):
                    break
                self._progress(window.offset)
            self._filling.drain()

    def _piece(self, data: bytes, *, final: bool) -> tuple[int, bool]:
        """Bytes used, and whether the structure behind them is to be found anew."""
        if self._copy:
            used = self._copy.take(data, self._window.line, self._filling, final=final)
            over = self._copy.over
            self.cut = self.cut or self._copy.cut
            self._copy = None if over else self._copy
            return used, over
        if self._lost:
            used, anew = self._found_again(data, self._lost, final=final)
            if used or self._lost:
                return used, anew  # else the dump begins with a whole row
        return self._sql(data, final=final)

    def _sql(self, data: bytes, *, final: bool) -> tuple[int, bool]:
        tokens = self._tokeniser.tokens(data)
        stop = first_break(tokens, self.dialect, final=final)
        limit = stop.at if stop else len(data)
        filling = self._filling
        found = groups(tokens, limit, filling.known, inside=filling.inside is not None)
        bad = found.first_damaged(tokens)
        behind = self._rows(tokens, found, found.closed if bad is None else bad)
        if bad is not None:
            return self._damaged(tokens, found, bad, behind)
        if found.stop < limit or stop:  # a parenthesis too many, in no row; or a break
            self._region(tokens, found, behind, found.stop)
            filling.inside = None
            if found.stop < limit or not stop:
                return found.stop + 1, True
            return self._broken(data, stop, final=final)
        if final:
            self._ended(tokens, found, behind)
            return len(data), False
        semicolons = tokens.at[(tokens.what == SEMICOLON) & (found.depth == 0)]
        last = int(semicolons[-1]) + 1 if len(semicolons) else 0
        if last > behind:
            self._region(tokens, found, behind, last)
            filling.inside = None
        if not max(last, behind) and len(data) >= ROW_BYTES:
            return self._given_up(tokens, found)
        return max(last, behind), False

    def _rows(self, tokens: Tokens, found: Groups, whole: int) -> int:
        """Rows among the first groups, and what stands between them; the place behind the last."""
        filling, line = self._filling, self._window.line
        rows = np.flatnonzero(found.is_row[:whole])
        if not len(rows):
            return 0
        foreign = np.array([text.foreign for text in filling.known.texts], bool)
        odd = foreign[found.gaps[:whole]] | ~(found.is_row | found.is_list)[:whole]
        before = np.unique(np.searchsorted(rows, np.flatnonzero(odd)))
        done = 0
        for at in before[before < len(rows)].tolist():
            row = int(rows[at])
            begin = int(found.closes[rows[at - 1]]) + 1 if at else 0
            end = int(found.opens[found.head(row)])
            if CHANGES.search(tokens.data, begin, end):
                filling.submit(tokens, found, done, row, line)
                done = row
            self._region(tokens, found, begin, end, head=True)
        filling.submit(tokens, found, done, whole, line)
        filling.inside = filling.target(found, int(rows[-1]))
        return int(found.closes[rows[-1]]) + 1

    def _region(
        self, tokens: Tokens, found: Groups, begin: int, end: int, *, head: bool = False
    ) -> None:
        """What stands between rows; ``head``: an INSERT's head ends it, which is understood."""
        inside = begin > 0 or self._filling.inside is not None or self._within
        self._within = False
        if CHANGES.search(tokens.data, begin, end):
            self._filling.drain()
        low, high = np.searchsorted(tokens.at[: len(found.depth)], (begin, end)).tolist()
        here = slice(low, high)
        ends = tokens.at[here][(tokens.what[here] == SEMICOLON) & (found.depth[here] == 0)]
        edges = [begin, *(ends + 1).tolist(), end]
        for at, (first, last) in enumerate(pairwise(edges)):
            text = tokens.data[first:last]
            if at == 0 and inside:  # the rest of an INSERT, such as ON CONFLICT, ends it
                text = behind_insert(text)
            if not text.strip(b" \t\r\n;"):
                continue
            for insert in self.statements.take(text):
                if not head or last < end:
                    self._insert(insert, self._line(tokens, first))

    def _insert(self, text: bytes, line: int) -> None:
        """An INSERT without VALUES: rows by SELECT … UNION ALL, or none that can be read."""
        written = unions.as_values(text, self._tokeniser)
        written = written or unions.set_as_values(text, self._tokeniser)
        if written is None:
            table = unions.table_of(text)
            if table:
                sink = self.catalog.sink(self.statements.resolve(table))
                sink.reject("insert-not-understood", [line])
            return
        tokens = self._tokeniser.tokens(written)
        found = groups(tokens, len(written), self._filling.known, inside=False)
        self._filling.submit(tokens, found, 0, found.closed, line)

    def _broken(self, data: bytes, stop: Break, *, final: bool) -> tuple[int, bool]:
        self._within = stop.within
        if stop.end < 0:  # it goes on behind the piece
            if stop.at:
                return stop.at, True
            if not final and len(data) < ROW_BYTES:
                return 0, False
        if stop.meta:
            self.meta_lines.append(self._window.line + data.count(b"\n", 0, stop.at))
        if stop.kind:
            self.statements.counts[stop.kind] += 1
        if stop.copy:
            of = copying.section(stop.copy)
            sink = self.catalog.sink(self.statements.resolve(of.table))
            self._filling.send(lambda: sink.know(of.columns))
            self._copy = Copy(of, Target(sink, of.columns))
        return (stop.end if stop.end >= 0 else len(data)), True

    def _damaged(self, tokens: Tokens, found: Groups, bad: int, behind: int) -> tuple[int, bool]:
        """A row that cannot be read: it is rejected, and reading goes on behind it."""
        place = int(found.opens[bad])
        self._lost = self._filling.inside = self._reject(tokens, found, bad, behind, "broken-quote")
        return place, True

    def _reject(self, tokens: Tokens, found: Groups, row: int, behind: int, reason: str) -> Target:
        self._region(tokens, found, behind, int(found.opens[found.head(row)]), head=True)
        target = self._filling.target(found, row)
        target.sink.reject(reason, [self._line(tokens, int(found.opens[row]))])
        return target

    def _found_again(self, data: bytes, lost: Target, *, final: bool) -> tuple[int, bool]:
        """Behind a damaged row: the next place that can be read."""
        self._filling.drain()  # the table's columns are known then
        expected = len(lost.columns or lost.sink.columns) or None
        first = self._window.offset == 0
        place = damage.next_place(data, 0, self._tokeniser, expected, first=first)
        if place:
            used, inside = place
            self._filling.inside = lost if inside else None
            self._lost = None
        else:
            used = len(data) if final else max(len(data) - damage.OVERLAP, 0)
        self.damage.add(self._window.offset, used, "broken-quote")
        return used, bool(place)

    def _given_up(self, tokens: Tokens, found: Groups) -> tuple[int, bool]:
        """No row and no statement ends for too long."""
        if found.last_open and found.is_row[-1]:
            return self._damaged(tokens, found, len(found.opens) - 1, 0)
        self.damage.add(self._window.offset, len(tokens.data), "statement-too-long")
        return len(tokens.data), True

    def _ended(self, tokens: Tokens, found: Groups, behind: int) -> None:
        """The last piece: what is left of it."""
        data = tokens.data
        if found.last_open and found.is_row[-1]:
            self._reject(tokens, found, len(found.opens) - 1, behind, "cut-in-mid-row")
            self.cut = True
            return
        after_row = behind > 0 or self._filling.inside is not None
        within = tokens.state(len(data)) not in {OUT, IN_LINE}
        waits = after_row and data[behind:].rstrip().endswith(b",")
        semicolon = tokens.at[tokens.what == SEMICOLON][-1:].tolist()
        unended = data[semicolon[0] + 1 if semicolon else behind :]
        begun = statement_kind(unended) in {"INSERT", "REPLACE"}
        begun = begun and unions.as_values(unended, self._tokeniser) is None
        self._region(tokens, found, behind, len(data), head=begun)
        self.cut = self.cut or within or found.last_open or waits or (begun and not behind)

    def _line(self, tokens: Tokens, place: int) -> int:
        return self._window.line + tokens.data.count(b"\n", 0, place)

"""Through a dump, piece by piece: rows to their tables, everything else to :class:`Statements`.

A piece begins outside quotes and comments, at a statement or behind a row of an INSERT. Its rows
are handed to a second thread, which makes columns of them and writes, while this one finds the
structure of the next piece.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql import copying, damage, literals, unions
from telusur.reading.sql.breaks import Break, first_break
from telusur.reading.sql.heads import Known
from telusur.reading.sql.rows import Groups, groups, values
from telusur.reading.sql.statements import CHANGES, Statements, statement_kind
from telusur.reading.sql.tokens import IN_LINE, OUT, SEMICOLON, Tokeniser, Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from telusur.reading.sql.dialect import Dialect
    from telusur.reading.sql.sinks import Catalog, Sink

# Large enough that the steps over arrays count for little, small enough for the cache.
PIECE_BYTES = 4 << 20
# What is looked at first behind a place from which the structure has to be found anew.
FIRST_BYTES = 64 << 10
# A row longer than this is given up: a quote or a parenthesis of it is missing.
ROW_BYTES = 64 << 20
# Pieces whose rows wait to be written.
WAITING = 2


@dataclass(frozen=True)
class Target:
    """What an INSERT fills."""

    sink: Sink
    columns: tuple[str, ...] | None


class Walk:
    """One dump.

    Attributes:
        offset: of the piece in the file.
        line: its first line's number.
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
        self.offset, self.line = 0, 1
        self.cut = False
        self._path, self._progress = path, progress
        self._tokeniser, self._known = Tokeniser(dialect), Known()
        self._most = piece_bytes
        self._inside: Target | None = None
        self._copying: tuple[copying.Section, Target] | None = None
        self._lost: Target | None = None
        self._within = False

    def run(self) -> None:
        """Read the whole file."""
        waiting: deque[Future[None]] = deque()
        with self._path.open("rb") as file, ThreadPoolExecutor(1) as writer:
            self._writer, self._waiting = writer, waiting
            data, window, over = file.read(self._most), min(FIRST_BYTES, self._most), False
            if data.startswith(b"\xef\xbb\xbf"):
                data, self.offset = data[3:], 3
            at = 0
            while True:
                over = over or len(data) - at < window
                if over and len(data) - at < window:
                    more = file.read(max(self._most, window))
                    data, at = data[at:] + more, 0
                    over = not more
                    if more:
                        over = False
                        continue
                piece = data[at : at + window]
                final = over and len(piece) == len(data) - at
                if not piece:
                    break
                used, broke = self._piece(piece, final=final)
                if not used and final:
                    break
                self._advance(piece, used)
                at += used
                if not used:
                    window *= 2
                else:
                    window = min(FIRST_BYTES, self._most) if broke else min(window * 4, self._most)
            while waiting:
                waiting.popleft().result()

    def _advance(self, piece: bytes, used: int) -> None:
        self.line += piece.count(b"\n", 0, used)
        self.offset += used
        self._progress(self.offset)

    def _piece(self, data: bytes, *, final: bool) -> tuple[int, bool]:
        """Bytes used, and whether the structure behind them is to be found anew."""
        if self._copying:
            return self._copied(data, final=final)
        if self._lost:
            return self._found_again(data, final=final)
        tokens = self._tokeniser.tokens(data)
        stop = first_break(tokens, self.dialect, final=final)
        limit = stop.at if stop else len(data)
        found = groups(tokens, limit, self._known, inside=self._inside is not None)
        bad = found.first_damaged(tokens)
        whole = len(found.opens) - found.last_open if bad is None else bad
        behind = self._rows(tokens, found, whole)
        if bad is not None:
            return self._damaged(tokens, found, bad, behind, final=final)
        if found.stop < limit:  # in no row: up to the semicolon, or the parenthesis too many
            self._region(tokens, found, behind, found.stop)
            self._inside = None
            return found.stop + 1, True
        if stop:
            self._region(tokens, found, behind, stop.at)
            self._inside = None
            return self._broken(data, stop, final=final)
        if final:
            self._ended(tokens, found, behind)
            return len(data), False
        semicolons = tokens.at[(tokens.what == SEMICOLON) & (found.depth == 0)]
        last = int(semicolons[-1]) + 1 if len(semicolons) else 0
        if last > behind:
            self._region(tokens, found, behind, last)
            self._inside = None
        used = max(last, behind)
        if not used and len(data) >= ROW_BYTES:
            return self._given_up(tokens, found)
        return used, False

    def _rows(self, tokens: Tokens, found: Groups, whole: int) -> int:
        """Rows among the first groups, and what stands between them; the place behind the last."""
        rows = np.flatnonzero(found.is_row[:whole])
        if not len(rows):
            return 0
        foreign = np.array([text.foreign for text in self._known.texts], bool)[found.gaps[:whole]]
        odd = np.flatnonzero(foreign | ~(found.is_row | found.is_list)[:whole])
        before = np.unique(np.searchsorted(rows, odd))
        done = 0
        for at in before[before < len(rows)].tolist():
            row = int(rows[at])
            begin = int(found.closes[rows[at - 1]]) + 1 if at else 0
            end = int(found.opens[row - 1] if row and found.is_list[row - 1] else found.opens[row])
            if CHANGES.search(tokens.data, begin, end):
                self._submit(tokens, found, done, row)
                done = row
            self._region(tokens, found, begin, end, head=True, after_row=bool(at))
        self._submit(tokens, found, done, whole)
        last = int(rows[-1])
        self._inside = self._target(int(found.text[last]), int(found.columns[last]))
        return int(found.closes[last]) + 1

    def _target(self, text: int, columns: int) -> Target:
        if text < 0:
            assert self._inside is not None  # noqa: S101 - a comma begins a piece only behind a row
            return self._inside
        table = self._known.texts[text].table
        assert table is not None  # noqa: S101 - heads have one
        names = self._known.columns[columns] if columns >= 0 else None
        return Target(self.catalog.sink(self.statements.resolve(table)), names)

    def _submit(self, tokens: Tokens, found: Groups, begin: int, end: int) -> None:
        """Rows of the groups ``begin`` to ``end`` to the writer."""
        chosen = np.arange(begin, end)[found.is_row[begin:end]]
        if not len(chosen):
            return
        of = values(tokens, found, begin, end)
        lines = self.line + np.searchsorted(tokens.newlines, of.opens)
        heads = found.text[chosen] * (len(self._known.columns) + 2) + found.columns[chosen] + 1
        parts = list(self._by_target(heads, len(self._known.columns) + 2))

        def write() -> None:
            pool = literals.pool(of, self.dialect)
            for target, at in parts:
                target.sink.write(target.columns, pool, of.first[at], of.counts[at], lines[at])

        self._send(write)

    def _by_target(
        self, heads: NDArray[np.int64], base: int
    ) -> Iterator[tuple[Target, NDArray[np.int64]]]:
        """Rows of each table in their order, however many different heads fill it."""
        of_table: dict[Sink, list[tuple[Target, NDArray[np.bool_]]]] = {}
        for head in np.unique(heads).tolist():
            text, columns = divmod(head, base)
            target = self._target(text, columns - 1)
            of_table.setdefault(target.sink, []).append((target, heads == head))
        for found in of_table.values():
            lists = list(dict.fromkeys(target.columns for target, _ in found))
            which = np.full(len(heads), -1)
            for target, where in found:
                which[where] = lists.index(target.columns)
            rows = np.flatnonzero(which >= 0)
            changes = np.flatnonzero(np.diff(which[rows])) + 1
            for part in np.split(rows, changes):
                yield Target(found[0][0].sink, lists[which[part[0]]]), part

    def _send(self, write: Callable[[], None]) -> None:
        while len(self._waiting) >= WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._writer.submit(write))

    def _region(
        self,
        tokens: Tokens,
        found: Groups,
        begin: int,
        end: int,
        *,
        head: bool = False,
        after_row: bool | None = None,
    ) -> None:
        """What stands between rows; ``head``: an INSERT's head ends it, which is understood."""
        if after_row is None:
            after_row = begin > 0
        inside = after_row or self._inside is not None or self._within
        self._within = False
        count = len(found.depth)
        low, high = np.searchsorted(tokens.at[:count], (begin, end))
        here = slice(int(low), int(high))
        ends = tokens.at[here][(tokens.what[here] == SEMICOLON) & (found.depth[here] == 0)]
        edges = [begin, *(ends + 1).tolist(), end]
        for at, (first, last) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
            text = tokens.data[first:last]
            if (at == 0 and inside) or not text.strip(b" \t\r\n;"):
                continue  # the rest of an INSERT, such as ON CONFLICT
            is_head = head and at == len(edges) - 2
            for insert in self.statements.take(text):
                if not is_head:
                    self._insert(insert, first)

    def _insert(self, text: bytes, place: int) -> None:
        """An INSERT without VALUES: rows by SELECT … UNION ALL, or none that can be read."""
        line = self.line
        written = unions.as_values(text, self._tokeniser)
        if written is None:
            self.catalog.rejections.add("insert-not-understood", [line])
            self.statements.counts["INSERT"] += 1
            return
        del place
        tokens = self._tokeniser.tokens(written)
        found = groups(tokens, len(written), self._known, inside=False)
        self._submit(tokens, found, 0, len(found.opens))

    def _broken(self, data: bytes, stop: Break, *, final: bool) -> tuple[int, bool]:
        if stop.meta and stop.end >= 0:
            self.meta_lines.append(self.line + data.count(b"\n", 0, stop.at))
        if stop.copy:
            of = copying.section(stop.copy)
            sink = self.catalog.sink(self.statements.resolve(of.table))
            self._copying = (of, Target(sink, of.columns))
        if stop.kind:
            self.statements.counts[stop.kind] += 1
        self._within = stop.within
        if stop.end < 0:  # it goes on behind the piece
            if stop.at:
                return stop.at, True
            if not final and len(data) < ROW_BYTES:
                return 0, False
        return (stop.end if stop.end >= 0 else len(data)), True

    def _copied(self, data: bytes, *, final: bool) -> tuple[int, bool]:
        assert self._copying is not None  # noqa: S101 - only called then
        of, target = self._copying
        end = copying.end_of(data, 0)
        part = data[: end.start()] if end else data
        if not end and not final:  # the last line may be the beginning of the end
            part = data[: data.rfind(b"\n") + 1]
        found = copying.lines(part, of)
        used = (min(end.end() + 1, len(data)) if end else len(data)) if end or final else found.end
        stray = copying.stray(part, found, len(target.columns or target.sink.columns))
        if stray is not None:
            used, found, end = int(found.begins[stray]), found.until(stray), None
        if of.header and len(found.first):
            found = found.behind(1)
            self._copying = (replace(of, header=False), target)
        if len(found.first):
            newlines = np.flatnonzero(np.frombuffer(part, np.uint8) == ord("\n"))
            lines = self.line + np.searchsorted(newlines, found.begins)
            self._send(
                lambda: target.sink.write(
                    target.columns, found.pool, found.first, found.counts, lines
                )
            )
        if not (end or final or stray is not None):
            return used, False
        self._copying = None
        if not end:
            self.cut = self.cut or stray is None
            if stray is None and part[found.end :].strip():
                line = self.line + data.count(b"\n", 0, found.end)
                target.sink.reject("cut-in-mid-row", [line])
        return used, True

    def _damaged(
        self, tokens: Tokens, found: Groups, bad: int, behind: int, *, final: bool
    ) -> tuple[int, bool]:
        """A row that cannot be read: it is rejected, and reading goes on behind it."""
        del final
        head = bad - 1 if bad and found.is_list[bad - 1] else bad
        self._region(tokens, found, behind, int(found.opens[head]), head=True)
        target = self._target(int(found.text[bad]), int(found.columns[bad]))
        place = int(found.opens[bad])
        line = self.line + tokens.data.count(b"\n", 0, place)
        target.sink.reject("broken-quote", [line])
        self._inside, self._lost = target, target
        return place, True

    def _found_again(self, data: bytes, *, final: bool) -> tuple[int, bool]:
        """Behind a damaged row: the next place that can be read."""
        assert self._lost is not None  # noqa: S101 - only called then
        while self._waiting:
            self._waiting.popleft().result()  # the table's columns are known then
        expected = len(self._lost.columns or self._lost.sink.columns) or None
        place = damage.next_place(data, 0, self._tokeniser, expected)
        if place:
            used, inside = place
            self._inside = self._lost if inside else None
            self._lost = None
        elif final:
            used = len(data)
        else:
            used = max(len(data) - damage.OVERLAP, 0)
        self.damage.add(self.offset, used, "broken-quote")
        return used, bool(place)

    def _given_up(self, tokens: Tokens, found: Groups) -> tuple[int, bool]:
        """No row and no statement ends for too long."""
        if found.last_open and found.is_row[-1]:
            return self._damaged(tokens, found, len(found.opens) - 1, 0, final=False)
        used = len(tokens.data)
        self.damage.add(self.offset, used, "statement-too-long")
        return used, True

    def _ended(self, tokens: Tokens, found: Groups, behind: int) -> None:
        """The last piece: what is left of it."""
        data = tokens.data
        rest = data[behind:]
        within = tokens.state(len(data)) not in {OUT, IN_LINE}
        if found.last_open and found.is_row[-1]:
            last = len(found.opens) - 1
            head = last - 1 if last and found.is_list[last - 1] else last
            self._region(tokens, found, behind, int(found.opens[head]), head=True)
            target = self._target(int(found.text[last]), int(found.columns[last]))
            line = self.line + data.count(b"\n", 0, int(found.opens[last]))
            target.sink.reject("cut-in-mid-row", [line])
            self.cut = True
            return
        after_row = behind > 0 or self._inside is not None
        self.cut = within or found.last_open or (after_row and rest.rstrip().endswith(b","))
        semicolon = tokens.at[(tokens.what == SEMICOLON)][-1:].tolist()
        unended = data[(semicolon[0] + 1 if semicolon else behind) :]
        begun = statement_kind(unended) in {"INSERT", "REPLACE"}
        self._region(tokens, found, behind, len(data), head=begun)
        self.cut = self.cut or (begun and not behind)

    def begin_inside(self, sink: Sink) -> None:
        """The dump is a part that begins within an INSERT, whose table it does not name."""
        self._lost = Target(sink, None)
        self.cut = True

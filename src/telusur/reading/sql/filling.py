"""Rows on their way to their tables, in a thread of their own while the next are found."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from telusur.reading.sql import literals
from telusur.reading.sql.heads import Known
from telusur.reading.sql.rows import values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from telusur.reading.sql.dialect import Dialect
    from telusur.reading.sql.rows import Groups
    from telusur.reading.sql.sinks import Sink
    from telusur.reading.sql.statements import Statements
    from telusur.reading.sql.tokens import Tokens

# Pieces whose rows wait to be written.
WAITING = 2


@dataclass(frozen=True)
class Target:
    """What an INSERT or a COPY fills; ``columns`` are those that it names, None: it names none."""

    sink: Sink
    columns: tuple[str, ...] | None


class Filling:
    """Hands rows to the second thread, in order. Use it as a context manager.

    Attributes:
        known: texts before parentheses met so far.
        inside: what is filled where a piece begins behind a row, within its INSERT; else None.
    """

    def __init__(self, dialect: Dialect, statements: Statements) -> None:
        self.known = Known()
        self.inside: Target | None = None
        self._dialect, self._statements = dialect, statements
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._statements.catalog.close()

    def send(self, write: Callable[[], None]) -> None:
        """Have ``write`` done behind all that was sent before."""
        while len(self._waiting) >= WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(write))

    def drain(self) -> None:
        """Wait until all is written: what a table is may change only then."""
        while self._waiting:
            self._waiting.popleft().result()
        self._statements.catalog.drain()

    def target(self, found: Groups, row: int) -> Target:
        """What a row belongs to."""
        return self._target(int(found.text[row]), int(found.columns[row]))

    def _target(self, text: int, columns: int) -> Target:
        table = self.known.texts[text].table if text >= 0 else None
        if table is None:  # a comma begins a piece only behind a row
            assert self.inside is not None  # noqa: S101
            return self.inside
        names = self.known.columns[columns] if columns >= 0 else None
        sink = self._statements.catalog.sink(self._statements.resolve(table))
        return Target(sink, names)

    def submit(self, tokens: Tokens, found: Groups, begin: int, end: int, line: int) -> None:
        """Rows of the groups ``begin`` to ``end``; ``line`` is the piece's first."""
        chosen = np.flatnonzero(found.is_row[begin:end]) + begin
        if not len(chosen):
            return
        base = len(self.known.columns) + 1
        parts = list(self._parts(found.text[chosen] * base + found.columns[chosen] + 1, base))
        dialect = self._dialect

        def write() -> None:
            of = values(tokens, found, begin, end)
            lines = line + np.searchsorted(tokens.newlines, of.opens)
            pool = literals.pool(of, dialect)
            for target, at in parts:
                target.sink.write(target.columns, pool, of.first[at], of.counts[at], lines[at])

        self.send(write)

    def _parts(
        self, heads: NDArray[np.int64], base: int
    ) -> Iterator[tuple[Target, NDArray[np.int64]]]:
        """Rows of each table in their order, however many different heads fill it."""
        of_table: dict[Sink, list[tuple[Target, NDArray[np.bool_]]]] = {}
        for head in np.unique(heads).tolist():
            text, columns = divmod(head, base)
            target = self._target(text, columns - 1)
            of_table.setdefault(target.sink, []).append((target, heads == head))
        for sink, found in of_table.items():
            lists = list(dict.fromkeys(target.columns for target, _ in found))
            which = np.full(len(heads), -1)
            for target, where in found:
                which[where] = lists.index(target.columns)
            rows = np.flatnonzero(which >= 0)
            changes = np.flatnonzero(np.diff(which[rows])) + 1
            for part in np.split(rows, changes):
                yield Target(sink, lists[which[part[0]]]), part

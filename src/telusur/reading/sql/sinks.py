"""Where rows go: a table each, however many statements fill it and whatever columns they name."""

from __future__ import annotations

import re
import threading
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from telusur.reading.growing import MOST_COLUMNS, too_many_columns
from telusur.reading.sql.characters import Characters, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from telusur.reading.sql.ddl import Definition
    from telusur.reading.sql.literals import Pool
    from telusur.reading.sql.names import TableName
    from telusur.reading.writing import Tables, TableWriter

# Text that all tables together may hold back before it is written.
HELD_BYTES = 128 << 20
FIRST_LINES = 20
# Tables that are being written at one time; most dumps write one behind the other.
MOST_OPEN = 64
# Parts of tables that wait to be written.
WAITING = 2
_BINARY_TYPES = (
    "binary", "varbinary", "blob", "bytea", "image", "raw", "bit varying", "geometry", "point",
    "linestring", "polygon",
)  # fmt: skip
_BIT = re.compile(r"bit(?:\((\d{1,2})\))?")
MOST_BITS = 64  # MySQL's


@dataclass
class Rejections:
    """Rows that could not be read, by reason."""

    rows: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, reason: str, lines: Sequence[int], rows: int | None = None) -> None:
        """Rows that begin on ``lines``."""
        with self._lock:
            self.rows[reason] += len(lines) if rows is None else rows
            kept = self.lines.setdefault(reason, [])
            kept += [int(line) for line in lines[:FIRST_LINES]]
            kept[:] = sorted(kept)[:FIRST_LINES]


class Sink:
    """One table of the dump."""

    def __init__(self, name: TableName, catalog: Catalog) -> None:
        self.name, self.catalog = name, catalog
        self.definition: Definition | None = None
        self.columns: list[str] = []
        self.states: list[Column] = []
        self.rejected = self.expressions = self.rows = 0
        self.unnamed = False
        self.rows_in: str | None = None  # another file, as a dump says
        self._segments: list[TableWriter] = []
        self._open: TableWriter | None = None
        self._width = 0

    def define(self, definition: Definition) -> None:
        """The dump's own definition of the table; a later one adds what is new in it."""
        mine = self.definition
        if mine is None:
            self.definition = mine = definition
            if self.unnamed and len(definition.columns) >= len(self.columns):
                self.columns[:] = definition.columns[: len(self.columns)]
                self.unnamed = False
        elif definition is not mine:
            mine.primary_key = definition.primary_key or mine.primary_key
            mine.unique_keys += definition.unique_keys
            mine.foreign_keys += definition.foreign_keys
            mine.numbered += [one for one in definition.numbered if one not in mine.numbered]
            mine.options |= definition.options
        self._places(definition.columns)

    def know(self, names: tuple[str, ...] | None) -> None:
        """Columns that a statement names, whether or not it brings rows."""
        self._places(names or ())

    def places(self, names: tuple[str, ...] | None, count: int) -> list[int]:
        """Columns that values go to: by name, or by place where an INSERT names none."""
        if names:
            return self._places(names)
        given = self._given
        if len(given) == count:
            return given
        while len(self.columns) < count:
            self.unnamed = self.unnamed or self.definition is None
            self._places((f"column_{len(self.columns) + 1}",))
        return list(range(count))

    def expected(self, names: tuple[str, ...] | None, counts: NDArray[np.int64]) -> int:
        """How many values a row must have."""
        if names:
            return len(names)
        most = int(np.bincount(counts).argmax()) if len(counts) else 0
        if most and most == len(self._given) and len(self.columns) not in counts:
            return most
        if self.columns and (self.rows or not len(counts) or len(self.columns) in counts):
            return len(self.columns)
        return most

    @property
    def _given(self) -> list[int]:
        """Places of the columns that are not computed, where some are."""
        computed = self.definition.computed if self.definition else set()
        return (
            [at for at, name in enumerate(self.columns) if name not in computed] if computed else []
        )

    def _places(self, names: Sequence[str]) -> list[int]:
        """Columns by name, new ones among them.

        Letter case decides only between several: ``"Name"`` is ``name``, unless both are named.
        """
        exact = {mine: at for at, mine in enumerate(self.columns)}
        folded: dict[str, list[int]] = {}
        for at, mine in enumerate(self.columns):
            folded.setdefault(mine.casefold(), []).append(at)
        given, found = set(names), []
        for name in names:
            alike = [at for at in folded.get(name.casefold(), ()) if self.columns[at] not in given]
            if name not in exact:
                exact[name] = alike[0] if len(alike) == 1 else self._new(name)
                if exact[name] not in alike:
                    folded.setdefault(name.casefold(), []).append(exact[name])
            found.append(exact[name])
        return found

    def _new(self, name: str) -> int:
        if len(self.columns) == MOST_COLUMNS:
            raise too_many_columns()
        self.columns.append(name)
        types = self.definition.types if self.definition else []
        at = len(self.columns) - 1
        kind = (types[at] or "").casefold() if at < len(types) else ""
        bits = _BIT.fullmatch(kind)
        width = min(int(bits[1] or 1), MOST_BITS) if bits else 0
        declared_binary = any(one in kind for one in _BINARY_TYPES)
        self.states.append(Column(declared_binary=declared_binary, bits=width))
        return at

    def write(
        self,
        names: tuple[str, ...] | None,
        pool: Pool,
        first: NDArray[np.int64],
        counts: NDArray[np.int64],
        lines: NDArray[np.int64],
    ) -> None:
        """Rows of a piece.

        Args:
            names: columns that the INSERT names; None: it names none.
            pool: their values.
            first: of each row the place of its first value.
            counts: of each row the number of its values.
            lines: of each row the line on which it starts.
        """
        expected = self.expected(names, counts)
        fits = counts == expected
        if not fits.all():
            for reason, wrong in (
                ("too-few-values", counts < expected),
                ("too-many-values", counts > expected),
            ):
                if wrong.any():
                    self.reject(reason, lines[wrong][:FIRST_LINES].tolist(), int(wrong.sum()))
            first, lines = first[fits], lines[fits]
        if not len(first) or not expected:
            return
        hexadecimal = pool.hexadecimal.any()
        expressions = pool.expressions.any()
        places = self.places(names, expected)
        columns: list[pa.Array | None] = [None] * len(self.columns)
        for at, place in enumerate(places):
            which = first + at
            marked = pool.hexadecimal[which] if hexadecimal else None
            columns[place] = self.catalog.characters.text(
                pool.column(which), marked, self.states[place]
            )
            if expressions:
                self.expressions += int(pool.expressions[which].sum())
        nothing = pa.nulls(len(first), pa.string())
        filled = [nothing if column is None else column for column in columns]
        self.rows += len(first)
        self.catalog.keep(self, filled, pa.array(lines, pa.int64()))

    def keep(self, columns: list[pa.Array], lines: pa.Array) -> None:
        """Columns of text, all that the table has so far, into its file."""
        self._writer(len(columns)).write(columns, lines)

    def reject(self, reason: str, lines: Sequence[int], rows: int | None = None) -> None:
        """Rows of this table that could not be read."""
        self.rejected += len(lines) if rows is None else rows
        self.catalog.rejections.add(reason, lines, rows)

    def _writer(self, width: int) -> TableWriter:
        if self._open is None or self._width != width:
            self.pause()
            self._open, self._width = self.catalog.tables.open(width, lined=True), width
            self._segments.append(self._open)
        return self._open

    def pause(self) -> None:
        """Close the file; what follows goes to another."""
        if self._open:
            self._open.close()
        self._open = None

    def flush(self) -> None:
        """Write what is held back."""
        if self._open:
            self._open.flush()

    def close(self) -> TableWriter:
        """The table as one file, all columns that any statement named in it."""
        width = len(self.columns)
        for segment in self._segments:
            segment.close()
        if len(self._segments) == 1 and self._width == width:
            return self._segments[0]
        whole = self.catalog.tables.open(width, lined=True)
        for segment in self._segments:
            with segment.path.open("rb") as raw:
                for batch in pq.ParquetFile(raw).iter_batches():
                    missing = width - (batch.num_columns - 1)
                    nothing = [pa.nulls(batch.num_rows, pa.string())] * missing
                    whole.write([*batch.columns[:-1], *nothing], batch.columns[-1])
            segment.path.unlink()
        whole.close()
        return whole


class Catalog:
    """All tables of a dump, by name."""

    def __init__(self, tables: Tables, characters: Characters) -> None:
        self.tables, self.characters = tables, characters
        self.sinks: dict[TableName, Sink] = {}
        self.rejections = Rejections()
        self._held = 0
        self._open: list[Sink] = []
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def sink(self, name: TableName) -> Sink:
        """The table of that name; a new one where there is none.

        A name without its schema is the one table of that name, if there is one alone; letter case
        decides only between several.
        """
        if name in self.sinks:
            return self.sinks[name]
        for fold in (str, str.casefold):
            same = [
                sink
                for known, sink in self.sinks.items()
                if fold(known.name) == fold(name.name)
                and (not known.schema or not name.schema or fold(known.schema) == fold(name.schema))
            ]
            if len(same) == 1:
                return same[0]
        self.sinks[name] = Sink(name, self)
        return self.sinks[name]

    def keep(self, sink: Sink, columns: list[pa.Array], lines: pa.Array) -> None:
        """Have columns written in a thread of their own, in order."""
        while len(self._waiting) >= WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._keep, sink, columns, lines))

    def drain(self) -> None:
        """Wait until all columns are written."""
        while self._waiting:
            self._waiting.popleft().result()

    def close(self) -> None:
        """End the thread; what it has not begun is not written."""
        self._thread.shutdown(cancel_futures=True)

    def _keep(self, sink: Sink, columns: list[pa.Array], lines: pa.Array) -> None:
        if sink not in self._open:
            while len(self._open) >= MOST_OPEN:
                self._open.pop(0).pause()
            self._open.append(sink)
        sink.keep(columns, lines)
        self._held += sum(column.nbytes for column in columns)
        if self._held > HELD_BYTES:
            self._held = 0
            for one in self.sinks.values():
                one.flush()

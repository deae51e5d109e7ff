"""Tables whose columns are known only at the end: records as they come, widened where one is new.

A part is one Parquet file of the columns known so far. Nearly every file needs one part; where a
later record brings a new column a part is begun, and the parts are laid together at the end.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from telusur.errors import LimitReached
from telusur.model.findings.receipt import TableReceipt
from telusur.reading.names import named

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping

    from telusur.reading.interface import TableRead
    from telusur.reading.writing import Tables, TableWriter

# Beyond this the "names" are values; a table of so many columns is none. As the engine's own cap.
MOST_COLUMNS = 4000
# Rows gathered as Python objects before they are written.
BATCH_ROWS = 8192
# ... or once they hold about so many characters.
BATCH_CHARACTERS = 16 << 20
READ_ROWS = 65_536
# Tables that are written to at a time: each is an open file.
MOST_OPEN = 64


class Growing:
    """One table; every column is text, absent where a record has none.

    Attributes:
        rows: rows written.
    """

    def __init__(self, tables: Tables, *, lined: bool = False) -> None:
        self.rows = 0
        self._tables, self._lined = tables, lined
        self._columns: dict[Hashable, int] = {}
        self._bare: list[tuple[int, pa.Array | None]] = []
        self._parts: list[tuple[TableWriter, int]] = []
        self._parked = False

    @property
    def columns(self) -> tuple[Hashable, ...]:
        """What tells the columns apart, in order of first appearance."""
        return tuple(self._columns)

    def write(
        self, values: Mapping[Any, pa.Array], rows: int, lines: pa.Array | None = None
    ) -> None:
        """``rows`` rows; ``values`` are arrays of text of that length, by column.

        Raises:
            LimitReached: ``too-many-columns``.
        """
        if not rows:
            return
        known = len(self._columns)
        for name in values:
            self._columns.setdefault(name, len(self._columns))
        if len(self._columns) > MOST_COLUMNS:
            raise too_many_columns()
        if not self._columns:  # records without a name: rows once a later one brings a column
            self._bare.append((rows, lines))
            return
        if not self._parts or self._parked or len(self._columns) > known:
            self._begin()
        for bare_rows, bare_lines in self._bare:
            self._put({}, bare_rows, bare_lines)
        self._bare = []
        self._put(values, rows, lines)

    def _put(self, values: Mapping[Any, pa.Array], rows: int, lines: pa.Array | None) -> None:
        writer, width = self._parts[-1]
        blank = pa.nulls(rows, pa.string())
        writer.write([values.get(name, blank) for name in list(self._columns)[:width]], lines)
        self.rows += rows

    def finish(self, receipt: TableReceipt, name: Callable[[Hashable], str] = str) -> TableRead:
        """The whole table, of one row or more; columns and counts of its receipt are filled in."""
        columns = named(map(name, self._columns))
        update = {
            "columns": columns,
            "rows_read": self.rows,
            "cells": self.rows * len(columns),
        }
        receipt = receipt.model_copy(update=update)
        if len(self._parts) == 1:
            return self._parts[0][0].read(receipt)
        whole = self._tables.open(len(columns), lined=self._lined)
        for writer, width in self._parts:
            writer.close()
            for batch in pq.ParquetFile(writer.path).iter_batches(READ_ROWS):
                blank = pa.nulls(batch.num_rows, pa.string())
                values = [*batch.columns[:width], *[blank] * (len(columns) - width)]
                whole.write(values, batch.column(width) if self._lined else None)
            writer.path.unlink()
        return whole.read(receipt)

    def first(self, rows: int) -> list[str | None]:
        """The first values of the first column."""
        found: list[str | None] = []
        for writer, _ in self._parts:
            writer.close()
            found += pq.read_table(writer.path, columns=["c0"])["c0"].to_pylist()
        return found[:rows]

    @property
    def bare(self) -> tuple[int, list[int]]:
        """Records held back that name no column: how many, and their lines where known."""
        lines = [line for _, found in self._bare if found is not None for line in found.to_pylist()]
        return sum(rows for rows, _ in self._bare), lines

    def park(self) -> None:
        """Close its file; rows that still come begin another part."""
        if self._parts:
            self._parts[-1][0].close()
            self._parked = True

    def drop(self) -> None:
        """Forget what was written."""
        for writer, _ in self._parts:
            writer.close()
            writer.path.unlink(missing_ok=True)
        self._parts = []

    def _begin(self) -> None:
        self._parked = False
        if self._parts:
            self._parts[-1][0].close()
        width = len(self._columns)
        self._parts.append((self._tables.open(width, lined=self._lined), width))


class Records:
    """Records that a library hands out one by one, batched into a growing table."""

    def __init__(self, tables: Tables, *, lined: bool = False) -> None:
        self.table = Growing(tables, lined=lined)
        self._lined = lined
        self._held: list[Mapping[str, str | None]] = []
        self._lines: list[int | None] = []
        self._characters = 0

    def add(self, record: Mapping[str, str | None], line: int | None = None) -> None:
        """One record: values by column."""
        self._held.append(record)
        self._lines.append(line)
        self._characters += sum(map(len, filter(None, record.values())))
        if len(self._held) >= BATCH_ROWS or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write what is held."""
        names = dict.fromkeys(name for record in self._held for name in record)
        values = {
            name: pa.array([one.get(name) for one in self._held], pa.string()) for name in names
        }
        lines = pa.array(self._lines, pa.int64()) if self._lined else None
        self.table.write(values, len(self._held), lines)
        self._held, self._lines, self._characters = [], [], 0

    def park(self) -> None:
        """Write what is held and close the file for now."""
        self.flush()
        self.table.park()

    def finish(self, receipt: TableReceipt) -> TableRead:
        """The whole table."""
        self.flush()
        return self.table.finish(receipt)


def put(values: dict[str, str | None], again: Counter[str], key: str, value: str | None) -> None:
    """Keep a record's value under its key, which has a number where it comes again.

    Args:
        values: of the record so far.
        again: how often each key came again; one counter a record.
        key: as the record has it.
        value: as text.

    Raises:
        LimitReached: ``too-many-columns``.
    """
    if len(values) == MOST_COLUMNS:
        raise too_many_columns()
    own = key
    while own in values:
        again[key] += 1
        own = f"{key}_{again[key] + 1}"
    values[own] = value


def outline(name: str, **counts: int | None) -> TableReceipt:
    """A receipt that :meth:`Growing.finish` completes."""
    return TableReceipt(
        name=name,
        columns=(),
        rows_read=0,
        rows_rejected=counts.pop("rows_rejected", 0) or 0,
        **counts,
    )


def make_room(tables: Collection[Growing] | Collection[Records]) -> None:
    """Before one more table is begun: so many are open that the others close their files."""
    if len(tables) % MOST_OPEN == MOST_OPEN - 1:
        for table in tables:
            table.park()


@contextmanager
def dropped_on_error(tables: Callable[[], Iterable[Growing]]) -> Iterator[None]:
    """Close and remove the files of ``tables`` where reading ends in an error."""
    try:
        yield
    except BaseException:
        for table in tables():
            table.drop()
        raise


def too_many_columns() -> LimitReached:
    """The error for a table whose columns have no end."""
    return LimitReached(
        "too-many-columns",
        f"a table has more than {MOST_COLUMNS:,} different columns",
        hint="its keys are likely values; turn it into rows first",
    )

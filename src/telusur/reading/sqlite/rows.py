"""Rows of one table as batches of text, around what is damaged."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from telusur.engine.protocol import quoted
from telusur.reading.sqlite.schema import BROKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from telusur.reading.sqlite.schema import Table, Watch

FETCH_ROWS = 4096
# Text held at once; a fetch takes fewer rows where they are long.
FETCH_BYTES = 16 << 20
# Stretches of damage in one table before the rest of it is given up.
MOST_GAPS = 1000
# Text that a table may give for each byte of the file, and beyond: a small number takes one byte
# there and twenty here, a blob twice its own. More comes only of pages that are used many times.
MOST_TEXT, FREE_TEXT = 32, 1 << 20
# From here up SQLite itself writes a number with fifteen digits and an exponent.
LONG_NUMBER = 1e15


@dataclass
class Found:
    """What reading a table showed.

    Attributes:
        gaps: stretches that could not be read.
        implausible: whether it was stopped for giving more than its file can hold.
        replaced: values whose text is not UTF-8 and that carry U+FFFD.
        blobs: places of columns with binary values, which are given in hexadecimal digits.
    """

    gaps: int = 0
    implausible: bool = False
    replaced: int = 0
    blobs: set[int] = field(default_factory=set)


class _Stop(Exception):
    """The table gives more than it can hold."""


class Rows:
    """The rows of one table."""

    def __init__(
        self, connection: sqlite3.Connection, table: Table, watch: Watch, file_bytes: int
    ) -> None:
        self.found = Found()
        self._connection, self._table, self._watch = connection, table, watch
        self._held = 0
        self._budget = FREE_TEXT + MOST_TEXT * file_bytes
        names = [f"t.{quoted(name)}" for name in table.columns]
        order = ""
        if table.rowid:
            names.append(f"t.{table.rowid}")
            order = f" WHERE t.{table.rowid} > ? ORDER BY t.{table.rowid}"
        self._sql = f"SELECT {', '.join(names)} FROM {quoted(table.name)} AS t NOT INDEXED{order}"

    def batches(self) -> Iterator[list[pa.Array]]:
        """Arrays of text, one a column, in the order of the table."""
        try:
            yield from self._numbered() if self._table.rowid else self._whole()
        except _Stop:
            self.found.implausible = True

    def _numbered(self) -> Iterator[list[pa.Array]]:
        last: int | None = -(1 << 63) - 1
        while last is not None:
            try:
                for rows in self._from(last):
                    last = rows[-1][-1]
                    yield self._texts(rows)
            except BROKEN:
                self.found.gaps += 1
                for rows in self._singly(last):
                    last = rows[-1][-1]
                    yield self._texts(rows)
                last = self._behind(last) if self.found.gaps < MOST_GAPS else None
            else:
                return

    def _whole(self) -> Iterator[list[pa.Array]]:
        """Rows without numbers: those before the damage, which nothing leads around."""
        done = 0
        try:
            for rows in self._fetched(self._connection.execute(self._sql)):
                done += len(rows)
                yield self._texts(rows)
        except BROKEN:
            self.found.gaps += 1
            yield from self._again(done)

    def _again(self, done: int) -> Iterator[list[pa.Array]]:
        cursor = self._connection.execute(self._sql)
        kept: list[tuple[Any, ...]] = []
        try:
            for at, row in enumerate(cursor):
                if at >= done:
                    kept.append(row)
        except BROKEN:
            pass
        if kept:
            yield self._texts(kept)

    def _from(self, after: int) -> Iterator[list[tuple[Any, ...]]]:
        sql, bound = self._sql, (after,)
        if after < -(1 << 63):  # the least number there is has none before it
            sql, bound = sql.replace("> ?", ">= ?"), (-(1 << 63),)
        for rows in self._fetched(self._connection.execute(sql, bound)):
            numbers = [row[-1] for row in rows]
            if not _rising(after, numbers):
                raise sqlite3.DatabaseError("rows out of order")
            after = numbers[-1]
            yield rows

    def _fetched(self, cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
        size = 64
        while rows := cursor.fetchmany(size):
            self._watch.looks = 0
            self._held = 0
            yield rows
            per_row = max(self._held // len(rows), 1)
            size = max(1, min(FETCH_ROWS, FETCH_BYTES // per_row, size * 8))

    def _singly(self, after: int) -> Iterator[list[tuple[Any, ...]]]:
        """Rows before the damage, which a fetch of many takes with it."""
        kept: list[tuple[Any, ...]] = []
        try:
            sql, bound = self._sql, (max(after, -(1 << 63)),)
            for row in self._connection.execute(sql, bound):
                if not isinstance(row[-1], int) or row[-1] <= after or len(kept) >= FETCH_ROWS:
                    break
                after = row[-1]
                kept.append(row)
        except BROKEN:
            pass
        if kept:
            yield kept

    def _behind(self, after: int) -> int | None:
        """A number behind which rows can be read again: looked for in doubled steps, then closer.

        None where there is none up to the largest number.
        """
        low, step = max(after, -(1 << 63)), 1
        while (high := low + step) < 1 << 63:
            if self._readable(high):
                while step > 1:
                    step //= 2
                    if self._readable(high - step):
                        high -= step
                return high
            step *= 2
        return None

    def _readable(self, after: int) -> bool:
        try:
            self._connection.execute(self._sql + " LIMIT 1", (after,)).fetchone()
        except BROKEN:
            return False
        return True

    def _texts(self, rows: Sequence[tuple[Any, ...]]) -> list[pa.Array]:
        width = len(self._table.columns)
        columns = list(zip(*rows, strict=True))[:width]
        arrays = [self._text(at, column) for at, column in enumerate(columns)]
        self._held = sum(array.nbytes for array in arrays)
        self._budget -= self._held
        if self._budget < 0:
            raise _Stop
        return arrays

    def _text(self, at: int, column: tuple[Any, ...]) -> pa.Array:
        kinds = set(map(type, column)) - {type(None)}
        if bytes in kinds:
            self.found.blobs.add(at)
        if kinds <= {int}:
            return pa.array(column, pa.int64()).cast(pa.string())
        if kinds != {bytearray}:
            column = tuple(TEXT[type(value)](value) for value in column)
        raw = pa.array(column, pa.binary())
        try:
            return raw.cast(pa.string())
        except pa.ArrowInvalid:
            texts = [value and bytes(value).decode("utf-8", "replace") for value in column]
            self.found.replaced += sum("\ufffd" in text for text in texts if text)
            return pa.array(texts, pa.string())


def real(value: float) -> bytes:
    """A number as SQLite writes it, and with all its digits where SQLite leaves some out."""
    if abs(value) >= LONG_NUMBER and value == value // 1 and abs(value) < 1 << 53:
        return b"%d" % int(value)
    return repr(value).replace("inf", "Inf").encode()


TEXT: dict[type, Callable[..., bytes | bytearray | None]] = {
    type(None): lambda _: None,
    int: lambda value: b"%d" % value,
    float: real,
    bytes: lambda value: value.hex().encode(),
    bytearray: lambda value: value,
}


def _rising(after: int, numbers: list[Any]) -> bool:
    try:
        found = np.array(numbers, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        return False
    return bool(found[0] > after and (found[1:] > found[:-1]).all())

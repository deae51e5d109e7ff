"""Delimited text into a Parquet file of text, with every physical line accounted for.

DuckDB's parallel reader can lose rows without a word where a quote never closes or a line is
longer than its buffer (seen on 1.5.6). So nothing it says is taken on trust:

1. read, keeping what it refuses;
2. account: the lines of the file are exactly those of the rows, of the refused records, and blank;
3. where they are not, find the damaged lines by the bytes alone, blank them out, read again;
4. where that does not help, read without quoting: then every line is a record by itself;
5. where even that does not add up, refuse the file.
"""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from telusur.engine.duckdb import ledger, lines, numbering, records
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from telusur.engine.protocol import Delimited, Loaded

# A quoted value may hold this many line ends before its quote counts as one that never closes.
MAX_VALUE_LINES = 1000
# Each round blanks out all the damage that is visible; damage behind damage takes another.
ROUNDS = 3
MAX_LINE = records.MAX_LINE_BYTES


def read(connection: duckdb.DuckDBPyConnection, name: str, source: Delimited, work: Path) -> Loaded:
    """Read ``source`` into ``name``: ``row_`` BIGINT from 1 in file order, then its columns.

    Shape: one row per record that has exactly the number of values of ``source.columns``.
    ``source.target`` holds the rows; without one a file in ``work`` does, until :func:`forget`.
    ``work`` takes a mended copy where the file needs one, only while it is read.

    Raises:
        EvidenceError: ``unreadable-file``.
    """
    reading = _Reading(connection, name, source, work)
    try:
        return reading.settle()
    finally:
        reading.clean()


def forget(name: str, work: Path) -> None:
    """Remove the file that holds the rows of ``name`` where the caller gave none."""
    _own(name, work).unlink(missing_ok=True)


def _own(name: str, work: Path) -> Path:
    return work / f"{name}.rows"


class _Reading:
    """One file on its way in: where its bytes are now, and which of its lines were blanked out."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, name: str, source: Delimited, work: Path
    ) -> None:
        self.connection, self.name, self.source = connection, name, source
        self.path = source.path
        # Beside the first reading, which leaves a part of the processors idle.
        self._beside = ThreadPoolExecutor(1)
        self._count = self._beside.submit(lines.count, source.path)
        self.copies = {kind: work / f"{name}.{kind}" for kind in ("unified", "mended")}
        self.target = source.target or _own(name, work)
        self.mixed = False

    @property
    def count(self) -> lines.Count:
        """The line ends of ``path``."""
        return self._count.result()

    def clean(self) -> None:
        """Remove the copies."""
        self._beside.shutdown()
        for copy in self.copies.values():
            copy.unlink(missing_ok=True)

    def settle(self) -> Loaded:
        """Steps 1 to 5 of the module's docstring."""
        mended = self._odd_in_head()
        account = self._attempt(self.source, mended)  # (1) (2)
        for _ in range(ROUNDS):
            damage = self._damage(account)
            if not damage.any:
                break
            mended = mended.with_(damage)
            account = self._attempt(self.source, mended)  # (3)
        unquoted = not account.balanced
        if unquoted:
            plain = dataclasses.replace(self.source, quote="", escape="")
            mended = ledger.Damage(long=lines.long_lines(self.path, self.count.end, MAX_LINE))
            account = self._attempt(plain, mended)  # (4)
        if not account.balanced:
            raise EvidenceError(  # (5)
                "unreadable-file",
                f"the lines of {self.source.path.name} cannot be accounted for",
                got=f"{self.count.lines} lines, {account.rows} rows",
                hint="give the delimiter and the quote with --delimiter and --quote",
            )
        told = numbering.number(self.connection, self.name, self.source, account, self.target)
        loaded = account.loaded(open_end=self.count.open_end)
        return dataclasses.replace(
            loaded, unquoted=unquoted, mixed_line_ends=self.mixed, numbers=told
        )

    def _attempt(self, source: Delimited, damage: ledger.Damage) -> ledger.Account:
        read = self._scan(source, damage)
        if not self.mixed and (read is None or self.count.mixed):
            self._unify()
            read = self._scan(source, damage)
        if read is None:
            return ledger.unbalanced(self.count.lines)
        return ledger.account(
            self.connection, self.name, source, read, self._at(damage), self.count, damage
        )

    def _scan(self, source: Delimited, damage: ledger.Damage) -> records.Records | None:
        """What was read; None where line ends of several kinds stand outside quotes."""
        if damage.any:
            lines.blanked(self.path, self.count.end, damage.lines, self.copies["mended"])
        skip = 0 if len(damage.head) else source.skip_lines
        there = dataclasses.replace(source, path=self._at(damage), skip_lines=skip)
        try:
            return records.scan(
                self.connection, self.name, there, lambda: self.count.end, self.target
            )
        except duckdb.InvalidInputException:
            return None

    def _at(self, damage: ledger.Damage) -> Path:
        return self.copies["mended"] if damage.any else self.path

    def _unify(self) -> None:
        whole = self.count
        lines.unified(
            self.path, self.copies["unified"], stray_is_end=whole.stray_cr > whole.lines // 2
        )
        self.path, self.mixed = self.copies["unified"], True
        self._count = self._beside.submit(lines.count, self.path)

    def _odd_in_head(self) -> ledger.Damage:
        """The lines to skip, where a quote in one of them would reach into the rows."""
        if not self.source.quote or not self.source.skip_lines:
            return ledger.Damage()
        quote = self.source.quote.encode()
        if not lines.any_odd(self.path, quote, self.source.skip_lines):
            return ledger.Damage()
        return ledger.Damage(head=np.arange(1, self.source.skip_lines + 1, dtype=np.int64))

    def _damage(self, account: ledger.Account) -> ledger.Damage:
        """What is still damaged, by the account and, where it does not add up, by the bytes."""
        swallowing: NDArray[np.int64] = account.swallowing
        if account.balanced or not self.source.quote:
            return ledger.Damage(quote=swallowing)
        alone = lines.runaway_lines(
            self._at(account.damage), self.count.end, self.source.quote, MAX_VALUE_LINES, MAX_LINE
        )
        long = lines.long_lines(self._at(account.damage), self.count.end, MAX_LINE)
        return ledger.Damage(quote=np.union1d(swallowing, alone), long=long)

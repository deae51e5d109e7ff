"""One file through one reader, without a dump around it: quick enough for generated cases."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.model.evidence import EvidenceFile
from telusur.reading.compression import head
from telusur.reading.interface import Bench, Content, Head, Overrides, Text
from telusur.reading.readers import BINARY
from telusur.reading.writing import Tables


class One:
    """What a reader made of a file."""

    def __init__(self, found):
        self.receipt = found.receipt
        self.warnings = {notice.code for notice in found.receipt.warnings}
        self.columns = {table.receipt.name: table.receipt.columns for table in found.tables}
        self.rows = {table.receipt.name: _rows(table) for table in found.tables}
        self.lines = {table.receipt.name: _lines(table) for table in found.tables}

    @property
    def only(self):
        """The rows of the one table there is."""
        (rows,) = self.rows.values()
        return rows

    @property
    def names(self):
        (names,) = self.columns.values()
        return names


def _rows(table):
    width = len(table.receipt.columns)
    columns = pq.read_table(table.path).columns[:width]
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


def _lines(table):
    return pq.read_table(table.path)["line_"].to_pylist() if table.lined else None


@contextmanager
def bench(**overrides):
    """A reader's bench in a directory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        engine = _Late(work)
        try:
            yield Bench(engine, Tables(work), work, Overrides(**overrides))
        finally:
            engine.close()


def read_one(reader, raw, name="dump.txt", **overrides):
    """``raw`` (text is UTF-8) as ``reader`` reads it."""
    raw = raw.encode() if isinstance(raw, str) else raw
    with bench(**overrides) as one:
        path = one.work / name
        path.write_bytes(raw)
        digest = hashlib.sha256(raw).hexdigest()
        content = Content(EvidenceFile(path, name, len(raw), digest, 0), path, None)
        if reader in BINARY:
            return One(reader.read(content, one))
        return One(reader.read(content, Text(path, "utf-8"), one))


def recognised(reader, raw):
    """Whether the reader takes a file for its own."""
    raw = raw.encode() if isinstance(raw, str) else raw
    with bench() as one:
        path = one.work / "dump"
        path.write_bytes(raw)
        return reader.recognises(Head(head(path), path, len(raw)))


class _Late:
    """An engine that starts only where a reader needs it."""

    def __init__(self, work):
        self._work, self._engine = work, None

    def __getattr__(self, name):
        if self._engine is None:
            self._engine = DuckDBEngine(Limits(work=self._work, reads=(self._work,), threads=1))
        return getattr(self._engine, name)

    def close(self):
        if self._engine is not None:
            self._engine.close()

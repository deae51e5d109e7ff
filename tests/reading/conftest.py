import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.evidence import take_in
from telusur.reading import Overrides, read_dump
from telusur.reading.files import read_file
from telusur.reading.interface import Bench
from telusur.reading.quarantine import Reading
from telusur.reading.writing import Tables


def read_here(engine, evidence, work, overrides, progress, quarantine):
    """The readers without the child process that they run in otherwise: their tests are many.

    That what they give is the same through the child is tested in ``quarantine/``.
    """
    bench = Bench(engine, Tables(work), work, overrides, dump=tuple(evidence))
    files, total = [], sum(file.bytes for file in evidence)
    for at, file in enumerate(evidence):
        files += read_file(file, bench, quarantine)
        if progress:
            progress(sum(one.bytes for one in evidence[: at + 1]), total)
    return Reading(tuple(files), None)


class Dump:
    """A read dump with its rows, ready to compare."""

    def __init__(self, engine, receipt, tables):
        self.engine, self.receipt, self.tables = engine, receipt, tables

    @property
    def file(self):
        (file,) = self.receipt.files
        return file

    @property
    def columns(self):
        return self.tables[0].columns

    @property
    def warnings(self):
        return {notice.code for file in self.receipt.files for notice in file.warnings}

    def rows(self, table=0):
        return self.engine.collect(
            f"SELECT * FROM {self.tables[table].relation} ORDER BY row_"
        ).to_pylist()

    def values(self, table=0):
        return [
            tuple(value for name, value in row.items() if name.startswith("c"))
            for row in self.rows(table)
        ]

    def lines(self):
        return [row["line_"] for row in self.rows()]


@pytest.fixture
def read(tmp_path):
    """Writes files (name=content) and reads them as one dump."""
    (tmp_path / "work").mkdir()
    engine = DuckDBEngine(Limits(work=tmp_path / "work", reads=(tmp_path,)))

    def _read(*contents, progress=None, quarantine=None, reads=read_here, **overrides):
        paths = []
        for at, content in enumerate(contents):
            name, raw = content if isinstance(content, tuple) else (f"dump{at}.csv", content)
            (tmp_path / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
            paths.append(tmp_path / name)
        more = {"quarantine": quarantine} if quarantine else {}
        receipt, tables = read_dump(
            engine,
            take_in(paths),
            tmp_path / "work" / "reading",
            Overrides(**overrides),
            progress,
            reads=reads,
            **more,
        )
        return Dump(engine, receipt, tables)

    yield _read
    engine.close()

"""What harnesses share: a file to read from, tables in memory, threads that are none.

Nothing is written but the one file, and where Linux has it that lies in memory: what counts is how
often a parser runs.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits, comma, quoted
from telusur.errors import InternalFault, TelusurError
from telusur.model.evidence import EvidenceFile
from telusur.reading import growing
from telusur.reading.detect import HEAD_BYTES
from telusur.reading.interface import Bench, Content, FileRead, Head, Overrides, TableRead, Text
from telusur.reading.sql import filling, sinks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from telusur.engine.protocol import Lines
    from telusur.model.findings.receipt import TableReceipt

_SHM = Path("/dev/shm")  # noqa: S108 - Linux's files in memory
_FOLDER = Path(tempfile.mkdtemp(prefix="telusur-fuzz-", dir=_SHM if _SHM.is_dir() else None))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


def file(data: bytes, name: str = "dump") -> Path:
    """The bytes as a file of that name; the next call writes it anew."""
    path = _FOLDER / name
    path.write_bytes(data)
    return path


def content(data: bytes, name: str = "dump") -> Content:
    """The same as evidence."""
    path = file(data, name)
    return Content(EvidenceFile(path, name, len(data), "0" * 64, 0), path, None)


def declared(read: Callable[[], object]) -> Any:
    """What ``read`` gives, or None where it refuses the bytes as it may."""
    try:
        return read()
    except InternalFault:  # a promise of Telusur's own was broken
        raise
    except TelusurError:
        return None


class Inline:
    """An executor that does the work at once: an error is raised where it arises."""

    def __init__(self, _workers: int = 1) -> None: ...

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Do it."""
        done: Future[Any] = Future()
        done.set_result(work(*arguments))
        return done

    def shutdown(self, *, cancel_futures: bool = False) -> None:
        """Nothing waits."""


class InMemory:
    """A table's file that lies in memory."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema, self.batches = schema, []
        self.name = "table.parquet"

    @contextmanager
    def open(self, _mode: str) -> Iterator[InMemory]:
        """Itself: it is read by :class:`Parquet`."""
        yield self

    def unlink(self, *, missing_ok: bool = False) -> None:  # noqa: ARG002 - as pathlib's
        """Forget it."""
        self.batches = []


class Parquet:
    """In place of pyarrow's module, where tables lie in memory."""

    class ParquetFile:
        """A file that is read again."""

        def __init__(self, path: InMemory) -> None:
            self._path = path

        def iter_batches(self, _rows: int = 0) -> list[pa.RecordBatch]:
            """All of it."""
            return list(self._path.batches)

    @staticmethod
    def read_table(path: InMemory, columns: list[str] | None = None) -> pa.Table:
        """All of it as a table."""
        table = pa.Table.from_batches(path.batches, path.schema)
        return table.select(columns) if columns else table


class Writer:
    """In place of ``TableWriter``: the same promises, checked, and nothing written."""

    def __init__(self, width: int, *, lined: bool) -> None:
        fields = [pa.field(f"c{at}", pa.string()) for at in range(width)]
        if lined:
            fields.append(pa.field("line_", pa.int64()))
        self.path: Any = InMemory(pa.schema(fields))
        self.lined, self.rows = lined, 0

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None: ...

    def write(self, values: Sequence[pa.Array], lines: pa.Array | None = None) -> None:
        """Rows: all columns of one length, all values UTF-8."""
        columns = [
            column if column.type == pa.string() else column.cast(pa.string()) for column in values
        ]
        if self.lined:
            columns.append(lines)
        batch = pa.record_batch(columns, schema=self.path.schema)
        batch.validate(full=True)
        self.rows += batch.num_rows
        self.path.batches.append(batch)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""

    def read(self, receipt: TableReceipt) -> TableRead:
        """The finished table, which holds what its receipt says."""
        table = Parquet.read_table(self.path)
        lined = self.lined
        assert table.num_columns == len(receipt.columns) + lined, "columns of the receipt"
        assert table.num_rows == receipt.rows_read, "rows of the receipt"
        return TableRead(self.path, receipt, lined=lined)


class Tables:
    """In place of ``writing.Tables``."""

    folder = _FOLDER

    def open(self, width: int, *, lined: bool = False) -> Writer:
        """A table in memory."""
        return Writer(width, lined=lined)

    def path(self) -> Path:
        """Where an engine may write a table itself; the next one is written over it."""
        return _FOLDER / "table.parquet"

    def kept(self, path: Path, receipt: TableReceipt, lines: Lines) -> TableRead:
        """A table that the engine has written."""
        table = pq.read_table(path)
        assert table.num_rows == receipt.rows_read, "rows of the receipt"
        if lines.written:
            numbers = table["line_"].drop_null().to_pylist()
            assert numbers == sorted(numbers), "rows in the order of their lines"
        return TableRead(path, receipt, lines.first, lined=lines.written, gaps=lines.gaps)

    def keep(
        self,
        engine: Any,
        relation: str,
        receipt: TableReceipt,
        *,
        in_order: bool = False,  # noqa: ARG002 - as writing's
    ) -> TableRead:
        """A relation of the engine: read to its end, so that all of it is decoded."""
        values = comma([f"c{at}" for at in range(len(receipt.columns))] + ["line_"])
        found = engine.collect(f"SELECT {values} FROM {quoted(relation)}")
        assert found.num_rows == receipt.rows_read, "rows of the receipt"
        return TableRead(_FOLDER, receipt, lined=True)


class LateEngine:
    """DuckDB, begun once and only where a reader needs it."""

    _engine: Any = None

    def __getattr__(self, name: str) -> Any:
        if LateEngine._engine is None:
            limits = Limits(work=_FOLDER, reads=(_FOLDER,), threads=1)
            LateEngine._engine = DuckDBEngine(limits)
        return getattr(LateEngine._engine, name)


@contextmanager
def in_memory() -> Iterator[None]:
    """Have tables kept in memory and work done at once."""
    places = (
        (growing, "pq", Parquet),
        (sinks, "pq", Parquet),
        (filling, "ThreadPoolExecutor", Inline),
        (sinks, "ThreadPoolExecutor", Inline),
    )
    before = [getattr(module, name) for module, name, _ in places]
    try:
        for module, name, stand_in in places:
            setattr(module, name, stand_in)
        yield
    finally:
        for (module, name, _), own in zip(places, before, strict=True):
            setattr(module, name, own)


def bench(**overrides: Any) -> Bench:
    """A reader's bench whose tables lie in memory."""
    engine: Any = LateEngine()
    tables: Any = Tables()
    return Bench(engine, tables, _FOLDER, Overrides(**overrides))


def read_binary(reader: Any, data: bytes, name: str = "dump", **overrides: Any) -> FileRead | None:
    """What a reader of binary files makes of the bytes, its receipt held to them."""
    one = content(data, name)
    with in_memory():
        found = declared(lambda: reader.read(one, bench(**overrides)))
    if found is not None:
        accounted(found, len(data))
    return found  # type: ignore[no-any-return]


def read_settled(reader: Any, data: bytes) -> None:
    """The same of a text whose encoding the reader settles: places are then those of its copy."""
    one = content(data)
    with in_memory():
        declared(lambda: reader.read(one, bench()))


def read_text(reader: Any, data: bytes, **overrides: Any) -> FileRead | None:
    """What a reader of texts makes of the bytes once they are UTF-8."""
    raw = data.decode("utf-8", "replace").encode()
    one = content(raw)
    with in_memory():
        found = declared(lambda: reader.read(one, Text(one.path, "utf-8"), bench(**overrides)))
    if found is not None:
        accounted(found, len(raw))
    return found  # type: ignore[no-any-return]


def accounted(found: FileRead, size: int) -> None:
    """The receipt speaks of bytes that are there, and lines add up where it counts them."""
    for place in found.receipt.unread:
        assert 0 <= place.offset <= place.offset + place.bytes <= size, "an unread place"
    for table in found.receipt.tables:
        parts = (table.lines_skipped, table.newlines_in_values, table.lines_rejected)
        if table.lines is not None and None not in parts:
            told = table.rows_read + sum(part or 0 for part in parts) + (table.blank_lines or 0)
            left_out = sum(one.lines for one in table.left_out)  # above the rows: counted already
            assert told <= table.lines <= told + left_out, "lines add up"
    assert sum(one.rows for one in found.receipt.rejected) >= 0


def head(data: bytes, name: str = "dump") -> Head:
    """The beginning of a file, as readers are asked about it."""
    return Head(data[:HEAD_BYTES], file(data, name), len(data))

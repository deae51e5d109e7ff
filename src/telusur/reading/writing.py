"""Tables on their way out of a reader: columns of text into Parquet, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.parquet as pq

from telusur.engine.protocol import comma, quoted
from telusur.reading.interface import TableRead
from telusur.reading.private import create

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.engine.protocol import Engine, Lines
    from telusur.model.findings.receipt import TableReceipt

# Rows of one group: what DuckDB itself writes, so that threads share the work of reading.
GROUP_ROWS = 122_880
# A batch is written once it holds so much text, however few its rows: memory stays flat.
GROUP_BYTES = 64 << 20
# A dictionary larger than this saves less than it costs.
DICTIONARY_BYTES = 64 << 10


class Tables:
    """Hands out files for the tables of one dump, in a private directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def path(self) -> Path:
        """A new name in the directory, for a reader that writes Parquet itself."""
        self._made += 1
        return self.folder / f"table_{self._made - 1}.parquet"

    def keep(
        self, engine: Engine, relation: str, receipt: TableReceipt, *, in_order: bool = False
    ) -> TableRead:
        """A relation with ``row_``, ``line_`` and ``c0…cN`` as a table, its rows in order.

        ``in_order``: the relation gives its rows in order by itself, as a view over a file does,
        and a join does not; it is not sorted then.
        """
        path = self.path()
        values = comma([f"c{at}" for at in range(len(receipt.columns))] + ["line_"])
        order = "" if in_order else " ORDER BY row_"
        engine.write_parquet(f"SELECT {values} FROM {quoted(relation)}{order}", path, passing=True)
        return TableRead(path, receipt, lined=True)

    def kept(self, path: Path, receipt: TableReceipt, lines: Lines) -> TableRead:
        """A table that the engine has written to ``path`` itself, with the lines of its rows."""
        return TableRead(path, receipt, lines.first, lined=lines.written, gaps=lines.gaps)

    def open(self, width: int, *, lined: bool = False) -> TableWriter:
        """A new table of ``width`` columns, with a column ``line_`` where asked for."""
        return TableWriter(self.path(), width, lined=lined)


class TableWriter:
    """One table. Use it as a context manager; :meth:`read` hands it on."""

    def __init__(self, path: Path, width: int, *, lined: bool) -> None:
        names = [f"c{at}" for at in range(width)]
        fields = [pa.field(name, pa.string()) for name in names]
        if lined:
            fields.append(pa.field("line_", pa.int64()))
        self.path, self.lined, self.rows = path, lined, 0
        self._schema = pa.schema(fields)
        self._held: list[pa.RecordBatch] = []
        self._held_rows = self._held_bytes = 0
        self._file = create(path)
        # every value is read again, so that least and greatest values are of no use; and a column
        # with many different values is to be known for one early
        self._writer = pq.ParquetWriter(
            self._file,
            self._schema,
            compression="lz4",
            write_statistics=False,
            dictionary_pagesize_limit=DICTIONARY_BYTES,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, values: Sequence[pa.Array], lines: pa.Array | None = None) -> None:
        """Rows: one array of text a column, all of one length; ``lines`` of int64 where lined."""
        columns = [
            column if column.type == pa.string() else column.cast(pa.string()) for column in values
        ]
        if self.lined:
            columns.append(lines)
        batch = pa.record_batch(columns, schema=self._schema)
        self.rows += batch.num_rows
        self._held.append(batch)
        self._held_rows += batch.num_rows
        self._held_bytes += batch.nbytes
        if self._held_rows >= GROUP_ROWS or self._held_bytes >= GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what is held back."""
        if self._held:
            table = pa.Table.from_batches(self._held, self._schema)
            self._writer.write_table(table, row_group_size=GROUP_ROWS)
        self._held, self._held_rows, self._held_bytes = [], 0, 0

    def close(self) -> None:
        """Write what is held; a second call does nothing."""
        if not self._file.closed:
            self.flush()
            self._writer.close()
            self._file.close()

    def read(self, receipt: TableReceipt) -> TableRead:
        """The finished table."""
        self.close()
        return TableRead(self.path, receipt, lined=self.lined)

"""Arrow batches of a binary file into a table of text, with what could not be read of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import Rejected, TableReceipt, Unread
from telusur.reading.arrow_text import ARROW_ERRORS, text_of
from telusur.reading.interface import FileRead
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from telusur.model.findings.receipt import Hint
    from telusur.reading.interface import Bench, Content, Kind
    from telusur.reading.writing import TableWriter

# Rows put to text at once: what the engine works on at a time, many times over.
PIECE_ROWS = 61_440
# A crafted length asks for more memory than there is: the batch is damaged, not the machine small.
DAMAGE = (*ARROW_ERRORS, MemoryError, EvidenceError)


@dataclass(frozen=True)
class Lost:
    """A part of a file that could not be read.

    Attributes:
        reason: code of the reason.
        offset: of its first byte, in the file once unpacked.
        bytes: how many.
        rows: how many the file says that it holds; 0 where it does not say.
    """

    reason: str
    offset: int
    bytes: int
    rows: int = 0


@dataclass(frozen=True)
class Source:
    """What a file of one table says of it, and its rows.

    Attributes:
        columns: names as given.
        types: as declared.
        parts: batches in order, or what was lost in their place; a batch is checked here.
    """

    columns: Sequence[str]
    types: Sequence[str]
    parts: Iterable[pa.RecordBatch | pa.Table | Lost]
    hints: tuple[Hint, ...] = ()
    warnings: tuple[Notice, ...] = ()


@dataclass
class Poured:
    """What became of a source's parts."""

    lost: list[Lost] = field(default_factory=list)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """Where bytes were not read."""
        return tuple(
            Unread(offset=one.offset, bytes=one.bytes, reason=one.reason)
            for one in self.lost
            if one.bytes > 0
        )

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Rows that the file counts in those places, by reason."""
        reasons = dict.fromkeys(one.reason for one in self.lost)
        sums = {
            reason: sum(one.rows for one in self.lost if one.reason == reason) for reason in reasons
        }
        return tuple(
            Rejected(reason=reason, rows=rows, lines=()) for reason, rows in sums.items() if rows
        )


def attempt(load: Callable[[], pa.RecordBatch | pa.Table], lost: Lost) -> pa.Table | Lost:
    """A batch that is sound to its last offset, or ``lost`` where it is damaged."""
    try:
        return sound(load())
    except DAMAGE:
        return lost


def sound(batch: pa.RecordBatch | pa.Table) -> pa.Table:
    """The batch, proven sound: no offset in it leads outside its memory.

    A column whose values alone are wrong (text that is not UTF-8, a time of day past midnight) is
    taken as the bytes or numbers that it was stored as.

    Raises:
        ArrowException, MemoryError: it is damaged.
    """
    table = batch if isinstance(batch, pa.Table) else pa.Table.from_batches([batch])
    try:
        table.validate(full=True)
    except DAMAGE:
        columns = [_stored(column.combine_chunks()) for column in table.columns]
        table = pa.table(columns, names=[f"c{at}" for at in range(len(columns))])
    return table


def _stored(column: pa.Array) -> pa.Array:
    try:
        column.validate(full=True)
    except DAMAGE:
        column = column.view(_storage(column.type))
        column.validate(full=True)
    return column


def _storage(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_string(kind):
        return pa.binary()
    if pa.types.is_large_string(kind):
        return pa.large_binary()
    return pa.int32() if pa.types.is_time32(kind) else pa.int64()


def read_source(content: Content, bench: Bench, kind: Kind, source: Source) -> FileRead:
    """The file of one table that ``source`` is.

    Raises:
        EvidenceError: ``no-rows``, or ``unreadable-file`` where not one part is whole.
    """
    name, poured, columns = content.evidence.name, Poured(), named(source.columns)
    with bench.tables.open(len(columns)) as writer:
        if columns:
            _pour(bench, writer, source.parts, poured, len(columns))
    if not writer.rows:
        raise nothing(name, kind, damaged=bool(poured.lost))
    table = TableReceipt(
        name=table_name(name),
        columns=columns,
        rows_read=writer.rows,
        rows_rejected=sum(one.rows for one in poured.lost),
        cells=writer.rows * len(columns),
        column_types=tuple(source.types),
    )
    receipt = receipt_of(
        content,
        kind,
        table,
        encoding=None,
        header=True,
        rejected=poured.rejected,
        unread=poured.unread,
        hints=source.hints,
        warnings=(*source.warnings, *damaged_parts(poured)),
    )
    return FileRead(receipt, (writer.read(table),))


def nothing(name: str, kind: Kind, *, damaged: bool) -> EvidenceError:
    """The error for a file that gave no row."""
    if not damaged:
        return EvidenceError("no-rows", f"{name} has no rows", expected="at least one row")
    return EvidenceError(
        "unreadable-file",
        f"{name} cannot be read",
        expected=f"a whole file of the kind {kind.value}",
        hint="the file is cut or damaged; compare its size and hash with the source",
    )


def damaged_parts(poured: Poured) -> tuple[Notice, ...]:
    """A warning that parts of the file could not be read, if so."""
    if not poured.lost:
        return ()
    text = (
        f"{len(poured.lost):,} part(s) of the file are damaged or missing; "
        "what is whole around them was read"
    )
    return (Notice(code="damaged-parts", text=text),)


def _pour(
    bench: Bench,
    writer: TableWriter,
    parts: Iterable[pa.RecordBatch | pa.Table | Lost],
    poured: Poured,
    width: int,
) -> None:
    for part in parts:
        if isinstance(part, Lost):
            poured.lost.append(part)
            continue
        if part.num_columns != width:  # a crafted schema names columns that hold nothing
            poured.lost.append(Lost("damaged-row-group", 0, 0, part.num_rows))
            continue
        for start in range(0, part.num_rows, PIECE_ROWS):
            writer.write(text_of(bench.engine, part.slice(start, PIECE_ROWS)))

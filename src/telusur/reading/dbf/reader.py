"""A dBase table into a table, with its receipt."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.model.base import Notice
from telusur.model.findings.receipt import Hint, Rejected, TableReceipt, Unread
from telusur.reading.batches import nothing
from telusur.reading.dbf import codes, memo, values
from telusur.reading.dbf.layout import ENCODINGS, VERSIONS, Field, Layout, is_memo, layout_of
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from telusur.model.findings.receipt import FileReceipt
    from telusur.reading.dbf.codes import Bytes
    from telusur.reading.interface import Bench, Content, Head
    from telusur.reading.writing import TableWriter

HEAD_BYTES = 64 << 10
# Bytes of records worked on at a time, and of the sample by which an encoding is guessed.
PIECE_BYTES, SAMPLE_BYTES = 8 << 20, 1 << 20
LIVE, DELETED, END = 0x20, 0x2A, 0x1A
# Name of the column that tells deleted records, where there are any.
DELETED_NAME = "deleted_"
NULL_FLAGS = "0"


def recognises(head: Head) -> bool:
    """By a header whose parts all fit; a memo file by the table beside it that it belongs to."""
    return layout_of(head.raw) is not None or _table_of(head.path) is not None


def read(content: Content, bench: Bench) -> FileRead:
    """Read one table, deleted records too.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    with content.path.open("rb") as file:
        layout = layout_of(file.read(HEAD_BYTES))
    if layout is None:
        return _memo_alone(content)
    with ExitStack() as stack:
        return _Table(content, bench, layout, stack).read()


class _Table:
    """One table as it is read."""

    def __init__(self, content: Content, bench: Bench, layout: Layout, stack: ExitStack) -> None:
        self.content, self.bench, self.layout = content, bench, layout
        size = content.path.stat().st_size - layout.header_bytes
        self.whole, self.rest = divmod(max(size, 0), layout.record_bytes)
        self.unread: list[Unread] = []
        self.bad: dict[str, int] = {}
        self.deleted = self.odd_marks = 0
        self.fields = [field for field in layout.fields if field.type != NULL_FLAGS]
        self.memo = self._memo(stack) if layout.has_memo else None
        self.encoding, self.guessed = self._encoding()

    def read(self) -> FileRead:
        self._marks()
        names = [codes_name(field, self.encoding) for field in self.fields]
        if self.deleted:
            names.append(DELETED_NAME)
        columns = named(names)
        with self.bench.tables.open(len(columns)) as writer:
            for records in self._pieces():
                self._write(writer, records)
        if not writer.rows:
            counted = self.layout.records > 0
            raise nothing(self.content.evidence.name, Kind.DBF, damaged=counted)
        cut = self._cut()
        table = TableReceipt(
            name=table_name(self.content.evidence.name),
            columns=columns,
            rows_read=writer.rows,
            rows_rejected=cut,
            cells=writer.rows * len(columns),
            column_types=tuple(field.declared() for field in self.fields)
            + ((None,) if self.deleted else ()),
        )
        return FileRead(self._receipt(table, cut), (writer.read(table),))

    def _cut(self) -> int:
        """1 where the file ends inside a record."""
        return int(self.rest > 1 and self.whole < self.layout.records)

    def _pieces(self) -> Iterator[Bytes]:
        """Records as rows of bytes."""
        size = self.layout.record_bytes
        rows = max(PIECE_BYTES // size, 1)
        with self.content.path.open("rb") as file:
            file.seek(self.layout.header_bytes)
            for start in range(0, self.whole, rows):
                raw = file.read(min(rows, self.whole - start) * size)
                self.bench.progress(file.tell())
                yield np.frombuffer(raw, np.uint8).reshape(-1, size)

    def _marks(self) -> None:
        """Count what is deleted, and find the end: what lies behind it is unread."""
        done = 0
        for records in self._pieces():
            marks = records[:, 0]
            ends = np.flatnonzero(marks == END)
            if len(ends):
                marks = marks[: ends[0]]
            self.deleted += int((marks == DELETED).sum())
            self.odd_marks += int(((marks != DELETED) & (marks != LIVE)).sum())
            done += len(marks)
            if len(ends):
                break
        start = self.layout.header_bytes + done * self.layout.record_bytes
        behind = self.content.path.stat().st_size - start
        if done < self.whole or (self.rest > 1 and self.whole >= self.layout.records):
            self.unread.append(Unread(offset=start, bytes=behind, reason="behind-the-end"))
            self.rest = 0
        self.whole = done

    def _write(self, writer: TableWriter, records: Bytes) -> None:
        absent, lengths = self._null_flags(records)
        columns = []
        for field in self.fields:
            column = records[:, field.start : field.start + field.length]
            if is_memo(field, self.layout.version):
                array, bad = self._memos(field, column)
            else:
                if field.name in lengths:
                    column = _shortened(column, lengths[field.name])
                array, bad = values.value(field, column, self.layout.version, self.encoding)
            if field.name in absent:
                array = pc.if_else(pa.array(absent[field.name]), None, array)
            if bad:
                shown = codes_name(field, self.encoding)
                self.bad[shown] = self.bad.get(shown, 0) + bad
            columns.append(array)
        if self.deleted:
            columns.append(pc.if_else(pa.array(records[:, 0] == DELETED), "true", None))
        writer.write(columns)

    def _null_flags(
        self, records: Bytes
    ) -> tuple[dict[bytes, np.ndarray], dict[bytes, np.ndarray]]:
        """Visual FoxPro's bits: which values are absent, which are shorter than their field."""
        flags = [field for field in self.layout.fields if field.type == NULL_FLAGS]
        absent: dict[bytes, np.ndarray] = {}
        short: dict[bytes, np.ndarray] = {}
        if not flags:
            return absent, short
        raw = records[:, flags[0].start : flags[0].start + flags[0].length]
        bits = np.unpackbits(np.ascontiguousarray(raw), axis=1, bitorder="little").astype(bool)
        at = 0
        for field in self.fields:
            for wanted, into in ((field.type in "VQ", short), (field.nullable, absent)):
                if wanted and at < bits.shape[1]:
                    into[field.name] = bits[:, at]
                    at += 1
        return absent, short

    def _memos(self, field: Field, column: Bytes) -> tuple[pa.Array, int]:
        if field.length == np.dtype(np.int32).itemsize:
            numbers = np.ascontiguousarray(column).view("<u4").ravel().tolist()
        else:
            texts = [row.tobytes().strip(b" \0") for row in column]
            numbers = [int(text) if text.isdigit() else 0 for text in texts]
        if self.memo is None:
            return pa.nulls(len(numbers), pa.string()), 0
        found = [self.memo.value(number) if number else None for number in numbers]
        bad = sum(one is None and number > 0 for one, number in zip(found, numbers, strict=True))
        as_text = field.type == "M" and not field.binary
        told = [
            None
            if one is None
            else one[0].decode(self.encoding, "replace")
            if one[1] and as_text
            else one[0].hex()
            for one in found
        ]
        return pa.array(told, pa.string()), bad

    def _memo(self, stack: ExitStack) -> memo.Memo | None:
        try:
            path = memo.beside(self.content.evidence.path)
            if path is None or path.stat().st_size < memo.HEADER_BYTES:
                return None
            return memo.opened(stack.enter_context(path.open("rb")), path.suffix)
        except OSError:  # not one of the files given: closed to this process
            return None

    def _encoding(self) -> tuple[str, bool]:
        given = self.bench.overrides.encoding or ENCODINGS.get(self.layout.driver)
        if given:
            return given, False
        with self.content.path.open("rb") as file:
            file.seek(self.layout.header_bytes)
            raw = file.read(min(SAMPLE_BYTES, self.whole * self.layout.record_bytes))
        size = self.layout.record_bytes
        records = np.frombuffer(raw[: len(raw) // size * size], np.uint8).reshape(-1, size)
        parts = [
            records[:, field.start : field.start + field.length].tobytes()
            for field in self.fields
            if field.type == "C" and not field.binary
        ]
        sample = b"".join(parts)
        return codes.guessed(sample), not sample.isascii()

    def _receipt(self, table: TableReceipt, cut: int) -> FileReceipt:
        layout = self.layout
        hints = [Hint(what="tool", value=VERSIONS[layout.version], source="header, byte 1")]
        if layout.changed:
            hints.append(Hint(what="modified", value=layout.changed, source="header, bytes 2 to 4"))
        return receipt_of(
            self.content,
            Kind.DBF,
            table,
            encoding=self.encoding,
            header=True,
            rejected=(Rejected(reason="cut-record", rows=1, lines=()),) if cut else (),
            unread=self.unread,
            hints=tuple(hints),
            warnings=self._warnings(),
        )

    def _warnings(self) -> tuple[Notice, ...]:
        said, missing = self.layout.records, self.layout.records - self.whole
        bad = ", ".join(f"{name} ({count:,})" for name, count in self.bad.items())
        told = {
            "memo-missing": self.layout.has_memo
            and self.memo is None
            and "the memo file with the long values is not beside the table: they are missing",
            "records-missing": missing > 0
            and f"the header counts {said:,} records, {missing:,} more than the file holds",
            "records-uncounted": missing < 0
            and f"the file holds {-missing:,} records more than the header counts; they were read",
            "deleted-records": self.deleted
            and f"{self.deleted:,} records are marked as deleted; {DELETED_NAME} tells them apart",
            "record-marks": self.odd_marks
            and f"{self.odd_marks:,} records have a mark that says neither; they were read",
            "bad-values": bad
            and f"values that are none of their field's type, kept as written: {bad}",
            "encoding-guessed": self.guessed
            and f"the table names no encoding; {self.encoding} fits its letters best",
        }
        return tuple(Notice(code=code, text=text) for code, text in told.items() if text)


def codes_name(field: Field, encoding: str) -> str:
    """A field's name as text."""
    return field.name.decode(encoding, "replace").strip()


def _shortened(column: Bytes, short: np.ndarray) -> Bytes:
    """Variable fields: where not full, the last byte says how many of the others count."""
    places = np.arange(column.shape[1])
    keep = np.where(short, column[:, -1], column.shape[1])
    return np.where(places < keep[:, None], column, 0).astype(np.uint8)


def _table_of(path: Path) -> Path | None:
    """The table whose memo file ``path`` is."""
    if path.suffix not in memo.ENDINGS:
        return None
    for end in (".dbf", ".DBF"):
        table = path.with_suffix(end)
        try:
            with table.open("rb") as file:
                layout = layout_of(file.read(HEAD_BYTES))
        except OSError:
            continue
        if layout and layout.has_memo:
            return table
    return None


def _memo_alone(content: Content) -> FileRead:
    """A memo file: its values are read with the table that it belongs to."""
    notice = Notice(code="memo-file", text="long values of the table beside it, read with it")
    return FileRead(
        receipt_of(content, Kind.DBF, (), encoding=None, header=True, warnings=(notice,))
    )

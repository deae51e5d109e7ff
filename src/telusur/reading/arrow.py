"""Arrow IPC files and streams, Feather of both versions.

An Arrow file is a stream with a table of contents behind it. Where that table is cut off, the file
is read as the stream that it is; where one batch is damaged, the others are read.
Layout: https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format
"""

from __future__ import annotations

import struct
import warnings
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import feather

from telusur.model.findings.receipt import Hint
from telusur.reading.batches import DAMAGE, Lost, Source, attempt, nothing, read_source, sound
from telusur.reading.interface import Kind
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.interface import Bench, Content, FileRead, Head

FILE, FEATHER_1, STREAM = b"ARROW1\x00\x00", b"FEA1", b"\xff\xff\xff\xff"
# Behind the footer: its length and the magic again.
_TAIL = struct.Struct("<i6s")
_FEATHER_TAIL = struct.Struct("<I4s")
# Offset, length of the message, length of its body (org.apache.arrow.flatbuf.Block).
_BLOCK = struct.Struct("<qi4xq")
# Place of the list of batches among the footer's fields (Footer.recordBatches).
_BATCHES = 3
# Place of the list of columns among the fields of Feather 1's (CTable.columns).
_FEATHER_COLUMNS = 2
MOST_HINTS, LONGEST_HINT = 20, 200


def recognises(head: Head) -> bool:
    """By the magic; a stream has none and is told by its first message, a schema."""
    if head.raw.startswith((FILE, FEATHER_1)):
        return True
    if not head.raw.startswith(STREAM):
        return False
    try:
        return bool(pa.ipc.read_schema(pa.BufferReader(head.raw)) is not None)
    except DAMAGE:
        return False


def read(content: Content, bench: Bench) -> FileRead:
    """Read one Arrow or Feather file, every value as text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    name = content.evidence.name
    try:
        with pa.memory_map(str(content.path)) as file:
            return read_source(content, bench, Kind.ARROW, _source(file))
    except (*DAMAGE[:-1], struct.error):
        raise nothing(name, Kind.ARROW, damaged=True) from None


def _source(file: pa.MemoryMappedFile) -> Source:
    magic = file.read_at(len(FILE), 0)
    if magic.startswith(FEATHER_1):
        _feather_contents(file)
        with warnings.catch_warnings():  # that nobody should write it any more
            warnings.simplefilter("ignore", DeprecationWarning)
            table = feather.read_table(file, memory_map=False)
        part = attempt(lambda: table, Lost("damaged-batch", 0, file.size()))
        return _described(table.schema, iter([part]))
    if magic.startswith(FILE):
        try:
            reader = pa.ipc.open_file(file)
            places = _places(file)
        except (*DAMAGE, struct.error, IndexError):
            file.seek(len(FILE))  # no table of contents: the stream before it
        else:
            if len(places) == reader.num_record_batches:
                return _described(reader.schema, _batches(reader, places))
            file.seek(len(FILE))
    stream = pa.ipc.open_stream(file)
    return _described(stream.schema, _streamed(stream, file))


def _feather_contents(file: pa.MemoryMappedFile) -> None:
    """Look for a table of contents: where there is none, the library ends the process.

    Raises:
        struct.error, ArrowException: its beginning is none.
    """
    size = file.size()
    length, _ = _FEATHER_TAIL.unpack(file.read_at(_FEATHER_TAIL.size, size - _FEATHER_TAIL.size))
    contents = file.read_at(length, max(size - _FEATHER_TAIL.size - length, 0))
    (table,) = struct.unpack_from("<I", contents)
    (back,) = struct.unpack_from("<i", contents, table)
    (fields,) = struct.unpack_from("<H", contents, max(table - back, 0))
    listed = 4 + 2 * _FEATHER_COLUMNS
    if table < back or fields <= listed:
        raise struct.error
    if struct.unpack_from("<H", contents, table - back + listed) == (0,):
        raise struct.error


def _described(schema: pa.Schema, parts: Iterator[pa.Table | Lost]) -> Source:
    kept = list((schema.metadata or {}).items())[:MOST_HINTS]
    hints = tuple(
        Hint(
            what=printable(key.decode("utf-8", "replace"), 40) or "metadata",
            value=printable(value.decode("utf-8", "replace"), LONGEST_HINT),
            source="metadata of the schema",
        )
        for key, value in kept
    )
    return Source(schema.names, [str(kind)[:LONGEST_HINT] for kind in schema.types], parts, hints)


def _batches(
    reader: pa.RecordBatchFileReader, places: list[tuple[int, int]]
) -> Iterator[pa.Table | Lost]:
    for at, (offset, size) in enumerate(places):
        yield attempt(partial(reader.get_batch, at), Lost("damaged-batch", offset, size))


def _streamed(
    stream: pa.RecordBatchStreamReader, file: pa.MemoryMappedFile
) -> Iterator[pa.Table | Lost]:
    while True:
        start = file.tell()
        try:
            batch = sound(stream.read_next_batch())
        except StopIteration:
            return
        except DAMAGE:
            yield Lost("damaged-batch", start, file.size() - start)
            return
        yield batch


def _places(file: pa.MemoryMappedFile) -> list[tuple[int, int]]:
    """(offset, bytes) of each batch, by the footer: a FlatBuffers table with a list of blocks."""
    size = file.size()
    length, _ = _TAIL.unpack(file.read_at(_TAIL.size, size - _TAIL.size))
    footer = file.read_at(length, size - _TAIL.size - length)
    (table,) = struct.unpack_from("<I", footer)
    (back,) = struct.unpack_from("<i", footer, table)
    (field,) = struct.unpack_from("<H", footer, table - back + 4 + 2 * _BATCHES)
    (to_list,) = struct.unpack_from("<I", footer, table + field)
    start = table + field + to_list
    (count,) = struct.unpack_from("<I", footer, start)
    listed = footer[start + 4 : start + 4 + count * _BLOCK.size]
    return [(offset, head + body) for offset, head, body in _BLOCK.iter_unpack(listed)]

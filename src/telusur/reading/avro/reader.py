"""An Avro file into a table, with its receipt."""

from __future__ import annotations

import io
import mmap
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import fastavro
import pyarrow as pa

from telusur.model.findings.receipt import Hint
from telusur.reading.avro import values
from telusur.reading.avro.blocks import (
    MAGIC,
    Block,
    Broken,
    Header,
    blocks,
    encoded,
    header_of,
    unpacked,
)
from telusur.reading.avro.schema import Schema, declared, schema_of
from telusur.reading.batches import Lost, Source, nothing, read_source
from telusur.reading.interface import Kind
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.interface import Bench, Content, FileRead, Head

# Unpacked bytes that are read as one batch.
BATCH_BYTES = 4 << 20
LONGEST_HINT, MOST_HINTS = 200, 20


def recognises(head: Head) -> bool:
    """By its first four bytes."""
    return head.raw.startswith(MAGIC)


def read(content: Content, bench: Bench) -> FileRead:
    """Read one Avro file, every value as text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    with (
        content.path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole,
    ):
        try:
            header = header_of(whole)
            schema = schema_of(header.metadata.get("avro.schema", b""))
        except Broken:
            raise nothing(content.evidence.name, Kind.AVRO, damaged=True) from None
        source = Source(
            columns=[name for name, _ in schema.fields],
            types=[printable(declared(schema, kind), LONGEST_HINT) for _, kind in schema.fields],
            parts=_batches(whole, header, schema),
            hints=_hints(header, schema),
        )
        return read_source(content, bench, Kind.AVRO, source)


def _batches(whole: mmap.mmap, header: Header, schema: Schema) -> Iterator[pa.Table | Lost]:
    """Blocks together up to a batch; where one of them does not decode, each by itself."""
    held: list[tuple[Block, bytes]] = []
    for block in blocks(whole, header):
        raw = None if isinstance(block, Lost) else _raw(block, header, schema)
        if isinstance(block, Lost) or raw is None:
            yield from _decoded(schema, held)
            held = []
            yield block if isinstance(block, Lost) else _lost(block)
            continue
        held.append((block, raw))
        if sum(len(one) for _, one in held) >= BATCH_BYTES:
            yield from _decoded(schema, held)
            held = []
    yield from _decoded(schema, held)


def _raw(block: Block, header: Header, schema: Schema) -> bytes | None:
    """The block's records, or None where it does not unpack or cannot hold as many as it says."""
    try:
        raw = unpacked(block, header.codec)
    except Broken:
        return None
    return raw if schema.least and block.records * schema.least <= len(raw) else None


def _lost(block: Block) -> Lost:
    """What a block says that it holds counts only as far as its bytes can hold it."""
    rows = min(block.records, len(block.packed))
    return Lost("damaged-block", block.offset, block.end - block.offset, rows)


def _decoded(schema: Schema, held: list[tuple[Block, bytes]]) -> Iterator[pa.Table | Lost]:
    if not held:
        return
    try:
        yield _table(schema, held)
    except Exception:  # noqa: BLE001  # a parser of hostile bytes: anything, or a refusal
        if len(held) == 1:
            yield _lost(held[0][0])
        else:
            for one in held:
                yield from _decoded(schema, [one])


def _table(schema: Schema, held: list[tuple[Block, bytes]]) -> pa.Table:
    """Records through fastavro, from a file made here: its schema plain, its blocks unpacked."""
    mark = bytes(16)
    metadata = {b"avro.codec": b"null", b"avro.schema": schema.plain.encode()}
    parts = [MAGIC, encoded(len(metadata))]
    for key, value in metadata.items():
        parts += [encoded(len(key)), key, encoded(len(value)), value]
    parts += [encoded(0), mark]
    for block, raw in held:
        parts += [encoded(block.records), encoded(len(raw)), raw, mark]
    reader = fastavro.reader(io.BytesIO(b"".join(parts)), handle_unicode_errors="replace")
    records: list[Any] = list(reader)
    if len(records) != sum(block.records for block, _ in held):
        raise Broken
    names = [name for name, _ in schema.fields]
    columns = [
        values.column(
            schema, kind, list(map(itemgetter(name), records)) if names != [""] else records
        )
        for name, kind in schema.fields
    ]
    return pa.table(columns, names=[f"c{at}" for at in range(len(columns))])


def _hints(header: Header, schema: Schema) -> tuple[Hint, ...]:
    root = schema.root if isinstance(schema.root, dict) else {}
    found = {
        "schema": ".".join(str(root[key]) for key in ("namespace", "name") if key in root),
        "description": str(root.get("doc", "")),
        "codec": header.codec,
    }
    hints = [
        Hint(what=what, value=value, source="schema" if what != "codec" else "header")
        for what, text in found.items()
        if (value := printable(text, LONGEST_HINT))
    ]
    for key, raw in list(header.metadata.items())[:MOST_HINTS]:
        what = printable(key, 40)
        text = printable(raw.decode("utf-8", "replace"), LONGEST_HINT)
        if what and text and not key.startswith("avro."):
            hints.append(Hint(what=what, value=text, source="header"))
    return tuple(hints)

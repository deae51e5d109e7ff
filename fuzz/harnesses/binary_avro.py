"""Avro files up to the records: header, schema, blocks, what each unpacks to."""

from __future__ import annotations

import io
import json

import fastavro

from telusur.reading.avro.blocks import MAGIC, Block, Broken, blocks, header_of, unpacked
from telusur.reading.avro.schema import declared, schema_of

PARSER = "Avro's header, blocks and schema (`avro/blocks.py`, `avro/schema.py`)"
KIND = "own"
MOST_BYTES = 500

SCHEMA = {
    "type": "record",
    "name": "people",
    "fields": [
        {"name": "id", "type": "long"},
        {"name": "name", "type": ["null", "string"]},
        {"name": "born", "type": {"type": "int", "logicalType": "date"}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
    ],
}
ROWS = [{"id": at, "name": "Ayu", "born": at, "tags": ["a"]} for at in range(3)]


def one(data: bytes) -> None:
    """The first byte chooses between a file and a schema alone."""
    if not data:
        return
    if data[0] & 1:
        _schema(data[1:])
        return
    raw = data[1:]
    try:
        header = header_of(raw)  # type: ignore[arg-type]
    except Broken:
        return
    assert header.end <= len(raw), "a header that is there"
    _schema(header.metadata.get("avro.schema", b""))
    at = header.end
    for part in blocks(raw, header):  # type: ignore[arg-type]
        assert part.offset == at, "no byte between blocks"
        at = part.end if isinstance(part, Block) else part.offset + part.bytes
        if isinstance(part, Block):
            try:
                unpacked(part, header.codec)
            except Broken:
                continue
    assert at == len(raw), "all of the file"


def _schema(raw: bytes) -> None:
    try:
        schema = schema_of(raw)
    except Broken:
        return
    for _, kind in schema.fields:
        declared(schema, kind)
    json.loads(schema.plain)


def written(codec: str = "null") -> bytes:
    """A file as another library writes it."""
    out = io.BytesIO()
    fastavro.writer(out, fastavro.parse_schema(SCHEMA), ROWS, codec=codec, sync_marker=b"m" * 16)
    return out.getvalue()


def seeds() -> list[bytes]:
    """A file in each codec, and schemas."""
    files = [b"\0" + written(codec) for codec in ("null", "deflate", "bzip2", "xz")]
    nested = {"type": "record", "name": "a", "namespace": "n", "fields": [
        {"name": "m", "type": {"type": "map", "values": {"type": "fixed", "name": "f", "size": 4}}},
        {"name": "u", "type": ["null", "n.f", {"type": "enum", "name": "e", "symbols": ["x"]}]},
        {"name": "s", "type": ["null", "a"]}]}  # fmt: skip
    schemas = [b"\1" + json.dumps(one_).encode() for one_ in (SCHEMA, nested, "string", ["null"])]
    return [*files, *schemas, b"\0" + MAGIC + bytes(17)]

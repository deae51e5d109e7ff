"""MongoDB's dumps: documents one after another, and archives."""

from __future__ import annotations

import bson

from fuzz import support
from telusur.reading import bson as reader

PARSER = "MongoDB's dumps and archives (`bson.py`, documents through PyMongo's C code)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """Told, and read whether told or not."""
    reader.recognises(support.head(data))
    support.read_binary(reader, data)


def seeds() -> list[bytes]:
    """Documents of every type, cut and damaged."""
    first = bson.encode({"_id": 1, "name": "Ayu", "tags": ["a", 2], "in": {"a": {"b": None}}})
    second = bson.encode({"_id": bson.ObjectId(b"a" * 12), "b": b"\0\1", "f": 1.5, "t": True})
    third = bson.encode({"at": bson.Timestamp(1, 2), "r": bson.Regex("a", 2), "d": bson.MinKey()})
    header = bson.encode({"server_version": "7.0", "tool_version": "100"})
    block = bson.encode({"db": "d", "collection": "c", "EOF": False, "CRC": 0})
    end = b"\xff\xff\xff\xff"
    archive = b"\x6d\xe2\x99\x81" + header + block + end + block + first + second + end
    return [first, first + second, first + second[:-3], first + b"xx" + second, third, archive]

"""SQLite databases, through SQLite."""

from __future__ import annotations

import sqlite3
import struct

from fuzz import support
from telusur.reading import sqlite

PARSER = "SQLite databases through SQLite (`sqlite/`)"
KIND = "native"
MOST_BYTES = 3000

PAGE = 512


def one(data: bytes) -> None:
    """Pages without their zeros: a number of two bytes says how many zeros follow."""
    raw = unpacked(data)
    sqlite.recognises(support.head(raw))
    support.read_binary(sqlite, raw)


def unpacked(data: bytes) -> bytes:
    """Stretches of (length, bytes, zeros behind them)."""
    out, at = bytearray(), 0
    while at + 3 <= len(data) and len(out) < 64 * PAGE:
        length, zeros = data[at], struct.unpack_from(">H", data, at + 1)[0] % (2 * PAGE)
        out += data[at + 3 : at + 3 + length] + bytes(zeros)
        at += 3 + length
    return bytes(out)


def packed(raw: bytes) -> bytes:
    """The other way round."""
    out, at = bytearray(), 0
    while at < len(raw):
        stop = raw.find(bytes(4), at, at + 255)
        stop = min(at + 255, len(raw)) if stop < 0 else stop
        zeros = 0
        while stop + zeros < len(raw) and not raw[stop + zeros] and zeros < 2 * PAGE - 1:
            zeros += 1
        out += bytes([stop - at]) + struct.pack(">H", zeros) + raw[at:stop]
        at = stop + zeros
    return bytes(out)


def seeds() -> list[bytes]:
    """Tables, an index, a view, rows that were deleted."""
    database = sqlite3.connect(":memory:")
    database.executescript(f"""
        PRAGMA page_size = {PAGE};
        CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, photo BLOB, score REAL);
        CREATE TABLE cities (name TEXT PRIMARY KEY, people INT REFERENCES people (id)) WITHOUT ROWID;
        CREATE INDEX by_name ON people (name);
        CREATE VIEW v AS SELECT * FROM people;
        INSERT INTO people VALUES (1, 'Ayu', x'00ff', 1.5), (2, 'Budi', NULL, 2);
        INSERT INTO cities VALUES ('Malang', 1);
    """)
    raw = database.serialize()
    return [packed(raw), packed(raw[: 3 * PAGE])]

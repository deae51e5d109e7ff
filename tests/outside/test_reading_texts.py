"""JSON and terminal tables that others' tools wrote, against what they were made from."""

import csv
import gzip
import sqlite3

import pytest
import zstandard
from one_file import read_one

from telusur.reading import json_document

pytestmark = pytest.mark.outside


def unpacked(path):
    with path.open("rb") as file:
        return zstandard.ZstdDecompressor().stream_reader(file).read()


def test_chinook_as_json_has_the_rows_of_its_sqlite_file(outside_data, tmp_path):
    folder = outside_data / "dumps" / "chinook"
    (tmp_path / "db").write_bytes(unpacked(folder / "Chinook_Sqlite.sqlite.zst"))
    found = read_one(json_document, unpacked(folder / "ChinookData.json.zst"))
    database = sqlite3.connect(tmp_path / "db")
    rows = 0
    for table, columns in found.columns.items():
        names = ", ".join(f'"{name}"' for name in columns)
        truth = database.execute(f'SELECT {names} FROM "{table}"').fetchall()
        wanted = sorted(tuple(map(plain, row)) for row in truth)
        assert sorted(tuple(map(plain, row)) for row in found.rows[table]) == wanted, table
        rows += len(wanted)
    database.close()
    assert rows == 15_607


def plain(value):
    """A value however it is written: 0.99, 0.990; a moment with and without T."""
    if value is None or value == "":
        return ""
    text = str(value)
    try:
        return f"{float(text):.6f}" if not text.startswith(("0", "+")) or "." in text else text
    except ValueError:
        return text.replace("T", " ").removesuffix(".000")

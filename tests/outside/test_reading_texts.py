"""JSON and terminal tables that others' tools wrote, against what they were made from."""

import csv
import gzip
import sqlite3

import pytest
import zstandard
from one_file import read_one

from telusur.reading import json_document, terminal

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


@pytest.mark.parametrize(("style", "rows"), [("aligned", 500), ("expanded", 200)])
def test_psql_gives_rows_of_the_register(outside_data, style, rows):
    """The tool was asked for so many rows without an order: they are of the first of the truth.

    A null and an empty value look alike there.
    """
    folder = outside_data / "dumps" / "tool_dumps"
    found = read_one(terminal, unpacked(folder / f"psql_{style}_{rows}rows.txt.zst"))
    with gzip.open(folder / "TRUTH_fara_2022-04-01.csv.gz", "rt", newline="") as file:
        names, *truth = csv.reader(file)
    assert found.names == tuple(names)
    given = [tuple(value or "" for value in row) for row in found.only]
    assert len(given) == rows
    assert not set(given) - set(map(tuple, truth))
    assert len(set(given) & set(map(tuple, truth[:rows]))) >= rows - 1
    assert not found.warnings
    assert not found.receipt.bytes_unread

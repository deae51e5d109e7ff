"""Dumps of one database in many dialects, and of one table by several tools."""

import csv
import gzip
import re
import sqlite3
from collections import Counter

import pyarrow.parquet as pq
import pytest
import zstandard

from telusur.evidence import take_in
from telusur.reading.interface import Bench, Content, Overrides
from telusur.reading.sql import reader
from telusur.reading.writing import Tables

pytestmark = pytest.mark.outside

CHINOOK = ("Db2", "MySql", "Oracle", "PostgreSql", "SqlServer", "Sqlite")
TOOLS = (
    "pg_dump_copy",
    "pg_dump_copy_latin1",
    "pg_dump_data_only",
    "pg_dump_inserts",
    "pg_dump_column_inserts_100",
    "sqlite_dump",
    "sqlite_mode_insert",
)


@pytest.fixture
def read(tmp_path, outside_data):
    def _read(name):
        raw = (outside_data / name).read_bytes()
        if name.endswith(".zst"):
            raw = zstandard.ZstdDecompressor().decompress(raw, max_output_size=1 << 30)
        elif name.endswith(".gz"):
            raw = gzip.decompress(raw)
        path = tmp_path / "dump.sql"
        path.write_bytes(raw)
        bench = Bench(None, Tables(tmp_path), tmp_path, Overrides())
        found = reader.read_raw(Content(take_in([path])[0], path, None), bench)
        return found, {table.receipt.name: rows_of(table) for table in found.tables}

    return _read


def rows_of(table):
    columns = pq.read_table(table.path).drop_columns("line_").to_pydict().values()
    return list(zip(*columns, strict=True))


def plain_name(name):
    return name.lower().replace("_", "")


def plain_value(value):
    """Numbers without trailing zeros, dates without their time at midnight or leading zeros."""
    if value is None:
        return None
    text = str(value)
    date = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: 0?0:00:00(?:\.0+)?)?", text)
    if date:
        return "-".join(str(int(part)) for part in date.groups())
    if re.fullmatch(r"-?\d+\.\d+", text):
        return text.rstrip("0").rstrip(".")
    return text


def comparable(rows):
    return Counter(tuple(plain_value(value) for value in row) for row in rows)


@pytest.fixture
def chinook(tmp_path, outside_data):
    raw = (outside_data / "dumps/chinook/Chinook_Sqlite.sqlite.zst").read_bytes()
    path = tmp_path / "chinook.sqlite"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(raw, max_output_size=1 << 28))
    with sqlite3.connect(path) as database:
        names = [
            name
            for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type='table'")
        ]
        return {
            plain_name(name): comparable(database.execute(f'SELECT * FROM "{name}"'))
            for name in names
            if not name.startswith("sqlite_")
        }


@pytest.mark.parametrize("dialect", CHINOOK)
def test_every_dialect_of_chinook_is_its_sqlite_file(read, chinook, dialect):
    found, tables = read(f"dumps/chinook/Chinook_{dialect}.sql.zst")
    assert sum(len(rows) for rows in tables.values()) == 15_607
    assert {plain_name(name): comparable(rows) for name, rows in tables.items()} == chinook
    assert found.receipt.rejected == ()
    assert found.receipt.bytes_unread == 0
    keys = {plain_name(table.receipt.name): table.receipt for table in found.tables}
    assert len(keys["playlisttrack"].primary_key) == 2
    assert {one.table.lower().replace("_", "") for one in keys["track"].foreign_keys} == {
        "album",
        "genre",
        "mediatype",
    }


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_gives_the_truth(read, outside_data, tool):
    with gzip.open(
        outside_data / "dumps/tool_dumps/TRUTH_fara_2022-04-01.csv.gz", "rt", newline=""
    ) as file:
        header, *truth = csv.reader(file)
    found, tables = read(f"dumps/tool_dumps/{tool}.sql.zst")
    rows = tables["leak" if "mode_insert" in tool else "registrants"]
    (receipt,) = [
        one.receipt for one in found.tables if one.receipt.name in {"leak", "registrants"}
    ]
    if "mode_insert" not in tool:
        assert list(receipt.columns) == header
    assert Counter(tuple(value or "" for value in row) for row in rows) == Counter(
        map(tuple, truth)
    )
    assert found.receipt.rejected == ()
    if "pg_dump" in tool:
        assert tables["notes"][0][1] == "tab\there\nnewline \\backslash"
        assert tables["notes"][1][1:] == (None,) * 4
        assert tables["notes"][2][1] == "\\N literal"


def names_of(found, name):
    return next(one.receipt.columns for one in found.tables if one.receipt.name == name)


def test_the_dialects_of_sakila_agree(read):
    dumps = {
        name: read(f"dumps/sakila/{name}.sql.zst")
        for name in (
            "postgres-sakila-insert-data-using-copy",
            "yugabytedb-sakila-insert-data",
            "cockroachdb-sakila-insert-data",
        )
    }
    first, tables = dumps.pop("postgres-sakila-insert-data-using-copy")
    assert len(tables) == 15
    for name, (found, others) in dumps.items():
        assert set(others) == set(tables), name
        for table, rows in others.items():
            theirs = names_of(found, table)
            places = [names_of(first, table).index(column) for column in theirs]
            mine = Counter(tuple(row[place] for place in places) for row in tables[table])
            assert mine == Counter(rows), (name, table)
    _, mysql = read("dumps/sakila/sakila-mv-data.mysql.sql.zst")
    for table in ("actor", "category", "city", "country", "film_actor", "inventory", "rental"):
        assert len(mysql[table]) == len(tables[table]), table
        assert Counter(
            row[:2] for row in mysql[table] if table in {"actor", "category"}
        ) == Counter(row[:2] for row in tables[table] if table in {"actor", "category"})


@pytest.mark.parametrize(("year", "count"), [(2016, 90_892), (2018, 91_185), (2020, 91_227)])
def test_editions_of_region_codes(read, year, count):
    found, tables = read(f"registers/wilayah_editions/wilayah_{year}.sql.gz")
    ((name, rows),) = tables.items()
    assert name.startswith("wilayah")
    assert len(rows) == count
    assert found.tables[0].receipt.columns == ("kode", "nama")
    assert all(re.fullmatch(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?", code) for code, _ in rows)
    assert rows[0] == ("11", "ACEH")


@pytest.mark.parametrize(
    ("name", "count", "columns"),
    [
        ("pulau_2022", 16_766, 5),
        ("wilayah_luas", 552, 3),
        ("wilayah_penduduk", 553, 5),
    ],
)
def test_indonesian_tables(read, name, count, columns):
    found, tables = read(f"indonesia/{name}.sql.zst")
    assert len(tables[name]) == count
    assert len(found.tables[0].receipt.columns) == columns
    assert found.receipt.rejected == ()


@pytest.mark.parametrize("dialect", CHINOOK)
def test_a_cut_dump_keeps_every_row_before_the_cut(read, outside_data, tmp_path, dialect):
    raw = (outside_data / f"dumps/chinook/Chinook_{dialect}.sql.zst").read_bytes()
    whole = zstandard.ZstdDecompressor().decompress(raw, max_output_size=1 << 28)
    path = tmp_path / "cut.sql"
    for cut in range(480_000, 480_300, 59):
        path.write_bytes(whole[:cut])
        bench = Bench(None, Tables(tmp_path), tmp_path, Overrides())
        found = reader.read_raw(Content(take_in([path])[0], path, None), bench)
        rows = sum(table.receipt.rows_read for table in found.tables)
        # one row a line, none longer than a line
        begins = whole[:cut].count(b"\n    (") - whole[:cut].count(b"\n    (\n")
        assert begins - 1 <= rows <= begins
        assert sum(one.rows for one in found.receipt.rejected) == begins - rows

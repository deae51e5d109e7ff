"""Databases that others made, against the rows that they are known to hold."""

import csv
import gzip
import sqlite3
from contextlib import closing

import dbfread
import pytest
import zstandard

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import EvidenceError
from telusur.evidence import take_in
from telusur.reading import read_dump

pytestmark = pytest.mark.outside


@pytest.fixture
def read(tmp_path, outside_data):
    engine = DuckDBEngine(Limits(work=tmp_path, reads=(tmp_path, outside_data.resolve())))

    def _read(*paths):
        receipt, tables = read_dump(engine, take_in(paths), tmp_path / "reading")
        rows = {}
        for table in tables:
            found = engine.collect(f"SELECT * FROM {table.relation} ORDER BY row_").to_pylist()
            rows[table.name] = [
                [row[f"c{at}"] for at in range(len(table.columns))] for row in found
            ]
        return receipt, {table.name: table for table in tables}, rows

    yield _read
    engine.close()


def test_chinook(read, outside_data, tmp_path):
    packed = outside_data / "dumps/chinook/Chinook_Sqlite.sqlite.zst"
    receipt, tables, rows = read(packed)
    assert sum(map(len, rows.values())) == receipt.rows_read == 15_607
    plain = tmp_path / "chinook.db"
    with packed.open("rb") as source, plain.open("wb") as target:
        zstandard.ZstdDecompressor().copy_stream(source, target)
    with closing(sqlite3.connect(plain)) as made:
        for name, table in tables.items():
            values = ", ".join(f'CAST("{column}" AS TEXT)' for column in table.columns)
            expected = made.execute(f'SELECT {values} FROM "{name}"').fetchall()
            assert sorted(map(repr, rows[name])) == sorted(repr(list(row)) for row in expected)
    (file,) = receipt.files
    track = next(table for table in file.tables if table.name == "Track")
    assert track.primary_key == ("TrackId",)
    assert {key.table for key in track.foreign_keys} == {"Album", "Genre", "MediaType"}


def test_a_tool_s_database(read, outside_data):
    folder = outside_data / "dumps/tool_dumps"
    _, tables, rows = read(folder / "sqlite_file.db.zst")
    with gzip.open(
        folder / "TRUTH_fara_2022-04-01.csv.gz", "rt", encoding="utf-8", newline=""
    ) as f:
        header, *truth = csv.reader(f)
    (name,) = [name for name, found in rows.items() if len(found) == len(truth)]
    table = tables[name]
    assert len(truth) == 6563
    assert list(table.columns) == header
    assert sorted([value or "" for value in row] for row in rows[name]) == sorted(truth)


@pytest.mark.parametrize("name", ["people", "memotest", "no_memofile", "invalid_value"])
def test_dbase_tables_as_dbfread_reads_them(read, outside_data, name):
    path = outside_data / f"dumps/dbf/{name}.dbf"
    memos = [one for one in (path.with_suffix(".FPT"),) if one.exists()]
    receipt, _, rows = read(path, *memos)

    class Plain(dbfread.FieldParser):
        def parse(self, field, data):
            try:
                return super().parse(field, data)
            except ValueError:
                return data.decode("ascii").strip()

    theirs = dbfread.DBF(path, ignore_missing_memofile=True, parserclass=Plain)
    fields = theirs.field_names

    def text(value):
        if isinstance(value, bool):
            return str(value).lower()
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else str(value)

    live = [list(map(text, record.values())) for record in theirs]
    gone = [list(map(text, record.values())) for record in theirs.deleted]
    ((_, found),) = rows.items()
    width = len(fields)
    mine = [row[:width] for row in found if row[width:] in ([], [None])]
    deleted = [row[:width] for row in found if row[width:] == ["true"]]
    assert (mine, deleted) == (live, gone)
    assert receipt.rows_read == len(live) + len(gone)


SAKILA = ("sakila-mv-schema.mysql", "sakila-mv-data.mysql")


def test_rows_of_sakila_take_the_names_of_its_schema(read, outside_data):
    """The data of MySQL's dialect name no columns; PostgreSQL's do, and hold the same rows."""
    folder = outside_data / "dumps/sakila"
    receipt, tables, rows = read(*(folder / f"{name}.sql.zst" for name in SAKILA))
    _, others, theirs = read(folder / "postgres-sakila-insert-data-using-copy.sql.zst")
    assert receipt.rows_rejected == 0
    for name in ("actor", "category", "city", "country", "film_actor", "inventory", "language"):
        columns = [one for one in others[name].columns if one != "last_update"]
        mine, other = (
            sorted(
                [
                    (row[list(table[name].columns).index(column)] or "").rstrip()
                    for column in columns
                ]
                for row in found[name]
            )
            for table, found in ((tables, rows), (others, theirs))
        )
        assert mine == other, name


@pytest.mark.parametrize(
    "name", ["mysql-sakila-schema", "postgres-sakila-schema", "sql-server-sakila-schema"]
)
def test_the_schemas_of_sakila_agree_on_keys(read, outside_data, name):
    receipt, _, _ = read(outside_data / f"dumps/sakila/{name}.sql.zst")
    tables = {table.name: table for table in receipt.files[0].tables}
    assert tables["film_actor"].primary_key == ("actor_id", "film_id")
    keys = {(key.columns, key.table) for key in tables["city"].foreign_keys}
    assert keys == {(("country_id",), "country")}
    for table in tables.values():
        assert None not in table.column_types, table.name


def test_the_custom_format_is_refused_with_the_command(read, outside_data):
    with pytest.raises(EvidenceError) as caught:
        read(outside_data / "dumps/tool_dumps/pg_dump_custom.dump")
    assert "pg_restore -f" in (caught.value.hint or "")


def test_a_csv_of_copy_is_the_truth(read, outside_data):
    folder = outside_data / "dumps/tool_dumps"
    with gzip.open(
        folder / "TRUTH_fara_2022-04-01.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        header, *truth = csv.reader(file)
    _, tables, rows = read(folder / "pg_copy_semicolon_quoted.csv.zst")
    ((name, found),) = rows.items()
    assert list(tables[name].columns) == header
    assert sorted([value or "" for value in row] for row in found) == sorted(truth)

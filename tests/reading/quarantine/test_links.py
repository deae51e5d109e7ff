"""A file is read whatever its name or its folder's is, though the child may list no folder."""

import os
import sqlite3
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import EvidenceError
from telusur.evidence import take_in
from telusur.reading import Overrides, read_dump
from telusur.reading.quarantine.links import linked

NAMES = ("members[1].csv", "m*.csv", "m?.csv", "back\\slash.csv", "[x]\\.csv", b"caf\xe9.csv")


def text(path: Path) -> None:
    path.write_text("id,name\n1,Ani\n2,Budi\n", encoding="utf-8")


def lines(path: Path) -> None:
    path.write_text('{"id": "1", "name": "Ani"}\n{"id": "2", "name": "Budi"}\n', encoding="utf-8")


def parquet(path: Path) -> None:
    pq.write_table(pa.table({"id": ["1", "2"], "name": ["Ani", "Budi"]}), path)


def database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (id, name)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [("1", "Ani"), ("2", "Budi")])
    connection.close()


@pytest.fixture
def rows(tmp_path):
    """The rows of a file that the real child reads, working in a folder of that name."""

    def _rows(path: Path, folder: str = "work") -> list[tuple[str, ...]]:
        work = tmp_path / folder
        work.mkdir()
        engine = DuckDBEngine(Limits(work=work))
        try:
            _, (table,) = read_dump(engine, take_in([path]), work, Overrides(), None)
            found = engine.collect(f"SELECT c0, c1 FROM {table.relation} ORDER BY row_")
            return [tuple(row.values()) for row in found.to_pylist()]
        finally:
            engine.close()

    return _rows


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_a_pattern_or_no_text(tmp_path, rows, name):
    path = tmp_path / os.fsdecode(name)
    text(path)
    text(tmp_path / "m1.csv")  # what a pattern would find as well
    assert rows(path) == [("1", "Ani"), ("2", "Budi")]


@pytest.mark.parametrize("write", [text, lines, parquet, database])
def test_every_way_into_a_file(tmp_path, rows, write):
    folder = tmp_path / "found [2021]"
    folder.mkdir()
    write(folder / "members[1]")
    assert rows(folder / "members[1]") == [("1", "Ani"), ("2", "Budi")]


def test_a_folder_to_work_in_whose_name_is_a_pattern(tmp_path, rows):
    text(tmp_path / "plain.csv")
    assert rows(tmp_path / "plain.csv", "answer[1]") == [("1", "Ani"), ("2", "Budi")]


def test_links_are_gone_and_what_they_lead_to_is_not(tmp_path):
    path = tmp_path / "m[1].csv"
    text(path)
    with linked(tmp_path, [path]) as links:
        assert links.files[path].read_bytes() == path.read_bytes()
        assert links.folder == tmp_path
    assert not os.path.lexists(links.files[path])
    assert path.exists()


def test_an_error_names_the_file(tmp_path, rows):
    path = tmp_path / "m[1].csv"
    path.write_bytes(b"")
    with pytest.raises(EvidenceError, match=r"m\[1\]\.csv"):
        rows(path)

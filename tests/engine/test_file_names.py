"""A file's name is a name: no reader takes it for a pattern and reads its neighbours."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Delimited, FileKind, Limits, Scan
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = ("p*", "p?", "**", "a[1]", "a[!2]", "q[", "c]d", "[[*]]", "b{1,2}", "it's", "%41", "~x")
NEIGHBOURS = ("p", "p1", "p2", "a1", "a3", "b1", "b2", "cd", "ab", "x1y")
FOLDERS = ("plain", "d[1]", "d*", "year=2020")


def text(path: Path, name: str) -> None:
    path.write_text(f"{name}\n", encoding="utf-8")


def objects(path: Path, name: str) -> None:
    path.write_text(json.dumps({"n": name}) + "\n", encoding="utf-8")


def parquet(path: Path, name: str) -> None:
    pq.write_table(pa.table({"n": [name]}), path)


def read_text(engine: DuckDBEngine, path: Path) -> None:
    engine.read_delimited("t", Delimited(path, ("c0",), "\x01", numbered=True))


def scanned(engine: DuckDBEngine, path: Path) -> None:
    kind = FileKind.JSON_LINES if path.suffix == ".json" else FileKind.PARQUET
    engine.scan("t", Scan(kind, (path,)))


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("whole_folder", [True, False])
@pytest.mark.parametrize(
    ("suffix", "write", "read"),
    [
        (".csv", text, read_text),
        (".gz", text, read_text),  # unpacked elsewhere, or not packed at all: the name says nothing
        (".json", objects, lambda engine, path: engine.read_json_lines("t", path)),
        (".parquet", parquet, lambda engine, path: engine.read_parquet("t", path)),
        (".parquet", parquet, scanned),
        (".json", objects, scanned),
    ],
)
def test_the_file_of_that_name_alone_is_read(
    tmp_path: Path,
    work: Path,
    folder: str,
    suffix: str,
    write: Callable[[Path, str], None],
    read: Callable[[DuckDBEngine, Path], None],
    *,
    whole_folder: bool,
) -> None:
    (tmp_path / "d1").mkdir()
    place = tmp_path / folder
    place.mkdir()
    for name in (*NAMES, *NEIGHBOURS):
        write(place / f"{name}{suffix}", name)
    paths = {name: place / f"{name}{suffix}" for name in NAMES}
    engine = DuckDBEngine(
        Limits(work, reads=(place,) if whole_folder else tuple(paths.values()), threads=1)
    )
    try:
        for name, path in paths.items():
            read(engine, path)
            columns = [column.name for column in engine.columns("t") if column.name[-1] != "_"]
            assert engine.collect(f"SELECT {columns[0]} AS n FROM t")["n"].to_pylist() == [name]
            assert len(columns) == 1  # a folder named a=b adds none
    finally:
        engine.close()


def test_a_work_folder_may_have_such_a_name(tmp_path: Path) -> None:
    work = tmp_path / "out[1]*"
    work.mkdir()
    engine = DuckDBEngine(Limits(work, threads=1))
    try:
        (work / "d0.0").write_bytes(gzip.decompress(gzip.compress(b"Ani\nBudi\n")))
        read_text(engine, work / "d0.0")
        assert engine.collect("SELECT c0 FROM t ORDER BY row_")["c0"].to_pylist() == ["Ani", "Budi"]
        engine.write_parquet("SELECT c0 FROM t", work / "out.parquet")
        assert pq.read_table(work / "out.parquet").num_rows == 2
    finally:
        engine.close()


def test_a_backslash_is_a_sign_like_any_other(duckdb_engine: DuckDBEngine, tmp_path: Path) -> None:
    for name in ("a\\b", "ab"):
        text(tmp_path / name, name)
    read_text(duckdb_engine, tmp_path / "a\\b")
    assert duckdb_engine.collect("SELECT c0 FROM t")["c0"].to_pylist() == ["a\\b"]


@pytest.mark.parametrize("name", ["x\\*y", "\\[!a]", "*\\"])
def test_a_name_that_cannot_be_written_is_refused(
    duckdb_engine: DuckDBEngine, tmp_path: Path, name: str
) -> None:
    text(tmp_path / name, name)
    with pytest.raises(EvidenceError, match="rename"):
        read_text(duckdb_engine, tmp_path / name)


@pytest.mark.parametrize("name", ["file_row_number", "FILE_ROW_NUMBER", "filename", "file_index"])
def test_a_column_may_have_a_name_that_the_reader_uses(
    duckdb_engine: DuckDBEngine, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "dump.parquet"
    pq.write_table(pa.table({"id": [7, 8, 9], name: [30, 20, 10]}), path, row_group_size=1)
    assert duckdb_engine.read_parquet("t", path).columns == ("id", name)
    found = duckdb_engine.collect("SELECT row_, c0, c1 FROM t ORDER BY row_").to_pylist()
    assert [tuple(row.values()) for row in found] == [
        (1, "7", "30"),
        (2, "8", "20"),
        (3, "9", "10"),
    ]

"""A hostile step, or a statement past the dialect, reaches nothing that it was not given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Delimited, FileKind, Limits, Scan, Step
from telusur.errors import TelusurError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARK = "rahasia-rekaan"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file beside the engine's own folders."""
    path = tmp_path / "outside" / "passwd"
    path.parent.mkdir()
    path.write_text(f"root:{MARK}\n", encoding="utf-8")
    return path


@pytest.fixture
def confined(tmp_path: Path, work: Path) -> Iterator[DuckDBEngine]:
    given = tmp_path / "given"
    given.mkdir()
    engine = DuckDBEngine(Limits(work, reads=(given,), threads=1))
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM '{path}'",
        'SELECT * FROM "{path}"',
        "SELECT * FROM glob('{path}*')",
        "SELECT (SELECT content FROM read_text('{path}')) AS c",
    ],
)
def test_a_crafted_step_reads_no_file(confined: DuckDBEngine, outside: Path, sql: str) -> None:
    for act in (confined.collect, lambda text: confined.run(Step("stolen", text))):
        with pytest.raises(TelusurError) as raised:
            act(sql.format(path=outside))
        assert MARK not in str(raised.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SET memory_limit = '1GB'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET enable_external_access",
        "SET autoinstall_known_extensions = true",
        "SET python_enable_replacements = true",
        "ATTACH '{path}' AS stolen",
        "ATTACH '{folder}/new.db' AS new",
        "COPY (SELECT 1) TO '{folder}/stolen.csv'",
        "COPY (SELECT 1) TO '{work}/../stolen.csv'",
        "EXPORT DATABASE '{folder}/exported'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSTALL '{folder}/own.duckdb_extension'",
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM read_text('{work}/../outside/passwd')",
        "SELECT * FROM '{path}'",
        "SELECT * FROM glob('{folder}/*')",
        "CREATE PERSISTENT MARK (TYPE s3)",
    ],
)
def test_the_connection_is_locked_even_without_the_dialect(
    confined: DuckDBEngine, outside: Path, work: Path, sql: str
) -> None:
    before = sorted(outside.parent.iterdir())
    with pytest.raises(duckdb.Error) as raised:
        confined._connection.execute(  # noqa: SLF001  # what a hole in the dialect would give
            sql.format(path=outside, folder=outside.parent, work=work)
        )
    assert MARK not in str(raised.value)
    assert sorted(outside.parent.iterdir()) == before
    assert not (work.parent / "stolen.csv").exists()


def test_a_variable_of_the_caller_is_no_relation(confined: DuckDBEngine) -> None:
    leaked = pa.table({"a": [MARK]})
    with pytest.raises(TelusurError):
        confined.collect("SELECT * FROM leaked")
    assert leaked.num_rows == 1


def test_only_what_was_given_is_scanned_read_or_written(
    confined: DuckDBEngine, outside: Path, tmp_path: Path
) -> None:
    link = tmp_path / "given" / "link.csv"
    link.symlink_to(outside)
    confined.load("t", pa.table({"a": [1]}))
    for act in (
        lambda: confined.scan("s", Scan(FileKind.CSV, (outside,))),
        lambda: confined.read_delimited("s", Delimited(outside, ("a",), ",")),
        lambda: confined.read_parquet("s", outside),
        lambda: confined.write_parquet("SELECT a FROM t", outside.parent / "out.parquet"),
    ):
        with pytest.raises(TelusurError):
            act()
    assert not (outside.parent / "out.parquet").exists()


def test_names_of_relations_and_files_are_quoted(tmp_path: Path, work: Path) -> None:
    """Names with quotes and statements in them are names."""
    folder = tmp_path / "it's; DROP TABLE t --"
    folder.mkdir()
    engine = DuckDBEngine(Limits(work, reads=(folder,), threads=1))
    engine.load('a"; DROP TABLE t; --', pa.table({'c"; --': [1]}))
    path = folder / "o'ut.parquet"
    engine.load("t", pa.table({"a": [7]}))
    engine.write_parquet("SELECT a FROM t", path)
    engine.scan('b"b', Scan(FileKind.PARQUET, (path,)))
    assert engine.columns('b"b')[0].name == "a"
    assert engine.columns('a"; DROP TABLE t; --')[0].name == 'c"; --'
    engine.close()

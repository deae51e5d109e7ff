"""What the protocol promises, on both engines."""

from __future__ import annotations

import resource
import signal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.duckdb import failures as duckdb_failures
from telusur.engine.protocol import Column, FileKind, Keep, Limits, Scan, Step
from telusur.engine.spark import failures as spark_failures
from telusur.errors import EvidenceError, InternalFault, LimitReached

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from telusur.engine.protocol import Engine

MARK = "Budi-Rekaan-4711"


def _numbers(engine: Engine, name: str = "numbers") -> None:
    engine.load(name, pa.table({"n": pa.array([1, 2, None], pa.int64())}))


def test_a_loaded_table_has_its_rows_and_columns(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    engine.load("t", pa.table({"a": pa.array(["x", None]), "n": pa.array([1, 2], pa.int64())}))
    assert engine.columns("t") == (Column("a", "VARCHAR"), Column("n", "BIGINT"))
    assert rows("SELECT * FROM t ORDER BY n") == [("x", 1), (None, 2)]


def test_loading_again_replaces(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    _numbers(engine)
    engine.load("numbers", pa.table({"n": pa.array([7], pa.int64())}))
    assert rows("SELECT n FROM numbers") == [(7,)]


def test_types_have_duckdbs_names(engine: Engine) -> None:
    _numbers(engine)
    engine.run(
        Step(
            "typed",
            "SELECT CAST(n AS INT) AS i, CAST(n AS BIGINT) AS b, CAST(n AS TEXT) AS t, n = 1 AS l, "
            "TRY_CAST('2020-01-01' AS DATE) AS d, TRY_CAST('2020-01-01' AS TIMESTAMPTZ) AS z, "
            "CAST(n AS DOUBLE) AS f, CAST(n AS DECIMAL(10, 2)) AS m FROM numbers",
        )
    )
    assert [column.type for column in engine.columns("typed")] == [
        "INTEGER",
        "BIGINT",
        "VARCHAR",
        "BOOLEAN",
        "DATE",
        "TIMESTAMP WITH TIME ZONE",
        "DOUBLE",
        "DECIMAL(10,2)",
    ]


def test_later_steps_see_earlier_ones(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    _numbers(engine)
    engine.run(
        Step("doubled", "SELECT n * 2 AS d FROM numbers", Keep.VIEW),
        Step("big", "SELECT d FROM doubled WHERE d > 2"),
    )
    assert rows("SELECT d FROM big") == [(4,)]


def test_a_table_keeps_its_rows_and_a_view_follows_its_source(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    _numbers(engine)
    engine.run(
        Step("kept", "SELECT n FROM numbers WHERE n = 1"),
        Step("followed", "SELECT max(n) AS n FROM numbers", Keep.VIEW),
    )
    assert rows("SELECT n FROM followed") == [(2,)]
    engine.drop("numbers")
    assert rows("SELECT n FROM kept") == [(1,)]
    if engine.name == "duckdb":  # Spark's view holds the plan it was made with
        _numbers(engine)
        assert rows("SELECT n FROM followed") == [(2,)]


def test_a_step_made_again_replaces(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    _numbers(engine)
    engine.run(Step("again", "SELECT 1 AS a FROM numbers"))
    engine.run(Step("again", "SELECT 2 AS b FROM numbers WHERE n = 2"))
    assert rows("SELECT b FROM again") == [(2,)]


def test_dropped_is_gone_and_unknown_names_are_ignored(engine: Engine) -> None:
    _numbers(engine)
    engine.run(Step("table_", "SELECT n FROM numbers"))
    engine.run(Step("view_", "SELECT n FROM numbers", Keep.VIEW))
    engine.drop("table_", "view_", "never_made")
    for name in ("table_", "view_"):
        with pytest.raises(InternalFault) as raised:
            engine.columns(name)
        assert raised.value.code == "engine-failed"


def test_parquet_is_scanned_and_written_in_order(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]], tmp_path: Path
) -> None:
    _numbers(engine)
    path = tmp_path / "out.parquet"
    engine.write_parquet("SELECT n, n * 10 AS ten FROM numbers ORDER BY n DESC", path)
    assert pq.read_table(path).to_pylist() == [
        {"n": 2, "ten": 20},
        {"n": 1, "ten": 10},
        {"n": None, "ten": None},
    ]
    assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"
    engine.scan("back", Scan(FileKind.PARQUET, (path, path)))
    assert rows("SELECT count(*) AS c, CAST(sum(n) AS BIGINT) AS s FROM back") == [(6, 6)]


def test_csv_is_scanned_as_text(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text('kode,nama\n007,"Jaya, ""Rekaan"""\n010,"dua\nbaris"\n', encoding="utf-8")
    engine.scan("csv_", Scan(FileKind.CSV, (path,)))
    assert {column.type for column in engine.columns("csv_")} == {"VARCHAR"}
    assert rows("SELECT kode, nama FROM csv_ ORDER BY kode") == [
        ("007", 'Jaya, "Rekaan"'),
        ("010", "dua\nbaris"),
    ]


def test_json_lines_are_scanned_as_text(
    engine: Engine, rows: Callable[[str], list[tuple[object, ...]]], tmp_path: Path
) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(
        '{"kode": 7, "nama": "a"}\n{"kode": 10, "nama": null, "isi": {"x": [1]}}\n',
        encoding="utf-8",
    )
    engine.scan("json_", Scan(FileKind.JSON_LINES, (path,)))
    assert {column.type for column in engine.columns("json_")} == {"VARCHAR"}
    assert rows("SELECT kode, nama, isi FROM json_ ORDER BY nama") == [
        ("7", "a", None),
        ("10", None, '{"x":["1"]}' if engine.name == "spark" else '{"x":[1]}'),
    ]


def test_a_damaged_parquet_file_is_named(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "damaged.parquet"
    path.write_bytes(b"PAR1" + MARK.encode() * 40 + b"PAR1")
    with pytest.raises(EvidenceError) as raised:
        engine.scan("damaged", Scan(FileKind.PARQUET, (path,)))
    assert raised.value.code == "unreadable-file"
    assert "damaged.parquet" in str(raised.value)
    assert MARK not in str(raised.value)


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT * FROM absent WHERE a = '{MARK}'",
        f"SELECT absent FROM people WHERE name = '{MARK}'",
        "SELECT CAST(name AS BIGINT) AS n FROM people",
        "SELECT CAST(name AS DATE) AS n FROM people",
    ],
)
def test_what_fails_tells_neither_sql_nor_values(
    engine: Engine, sql: str, capfd: pytest.CaptureFixture[str]
) -> None:
    engine.load("people", pa.table({"name": [MARK]}))
    for act in (lambda: engine.run(Step("made", sql)), lambda: engine.collect(sql)):
        with pytest.raises(InternalFault) as raised:
            act()
        assert raised.value.code == "engine-failed"
        told = f"{raised.value} {raised.value.as_json()}"
        assert MARK not in told
        assert "SELECT" not in told
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__
    printed = capfd.readouterr()
    assert MARK not in printed.out + printed.err


def test_rows_of_a_file_are_numbered_by_their_place(
    engine: Engine, tmp_path: Path, rows: Callable[[str], list[tuple[object, ...]]]
) -> None:
    values = [f"v{at * 7919 % 1000}" for at in range(1000)]
    pq.write_table(pa.table({"c0": values}), tmp_path / "t.parquet", row_group_size=99)
    engine.scan_numbered("numbered", tmp_path / "t.parquet")
    found = sorted(rows("SELECT row_, c0 FROM numbered"))
    assert found == list(zip(range(1, 1001), values, strict=True))


@pytest.mark.spark
def test_closing_one_of_two_engines_leaves_the_other(spark_engine: Engine, tmp_path: Path) -> None:
    """Spark hands both the same session."""
    from telusur.engine.spark import SparkEngine  # noqa: PLC0415  # an extra

    second = SparkEngine(Limits(tmp_path, threads=2))
    second.close()
    second.close()
    _numbers(spark_engine, "still_there")
    assert spark_engine.collect("SELECT count(*) AS n FROM still_there").to_pylist() == [{"n": 3}]


def test_memory_that_does_not_suffice_is_a_limit(work: Path) -> None:
    engine = DuckDBEngine(Limits(work, threads=1, memory_bytes=2_000_000))
    engine.load("n", pa.table({"i": pa.array(range(1_000), pa.int64())}))
    with pytest.raises(LimitReached) as raised:  # 100 MB of text in three groups
        engine.run(
            Step(
                "wide",
                "SELECT max(repeat(md5(CAST(a.i AS TEXT) || '-' || CAST(b.i AS TEXT)), 30)) "
                "OVER (PARTITION BY a.i % 3) AS t FROM n AS a CROSS JOIN n AS b WHERE b.i < 100",
            )
        )
    engine.close()
    assert raised.value.code == "memory-limit"


def test_a_full_disk_is_a_limit(
    tmp_path: Path, duckdb_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel refuses to let a file grow, as it does when nothing is left."""
    duckdb_engine.load("n", pa.table({"i": pa.array(range(2_000), pa.int64())}))
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(LimitReached) as raised:
            duckdb_engine.write_parquet(
                "SELECT md5(CAST(a.i * 2000 + b.i AS TEXT)) AS t FROM n AS a CROSS JOIN n AS b "
                "WHERE b.i < 100",
                tmp_path / "large.parquet",
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert raised.value.code == "disk-full"
    assert "large.parquet" in str(raised.value)


@pytest.mark.parametrize("failures", [duckdb_failures, spark_failures])
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), "disk-full"),
        (RuntimeError(f"java.io.IOException: No space left on device ({MARK})"), "disk-full"),
        (MemoryError(), "memory-limit"),
        (RuntimeError(f"value '{MARK}' is not a number"), "engine-failed"),
        (EvidenceError("unreadable-file", "x cannot be read"), "unreadable-file"),
    ],
)
def test_every_failure_gets_its_code(failures: object, error: Exception, code: str) -> None:
    told = failures.translated(error, "a step")  # type: ignore[attr-defined]
    assert told.code == code
    assert MARK not in str(told)

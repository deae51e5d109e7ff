"""Both engines under one suite: a test that asks for ``engine`` runs once on each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from telusur.engine.protocol import Engine


# One text a row: absent, empty, blanks of several kinds, letters whose case is not one letter,
# combining marks, quotes and backslashes, dates and numbers well and badly written.
TEXTS = (
    None, "", " ", "  spaced  ", "\u00a0no-break\u00a0", "\ttab\n", "two\nlines\r\n", "\u200bzero",
    "Straße", "İSTANBUL", "ıI", "ΑΣ ΟΔΟΣ", "ŉ", "ﬁ", "ᾳ", "José", "Jose\u0301", "Łódź", "ñandú",
    "日本語", "😀x", "נוער", "हिन्दी", "ſK\u212a", "abc", "ABC", "aBc", "a", "b", "a%b_c",
    "it's", 'say "x"', "a\\b", "$1", "(a)[b]{c}", "a.b", "NULL", "42",
    " 42 ", "-7", "+5", "007", "-0", "1e3",
    "0x1F", "1_000", "12.50", ".5", "1,000", "9223372036854775807", "9223372036854775808", "٣",
    "2020-02-29", "2021-02-29", "2021-2-3", "2021-02-03 ", "1899-12-31", "9999-12-31", "0000-01-01",
    "12021-01-01", "01/02/2021", "20210203", "2021-02", "2020-12-31 23:59:59+07", "infinity",
    "today", "true", "T", "\x01", "\ufffd",
)  # fmt: skip

# Counts and references: none, zero, signs, both ends of 32 and 64 bits, past a double's exactness.
NUMBERS = (
    None, 0, 1, -1, 2, -7, 7, 63, 2**31 - 1, -(2**31), 2**53 + 1, 2**62,
    -(2**62), 2**63 - 1, -(2**63),
)  # fmt: skip

START = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.fixture(scope="session")
def dirty() -> pa.Table:
    """Rows as dumps have them: what the two engines must agree on.

    ``id``, texts ``t`` and ``u`` that meet in some rows, ``n`` and ``m`` of 64 bits, small ``s``
    (64 bits) and ``i`` (32 bits), truth values ``b``, instants ``z``.
    """
    rows = range(len(TEXTS))
    return pa.table(
        {
            "id": pa.array(rows, pa.int64()),
            "t": pa.array(TEXTS, pa.string()),
            "u": pa.array([TEXTS[-row] if row % 5 else TEXTS[row] for row in rows], pa.string()),
            "n": pa.array([NUMBERS[row % len(NUMBERS)] for row in rows], pa.int64()),
            "m": pa.array([NUMBERS[(row * 4 + 3) % len(NUMBERS)] for row in rows], pa.int64()),
            "s": pa.array([row % 7 - 3 if row % 5 else None for row in rows], pa.int64()),
            "i": pa.array([row * 37 % 101 - 50 if row % 6 else None for row in rows], pa.int32()),
            "b": pa.array([None if row % 3 == 0 else row % 3 == 1 for row in rows], pa.bool_()),
            "z": pa.array(
                [START + timedelta(hours=row * 1000.7) if row % 4 else None for row in rows],
                pa.timestamp("us", tz="UTC"),
            ),
        }
    )


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def duckdb_engine(work: Path, tmp_path: Path) -> Iterator[Engine]:
    """A DuckDB engine that may read the test's own folder."""
    engine = DuckDBEngine(Limits(work, reads=(tmp_path,), threads=2))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One Spark session for all tests: starting one takes seconds."""
    from telusur.engine.spark import SparkEngine  # noqa: PLC0415  # an extra

    engine = SparkEngine(Limits(tmp_path_factory.mktemp("spark"), threads=2))
    yield engine
    engine.close()


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture
def rows(engine: Engine) -> Callable[[str], list[tuple[object, ...]]]:
    """Rows of a SELECT, as tuples."""

    def of(sql: str) -> list[tuple[object, ...]]:
        return [tuple(row.values()) for row in engine.collect(sql).to_pylist()]

    return of

from __future__ import annotations

import stat

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.errors import UsageError
from telusur.options import Options
from telusur.pipeline import verify

TOML = """
[register]
name = "{name}"
holder = "H"
[source]
path = "{name}.parquet"
[[key]]
columns = ["no"]
"""


def people(first: int):
    numbers = [f"K{i * 7_919 % 99_991:06d}" for i in range(first, first + 200)]
    return pa.table(
        {
            "no": numbers,
            "nama": [f"Orang {i * 31 % 9_973}" for i in range(first, first + 200)],
            "kota": [f"Kota {i % 40}" for i in range(200)],
            "rute": [f"R{i * 65_537 % 9_999_991:07d}" for i in range(first, first + 200)],
            "sandi": [f"{i * 104_729 % 999_983:06d}" for i in range(first, first + 200)],
        }
    )


@pytest.fixture
def dump(tmp_path):
    for name, first in (("other", 5_000), ("right", 0)):
        pq.write_table(people(first), tmp_path / f"{name}.parquet")
        (tmp_path / f"{name}.toml").write_text(TOML.format(name=name), encoding="utf-8")
    pq.write_table(people(0).slice(0, 100), tmp_path / "dump.parquet")
    return tmp_path / "dump.parquet"


def test_rows_parquet_is_of_the_register_that_the_verdict_is_about(dump, tmp_path):
    registers = (tmp_path / "other.toml", tmp_path / "right.toml")
    out = tmp_path / "out"
    found = verify(Options(dump=(dump,), registers=registers, out=out))
    assert found.verdict.grade == "verified"
    rows = pq.read_table(out / "rows.parquet")
    assert set(rows["register"].to_pylist()) == {"right"}
    assert set(rows["outcome"].to_pylist()) == {"identical"}
    assert set(pq.read_table(out / "rows-other.parquet")["register"].to_pylist()) == {"other"}
    for path in (out, *out.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077


def test_a_seed_below_zero_is_refused(dump, tmp_path):
    with pytest.raises(UsageError, match="below zero"):
        verify(Options(dump=(dump,), registers=(tmp_path / "right.toml",), seed=-1))

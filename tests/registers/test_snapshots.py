from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits, Step
from telusur.registers.snapshots import versions_sql

DATES = (100, 200, 300, 400)
TOML = """[[snapshot]]
date = 2021-02-01
path = "b.parquet"
[[snapshot]]
date = 2021-01-01
path = "a.parquet"
[[snapshot]]
date = 2021-03-01
path = "c.parquet"
[[key]]
columns = ["no"]
"""
JAN, FEB, MAR = (
    round(datetime(2021, month, 1, tzinfo=UTC).timestamp() * 1_000_000) for month in (1, 2, 3)
)


def test_copies_become_versions(toml, write, opened, rows):
    write("a.parquet", {"no": ["1", "2", "3"], "v": ["a", "a", "a"]})
    write("b.parquet", {"no": ["1", "2"], "v": ["a", "b"]})
    write("c.parquet", {"no": ["1", "2", "3"], "v": ["a", "b", "a"]})
    register = opened(toml(TOML))
    assert rows(register) == [
        ("1", JAN, None, "1", "a"),
        ("2", JAN, FEB, "2", "a"),
        ("2", FEB, None, "2", "b"),
        ("3", JAN, FEB, "3", "a"),
        ("3", MAR, None, "3", "a"),
    ]
    facts = register.facts
    assert facts.history == "snapshots"
    assert [moment.month for moment in facts.snapshot_dates] == [1, 2, 3]
    assert (facts.members, facts.versions) == (3, 5)
    assert facts.warnings == ()


def test_columns_that_not_every_copy_has(toml, write, opened, rows):
    write("a.parquet", {"no": ["1"], "v": ["a"]})
    write("b.parquet", {"no": ["1"], "v": ["a"], "w": ["x"]})
    write("c.parquet", {"w": ["x"], "no": [1]})
    register = opened(toml(TOML))
    assert register.columns == ("no", "v", "w")
    assert [row[1:] for row in rows(register)] == [
        (JAN, FEB, "1", "a", None),
        (FEB, MAR, "1", "a", "x"),
        (MAR, None, "1", None, "x"),
    ]
    assert [one.code for one in register.facts.warnings] == ["snapshot-columns-differ"]


def test_one_copy_is_a_register_as_of_its_date(toml, write, opened, rows):
    write("a.parquet", {"no": ["1"], "v": ["a"]})
    register = opened(
        toml('[[snapshot]]\ndate = 2021-01-01\npath = "a.parquet"\n[[key]]\ncolumns = ["no"]\n')
    )
    assert register.facts.history == "none"
    assert register.facts.as_of == datetime(2021, 1, 1, tzinfo=UTC)
    assert rows(register) == [("1", None, None, "1", "a")]


def test_keys_of_typed_copies_are_found_in_the_last_one(toml, write, opened, rows):
    # `x` stands in the first copy alone, as numbers do: the last one has no such column
    write("a.parquet", {"x": [7, 8, 9], "v": [1.5, 2.0, 2.0], "no": [1, 2, 3]})
    write("c.parquet", {"v": [1.5, 1.5, 3.0], "no": [1, 2, 4]})
    register = opened(
        toml(
            '[[snapshot]]\ndate = 2021-01-01\npath = "a.parquet"\n'
            '[[snapshot]]\ndate = 2021-03-01\npath = "c.parquet"\n'
        )
    )
    assert register.facts.keys == (("no",),)
    assert {row[0] for row in rows(register)} == {"1", "2", "3", "4"}
    assert (JAN, MAR) in {row[1:3] for row in rows(register)}
    codes = {one.code for one in register.facts.warnings}
    assert codes == {"snapshot-columns-differ", "key-inferred"}


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    made = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("work"), threads=1))
    yield made
    made.close()


ROW = st.tuples(st.integers(0, 3), st.sampled_from("mn"), st.sampled_from(["a", "b", None]))


def model(rows):
    """Versions, read off copy by copy for each member and value."""
    versions = set()
    for member, value in {(m, v) for _, m, v in rows}:
        since = None
        for at, date in enumerate(DATES):
            present = (at, member, value) in rows
            if present and since is None:
                since = date
            if not present and since is not None:
                versions.add((member, since, date, value))
                since = None
        if since is not None:
            versions.add((member, since, None, value))
    return versions


@given(rows=st.lists(ROW, min_size=1, max_size=14))
def test_versions_follow_the_model(lasting, rows):
    lasting.load(
        "copies",
        pa.table(
            {
                "copy_": pa.array([r[0] for r in rows], pa.int32()),
                "entity_": pa.array([r[1] for r in rows], pa.string()),
                "r0": pa.array([r[2] for r in rows], pa.string()),
            }
        ),
    )
    lasting.run(Step("made", versions_sql("copies", DATES, 1)))
    found = lasting.collect("SELECT entity_, from_us, to_us, r0 FROM made").to_pylist()
    assert len(found) == len({tuple(one.values()) for one in found})
    assert {tuple(one.values()) for one in found} == model(set(rows))

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Column, Limits
from telusur.registers.canonical import entity_of, fingerprint, instant_of, text_of


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("work"), threads=1))
    yield made
    made.close()


def texts(engine, values, kind):
    engine.load("typed", pa.table({"v": pa.array(values, kind)}))
    column = engine.columns("typed")[0]
    return engine.collect(f"SELECT {text_of(column)} AS t FROM typed")["t"].to_pylist()


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (
            [1.0, 0.1, -2.5, 1e15, None],
            pa.float64(),
            ["1", "0.1", "-2.5", "1000000000000000", None],
        ),
        ([Decimal("1.50"), Decimal("2.00")], pa.decimal128(9, 2), ["1.5", "2"]),
        ([100, -7], pa.int32(), ["100", "-7"]),
        ([date(1990, 1, 2)], pa.date32(), ["1990-01-02"]),
        (
            [
                datetime(2021, 5, 6, 7, 8, 9, tzinfo=UTC),
                datetime(1969, 12, 31, 23, 59, 59, 120000, tzinfo=UTC),
            ],
            pa.timestamp("us", tz="UTC"),
            ["2021-05-06 07:08:09", "1969-12-31 23:59:59.12"],
        ),
        ([True, False], pa.bool_(), ["true", "false"]),
        ([" a ", ""], pa.string(), [" a ", ""]),
    ],
)
def test_typed_values_as_text(engine, values, kind, expected):
    assert texts(engine, values, kind) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-05-20", datetime(2021, 5, 20, tzinfo=UTC)),
        ("2021-05-20 07:00:00", datetime(2021, 5, 20, 7, tzinfo=UTC)),
        ("2021-05-20T07:00:00+07:00", datetime(2021, 5, 20, tzinfo=UTC)),
        (" 2021-05-20T07:00:00.5Z ", datetime(2021, 5, 20, 7, 0, 0, 500000, tzinfo=UTC)),
        ("", None),
        ("20/05/2021", None),
        ("2021-13-45", None),
        ("infinity", None),
    ],
)
def test_text_instants_are_iso_and_naive_is_utc(engine, text, expected):
    engine.load("times", pa.table({"v": [text]}))
    us = engine.collect(f"SELECT {instant_of(Column('v', 'VARCHAR'))} AS u FROM times")["u"][0]
    want = None if expected is None else round(expected.timestamp() * 1_000_000)
    assert us.as_py() == want


VALUES = st.one_of(st.none(), st.text(alphabet="a1:-\x1f é", max_size=3))


@given(pairs=st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=12))
def test_fingerprints_are_equal_exactly_where_rows_are(engine, pairs):
    engine.load(
        "f",
        pa.table(
            {
                "a": pa.array([p[0] for p in pairs], pa.string()),
                "b": pa.array([p[1] for p in pairs], pa.string()),
            }
        ),
    )
    found = engine.collect(f"SELECT a, b, {fingerprint(['a', 'b'])} AS f FROM f").to_pylist()
    assert len({one["f"] for one in found}) == len(set(pairs))
    assert all(one["f"] for one in found)


def test_entity_of_several_columns(engine):
    engine.load("e", pa.table({"a": [" 1 ", None, "  ", "1"], "b": ["2", "3", "", None]}))
    found = engine.collect(f"SELECT {entity_of(['a', 'b'])} AS e FROM e")["e"].to_pylist()
    assert found == ["1\x1f2", "\x1f3", None, "1\x1f"]

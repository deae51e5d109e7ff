from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import RegisterError
from telusur.registers.versions import settle

TOML = """[source]
path = "h.parquet"
[history]
valid_from = "valid_from"
valid_to = "valid_to"
ignore = ["batch"]
[[key]]
columns = ["no"]
"""
DAY_US = 86_400_000_000


def history(extra=()):
    """A hundred members with one version each, then ``extra`` (no, value, from, to)."""
    made = [(f"m{n:03}", "a", "2020-01-01", "") for n in range(100)] + list(extra)
    no, value, start, end = (list(part) for part in zip(*made, strict=True))
    return {"no": no, "v": value, "valid_from": start, "valid_to": end, "batch": no}


def codes(register):
    return [one.code for one in register.facts.warnings]


def test_history_is_read(toml, write, opened, rows):
    write(
        "h.parquet", history([("x", "a", "2020-01-01", "2021-01-01"), ("x", "b", "2021-01-01", "")])
    )
    register = opened(toml(TOML))
    assert register.columns == ("no", "v")
    assert rows(register)[-2:] == [
        ("x", 18262 * DAY_US, 18628 * DAY_US, "x", "a"),
        ("x", 18628 * DAY_US, None, "x", "b"),
    ]
    facts = register.facts
    assert (facts.members, facts.versions, facts.history) == (101, 102, "versions")
    assert facts.first_change == datetime(2020, 1, 1, tzinfo=UTC)
    assert facts.last_change == datetime(2021, 1, 1, tzinfo=UTC)
    assert codes(register) == []


def test_equal_overlaps_collapse_with_a_warning(toml, write, opened, rows):
    twice = ("x", "a", "2020-01-01", "2021-01-01")
    longer = ("x", "a", "2020-06-01", "2021-06-01")
    write("h.parquet", history([twice, twice, longer]))
    register = opened(toml(TOML))
    assert codes(register) == ["versions-overlap-equal"]
    assert "2 rows" in register.facts.warnings[0].text
    assert [row[:3] for row in rows(register)][-1] == ("x", 18262 * DAY_US, 18779 * DAY_US)
    assert register.facts.versions == 101


def test_unequal_overlaps_are_said_up_to_one_percent_and_refused_beyond(toml, write, opened):
    clash = [("m001", "b", "2020-06-01", "")]
    write("h.parquet", history(clash))
    register = opened(toml(TOML))
    assert codes(register) == ["versions-overlap-unequal"]
    assert register.facts.versions == 101
    write("more.parquet", history([*clash, ("m002", "b", "2020-06-01", "")]))
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML.replace("h.parquet", "more.parquet")))
    assert caught.value.code == "history-overlaps"
    assert "2 of 100 members" in str(caught.value)


def test_versions_that_end_before_they_start(toml, write, opened):
    write("h.parquet", history([("x", "a", "2021-01-01", "2020-01-01")]))
    register = opened(toml(TOML))
    assert codes(register) == ["versions-never-valid"]
    assert register.facts.members == 100
    backwards = [(f"x{n}", "a", "2021-01-01", "2020-01-01") for n in range(9)]
    write("h.parquet", history(backwards))
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert caught.value.code == "history-inverted"


def test_times_that_are_none(toml, write, opened):
    for start, end in (("soon", ""), ("", ""), ("2020-01-01", "31/12/2020")):
        write("h.parquet", history([("x", "a", start, end)]))
        with pytest.raises(RegisterError) as caught:
            opened(toml(TOML))
        assert caught.value.code == "history-unreadable"
        assert "1 of 101" in str(caught.value)
        assert "soon" not in str(caught.value)


def test_the_last_day_of_databases_is_still_valid(toml, write, opened, rows):
    write("h.parquet", history([("x", "a", "2020-01-01", "9999-12-31")]))
    assert rows(opened(toml(TOML)))[-1][2] is None


def test_a_key_that_repeats_without_history(toml, write, opened):
    text = '[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n'
    numbers = [str(n) for n in range(200)]
    write("d.parquet", {"no": [*numbers, "1"], "v": ["a"] * 201})
    register = opened(toml(text))
    assert codes(register) == ["versions-overlap-equal"]
    assert register.facts.versions == 200
    write("d.parquet", {"no": ["1", "1", "2"], "v": ["a", "b", "c"]})
    with pytest.raises(RegisterError) as caught:
        opened(toml(text))
    assert caught.value.code == "key-not-unique"


def test_rows_without_a_key_are_said(toml, write, opened):
    text = '[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n'
    write("d.parquet", {"no": ["1", " ", None], "v": ["a", "b", "c"]})
    register = opened(toml(text))
    assert codes(register) == ["rows-without-key"]
    assert register.facts.members == 1


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    made = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("work"), threads=1))
    yield made
    made.close()


VERSION = st.tuples(
    st.sampled_from(["m", "n"]), st.integers(0, 8), st.one_of(st.none(), st.integers(1, 5)),
    st.sampled_from(["a", "b", None]),
)  # fmt: skip


def model(versions):
    """What `settle` should leave, moment by moment, and which members contradict themselves."""
    open_until = 20
    spans = [(e, f, open_until if n is None else f + n, v) for e, f, n, v in versions]
    valid = {
        (e, t): {v for e2, f, to, v in spans if e2 == e and f <= t < to}
        for e in ("m", "n")
        for t in range(open_until)
    }
    return {key: values for key, values in valid.items() if values}


@given(versions=st.lists(VERSION, min_size=1, max_size=7))
def test_collapsing_changes_no_moment(lasting, versions):
    filler = [f"f{n}" for n in range(300)]
    end = [None if n is None else f + n for _, f, n, _ in versions]
    lasting.load(
        "given",
        pa.table(
            {
                "entity_": pa.array([v[0] for v in versions] + filler, pa.string()),
                "from_us": pa.array([v[1] for v in versions] + [0] * 300, pa.int64()),
                "to_us": pa.array([*end, *[None] * 300], pa.int64()),
                "r0": pa.array([v[3] for v in versions] + filler, pa.string()),
            }
        ),
    )
    settled = settle(lasting, "given", 1, history=True, file="reg")
    left = lasting.collect(
        f"SELECT entity_, from_us, to_us, r0 FROM \"{settled.relation}\" WHERE entity_ < 'f' "
        "OR entity_ >= 'g'"
    ).to_pylist()
    kept = [
        (
            r["entity_"],
            r["from_us"],
            None if r["to_us"] is None else r["to_us"] - r["from_us"],
            r["r0"],
        )
        for r in left
    ]
    moments = model(versions)
    assert model(kept) == moments
    for first, second in ((a, b) for i, a in enumerate(kept) for b in kept[i + 1 :]):
        if (first[0], first[3]) == (second[0], second[3]):  # no equal overlap is left
            ends = [f + (99 if n is None else n) for _, f, n, _ in (first, second)]
            assert ends[0] <= second[1] or ends[1] <= first[1]
    unequal = {e for (e, _), values in moments.items() if len(values) > 1}
    said = [one.text for one in settled.notices if one.code == "versions-overlap-unequal"]
    assert said == (
        [f"{len(unequal)} members have unequal versions valid at the same time; all are kept"]
        if unequal
        else []
    )
    assert settled.members == 300 + len({v[0] for v in versions})
    assert settled.versions == 300 + len(kept)

import random

import pyarrow as pa
import pytest

from telusur.model.tables import DumpTable
from telusur.profiling import counting, profile_columns, profile_dump, sampling
from telusur.profiling.kinds import choose


@pytest.fixture
def profiled(engine):
    def profile(columns, seed=0):
        texts = {
            f"c{at}": pa.array(values, pa.string()) for at, values in enumerate(columns.values())
        }
        engine.load("dump", pa.table(texts))
        rows = len(next(iter(columns.values())))
        return profile_dump(engine, DumpTable("dump", "t", tuple(columns), rows), seed)

    return profile


def nik(n, woman):
    birth = f"{n % 28 + 1 + 40 * woman:02}{n % 12 + 1:02}{n % 90 + 10:02}"
    return f"3201{n % 9 + 10:02}{birth}{n % 9998 + 1:04}"


N = 400
COLUMNS = {
    "PSNOKA": [f"{n * 7919 + 10**10:013}" for n in range(N)],
    "NAMA": [f"Sari {chr(65 + n % 26)}ntari" for n in range(N)],
    "NIK": [nik(n, n % 2) for n in range(N)],
    "KK": [nik(n, 0) for n in range(N)],
    "TGLLHR": [f"{n % 28 + 1:02}/{n % 12 + 1:02}/19{n % 50 + 40}" for n in range(N)],
    "TSINPUT": [f"2019-01-{n % 28 + 1:02} {n % 24:02}:10:0{n % 10}" for n in range(N)],
    "NOHP": [f"0812{n:07}" if n % 4 else "" for n in range(N)],
    "EMAIL": [f"u{n}@example.com" if n % 2 else None for n in range(N)],
    "JENKEL": ["LP"[n % 2] for n in range(N)],
    "KOSONG": ["", None, " ", "NULL"] * (N // 4),
    "KDKANTOR": [f"{n % 7 + 900:04}" for n in range(N)],
    "CATATAN": [f"no {n % 3}; x=y" for n in range(N)],
}


def test_each_column_is_told_for_what_it_is(profiled):
    profile, facts = profiled(COLUMNS)
    assert {column.name: column.type for column in profile.columns} == {
        "PSNOKA": "id.noka",
        "NAMA": "person_name",
        "NIK": "id.nik",
        "KK": "id.kk",
        "TGLLHR": "birth_date",
        "TSINPUT": "datetime",
        "NOHP": "id.mobile",
        "EMAIL": "email",
        "JENKEL": "sex",
        "KOSONG": "empty",
        "KDKANTOR": "integer",
        "CATATAN": "text",
    }
    by_name = {column.name: column for column in profile.columns}
    assert by_name["NOHP"].null_share == 0.25
    assert by_name["KOSONG"].null_share == 1.0
    assert by_name["KDKANTOR"].distinct == 7
    assert by_name["PSNOKA"].distinct_method == "exact"
    assert (by_name["CATATAN"].min_length, by_name["CATATAN"].max_length) == (9, 9)
    orders = {fact.name: fact.date_order for fact in facts if fact.date_order}
    assert orders == {"TGLLHR": "dmy", "TSINPUT": "ymd"}
    assert [fact.position for fact in facts] == list(range(len(COLUMNS)))
    shapes = {fact.name: fact.shapes[0] for fact in facts if fact.shapes}
    assert shapes["PSNOKA"] == ("9" * 13, 1.0)
    assert shapes["CATATAN"] == ("xx 9? x?x", 1.0)


def test_no_value_leaves_the_engine(profiled):
    profile, facts = profiled(COLUMNS)
    shown = profile.model_dump_json() + repr(facts)
    for values in COLUMNS.values():
        assert not any(
            value in shown for value in values if value and len(value) > 4 and value != "NULL"
        )


def test_examples_are_masked_and_drawn_by_the_seed(profiled):
    columns = {"a": [f"{'x' * (n % 9)}-{n}" for n in range(200)]}
    first, again, other = (profiled(columns, seed)[0].columns[0] for seed in (0, 0, 1))
    assert first.masked_examples == again.masked_examples
    assert len(first.masked_examples) == 3
    assert first.masked_examples != other.masked_examples


def test_nothing_depends_on_the_order_of_rows(profiled, monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE_ROWS", 120)
    monkeypatch.setattr("telusur.profiling.kinds.TRIAL_ROWS", 50)
    order = list(range(N))
    random.Random(3).shuffle(order)  # noqa: S311 - an order, no secret
    shuffled = {name: [values[at] for at in order] for name, values in COLUMNS.items()}
    assert profiled(COLUMNS) == profiled(shuffled)


def test_repeats_and_keys(profiled):
    numbers = [str(n) for n in range(50)]
    profile, _ = profiled({"no": [*numbers, "1", "1"], "v": ["a"] * 50 + ["a", "b"]})
    assert profile.duplicate_rows == 1
    assert [(key.columns, key.distinct, key.max_multiplicity) for key in profile.keys] == [
        (("no",), 50, 3)
    ]


def test_a_pair_of_columns_where_none_alone_tells_rows_apart(profiled):
    profile, _ = profiled(
        {
            "a": [str(n // 20) for n in range(400)],
            "b": [str(n % 20) for n in range(400)],
            "c": ["x"] * 400,
        }
    )
    assert [key.columns for key in profile.keys] == [("a", "b")]
    assert profile.keys[0].max_multiplicity == 1


def test_large_dumps_estimate_distinct_values_and_say_so(profiled, monkeypatch):
    monkeypatch.setattr(counting, "EXACT_ROWS", 1000)
    monkeypatch.setattr(counting, "DRAWN_VALUES", 2500)
    profile, _ = profiled({"a": [str(n) for n in range(10_000)], "b": ["x"] * 10_000})
    assert profile.columns[0].distinct_method == counting.ESTIMATED
    assert profile.columns[0].distinct == pytest.approx(10_000, rel=0.1)
    assert profile.duplicate_rows == 0  # always counted


def test_hostile_header_and_values(profiled):
    profile, _ = profiled(
        {'"; DROP TABLE dump; --': ["'; x", "\x1b[31m", "=cmd()"], "": ["", "", ""]}
    )
    assert profile.columns[0].type == "text"
    assert all(sign not in "".join(profile.columns[0].masked_examples) for sign in "\x1b['")


def test_a_header_alone(engine):
    profile, facts = profile_dump(engine, DumpTable(None, "t", ("a", "b"), 0))
    assert [column.type for column in profile.columns] == ["empty", "empty"]
    assert profile.keys == ()
    assert len(facts) == 2


def test_columns_of_any_relation_and_nothing_left_behind(engine):
    engine.load("register", pa.table({"r0": ["1", "2"], "r1": ["2020-01-31", "2020-02-01"]}))
    facts = profile_columns(engine, "register", [("tgl", "r1"), ("no", "r0")])
    assert [(fact.name, fact.type, fact.date_order) for fact in facts] == [
        ("tgl", "date", "ymd"),
        ("no", "integer", None),
    ]
    assert facts[0].unique
    assert profile_columns(engine, "register", []) == ()
    for part in ("rows", "rows_raw", "trial", "tall"):
        with pytest.raises(Exception, match="could not"):
            engine.columns(f"register_profile_{part}")


def test_no_rows(profiled):
    profile, _ = profiled({"a": []})
    assert profile.columns[0].null_share == 1.0
    assert profile.keys == ()


@pytest.mark.parametrize(
    ("name", "shares", "expected"),
    [
        ("x", {}, "text"),
        ("x", {"id.kk": 1.0, "id.nik": 1.0, "integer": 1.0}, "id.kk"),
        ("NIK", {"id.kk": 1.0, "id.nik": 1.0, "integer": 1.0}, "id.nik"),
        ("nik_lama", {"id.nik": 0.6, "integer": 1.0}, "id.nik"),  # padded with invented numbers
        ("x", {"id.nik": 0.6, "integer": 1.0}, "integer"),
        ("x", {"person_name": 1.0}, "text"),  # any words look like a name
        ("nama_ibu", {"person_name": 1.0}, "person_name"),
        ("total", {"id.noka": 1.0, "integer": 1.0}, "id.noka"),  # a wide type's hint is weak
        ("noKartu", {"id.noka": 1.0, "phone": 1.0}, "id.noka"),
    ],
)
def test_choosing_between_types_that_fit(name, shares, expected):
    assert choose(name, 10, shares)[0] == expected

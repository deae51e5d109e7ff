"""A hand-made register and dump: outcomes seen by eye, and against a plain reference."""

from __future__ import annotations

import hashlib
import hmac

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, DumpTable, Mapping, RegisterTable
from telusur.records import link, rows_sql, settle, try_decoys, untested
from telusur.vocabulary.keyed import Key

COLUMNS = ("no", "alt", "name", "office")


def text(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


def compare(engine, versions, rows, *, moment=None, keys=((0,), (1,)), prefix="v_"):
    """``versions``: (from, to, no, alt, name, office); ``rows``: (no, alt, name, office)."""
    starts, ends, *values = zip(*versions, strict=True)
    engine.load(
        "reg",
        pa.table(
            {
                "entity_": text(list(values[0])),
                "from_us": pa.array(starts, pa.int64()),
                "to_us": pa.array(ends, pa.int64()),
                **{f"r{i}": text(list(column)) for i, column in enumerate(values)},
            }
        ),
    )
    numbers = range(1, len(rows) + 1)
    engine.load(
        "dump",
        pa.table(
            {
                "row_": pa.array(numbers, pa.int64()),
                "file_": pa.array([0] * len(rows), pa.int32()),
                "line_": pa.array([number + 1 for number in numbers], pa.int64()),
                **{f"c{i}": text(list(column)) for i, column in enumerate(zip(*rows, strict=True))},
            }
        ),
    )
    dump = DumpTable("dump", "dump", COLUMNS, len(rows))
    register = RegisterTable(
        spec=None,
        facts=RegisterFacts(name="reg", holder="h", history="versions"),
        columns=COLUMNS,
        relation="reg",
        sample=None,
    )
    pairs = tuple(
        ColumnPair(i, i, name, name, "text", None, None, 1.0) for i, name in enumerate(COLUMNS)
    )
    mapping = Mapping("reg", pairs, keys)
    links = link(engine, dump, register, mapping, prefix)
    decoys = try_decoys(engine, links, register, mapping, prefix, 0)
    return dump, links, settle(engine, dump, links, "reg", prefix, moment, decoys)


def outcomes(engine, dump, links, tmp_path, prefix="v_"):
    path = tmp_path / "rows.parquet"
    engine.write_parquet(rows_sql(engine, dump, links, prefix, "reg", Key(b"k" * 32)), path)
    return pq.read_table(path)


VERSIONS = [
    (0, 10, "A1", "x1", "Ana", "01"),
    (10, 20, "A1", "x1", "Ana", "02"),
    (20, None, "A1", "x1", "Ana Lestari", "02"),
    (0, None, "B2", "x2", "Budi", "01"),
    (12, None, "C3", "x3", "Citra", "03"),
]
ROWS = [
    ("A1", "x1", "Ana", "02"),  # the version of 10..20
    ("A1", "x1", "Ana", "01"),  # an earlier one
    ("A1", "x1", "ANA LESTARI ", "02"),  # a later one, in other case and spacing
    ("A1", "x1", "Ana", "09"),  # no version
    ("B2", "x2", " budi", "01"),  # always
    (None, "x3", "Citra", "03"),  # found by the second key; its number is missing
    ("ZZ", "zz", "Nobody", "01"),  # no such member
    (None, None, "Ghost", "01"),  # nothing to match on
    ("C3", "x3", "Citra", "03"),
]


def test_each_row_gets_the_outcome_of_its_definition(engine, tmp_path):
    dump, links, found = compare(engine, VERSIONS, ROWS, moment=15)
    table = outcomes(engine, dump, links, tmp_path)
    assert table["outcome"].to_pylist() == [
        "identical",
        "former",
        "former",
        "changed",
        "identical",
        "changed",
        "absent",
        "unusable",
        "identical",
    ]
    assert found.outcome.total() == len(ROWS)
    assert found.outcome_detail["former_earlier"] == 1
    assert found.outcome_detail["former_later"] == 1
    assert found.distinct_people == 3
    assert found.match_rate.successes == 7
    assert found.match_rate.trials == 8
    assert found.keys_used == (("no",), ("alt",))
    assert table["key"].to_pylist() == [0, 0, 0, 0, 0, 1, None, None, 0]


def test_the_moment_decides_between_identical_and_former(engine):
    _, _, early = compare(engine, VERSIONS, ROWS[:3], moment=5)
    assert (early.outcome.identical, early.outcome.former) == (1, 2)
    _, _, undated = compare(engine, VERSIONS, ROWS[:3])
    assert undated.outcome.identical == 3


def test_agreement_per_column_counts_the_version_that_speaks_for_the_row(engine):
    _, _, found = compare(engine, VERSIONS, ROWS, moment=15)
    agree = {one.dump: (one.agree, one.compared) for one in found.agreement}
    assert agree == {"no": (6, 7), "alt": (7, 7), "name": (6, 7), "office": (5, 7)}
    assert all(one.low <= one.rate <= one.high for one in found.agreement)


def test_rows_parquet_holds_keyed_references_and_no_plain_value(engine, tmp_path):
    dump, links, _ = compare(engine, VERSIONS, ROWS, moment=15)
    table = outcomes(engine, dump, links, tmp_path)
    assert table["row"].to_pylist() == list(range(1, len(ROWS) + 1))
    assert table["line"].to_pylist() == list(range(2, len(ROWS) + 2))
    secret = Key(b"k" * 32).subkey("reference", "reg").secret
    expected = hmac.new(secret, b"A1", hashlib.sha256).hexdigest()[:32]
    assert table["member"].to_pylist()[:4] == [expected] * 4
    assert table["member"].to_pylist()[6] is None
    raw = (tmp_path / "rows.parquet").read_bytes()
    assert not any(value in raw for value in (b"Ana", b"Lestari", b"Citra", b"Ghost"))


def test_agreement_bits_name_the_columns_that_agree(engine, tmp_path):
    dump, links, _ = compare(engine, VERSIONS, ROWS, moment=15)
    bits = outcomes(engine, dump, links, tmp_path)["agreement_0"].to_pylist()
    assert bits[0] == 0b1111
    assert bits[3] == 0b0111  # all but the office
    assert bits[6] is None


def test_more_columns_than_a_word_holds(engine, tmp_path):
    wide = 70
    engine.load(
        "reg",
        pa.table(
            {
                "entity_": text(["1", "2"]),
                "from_us": pa.array([None, None], pa.int64()),
                "to_us": pa.array([None, None], pa.int64()),
                **{f"r{i}": text([f"{i}a", f"{i}b"]) for i in range(wide)},
            }
        ),
    )
    engine.load(
        "dump",
        pa.table(
            {
                "row_": pa.array([1, 2], pa.int64()),
                "file_": pa.array([0, 0], pa.int32()),
                "line_": pa.array([2, 3], pa.int64()),
                **{f"c{i}": text([f"{i}a", "other" if i == 65 else f"{i}b"]) for i in range(wide)},
            }
        ),
    )
    names = tuple(f"n{i}" for i in range(wide))
    pairs = tuple(ColumnPair(i, i, f"n{i}", f"n{i}", "text", None, None, 1.0) for i in range(wide))
    register = RegisterTable(None, RegisterFacts(name="reg", holder="h"), names, "reg", None)
    dump = DumpTable("dump", "dump", names, 2)
    mapping = Mapping("reg", pairs, ((0,),))
    links = link(engine, dump, register, mapping, "w_")
    assert links.words == ("w0", "w1")
    decoys = try_decoys(engine, links, register, mapping, "w_", 0)
    found = settle(engine, dump, links, "reg", "w_", None, decoys)
    assert (found.outcome.identical, found.outcome.changed) == (1, 1)
    assert [one.agree for one in found.agreement] == [1 if i == 65 else 2 for i in range(wide)]


def many(size: int, offset: int = 0):
    return [
        (0, None, f"{i * 7919 % 999_983:06d}", f"x{i}", f"name {i}", f"{i % 9}")
        for i in range(offset, offset + size)
    ]


def test_rows_that_only_carry_a_members_key_are_told_from_his(engine):
    versions = many(600)
    rows = [version[2:] for version in versions[:300]]
    shifted = versions[301:] + versions[:1]
    torn = [
        (mine[2], other[3], other[4], other[5])
        for mine, other in zip(versions[300:], shifted, strict=True)
    ]
    _, _, found = compare(engine, versions, rows + torn, keys=((0,),))
    assert found.match_rate.value == 1
    assert found.consistent is not None
    assert found.consistent.successes == 300
    assert found.outcome_detail["changed_inconsistent"] == 300
    assert found.decoys.swap.tried > 500
    assert found.decoys.swap.matched == 0


def test_decoys_measure_chance_in_a_dense_register_and_its_absence_in_a_sparse_one(engine):
    dense = [(0, None, str(i), f"x{i}", f"name {i}", "1") for i in range(1_000, 9_000)]
    rows = [version[2:] for version in dense if int(version[2]) * 7_919 % 101 < 30]
    _, _, found = compare(engine, dense, rows, keys=((0,),))
    assert found.decoys.chance.tried > 500
    assert found.decoys.chance.matched > 0.5 * found.decoys.chance.tried
    assert found.decoys.null.matched == 0
    _, _, sparse = compare(
        engine, many(2_000), [version[2:] for version in many(1_000)], keys=((0,),)
    )
    assert sparse.decoys.chance.upper_bound < 0.05


def test_decoys_are_drawn_even_where_the_pattern_gives_back_the_dumps_own_keys(engine):
    versions = [(0, None, str(i), f"x{i}", f"name {i}", "1") for i in range(1_000, 5_000)]
    _, _, found = compare(engine, versions, [v[2:] for v in versions[::4]], keys=((0,),))
    assert found.decoys.chance.tried > 0
    assert found.decoys.chance.matched > 0


def test_a_placeholder_key_names_nobody(engine):
    versions = [(0, None, f"n{i}", "00000", f"name {i}", "1") for i in range(20)]
    _, _, found = compare(engine, versions, [("none", "00000", "name 3", "1")] * 2)
    assert found.outcome.absent == 2


def test_of_several_members_under_one_key_the_best_agreeing_is_taken(engine, tmp_path):
    versions = [(0, None, "n1", "s", "Ana", "1"), (0, None, "n2", "s", "Budi", "2")]
    dump, links, _ = compare(engine, versions, [("zz", "s", "Budi", "2")])
    member = outcomes(engine, dump, links, tmp_path)["member"].to_pylist()[0]
    assert member == Key(b"k" * 32).subkey("reference", "reg").reference("n2")


def test_nothing_to_match_on_leaves_every_row_unusable():
    found = untested("reg", 7, 5)
    assert found.outcome.unusable == 7
    assert (found.match_rate.low, found.match_rate.high) == (0, 1)
    assert found.consistent is None


word = st.sampled_from(["a", "b", "c"])
row = st.tuples(st.sampled_from(["1", "2", "3", "9", None]), word, word, word)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    states=st.lists(st.tuples(word, word, word), min_size=2, max_size=4),
    rows=st.lists(row, min_size=1, max_size=12),
    moment=st.integers(0, 40),
)
def test_outcomes_equal_a_plain_reference(engine, states, rows, moment):
    """Members 1 to 3, each going through ``states`` at times 0, 10, 20, …"""
    versions = []
    for member in ("1", "2", "3"):
        for index, state in enumerate(states):
            end = None if index == len(states) - 1 else (index + 1) * 10
            versions.append((index * 10, end, member, *state))
    _, _, found = compare(engine, versions, rows, moment=moment, keys=((0,),))
    expected = dict.fromkeys(("identical", "changed", "former", "absent", "unusable"), 0)
    for key, *values in rows:
        if key is None:
            expected["unusable"] += 1
        elif key == "9":
            expected["absent"] += 1
        elif states[min(moment // 10, len(states) - 1)] == tuple(values):
            expected["identical"] += 1
        elif tuple(values) in states:
            expected["former"] += 1
        else:
            expected["changed"] += 1
    assert found.outcome.model_dump() == {**expected, "probable": 0}


def test_the_order_of_rows_changes_nothing(engine):
    versions = many(300)
    rows = [version[2:] for version in versions[:200]] + [
        (versions[i][2], versions[i + 1][3], versions[i + 1][4], "z") for i in range(200, 290)
    ]
    rows += rows[:40]  # repeats, so that several rows speak for one member
    _, _, forwards = compare(engine, versions, rows, keys=((0,),))
    _, _, backwards = compare(engine, versions, rows[::-1], keys=((0,),))
    assert forwards == backwards
    assert forwards.consistent is not None
    assert forwards.consistent.successes == 240


def test_repeats_are_counted_once_among_the_distinct(engine):
    _, _, found = compare(engine, VERSIONS, [*ROWS, *ROWS[:4]], moment=15)
    assert found.distinct_rows == len(ROWS)
    assert found.distinct_outcome is not None
    assert found.distinct_outcome.total() == len(ROWS)
    assert found.outcome.identical - found.distinct_outcome.identical == 1
    assert found.outcome.former - found.distinct_outcome.former == 2


def test_strangers_with_a_running_number_are_nobodys_rows(engine):
    """The second key is a running number that finds a member for anybody who counts."""
    versions = [(0, None, f"{i * 7919 % 999_983:06d}", str(i), f"n {i}", "1") for i in range(600)]
    rows = [(f"{i * 104_729 % 999_979:06d}x", str(i), f"other {i}", "2") for i in range(300)]
    _, _, found = compare(engine, versions, rows)
    assert found.match_rate.value == 1  # the keys are found
    assert found.consistent is not None
    assert found.consistent.high < 0.05  # and the rows are not theirs
    assert found.decoys.chance.upper_bound > 0.1  # nor is the key any proof

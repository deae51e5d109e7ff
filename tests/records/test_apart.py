"""Rows set apart by a fingerprint end where they would have ended one by one."""

from __future__ import annotations

import random
from dataclasses import replace

import pyarrow as pa
import pytest

from telusur.dating import date_copy
from telusur.errors import InternalFault
from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, DumpTable, Mapping, RegisterTable
from telusur.records import apart, drawn, link, rows_sql, settle, try_decoys
from telusur.vocabulary.keyed import Key
from telusur.vocabulary.repeats import row_print

COLUMNS = ("no", "alt", "name", "day")
PAIRS = tuple(
    ColumnPair(i, i, name, name, "date" if name == "day" else "text", None, None, 1.0)
    for i, name in enumerate(COLUMNS)
)
MAPPING = Mapping("reg", PAIRS, ((0,), (1,)))
MEMBERS = 400
NOW = 150


def people(seed: int):
    """Versions of members, and rows: copied, of another time, altered, unknown, without a key."""
    draw = random.Random(seed)  # noqa: S311 - invented people
    versions, rows = [], []
    for at in range(MEMBERS):
        name = f"Nama {draw.randrange(60)} Rekaan {at}"
        day = f"{draw.randrange(1950, 2010)}-0{draw.randrange(1, 10)}-1{draw.randrange(10)}"
        cut = draw.choice([None, 50, 100, 200])
        states = [(0, cut, name, day)] + ([(cut, None, name + " Baru", day)] if cut else [])
        if at % 40 == 0:  # two versions that do not differ in what is compared
            states = [(0, 70, name, day), (70, None, name, day)]
        versions += [(a, b, f"K{at:05d}", f"x{at}", n, d) for a, b, n, d in states]
        valid = next(s for s in states if s[0] <= NOW and (s[1] is None or s[1] > NOW))
        kind = at % 8
        if kind < 4:
            rows.append((f"K{at:05d}", f"x{at}", valid[2], valid[3]))
        elif kind == 4:
            other = draw.choice(states)
            rows.append((f"K{at:05d}", f"x{at}", other[2].lower(), f" {other[3]}"))
        elif kind == 5:
            rows.append((f"K{at:05d}", f"x{at}", "Lain Sekali", valid[3]))
        elif kind == 6:
            rows.append((None, f"x{at}", valid[2], valid[3]))
        else:
            rows.append((f"Z{at:05d}", None, valid[2], valid[3]))
    rows += [(None, "", "Tanpa Kunci", "2001-01-01"), ("-", None, "Tanda", None), *rows[:60]]
    draw.shuffle(rows)
    return versions, rows


def tables(engine, versions, rows):
    starts, ends, *values = zip(*versions, strict=True)
    engine.load(
        "reg",
        pa.table(
            {
                "entity_": pa.array(values[0], pa.string()),
                "from_us": pa.array(starts, pa.int64()),
                "to_us": pa.array(ends, pa.int64()),
                **{f"r{i}": pa.array(column, pa.string()) for i, column in enumerate(values)},
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
                "line_": pa.array(numbers, pa.int64()),
                **{
                    f"c{i}": pa.array(column, pa.string())
                    for i, column in enumerate(zip(*rows, strict=True))
                },
            }
        ),
    )
    facts = RegisterFacts(name="reg", holder="h", history="versions", keys=(("no",), ("alt",)))
    register = RegisterTable(spec=None, facts=facts, columns=COLUMNS, relation="reg", sample=None)
    return DumpTable("dump", "dump", COLUMNS, len(rows)), register


def compared(engine, people_, prefix, moment, mapping=MAPPING):
    """Records, outcome of every row, and the links."""
    dump, register = tables(engine, *people_)
    links = link(engine, dump, register, mapping, prefix)
    decoys = try_decoys(engine, links, register, mapping, prefix, 0)
    records = settle(engine, dump, links, "reg", prefix, moment, decoys)
    sql = rows_sql(engine, dump, links, prefix, "reg", Key(b"k" * 32))
    return records, engine.collect(sql), links, register


@pytest.mark.parametrize("moment", [NOW, 20, None])
@pytest.mark.parametrize("seed", [1, 2])
def test_outcomes_are_those_of_rows_compared_one_by_one(engine, monkeypatch, moment, seed):
    one_by_one, rows, links, _ = compared(engine, people(seed), "a_", moment)
    assert links.far is None
    monkeypatch.setattr(apart, "NEAR_ROWS", 40)
    records, told, links, _ = compared(engine, people(seed), "b_", moment)
    assert links.far is not None
    assert links.far.count > 100
    assert links.found_rows == sum(outcome_of(records))
    same = ("rows", "distinct_rows", "distinct_people", "outcome", "distinct_outcome", "keys_used")
    for name in same:
        assert getattr(records, name) == getattr(one_by_one, name), name
    # ``consistent`` is learnt from the near rows alone, the outcome is not
    for name in ("former_earlier", "former_later", "not_a_member_then"):
        assert records.outcome_detail[name] == one_by_one.outcome_detail[name], name
    for mine, theirs in zip(records.agreement, one_by_one.agreement, strict=True):
        assert (mine.compared, mine.agree) == (theirs.compared, theirs.agree)
    known = ["row", "outcome", "member", "key", "agreement_0"]
    assert told.select(known) == rows.select(known)


def outcome_of(records):
    return records.outcome.identical, records.outcome.changed, records.outcome.former


def test_a_reformatted_dump_is_set_apart_by_its_normalised_values(engine, monkeypatch):
    versions, rows = people(3)
    rows = [(a, b, c and f" {c.upper()}  ", d) for a, b, c, d in rows]
    plain, _, _, _ = compared(engine, (versions, rows), "a_", NOW)
    monkeypatch.setattr(apart, "NEAR_ROWS", 40)
    records, _, links, _ = compared(engine, (versions, rows), "b_", NOW)
    assert links.far.count > 100
    assert records.outcome == plain.outcome


def test_dates_in_two_orders_are_not_equal_as_read(engine, monkeypatch):
    """03/04/2001 on both sides is another day where the sides write days in different orders."""
    versions = [(0, None, f"K{at}", f"x{at}", f"N{at}", "03/04/2001") for at in range(200)]
    rows = [(f"K{at}", f"x{at}", f"N{at}", "03/04/2001") for at in range(200)]
    day = replace(PAIRS[3], dump_date_order="mdy", register_date_order="dmy")
    mapping = replace(MAPPING, pairs=(*PAIRS[:3], day))
    monkeypatch.setattr(apart, "NEAR_ROWS", 40)
    records, _, links, _ = compared(engine, (versions, rows), "v_", None, mapping)
    assert links.far.count == 0
    assert (records.outcome.identical, records.outcome.changed) == (0, 200)


def test_members_alike_in_all_that_is_compared_stay_near(engine, monkeypatch):
    """The register tells them apart by a key that the dump lacks."""
    versions = [(0, None, f"K{at}", "", f"N{at // 2}", "2001-01-01") for at in range(200)]
    rows = [("", "", f"N{at}", "2001-01-01") for at in range(100)]
    mapping = Mapping("reg", PAIRS[2:], ((0,),))
    monkeypatch.setattr(apart, "NEAR_ROWS", 40)
    dump, register = tables(engine, versions, rows)
    links = link(engine, dump, register, mapping, "v_")
    assert links.far.count == 0


def test_the_date_is_learnt_from_all_rows_of_the_members_drawn(engine, monkeypatch):
    monkeypatch.setattr(apart, "NEAR_ROWS", 120)
    _, _, links, register = compared(engine, people(5), "v_", NOW)
    small, members = drawn(engine, links, register, "v_")
    assert small.far is None
    assert 0 < small.drawn_share < 1
    assert 0 < small.found_rows < links.found_rows
    dated = date_copy(engine, small, members, "v_")
    assert dated.status == "dated"
    assert any("drawn by hash" in one for one in dated.basis)


def test_fingerprints_that_lie_are_found_out(engine, monkeypatch):
    monkeypatch.setattr(apart, "NEAR_ROWS", 40)
    monkeypatch.setattr(apart, "row_print", lambda values, salt: row_print(values[:1], salt))
    with pytest.raises(InternalFault) as raised:
        compared(engine, people(1), "v_", NOW)
    assert raised.value.code == "fingerprints-differ"


def test_swapped_and_repeated_values_do_not_cancel(engine):
    """Hashes joined by xor alone would take (a, b) for (b, a), and (a, a) for (b, b)."""

    def printed(first, second):
        made = row_print([f"'{first}'", f"'{second}'"])
        return engine.collect(f"SELECT {made} AS p")["p"][0].as_py()

    assert len({printed(a, b) for a in "abcd" for b in "abcd"}) == 16

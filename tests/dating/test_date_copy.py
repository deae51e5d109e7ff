"""Small histories whose answer can be seen by eye."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from telusur.dating import date_copy
from telusur.dating.basis import NO_ROW_BELONGS
from telusur.dating.likelihood import weight
from telusur.dating.moments import instant, micros
from telusur.model.register import RegisterFacts
from telusur.model.tables import ColumnPair, LinkTable, RegisterTable


def day(number: int) -> datetime:
    return datetime(2021, 1, number, tzinfo=UTC)


def register(history: str = "versions", **facts: object) -> RegisterTable:
    return RegisterTable(
        spec=None,
        facts=RegisterFacts(name="r", holder="h", history=history, **facts),
        columns=("k", "v"),
        relation="reg",
        sample=None,
    )


def links(rows: int, columns: int = 2) -> LinkTable:
    pairs = tuple(
        ColumnPair(i, i, f"d{i}", f"r{i}", "text", None, None, 1.0) for i in range(columns)
    )
    return LinkTable(
        links="links",
        found="found",
        unusable="none",
        values="none",
        versions="none",
        pairs=pairs,
        keys=((0,),),
        rows=rows,
        found_rows=rows,
        weighed=True,
        by_chance=(None,) * columns,
    )


def load(engine, versions, bits):
    """``versions``: (member, from day, to day or None); ``bits``: agreement of its one row."""
    at = [
        (str(member), micros(day(start)), micros(day(end)) if end else None)
        for member, start, end in versions
    ]
    columns = list(zip(*at, strict=True))
    members = sorted({member for member, _, _ in at})
    engine.load(
        "reg",
        pa.table(
            {
                "entity_": columns[0],
                "from_us": pa.array(columns[1], pa.int64()),
                "to_us": pa.array(columns[2], pa.int64()),
            }
        ),
    )
    engine.load(
        "links",
        pa.table(
            {
                "row_": pa.array([members.index(member) for member in columns[0]], pa.int64()),
                "entity_": columns[0],
                "from_us": pa.array(columns[1], pa.int64()),
                "to_us": pa.array(columns[2], pa.int64()),
                "w0": pa.array(bits, pa.int64()),
                "agreed": pa.array([bit.bit_count() for bit in bits], pa.int64()),
            }
        ),
    )
    engine.load(
        "found",
        pa.table(
            {
                "row_": pa.array(range(len(members)), pa.int64()),
                "entity_": members,
                "consistent": [True] * len(members),
            }
        ),
    )
    return len(members)


def test_the_copy_lies_between_the_changes_that_it_shows_and_the_ones_it_does_not(engine):
    # many members change on the 5th (the copy shows the new value) and on the 9th (it does not)
    versions, bits = [], []
    for member in range(40):
        versions += [(member, 1, 5), (member, 5, 9), (member, 9, None)]
        bits += [1, 3, 1]
    rows = load(engine, versions, bits)
    found = date_copy(engine, links(rows), register(last_change=day(9)), "d_")
    assert found.status == "dated"
    assert (found.earliest, found.latest) == (day(5), day(9))
    assert found.best == day(7)
    assert found.confidence == 0.99
    assert not found.open_start
    assert not found.open_end


def test_a_value_that_came_back_does_not_mislead(engine):
    versions, bits = [], []
    for member in range(40):
        versions += [(member, 1, 3), (member, 3, 5), (member, 5, None)]
        bits += [3, 1, 3] if member % 2 else [1, 1, 3]
    rows = load(engine, versions, bits)
    found = date_copy(engine, links(rows), register(last_change=day(9)), "d_")
    assert found.earliest == day(5)


def test_an_open_end_closes_at_the_claim_then_the_register(engine):
    versions = [(member, 1, None) if member else (0, 6, None) for member in range(30)]
    versions += [(member, 6, None) for member in range(30, 60)]
    rows = load(engine, versions, [3] * 60)
    handle = register(last_change=day(8), as_of=day(20))
    claimed = date_copy(engine, links(rows), handle, "d_", posted_at=day(12))
    assert (claimed.earliest, claimed.latest, claimed.open_end) == (day(6), day(12), True)
    assert date_copy(engine, links(rows), handle, "d_").latest == day(20)
    bare = register(last_change=day(8))
    assert date_copy(engine, links(rows), bare, "d_").latest == day(8)


def test_values_newer_than_the_claim_are_said(engine):
    versions = [(member, 1, 6) for member in range(30)] + [(m, 6, None) for m in range(30)]
    rows = load(engine, versions, [1] * 30 + [3] * 30)
    found = date_copy(engine, links(rows), register(last_change=day(8)), "d_", posted_at=day(2))
    assert any("newer than the claim" in reason for reason in found.basis)
    assert len(found.explained) == len(found.basis)


@pytest.mark.parametrize("reason", ["no history", "no row found", "nothing changed"])
def test_what_cannot_be_told_has_a_reason_and_no_date(engine, reason):
    rows = load(engine, [(member, 1, None) for member in range(30)], [3] * 30)
    handle, table = register(last_change=day(1)), links(rows)
    if reason == "no history":
        handle = register("none")
    if reason == "no row found":
        table = links(0)
    found = date_copy(engine, table, handle, "d_")
    assert found.status == "cannot_tell"
    assert found.best is None
    assert found.basis


def test_snapshots_give_their_neighbours(engine):
    # the copy is the second of three snapshots
    versions, bits = [], []
    for member in range(40):
        versions += [(member, 1, 10), (member, 10, 20), (member, 20, None)]
        bits += [1, 3, 1]
    rows = load(engine, versions, bits)
    handle = register("snapshots", snapshot_dates=(day(1), day(10), day(20)), last_change=day(20))
    found = date_copy(engine, links(rows), handle, "d_")
    assert (found.earliest, found.best, found.latest) == (day(1), day(10), day(20))


def test_missing_members_date_a_copy_that_covers_the_register(engine):
    # 40 members from the 1st; 3 more join on the 5th and are not in the copy
    versions = [(member, 1, None) for member in range(100, 140)]
    rows = load(engine, versions, [3] * 40)
    late = [(str(member), micros(day(5)), None) for member in range(3)]
    held = engine.collect("SELECT entity_, from_us, to_us FROM reg")
    engine.load(
        "reg",
        pa.concat_tables(
            [
                held,
                pa.table(
                    {
                        "entity_": [member for member, _, _ in late],
                        "from_us": pa.array([start for _, start, _ in late], pa.int64()),
                        "to_us": pa.array([None] * 3, pa.int64()),
                    }
                ),
            ]
        ),
    )
    found = date_copy(engine, links(rows), register(last_change=day(9)), "d_")
    assert found.status == "dated"
    assert (found.earliest, found.latest) == (day(1), day(5))
    assert found.open_start


def test_the_curve_is_bounded_and_in_order(engine):
    versions, bits = [], []
    for member in range(900):
        start = 1 + member % 28
        versions += [(member, start, None)]
        bits += [3]
    rows = load(engine, versions, bits)
    found = date_copy(engine, links(rows), register(last_change=day(30)), "d_")
    assert 2 <= len(found.curve) <= 400
    assert [moment.at for moment in found.curve] == sorted(moment.at for moment in found.curve)


def test_weights_fall_with_the_error_rate():
    assert weight(0, 1_000) > weight(10, 1_000) > weight(200, 1_000) > 0
    assert weight(500, 1_000) == 0
    assert weight(10, 1_000, dispersion=2.0) == pytest.approx(weight(10, 1_000) / 2, abs=1)


def test_instants_survive_the_round_trip():
    moment = datetime(2021, 5, 12, 3, 4, 5, 678901, tzinfo=UTC)
    assert instant(micros(moment)) == moment


def test_strangers_rows_are_not_dated(engine):
    # running numbers of another holder: every key is found, no row is the member's
    versions, bits = [], []
    for member in range(40):
        versions += [(member, 1, 5), (member, 5, None)]
        bits += [1, 1]
    rows = load(engine, versions, bits)
    strangers = engine.collect("SELECT row_, entity_, false AS consistent FROM found")
    engine.drop("found")
    engine.load("found", strangers)
    found = date_copy(engine, links(rows), register(last_change=day(9)), "d_")
    assert found.status == "cannot_tell"
    assert found.basis == (NO_ROW_BELONGS.en,)

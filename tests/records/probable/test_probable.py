"""Rows without their key, linked by their other columns: who is who is known."""

from __future__ import annotations

import logging

import numpy as np
import pyarrow.parquet as pq
import pytest
from left_over import loaded, people, slip

from telusur.records import (
    link_left,
    rows_sql,
    untested,
    untested_rows_sql,
    with_probable,
    without_key,
)
from telusur.records.probable import find, interface, rows, splinked
from telusur.vocabulary.keyed import Key

MEMBERS = people(700)
STRANGERS = people(120, seed=2)
KEY = Key(b"k" * 32)
WHOLE, BROKEN, NOBODY = 400, 120, 120
HOSTILE = [
    "'; DROP TABLE members; --",
    'O"BRIEN `$(id)`',
    "=HYPERLINK(A1)",
    "+62\t@SUM(1)",
    "NUL\0INSIDE",
    "{{7*7}} ${x} %s %(y)s",
    "l.unique_id = r.unique_id",
    "\u202eGNAHABU\ud7ff",
]


def damaged() -> list[tuple[str | None, ...]]:
    """Rows as they stand, then members whose key and one more value are wrong, then strangers."""
    broken = []
    for at, (_, name, born, village, phone) in enumerate(MEMBERS[WHOLE : WHOLE + BROKEN]):
        key = (None, f"X{at}")[at % 2]
        turned = f"{born[:5]}{born[8:]}-{born[5:7]}" if int(born[8:]) <= 12 else slip(born, 9)
        broken.append(
            [
                (key, slip(name, at), born, village, phone),
                (key, name, turned, village, phone),
                (key, name, born, village, slip(phone, at)),
                (key, name, born, None, phone),
                (key, " ".join(reversed(name.split())).lower(), born, village, phone),
            ][at % 5]
        )
    return [*MEMBERS[:WHOLE], *broken, *((None, *stranger[1:]) for stranger in STRANGERS[:NOBODY])]


@pytest.fixture(scope="module")
def found(linked):
    return linked(damaged(), MEMBERS)


def test_rows_find_their_member_and_strangers_nobody(found):
    right = [row for row, member in found.members.items() if member == MEMBERS[row - 1][0]]
    assert len(right) == len(found.members)
    assert len(right) >= BROKEN - 2
    assert max(found.members) <= WHOLE + BROKEN
    assert all(probability >= interface.THRESHOLD for probability in found.probability.values())


def test_outcomes_still_partition_the_rows_and_the_match_rate_is_that_of_keys(found):
    before, after = found.settled, found.records
    assert after.outcome.probable == len(found.members)
    assert after.outcome.total() == before.outcome.total() == len(damaged())
    assert after.outcome.absent + after.outcome.unusable + after.outcome.probable == (
        before.outcome.absent + before.outcome.unusable
    )
    assert after.distinct_outcome.probable == after.outcome.probable
    assert after.match_rate == before.match_rate
    assert after.distinct_people == before.distinct_people


def test_what_is_known_of_the_errors_is_said(found):
    said = found.records.linkage
    assert said.tried
    assert said.why is None
    assert (said.rows_left, said.rows_tried, said.sampled_share) == (240, 240, 1.0)
    assert said.linked == said.people == len(found.members)
    assert said.taught_by == WHOLE // 2
    assert said.false_links.trials == len(MEMBERS) // 2
    assert said.false_links.successes == 0
    assert said.expected_false.high == pytest.approx(240 * said.false_links.high, abs=0.1)
    assert said.recall.trials == WHOLE // 2
    assert said.recall.value > 0.98
    assert said.precision.value == 1.0
    assert 0.4 < said.members_expected < 0.6
    assert set(said.compared) == {"no", "name", "born", "village", "phone"}
    assert all("no" not in rule for rule in said.rules)
    for band in said.reliability:
        assert band.low <= band.stated <= band.high
    assert said.reliability[-1].right > 0.99


def test_rows_parquet_names_the_member_by_reference_and_the_probability(engine, found, work):
    path = work / "rows.parquet"
    sql = rows_sql(engine, found.dump, found.links, "v_", "reg", KEY, found.probable.relation)
    engine.write_parquet(sql, path)
    table = pq.read_table(path).to_pylist()
    row = min(found.members)
    ours = KEY.subkey("reference", "reg")
    assert table[row - 1]["outcome"] == "probable"
    assert table[row - 1]["member"] == ours.reference(MEMBERS[row - 1][0])
    assert table[row - 1]["probability"] == found.probability[row]
    assert table[row - 1]["key"] is None
    assert table[0]["outcome"] == "identical"
    assert table[0]["probability"] is None
    assert [one["outcome"] for one in table].count("probable") == len(found.members)
    raw = path.read_bytes()
    assert not any(name in raw for name in (b"SANTOSO", b"DESA", b"0812"))


def test_neither_the_order_of_rows_nor_of_members_changes_anything(linked, found):
    rng = np.random.default_rng(5)
    given = damaged()
    order = rng.permutation(len(given))
    members = [MEMBERS[at] for at in rng.permutation(len(MEMBERS))]
    again = linked([given[at] for at in order], members, prefix="w_")
    assert {int(order[row - 1]) + 1: who for row, who in again.members.items()} == found.members
    assert {
        int(order[row - 1]) + 1: probability for row, probability in again.probability.items()
    } == found.probability
    assert again.records.linkage == found.records.linkage


def test_a_row_between_two_like_members_is_neither_of_theirs(linked):
    twins = [(f"T{one[0]}", *one[1:]) for one in MEMBERS[450:460]]
    rows_ = [*MEMBERS[:300], *((None, *one[1:]) for one in MEMBERS[450:470])]
    seen = linked(rows_, [*MEMBERS, *twins], prefix="t_")
    assert set(seen.members) == set(range(311, 321))  # the ten of whom there is one alone


def test_relatives_of_a_member_are_not_taken_for_him(linked):
    """Households share a family name, a village and a telephone: all but given name and birth."""
    rng = np.random.default_rng(3)
    heads = people(500, seed=4)
    kin = people(500, seed=5)
    family = [
        (number, f"{name.rsplit(' ', 1)[0]} {head[1].rsplit(' ', 1)[1]}", born, head[3], head[4])
        for (number, name, born, _, _), head in zip(kin, heads, strict=True)
    ]
    registered = [*heads, *family[:400]]
    unregistered = family[400:]
    known = [registered[at] for at in rng.choice(len(registered), 400, replace=False)]
    seen = linked([*known, *((None, *one[1:]) for one in unregistered)], registered, prefix="f_")
    assert not seen.members
    assert seen.records.linkage.false_links.value <= 0.02


def test_hostile_values_are_values(linked):
    evil = [(f"H{at}", value, "1980-01-0" + str(at + 1), "DESA X", f"0813{at:08d}")
            for at, value in enumerate(HOSTILE)]  # fmt: skip
    rows_ = [*MEMBERS[:250], *((None, *one[1:]) for one in evil)]
    seen = linked(rows_, [*MEMBERS, *evil], prefix="h_")
    assert seen.members == {251 + at: one[0] for at, one in enumerate(evil)}


def test_splink_says_nothing_anywhere(engine, capfd, caplog):
    caplog.set_level(1)
    logging.getLogger("splink").setLevel(1)
    dump, register, mapping = loaded(engine, MEMBERS, damaged()[WHOLE:], prefix="q_")
    links = without_key(engine, dump, mapping, "q_")
    link_left(engine, register, links, "q_", None, 0)
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.name.startswith("splink")]


def test_a_dump_without_any_key_is_linked_and_stays_untested(engine):
    given = [(None, *row[1:]) for row in damaged()[WHOLE:]]
    dump, register, mapping = loaded(engine, MEMBERS, given, keys=(), prefix="n_")
    links = without_key(engine, dump, mapping, "n_")
    probable = link_left(engine, register, links, "n_", None, 0)
    records = with_probable(engine, untested("reg", 240, 240), links, "n_", probable)
    assert BROKEN - 4 <= records.outcome.probable <= BROKEN
    assert records.outcome.unusable == 240 - records.outcome.probable
    assert records.match_rate.trials == 0  # what no key tested says nothing for or against
    assert records.linkage.taught_by == 0
    assert records.linkage.recall is None
    sql = untested_rows_sql(engine, dump, "n_", "reg", KEY, probable.relation)
    table = engine.collect(sql).to_pylist()
    assert [row["outcome"] for row in table].count("probable") == records.outcome.probable
    assert {row["member"] is None for row in table if row["outcome"] == "unusable"} == {True}


@pytest.mark.parametrize(
    ("given", "members", "columns", "why"),
    [
        (MEMBERS[:50], MEMBERS, None, interface.NOTHING_LEFT),
        (STRANGERS[:50], MEMBERS[:20], None, interface.TOO_FEW_MEMBERS),
        (STRANGERS[:50], MEMBERS, ("no", "name"), interface.TOO_FEW_COLUMNS),
        ([(None, None, None, None, "08120000")] * 5, MEMBERS, None, interface.TOO_FEW_VALUES),
    ],
)
def test_what_cannot_be_tried_says_why(linked, given, members, columns, why):
    seen = linked(given, members, columns=columns, prefix="c_")
    said = seen.records.linkage
    assert (said.tried, said.why, said.linked) == (False, why, 0)
    assert said.rows_left == seen.links.rows - seen.links.found_rows
    assert seen.records.outcome == seen.settled.outcome


def test_a_machine_without_the_memory_says_so(linked, monkeypatch):
    monkeypatch.setattr(splinked, "MEMORY_BYTES", 1 << 20)
    seen = linked(damaged(), MEMBERS, prefix="m_")
    assert (seen.records.linkage.tried, seen.records.linkage.why) == (False, interface.NO_MEMORY)
    assert seen.records.outcome == seen.settled.outcome


def test_beyond_the_budget_a_hash_draws(linked, found, monkeypatch):
    monkeypatch.setattr(rows, "BUDGET", 120)
    monkeypatch.setattr(find.bounds, "BUDGET", 120)
    one, other = (linked(damaged(), MEMBERS, seed=seed, prefix=f"b{seed}_") for seed in (0, 1))
    for seen in (one, other):
        said = seen.records.linkage
        assert (said.rows_left, said.sampled_share, said.budget) == (240, 0.5, 120)
        assert 85 <= said.rows_tried <= 132  # 240 halved, give or take four standard deviations
        assert set(seen.members) < set(found.members)
        assert seen.records.outcome.total() == len(damaged())
    assert set(one.members) != set(other.members)

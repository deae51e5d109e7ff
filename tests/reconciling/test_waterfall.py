"""From the claim to people: published cases, and what holds for any counts."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.errors import InternalFault
from telusur.model.base import Interval
from telusur.model.claim import Claim
from telusur.model.findings.linkage import Linkage
from telusur.model.findings.profile import Profile
from telusur.model.findings.receipt import FileReceipt, Receipt, TableReceipt
from telusur.model.findings.records import Decoys, DecoyTest, Outcome, Records
from telusur.model.register import RegisterFacts
from telusur.reconciling import reconcile
from telusur.reconciling.rows import sample_size
from telusur.vocabulary.intervals import rate

NONE_DRAWN = DecoyTest(tried=10_000, matched=0, upper_bound=0.0005)
DECOYS = Decoys(chance=NONE_DRAWN, swap=NONE_DRAWN, null=NONE_DRAWN)


def receipt(rows: int, rejected: int = 0) -> Receipt:
    table = TableReceipt(name="t", columns=("a",), rows_read=rows, rows_rejected=rejected)
    file = FileReceipt(
        name="t.csv",
        bytes=1,
        sha256="0" * 64,
        kind="delimited",
        encoding="utf-8",
        delimiter=",",
        header=True,
        tables=(table,),
        bytes_unread=0,
    )
    return Receipt(files=(file,), rows_read=rows, rows_rejected=rejected)


def register(members: int | None, total: int | None = None) -> RegisterFacts:
    counts = (
        [{"what": "members", "value": total, "date": "2021-05-01", "source": "terbitan"}]
        if total
        else []
    )
    return RegisterFacts(
        name="r", holder="Pemegang", members=members, header_only=members is None, counts=counts
    )


def profile(duplicates: int = 0) -> Profile:
    return Profile(columns=(), duplicate_rows=duplicates, keys=())


def records(outcome: Outcome, people: int, distinct: Outcome | None = None) -> Records:
    found = outcome.identical + outcome.changed + outcome.former
    return Records(
        register_="r",
        rows=outcome.total(),
        distinct_rows=distinct.total() if distinct else outcome.total(),
        distinct_people=people,
        outcome=outcome,
        match_rate=rate(found, outcome.total() - outcome.unusable),
        decoys=DECOYS,
        agreement=(),
        distinct_outcome=distinct,
    )


def rows_by_step(found) -> dict[str, int]:
    return {step.label: step.rows for step in found.steps}


def test_the_voters_of_2023() -> None:
    """252,327,304 rows claimed and found; 204,807,203 unique; the roll holds 204,807,222."""
    rows, unique, roll = 252_327_304, 204_807_203, 204_807_222
    found = reconcile(
        Claim(rows_claimed=rows),
        receipt(rows),
        profile(rows - unique),
        (register(None, roll),),
        (),
    )
    assert rows_by_step(found) == {
        "claimed": rows,
        "in_hand": rows,
        "readable": rows,
        "distinct_rows": unique,
    }
    assert found.steps[-1].why.en == "47,520,101 rows repeat another row exactly."
    assert found.steps[-1].why.id == "47.520.101 baris mengulang baris lain sama persis."
    assert "by 47,520,082" in found.sample_limits[0].en


def test_the_members_of_2021() -> None:
    """279 million claimed against 222.4 million members: 56.6 million are no distinct member."""
    claim = Claim(rows_claimed=279_000_000, people_claimed=279_000_000)
    found = reconcile(claim, receipt(100_002), profile(), (register(None, 222_400_000),), ())
    assert rows_by_step(found) == {
        "claimed": 279_000_000,
        "in_hand": 100_002,
        "readable": 100_002,
        "distinct_rows": 100_002,
    }
    assert found.steps[0].people == 279_000_000
    assert "279.000.000 baris melampaui 222.400.000" in found.sample_limits[0].id
    assert "56.600.000" in found.sample_limits[0].id
    assert "people claimed" in found.sample_limits[1].en
    assert "0.036%" in found.sample_limits[2].en
    assert found.estimated_people is None


def test_a_claim_within_the_members_is_not_called_too_large() -> None:
    claim = Claim(rows_claimed=1000)
    found = reconcile(claim, receipt(1000), profile(), (register(1000, 900),), ())
    assert not [limit for limit in found.sample_limits if "exceed" in limit.en]


def test_all_rows_in_hand_are_counted_and_a_sample_is_not_scaled() -> None:
    outcome = Outcome(identical=800, changed=50, former=50, probable=0, absent=90, unusable=10)
    tested = records(outcome, 850)
    whole = reconcile(Claim(), receipt(1000), profile(), (register(5000),), (tested,))
    assert whole.estimated_people is not None
    people = whole.estimated_people
    assert (people.low, people.value, people.high) == (850, 850, 850)
    sample = reconcile(
        Claim(rows_claimed=3000), receipt(1000), profile(), (register(5000),), (tested,)
    )
    assert sample.estimated_people is None
    said = [limit.en for limit in sample.sample_limits]
    assert any("at least 850 distinct members" in one for one in said)
    assert any("drawn at random" in one for one in said)


def test_probable_rows_are_a_step_of_their_own_and_no_member_rests_on_them() -> None:
    outcome = Outcome(identical=800, changed=50, former=50, probable=40, absent=50, unusable=10)
    linkage = Linkage(
        tried=True,
        rows_left=100,
        rows_tried=100,
        budget=200_000,
        threshold=0.99,
        linked=40,
        without_key=5,
        people=30,
        expected_false=Interval(value=0, low=0, high=2.3, method="m"),
    )
    tested = records(outcome, 850).model_copy(
        update={"linkage": linkage, "match_rate": rate(900, 985)}
    )
    found = reconcile(Claim(), receipt(1000), profile(), (register(5000),), (tested,))
    steps = rows_by_step(found)
    assert (steps["usable"], steps["linked"], steps["key_found"]) == (990, 940, 900)
    assert steps["distinct_members"] == 850
    said = next(step.why for step in found.steps if step.label == "key_found")
    assert said.en.startswith("40 rows were found by no key")
    assert "at most 3 of them" in said.en
    assert (found.estimated_people.low, found.estimated_people.high) == (850, 880)
    assert sample_size(tested) == 985  # rows with a key: linking adds none


def test_no_people_are_counted_where_the_match_is_chance() -> None:
    outcome = Outcome(identical=0, changed=0, former=0, probable=0, absent=1000, unusable=0)
    found = reconcile(Claim(), receipt(1000), profile(), (register(5000),), (records(outcome, 0),))
    assert found.estimated_people is None
    assert any("chance" in limit.en for limit in found.sample_limits)


def test_repeats_are_told_with_the_members_where_they_cannot_be_a_step() -> None:
    outcome = Outcome(identical=900, changed=0, former=0, probable=0, absent=100, unusable=0)
    tested = records(outcome, 700).model_copy(update={"distinct_rows": 850})
    found = reconcile(Claim(), receipt(1000), profile(150), (register(5000),), (tested,))
    assert "distinct_rows" not in rows_by_step(found)
    assert "150 rows are exact repeats" in found.steps[-1].why.en


def test_tables_that_were_not_compared_are_a_step() -> None:
    outcome = Outcome(identical=900, changed=0, former=0, probable=0, absent=100, unusable=0)
    found = reconcile(
        Claim(), receipt(1500), profile(), (register(5000),), (records(outcome, 900),)
    )
    assert rows_by_step(found)["compared"] == 1000


def test_rows_that_were_not_tested_are_not_said_to_be_members_or_strangers() -> None:
    untested = Outcome(identical=0, changed=0, former=0, probable=0, absent=0, unusable=1000)
    found = reconcile(
        Claim(), receipt(1000), profile(100), (register(5000),), (records(untested, 0),)
    )
    assert rows_by_step(found) == {"in_hand": 1000, "readable": 1000, "distinct_rows": 900}


def test_more_members_than_rows_is_a_fault_of_our_own() -> None:
    outcome = Outcome(identical=10, changed=0, former=0, probable=0, absent=0, unusable=0)
    with pytest.raises(InternalFault) as caught:
        reconcile(Claim(), receipt(10), profile(), (register(50),), (records(outcome, 11),))
    assert caught.value.code == "waterfall-rises"


small = st.integers(0, 50)


@settings(max_examples=100, deadline=None)
@given(
    classes=st.tuples(small, small, small, small, small, small),
    repeats=st.tuples(small, small, small, small, small, small),
    rejected=small,
    claimed=st.none() | st.integers(0, 1000),
    share=st.floats(0, 1),
)
def test_every_step_is_a_part_of_the_one_before(classes, repeats, rejected, claimed, share) -> None:
    names = ("identical", "changed", "former", "probable", "absent", "unusable")
    distinct = Outcome(**dict(zip(names, classes, strict=True)))
    outcome = Outcome(
        **{
            name: one + (more if one else 0)
            for name, one, more in zip(names, classes, repeats, strict=True)
        }
    )
    found_by_key = distinct.identical + distinct.changed + distinct.former
    tested = records(outcome, round(found_by_key * share), distinct)
    found = reconcile(
        Claim(rows_claimed=claimed),
        receipt(outcome.total(), rejected),
        profile(outcome.total() - distinct.total()),
        (register(5000),),
        (tested,),
    )
    in_hand = [step.rows for step in found.steps if step.label != "claimed"]
    assert all(after <= before for before, after in pairwise(in_hand))
    by_step = rows_by_step(found)
    assert by_step["in_hand"] - by_step["readable"] == rejected
    assert by_step["readable"] - by_step["distinct_rows"] == outcome.total() - distinct.total()
    if tested.match_rate.trials:
        assert by_step["distinct_rows"] - by_step["usable"] == distinct.unusable
        linked = by_step.get("linked", by_step["key_found"])
        assert by_step["usable"] - linked == distinct.absent
        assert linked - by_step["key_found"] == distinct.probable
    assert ("distinct_members" in by_step) == (tested.match_rate.trials > 0)
    assert ("claimed" in by_step) == (claimed is not None)

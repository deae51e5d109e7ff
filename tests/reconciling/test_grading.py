"""Each rung of the ladder, and each way of falling off it."""

import pytest

from telusur.model.base import Bilingual
from telusur.model.findings.verdict import CannotTell, Grade
from telusur.reconciling import thresholds

STRANGERS = {"nama": 0.001, "tgllhr": 0.0, "kdkantor": 0.1, "kdstatuspst": 0.6}


def test_a_copy_is_verified(scene):
    verdict = scene.verdict()
    assert verdict.grade is Grade.VERIFIED
    assert verdict.holder == "BPJS Kesehatan"


def test_a_quarter_recombined_from_other_members_is_still_verified(scene):
    mixed = {name: 0.75 + 0.25 * share for name, share in STRANGERS.items()}
    verdict = scene.but(found=10_000, consistent=7_480).where(**mixed).verdict()
    assert verdict.grade is Grade.VERIFIED
    assert any("74.8%" in one.says.en for one in verdict.statements)
    assert any("2,520 rows the key is found" in one.says.en for one in verdict.statements)


def test_running_numbers_are_verified_by_their_rows(scene):
    dense = scene.but(found=10_000, drawn=9_700)
    assert dense.verdict().grade is Grade.VERIFIED


def test_running_numbers_of_an_unrelated_source_are_not_the_same(scene):
    dense = scene.but(found=9_990, drawn=6_600, consistent=3).where(**STRANGERS)
    assert dense.verdict().grade is Grade.NOT_THE_SAME


def test_running_numbers_alone_prove_nothing(scene):
    dense = scene.but(found=9_990, drawn=6_600, consistent=None, agree={"noka": 1.0})
    assert dense.verdict().grade is Grade.UNDECIDED


def test_a_sparse_key_alone_is_never_verified(scene):
    alone = scene.but(consistent=None, agree={"noka": 1.0})
    assert alone.verdict().grade is Grade.STRONGLY_SUSPECTED
    assert alone.but(present=False).verdict().grade is Grade.SIMILAR


def test_real_identifiers_beside_other_peoples_columns_contradict(scene):
    assert scene.but(consistent=5).where(**STRANGERS).verdict().grade is Grade.UNDECIDED


def test_no_more_than_chance_is_not_the_same_whatever_the_structure(scene):
    other = scene.but(found=20, consistent=0).where(**STRANGERS)
    assert other.verdict().grade is Grade.NOT_THE_SAME


def test_chance_against_a_part_of_the_register_is_undecided(scene):
    total = {"what": "members", "value": 222_400_000, "date": "2021-05-01", "source": "rekaan"}
    part = scene.but(found=20, consistent=0, facts={"counts": [total]}).where(**STRANGERS)
    assert part.verdict().grade is Grade.UNDECIDED


@pytest.mark.parametrize("present", [True, False])
def test_public_columns_alone_are_similar(scene, present):
    public = scene.but(keys=(("nik",),), present=present).where(kdkantor=0.1, kdstatuspst=0.6)
    public = public.but(agree={k: v for k, v in public.agree.items() if k != "noka"})
    assert public.verdict().grade is Grade.SIMILAR


def test_one_guessed_column_is_not_enough_where_two_are_declared(scene):
    guessed = scene.but(keys=(("nik",),)).where(kdkantor=0.9, kdstatuspst=0.6, noka=0.0)
    assert guessed.verdict().grade is Grade.STRONGLY_SUSPECTED


def test_columns_without_measured_chance_do_not_count(scene):
    assert scene.but(blind=True).verdict().grade is Grade.STRONGLY_SUSPECTED
    assert scene.but(blind=True, drawn=9_700).verdict().grade is Grade.UNDECIDED


def test_a_handful_of_genuine_rows_in_a_made_up_dump_is_not_verified(scene):
    salted = scene.but(found=300, consistent=290, drawn=2)
    assert salted.verdict().grade is Grade.STRONGLY_SUSPECTED


def test_structure_that_excludes_wins_over_public_columns(scene):
    public = scene.but(excluded=True, keys=(("nik",),)).where(
        kdkantor=0.1, kdstatuspst=0.6, noka=0.0
    )
    assert public.verdict().grade is Grade.NOT_THE_SAME


def test_structure_that_excludes_against_rows_that_agree_is_a_contradiction(scene):
    assert scene.but(excluded=True).verdict().grade is Grade.UNDECIDED


@pytest.mark.parametrize("rows", [1, 7, thresholds.MIN_ROWS - 1])
def test_few_rows_leave_it_open_however_well_they_match(scene, rows):
    few = scene.but(rows=rows, found=rows, consistent=rows)
    assert few.verdict().grade is Grade.UNDECIDED
    assert few.but(tested=False).verdict().grade is Grade.UNDECIDED


def test_a_header_is_never_more_than_similar(scene):
    header = scene.but(rows=0, found=0, tested=False)
    assert header.verdict().grade is Grade.SIMILAR


def test_untested_rows_in_the_registers_shape_are_strongly_suspected(scene):
    untested = scene.but(tested=False, facts={"header_only": True, "members": None})
    assert untested.verdict().grade is Grade.STRONGLY_SUSPECTED
    assert untested.but(present=False).verdict().grade is Grade.SIMILAR


def test_rows_without_any_key_and_little_in_common_are_not_the_same(scene):
    assert scene.but(tested=False, present=False).verdict().grade is Grade.NOT_THE_SAME


def test_an_inferred_register_is_verified_as_a_copy_of_its_rows(scene):
    verdict = scene.but(exclusive=()).verdict()
    assert verdict.grade is Grade.VERIFIED
    assert verdict.candidates[0].basis == "inferred"
    assert "others_may_hold_them" in {one.what for one in verdict.cannot_tell}
    assert "others_may_hold_them" not in {one.what for one in scene.verdict().cannot_tell}


def test_the_claimed_holder_decides_and_a_better_one_is_told(scene):
    other = scene.but(name="lain", holder="Pihak Lain", found=20, consistent=0)
    named = other.but(claim={"holder_claimed": "  pihak LAIN "}).where(**STRANGERS)
    verdict = named.verdict(scene)
    assert verdict.grade is Grade.NOT_THE_SAME
    assert verdict.holder == "Pihak Lain"
    assert any("fits better" in one.says.en for one in verdict.statements)
    unnamed = named.but(claim={}).verdict(scene)
    assert (unnamed.grade, unnamed.holder) == (Grade.VERIFIED, "BPJS Kesehatan")


def test_a_claimed_holder_without_a_register_is_said(scene):
    verdict = scene.but(claim={"holder_claimed": "Siapa Pun"}).verdict()
    assert "claimed_holder" in {one.what for one in verdict.cannot_tell}
    assert verdict.grade is Grade.VERIFIED


def test_no_candidate_fits_names_no_holder(scene):
    none = scene.but(found=20, consistent=0).where(**STRANGERS)
    verdict = none.verdict(none.but(name="lain", holder="Pihak Lain"))
    assert verdict.grade is Grade.NOT_THE_SAME
    assert verdict.holder is None
    assert "source" in {one.what for one in verdict.cannot_tell}


def test_changed_cannot_be_told_from_altered_without_history(scene):
    asked = {one.what for one in scene.but(facts={"history": "none"}).verdict().cannot_tell}
    assert {"changed_or_altered", "date"} <= asked
    assert "changed_or_altered" not in {one.what for one in scene.verdict().cannot_tell}


def test_further_questions_come_last_and_only_where_a_candidate_is_left(scene):
    duty = CannotTell(what="severity_and_deadlines", why=Bilingual(id="belum", en="not yet"))
    asking = scene.but(further=(duty,))
    assert asking.verdict().cannot_tell == (*scene.verdict().cannot_tell, duty)
    ruled_out = asking.but(found=20, consistent=0).where(**STRANGERS)
    assert duty not in ruled_out.verdict().cannot_tell


@pytest.mark.parametrize(
    ("absent", "unusable", "said"),
    [
        (100, 50, "100 rows are not in it and 50 could not be tested."),
        (100, 0, "Not all of it is that register's: 100 rows are not in it."),
        (0, 50, "Not all of it could be tested: 50 rows hold no key to match on."),
    ],
)
def test_a_kind_of_rows_that_there_is_none_of_is_not_mentioned(scene, absent, unusable, said):
    found = scene.rows - absent - unusable
    partly = scene.but(found=found, consistent=found, unusable=unusable)
    told = [one.says.en for one in partly.verdict().statements]
    assert any(one.endswith(said) for one in told)
    whole = scene.but(found=scene.rows, consistent=scene.rows).verdict().statements
    assert not any("Not all of it" in one.says.en for one in whole)


@pytest.mark.parametrize("found", [0, 1])
def test_a_register_of_one_member_is_no_ground_for_not_the_same(scene, found):
    alone = scene.but(found=found, drawn=0, consistent=None, blind=True, swaps=0)
    verdict = alone.but(facts={"members": 1}).verdict()
    assert verdict.grade is Grade.UNDECIDED
    reason = verdict.candidates[0].why.en
    assert "Fewer than two members" in reason
    assert "swapped people" not in reason


def test_rows_that_all_point_to_one_member_prove_nothing(scene):
    one = scene.but(people=1, consistent=None, blind=True, swaps=0)
    assert one.verdict().grade is Grade.UNDECIDED
    assert one.but(people=2).verdict().grade is not Grade.UNDECIDED


def test_strangers_of_whom_nobody_is_found_are_not_the_same_by_their_keys(scene):
    nobody = scene.but(found=0, drawn=0, consistent=None, blind=True, swaps=0).verdict()
    assert nobody.grade is Grade.NOT_THE_SAME
    assert "chance alone reaches" in nobody.candidates[0].why.en
    assert "swapped" not in nobody.candidates[0].why.en


def test_tables_that_were_not_compared_do_not_make_few_rows_many(scene):
    """A register without any usable key, asked about ten rows of a dump of ten thousand."""
    few = scene.but(rows=10, found=0, unusable=10, consistent=None, beside=9_990)
    verdict = few.verdict()
    assert few.receipt.rows_read == 10_000
    assert verdict.grade is Grade.UNDECIDED
    assert "Only 10 distinct rows" in verdict.candidates[0].why.en

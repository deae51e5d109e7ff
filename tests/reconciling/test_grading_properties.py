"""What holds for any evidence: more agreement never lowers a grade, and order never matters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.model.findings.verdict import Grade
from telusur.reconciling.grading import RANK

shares = st.floats(0, 1).map(lambda share: round(share, 3))
COLUMNS = ("noka", "nama", "tgllhr", "kdkantor", "kdstatuspst")
agreements = st.fixed_dictionaries(dict.fromkeys(COLUMNS, shares))
counts = st.integers(0, 10_000)
bases = st.sampled_from([(), ("kdkantor",), ("noka", "kdkantor", "kdstatuspst")])
flags = st.booleans()
few = settings(max_examples=60, deadline=None)


@st.composite
def changes(draw, *, rows=10_000):
    found = draw(counts)
    return {
        "rows": rows,
        "found": found,
        "drawn": draw(counts),
        "swapped": draw(counts),
        "consistent": draw(st.none() | st.integers(0, found)),
        "agree": draw(agreements),
        "exclusive": draw(bases),
        "excluded": draw(flags),
        "present": draw(flags),
    }


@few
@given(made=changes(), column=st.sampled_from(COLUMNS), more=shares)
def test_more_agreement_never_lowers_the_grade(scene, made, column, more):
    before = scene.but(**made)
    after = before.where(**{column: max(more, made["agree"][column])})
    assert RANK[after.verdict().grade] >= RANK[before.verdict().grade]


@few
@given(made=changes(), more=counts)
def test_more_consistent_rows_never_lower_the_grade(scene, made, more):
    if made["consistent"] is None:
        return
    before = scene.but(**made)
    after = before.but(consistent=min(made["found"], max(more, made["consistent"])))
    assert RANK[after.verdict().grade] >= RANK[before.verdict().grade]


@few
@given(made=changes(), fewer=counts)
def test_less_chance_never_lowers_the_grade(scene, made, fewer):
    """Among keys that are not dense: a dense key is asked to be told from chance otherwise."""
    made = made | {"drawn": min(made["drawn"], 3000)}
    before = scene.but(**made)
    after = before.but(drawn=min(fewer, made["drawn"]))
    assert RANK[after.verdict().grade] >= RANK[before.verdict().grade]


@few
@given(one=changes(), two=changes(), three=changes())
def test_the_order_of_registers_changes_no_grade(scene, one, two, three):
    scenes = [
        scene.but(**made, name=name, holder=name.upper())
        for name, made in (("a", one), ("b", two), ("c", three))
    ]
    straight = scenes[0].verdict(*scenes[1:])
    turned = scenes[2].verdict(scenes[0], scenes[1])
    assert (straight.grade, straight.holder) == (turned.grade, turned.holder)
    assert {c.register_: c.grade for c in straight.candidates} == {
        c.register_: c.grade for c in turned.candidates
    }


@few
@given(made=changes())
def test_never_verified_without_agreement_on_own_columns(scene, made):
    own = ("noka", "kdkantor", "kdstatuspst")
    chance = {"noka": 0.0, "kdkantor": 0.1, "kdstatuspst": 0.6}
    for exclusive in ((), own):
        stranger = scene.but(**made | {"exclusive": exclusive, "keys": (("nik",),)})
        stranger = stranger.where(**chance)
        assert stranger.verdict().grade is not Grade.VERIFIED


@few
@given(made=changes())
def test_structure_that_excludes_is_never_more_than_undecided(scene, made):
    grade = scene.but(**made | {"excluded": True}).verdict().grade
    assert grade in (Grade.NOT_THE_SAME, Grade.UNDECIDED)


@few
@given(made=changes(rows=12), found=st.integers(0, 12))
def test_few_rows_are_never_a_finding(scene, made, found):
    made = made | {"found": found, "consistent": None, "excluded": False}
    assert scene.but(**made).verdict().grade is Grade.UNDECIDED

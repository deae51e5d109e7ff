"""The interval of a candidate's score, against every outcome counted one by one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.structure.interval import NOTHING, score_interval
from telusur.vocabulary.intervals import CONFIDENCE

TAIL = (1 - CONFIDENCE) / 2
COLUMNS = st.lists(
    st.tuples(st.sampled_from([0.5, 1.0, 2.0]), st.floats(0, 1)), min_size=1, max_size=9
)


def outcomes(columns):
    """(share explained, probability) of every outcome, columns in twos by their probabilities."""
    ordered = sorted(((p, w) for w, p in columns), reverse=True)
    twos = [ordered[at : at + 2] for at in range(0, len(ordered), 2)]
    answers = [
        (sum(w for _, w in two), sum(p * w for p, w in two) / sum(w for _, w in two))
        for two in twos
    ]
    total = sum(w for w, _ in answers)
    for outcome in product((False, True), repeat=len(answers)):
        chance, share = 1.0, 0.0
        for (weight, p), came in zip(answers, outcome, strict=True):
            chance *= p if came else 1 - p
            share += weight * came / total
        yield share, chance


def score(columns):
    return sum(w * p for w, p in columns) / sum(w for w, _ in columns)


@given(COLUMNS)
def test_no_more_than_the_tail_lies_beyond_either_end(columns):
    found = score_interval(score(columns), columns)
    below = sum(chance for share, chance in outcomes(columns) if share < found.low - 1e-4)
    above = sum(chance for share, chance in outcomes(columns) if share > found.high + 1e-4)
    assert below <= TAIL + 1e-9
    assert above <= TAIL + 1e-9


@given(COLUMNS)
def test_the_interval_is_no_wider_than_it_must_be(columns):
    """One share further in, more than the tail would lie beyond; but it holds the score."""
    value = score(columns)
    found = score_interval(value, columns)
    if found.low < value - 1e-4:
        assert sum(c for share, c in outcomes(columns) if share < found.low + 1e-4) > TAIL - 1e-9
    if found.high > value + 1e-4:
        assert sum(c for share, c in outcomes(columns) if share > found.high - 1e-4) > TAIL - 1e-9


def test_certain_pairs_leave_no_doubt():
    found = score_interval(0.75, [(1.0, 1.0), (0.5, 1.0), (0.5, 0.0)])
    assert (found.low, found.high) == (0.75, 0.75)


def test_a_column_turned_down_may_have_a_counterpart_after_all():
    sure = [(1.0, 1.0)] * 8
    assert score_interval(0.8, [*sure, (1.0, 0.4), (1.0, 0.4)]).high == 1.0
    assert score_interval(0.8, [*sure, (1.0, 0.0), (1.0, 0.0)]).high == 0.8


def test_columns_that_were_exchanged_are_wrong_together():
    """Ten pairs that one in twenty times are wrong: two wrong at once, not one and one."""
    columns = [(1.0, 0.95)] * 10
    independent = [10, 9, 8]  # P(fewer than 8 of 10 right) = 0.0115; fewer than 7: 0.0010
    assert score_interval(0.95, columns).low * 10 < min(independent)


def test_nothing_to_explain_is_said():
    found = score_interval(0.0, [])
    assert (found.low, found.high, found.method) == (0.0, 1.0, NOTHING)


def test_the_score_lies_in_its_interval_even_when_no_outcome_equals_it():
    assert score_interval(0.9999, [(1.0, 0.9999)] * 30).low == pytest.approx(0.9999)

"""The steps of linking without a key, each on what can be reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest

from telusur.records.probable import decide, learn
from telusur.records.probable.blocking import OPENING, WHOLE, Part, candidate_rules
from telusur.records.probable.calibrate import calibrated
from telusur.records.probable.interface import PAIRS_OF_A_RULE, Compared


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_a_row_s_candidates_share_its_probability():
    weight = np.array([20.0, 20.0, 30.0, 10.0])
    best = decide.best_of(3, ints(1, 1, 2, 2), ints(5, 6, 5, 6), weight, members=1024)
    assert best.j.tolist() == [0, 5, 5, 0]
    assert best.share[1] == 0.5
    assert best.share[2] == pytest.approx(1, abs=1e-5)
    assert best.fit[1] == pytest.approx(11.0)  # two of 2^20, among 2^10 members
    given = decide.stated(best.fit, best.share, 0.5)
    assert given[1] == pytest.approx(0.49976, abs=1e-4)
    assert given[2] > 0.999
    assert given[3] == 0


def test_the_expected_share_is_that_of_the_rows_that_fit():
    fit = np.r_[np.full(30, 40.0), np.full(70, -40.0)]
    assert decide.expected_share(fit) == pytest.approx(31 / 102, abs=1e-6)
    assert decide.expected_share(np.full(1000, decide.NOWHERE)) < 0.002


def test_calibrating_never_makes_surer_and_keeps_the_order():
    rng = np.random.default_rng(1)
    fit = np.sort(rng.normal(20, 30, 500))
    for aside in (np.full(300, -1000.0), rng.exponential(15, 300), np.zeros(0)):
        now = calibrated(fit, aside)
        assert (now <= fit + 1e-6).all()
        assert (np.diff(now) >= -1e-6).all()


def test_fits_that_members_reach_with_others_are_worth_little():
    aside = np.random.default_rng(2).exponential(10, 2000)  # relatives: e-fold every 10 bits
    low, high = calibrated(np.array([30.0, 200.0]), aside)
    assert low < 4  # one in twenty of them reaches 30
    assert high > 15
    alone = calibrated(np.array([30.0]), np.full(2000, -50.0))
    assert alone[0] > 25  # nobody comes near: the weight stands


def test_a_code_and_its_label_are_weighed_once():
    columns = [Compared(at, (("same", ""), ("other", "ELSE")), (0.9, 0.1), True) for at in range(3)]
    rng = np.random.default_rng(3)
    code = rng.integers(0, 2, 2000)
    kept = learn.telling(columns, {0: code, 1: code.copy(), 2: rng.integers(0, 2, 2000)})
    assert [column.at for column in kept] == [0, 2]


def test_m_is_half_what_matched_rows_show_and_u_is_never_nothing():
    many = ints(*([0] * 300))
    assert learn.among_members(many, (0.8, 0.2)) == (0.9, 0.1)
    assert learn.among_members(many[:50], (0.8, 0.2)) == (0.8, 0.2)  # too few to teach
    assert learn.by_chance(ints(-1, -1), 2) is None
    u = learn.by_chance(ints(1, 1, 1, -1), 2)
    assert u == pytest.approx((0.5 / 4, 3.5 / 4))


def test_a_column_of_the_key_that_found_a_row_teaches_nothing():
    column = Compared(0, (("same", ""), ("other", "ELSE")), (0.6, 0.4), True)
    shares = learn.shares(
        [column], {0: (0.01, 0.99)}, {0: ints(*([0] * 400))}, ints(*([0] * 400)), [(0, 1)]
    )
    assert shares[0].m == (0.6, 0.4)


def test_random_pairs_are_of_different_members_and_sorted():
    asked, own = ints(1, 2, 3), ints(7, 8, 9)
    i, j = learn.random_pairs(asked, own, ints(7, 8, 9), 100, 0)
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == [
        (1, 8),
        (1, 9),
        (2, 7),
        (2, 9),
        (3, 7),
        (3, 8),
    ]
    again = learn.random_pairs(np.arange(1, 301), np.arange(1, 301), np.arange(1, 301), 500, 4)
    assert len(again[0]) <= 500
    assert (again[0] != again[1]).all()


def test_rules_stand_on_different_columns_and_none_makes_too_many_pairs():
    parts = [
        Part(0, WHOLE, 1.0, 1e-3, 900),
        Part(0, OPENING, 1.0, 5e-2, 200),
        Part(1, WHOLE, 1.0, 4e-5, 18_000),
        Part(2, WHOLE, 0.9, 2e-2, 60),
        Part(3, WHOLE, 1.0, 0.5, 2),
    ]
    rows, members = 20_000, 200_000_000
    rules = candidate_rules(parts, rows, members)
    assert rules
    coincidence = {(part.at, part.cut): part.coincidence for part in parts}
    for rule in rules:
        expected = rows * max(1.0, members * np.prod([coincidence[part] for part in rule.parts]))
        assert expected <= PAIRS_OF_A_RULE
        assert len({at for at, _ in rule.parts}) == len(rule.parts)
    small = candidate_rules(parts, 1000, 5000)
    first, second = small[:2]
    assert not {at for at, _ in first.parts} & {at for at, _ in second.parts}

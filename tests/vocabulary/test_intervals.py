from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from telusur.errors import InternalFault
from telusur.vocabulary.intervals import clopper_pearson, lower_bound, rate, upper_bound, wilson

counts = st.integers(0, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.sampled_from([0.9, 0.95, 0.99, 0.999]))
def test_intervals_hold_their_share_and_grow_with_confidence(count, confidence) -> None:
    successes, trials = count
    share = successes / trials if trials else 0.5
    for interval in (clopper_pearson, wilson):
        low, high = interval(successes, trials, confidence)
        assert 0 <= low <= share <= high <= 1
        inner_low, inner_high = interval(successes, trials, 0.5)
        assert low <= inner_low
        assert high >= inner_high
    assert lower_bound(successes, trials, confidence) <= share
    assert upper_bound(successes, trials, confidence) >= share


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (3, 10), (10, 10), (222, 100_000)])
def test_both_agree_with_scipy(successes, trials) -> None:
    for ours, method in ((clopper_pearson, "exact"), (wilson, "wilson")):
        theirs = binomtest(successes, trials).proportion_ci(0.99, method)
        assert ours(successes, trials) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    one_sided = binomtest(successes, trials, alternative="less").proportion_ci(0.99)
    assert upper_bound(successes, trials) == pytest.approx(one_sided.high, abs=1e-12)


def test_known_values() -> None:
    # none of n: the upper bound is 1 - alpha^(1/n); the rule of three is its approximation
    assert upper_bound(0, 100, 0.95) == pytest.approx(1 - 0.05 ** (1 / 100))
    assert clopper_pearson(0, 100, 0.95) == (0.0, pytest.approx(1 - 0.025 ** (1 / 100)))
    assert lower_bound(100, 100, 0.95) == pytest.approx(0.05 ** (1 / 100))


@pytest.mark.parametrize("share", [0.0005, 0.02, 0.3, 0.999])
@pytest.mark.parametrize("trials", [40, 3000])
def test_coverage_by_simulation(share, trials) -> None:
    # every possible count once, weighed by how often 200,000 drawn samples had it
    confidence = 0.99
    drawn = np.random.default_rng(0).binomial(trials, share, 200_000)
    values, times = np.unique(drawn, return_counts=True)
    held = capped = 0
    for successes, count in zip(values.tolist(), times.tolist(), strict=True):
        low, high = clopper_pearson(successes, trials, confidence)
        held += count * (low <= share <= high)
        capped += count * (share <= upper_bound(successes, trials, confidence))
    # three standard errors of the simulation below the stated confidence
    least = confidence - 3 * (confidence * (1 - confidence) / 200_000) ** 0.5
    assert held / 200_000 >= least
    assert capped / 200_000 >= least


def test_rate_carries_its_counts_and_method() -> None:
    found = rate(3, 10)
    assert (found.value, found.successes, found.trials) == (0.3, 3, 10)
    assert (found.low, found.high) == clopper_pearson(3, 10, 0.99)
    assert found.method == "Clopper-Pearson, 99 %"
    assert rate(3, 10, 0.999).method == "Clopper-Pearson, 99.9 %"


def test_nothing_counted_says_nothing() -> None:
    assert (rate(0, 0).low, rate(0, 0).high) == (0.0, 1.0)
    assert upper_bound(0, 0) == 1.0
    assert lower_bound(0, 0) == 0.0


@pytest.mark.parametrize("counts", [(-1, 10), (11, 10), (1, 0)])
@pytest.mark.parametrize("function", [rate, clopper_pearson, wilson, upper_bound, lower_bound])
def test_impossible_counts_are_refused(function, counts) -> None:
    with pytest.raises(InternalFault) as refused:
        function(*counts)
    assert refused.value.code == "bad-counts"
    with pytest.raises(InternalFault):
        function(1, 2, 1.0)

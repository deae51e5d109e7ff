"""Two copies in one dump: told, and no single date where they are about equally many."""

from datetime import timedelta

import numpy as np
import pytest
from dating_simulation import START, Faults, simulate

from telusur.dating import date_copy


def dated(engine, seed, rows, faults):
    world = simulate(engine, np.random.default_rng(seed), members=1_000, rows=rows, faults=faults)
    return world.taken, date_copy(engine, world.links, world.register, "d_")


def within(part, moment):
    return part.earliest <= moment and (part.latest is None or moment <= part.latest)


def both_told(engine, rows, faults, draws, first):
    """Draws that were refused a single date, and of them those whose parts hold both moments."""
    refused = right = 0
    for seed in range(first, first + draws):
        taken, found = dated(engine, seed, rows, faults)
        older = max(taken - timedelta(days=faults.lag), START)  # no copy is older than the register
        if found.status == "dated":
            assert within(found, taken) or within(found, older)
            continue
        refused += 1
        one, other = sorted(found.mixture, key=lambda part: part.earliest)
        right += within(one, older) and within(other, taken)
    return refused, right


@pytest.mark.parametrize("lag", [60, 180, 400])
def test_half_and_half_has_no_single_date_but_two(engine, lag):
    refused, right = both_told(engine, 400, Faults(second=0.5, lag=lag), draws=4, first=70)
    assert refused == 4
    assert right >= 3


def test_a_fifth_of_another_age_is_told_beside_the_date(engine):
    taken, found = dated(engine, 51, 1_000, Faults(second=0.2))
    assert within(found, taken)
    own, other = found.mixture
    assert other.share == pytest.approx(0.2, abs=0.06)
    assert own.share + other.share == pytest.approx(1)
    assert within(other, taken - timedelta(days=180))
    assert any("another age" in one for one in found.basis)


@pytest.mark.parametrize(
    "faults", [Faults(), Faults(altered=0.4), Faults(fabricated=0.25), Faults(stale=0.1)]
)
def test_one_copy_is_no_mixture(engine, faults):
    for seed in range(3):
        _, found = dated(engine, seed, 300, faults)
        assert found.status == "dated"
        assert found.mixture == ()


@pytest.mark.prove
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("rows", [200, 1_000])
@pytest.mark.parametrize("second", [0.4, 0.5, 0.6])
def test_mixtures_over_100_draws(engine, rows, second):
    refused, right = both_told(engine, rows, Faults(second=second), draws=100, first=3_000)
    assert refused >= 95
    assert right >= 0.95 * refused

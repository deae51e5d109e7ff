"""The interval covers the true moment at its stated confidence, by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from dating_simulation import Faults, simulate

from telusur.dating import date_copy

# Kind of copy, and how often at least the interval holds the truth.
COPIES = {
    "clean": (Faults(), 0.99),
    "a tenth of the cells altered": (Faults(altered=0.1), 0.99),
    "four tenths of the cells altered": (Faults(altered=0.4), 0.99),
    "a quarter of the rows fabricated": (Faults(fabricated=0.25), 0.99),
    "a tenth of the rows older": (Faults(stale=0.1), 0.98),
    "a fifth of the rows older": (Faults(stale=0.2), 0.95),
    "all of it together": (Faults(altered=0.2, stale=0.1, fabricated=0.25), 0.98),
}


def share_covered(engine, faults, rows, draws, first=0):
    """Draws in which the interval holds the truth, of those that were dated."""
    held, dated = 0, 0
    for seed in range(first, first + draws):
        world = simulate(
            engine, np.random.default_rng(seed), members=1_000, rows=rows, faults=faults
        )
        found = date_copy(engine, world.links, world.register, "d_")
        if found.status == "dated":
            dated += 1
            held += found.earliest <= world.taken <= found.latest
    return held, dated


@pytest.mark.parametrize("copy", COPIES)
def test_a_few_draws_of_each_kind(engine, copy):
    faults, _ = COPIES[copy]
    held, dated = share_covered(engine, faults, rows=200, draws=8)
    assert dated == 8
    assert held >= 7  # one miss in eight has a chance below 1 % at 99 % coverage


@pytest.mark.prove
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("rows", [50, 200, 1_000])
@pytest.mark.parametrize("copy", COPIES)
def test_coverage_over_300_draws(engine, copy, rows):
    faults, least = COPIES[copy]
    held, dated = share_covered(engine, faults, rows=rows, draws=300, first=1_000)
    assert dated >= 295
    # binomial noise of 300 draws around the bar: two standard errors
    noise = 2 * (least * (1 - least) / dated) ** 0.5
    assert held / dated >= least - noise, f"{held} of {dated}"


def test_more_rows_give_a_narrower_interval(engine):
    def width(rows):
        world = simulate(engine, np.random.default_rng(7), members=1_000, rows=rows)
        found = date_copy(engine, world.links, world.register, "d_")
        return found.latest - found.earliest

    assert width(900) < width(200) < width(30)

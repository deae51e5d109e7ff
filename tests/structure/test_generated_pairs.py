"""The generated pairs on which the matching is measured: their truth, and two of them matched."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.structure_pairs.make import SCENARIOS, make_pair
from benchmarks.structure_pairs.telusur_side import tell

NO_DRILL = Path("/nowhere")


def scenario(name):
    return next(each for each in SCENARIOS if each.name == name)


def test_a_pair_depends_on_its_seed_alone():
    leak = scenario("leak")
    one, again, other = (make_pair("shop", leak, seed, NO_DRILL) for seed in (0, 0, 1))
    assert all(
        a == b and np.array_equal(x, y)
        for (a, x), (b, y) in zip(one.other, again.other, strict=True)
    )
    assert [name for name, _ in one.other] != [name for name, _ in other.other]


@pytest.mark.parametrize("base", ["school", "hospital", "shop", "payroll", "telecom", "land"])
def test_true_columns_hold_the_same_values(base):
    """Half of the rows are shared and nothing was altered: half of the values at least recur."""
    pair = make_pair(base, scenario("unionable"), 0, NO_DRILL)
    assert set(pair.truth.values()) == set(pair.register)
    for at, name in pair.truth.items():
        common = np.isin(pair.other[at][1], pair.register[name]).mean()
        assert common >= 0.5, name


def test_a_random_header_is_no_worse_than_none():
    bare, random = (
        make_pair("school", scenario(name), 0, NO_DRILL)
        for name in ("leak_no_header", "leak_random_header")
    )
    assert all(
        np.array_equal(x, y) for (_, x), (_, y) in zip(bare.other, random.other, strict=True)
    )
    assert bare.truth == random.truth
    assert tell(random).f1 >= tell(bare).f1 == 1.0

"""The interval of a candidate's score: how much of what it counts as explained may be wrong.

1. Each column of the dump is explained by the register or it is not; the pair's probability is
   that of its being explained. A column without a counterpart may have one after all, with the
   probability of the likeliest pair that was turned down and is still free.
2. Columns that were exchanged are wrong together, two at a time: columns are taken in twos, in the
   order of their probabilities, and each two are right or wrong as one.
3. The explained weight is then a sum of independent yes-or-no answers with weights: a weighted
   Poisson-binomial law. Weights are whole numbers of halves, so the law is exact: one
   multiplication of polynomials an answer, nothing drawn, nothing approximated.
4. The interval leaves at most half of the remainder of the confidence on either side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from telusur.model.base import Interval
from telusur.vocabulary.intervals import CONFIDENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

# Weights of columns are 0.5, 1 and 2.
UNIT = 0.5
TOGETHER = 2
METHOD = f"weighted Poisson-binomial in twos, {CONFIDENCE * 100:g} %"
NOTHING = "no column to explain"


def score_interval(value: float, columns: Sequence[tuple[float, float]]) -> Interval:
    """The score with its two-sided interval.

    Args:
        value: the score.
        columns: weight and probability of being explained, of every column of the dump that
            takes part.
    """
    # (1), (2): most certain first, in twos
    ordered = sorted(((chance, round(weight / UNIT)) for weight, chance in columns), reverse=True)
    total = sum(weight for _, weight in ordered)
    if not total:
        return Interval(value=value, low=0.0, high=1.0, method=NOTHING)
    # (3) law[n] is the probability that n units are explained
    law = np.ones(1)
    for at in range(0, len(ordered), TOGETHER):
        both = ordered[at : at + TOGETHER]
        weight = sum(units for _, units in both)
        chance = sum(chance * units for chance, units in both) / weight
        answer = np.zeros(weight + 1)
        answer[0], answer[weight] = 1.0 - chance, chance
        law = np.convolve(law, answer)
    # (4): as little as may lie beyond
    tail = (1.0 - CONFIDENCE) / 2
    below = np.cumsum(law)
    low = int(np.searchsorted(below, tail, side="right")) / total
    high = int(np.searchsorted(below, 1.0 - tail, side="left")) / total
    # a score near 1 lies between the last two shares that the law can take
    return Interval(
        value=value,
        low=min(round(low, 4), value),
        high=max(round(min(high, 1.0), 4), value),
        method=METHOD,
    )

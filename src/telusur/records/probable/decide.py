"""From the weights of pairs to the probability that a row is one member's.

A row belongs to one member or to nobody. With N members and a share *p* of rows that are members',
each member is the row's with p/N beforehand, so afterwards with p/N · 2^weight over the sum of that
for all candidates and 1 - p. A row between two equally likely members thus reaches neither. *p* is
estimated on the rows left by EM.

Fits are calibrated on members set aside first (``calibrate.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from telusur.model.findings.linkage import Reliability

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 50
FIXED = 1e-6  # probabilities are rounded to it, so that no machine's last digit decides
BANDS = (0.0, 0.5, 0.9, 0.99, 0.999, 1.0)
NOWHERE = -1.0e3  # of a row without a candidate: bits below any that is met


@dataclass(frozen=True)
class Best:
    """Of each row asked about its best member.

    Attributes:
        j: the member, 0 for none.
        fit: bits by which the row is likelier to be some member's than nobody's, before *p*.
        share: of that, what the best member has.
    """

    j: NDArray[np.int64]
    fit: NDArray[np.float64]
    share: NDArray[np.float64]


def best_of(
    rows: int,
    i: NDArray[np.int64],
    j: NDArray[np.int64],
    weight: NDArray[np.float64],
    members: int,
) -> Best:
    """The best member of rows 1 to ``rows``, from pairs sorted by (i, j)."""
    best = Best(
        np.zeros(rows + 1, np.int64), np.full(rows + 1, NOWHERE), np.zeros(rows + 1, np.float64)
    )
    if not len(i):
        return best
    order = np.lexsort((j, -weight, i))
    i, j, weight = i[order], j[order], weight[order]
    starts = np.flatnonzero(np.r_[True, i[1:] != i[:-1]])
    top = weight[starts]
    # relative to the row's best, so that nothing overflows
    sums = np.add.reduceat(np.exp2(weight - np.repeat(top, np.diff(np.r_[starts, len(i)]))), starts)
    best.j[i[starts]] = j[starts]
    best.fit[i[starts]] = top + np.log2(sums) - np.log2(members)
    best.share[i[starts]] = 1 / sums
    return best


def expected_share(fit: NDArray[np.float64]) -> float:
    """*p*: the share of rows that are members', with one row of each kind beside those seen."""
    share = 0.5
    for _ in range(ROUNDS):
        share = (probability(fit, share).sum() + 1) / (len(fit) + 2)
    return float(np.round(share, 6))


def probability(fit: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """That each row is some member's."""
    odds = np.clip(fit + np.log2(share) - np.log2(1 - share), -900, 900)
    return np.asarray(1 / (1 + np.exp2(-odds)))


def stated(
    fit: NDArray[np.float64], of_best: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """That each row is its best member's, who has ``of_best`` of what its candidates have."""
    return np.asarray(np.round(probability(fit, share) * of_best / FIXED) * FIXED)


def reliability(
    known: NDArray[np.float64],
    right: NDArray[np.bool_],
    aside: NDArray[np.float64],
    share: float,
) -> tuple[Reliability, ...]:
    """Stated probabilities beside the truth, by band.

    Args:
        known: stated for rows that are members'.
        right: whether the best member is their own.
        aside: stated for rows that are nobody's.
        share: of members' rows among those tried; both kinds are weighed by it.
    """
    if not len(known) or not len(aside):
        return ()
    given = np.r_[known, aside]
    weight = np.r_[
        np.full(len(known), share / len(known)), np.full(len(aside), (1 - share) / len(aside))
    ]
    truth = np.r_[right, np.zeros(len(aside), bool)]
    found = []
    for low, high in pairwise(BANDS):
        inside = (given > low) & (given <= high) if low else given <= high
        if mass := float(weight[inside].sum()):
            found.append(
                Reliability(
                    low=low,
                    high=high,
                    rows=int(inside.sum()),
                    stated=round(float((weight * given)[inside].sum() / mass), 6),
                    right=round(float((weight * truth)[inside].sum() / mass), 6),
                )
            )
    return tuple(found)

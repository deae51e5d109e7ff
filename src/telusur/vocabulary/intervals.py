"""Intervals of a binomial share.

Clopper-Pearson (Biometrika 26, 1934) is exact: its coverage is at least what it states, whatever
the share, so the verdict rests on it. Wilson (JASA 22, 1927) is narrower and covers only on
average: for pictures.
"""

from __future__ import annotations

import math

from scipy.stats import beta, norm

from telusur.errors import InternalFault
from telusur.model.base import Rate

CONFIDENCE = 0.99  # the design's two-sided confidence


def rate(successes: int, trials: int, confidence: float = CONFIDENCE) -> Rate:
    """The share with its two-sided Clopper-Pearson interval.

    Args:
        successes: how many of the trials.
        trials: 0 when nothing could be counted: the interval is then [0, 1] and the value its
            middle, which says nothing.
        confidence: two-sided, between 0 and 1.

    Raises:
        InternalFault: ``bad-counts`` when no share can have these counts.
    """
    low, high = clopper_pearson(successes, trials, confidence)
    return Rate(
        value=successes / trials if trials else 0.5,
        low=low,
        high=high,
        method=f"Clopper-Pearson, {confidence * 100:g} %",
        successes=successes,
        trials=trials,
    )


def clopper_pearson(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """The two-sided exact interval (low, high); [0, 1] without trials."""
    _check(successes, trials, confidence)
    if trials == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, successes, trials - successes + 1)) if successes else 0.0
    high = float(beta.isf(tail, successes + 1, trials - successes)) if successes < trials else 1.0
    # the quantile can miss the share by a rounding error where the interval is very narrow
    return min(low, successes / trials), max(high, successes / trials)


def upper_bound(successes: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact upper bound: the share is not above it, at ``confidence``."""
    _check(successes, trials, confidence)
    if successes == trials:  # also: no trials
        return 1.0
    return float(beta.isf(1 - confidence, successes + 1, trials - successes))


def lower_bound(successes: int, trials: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact lower bound: the share is not below it, at ``confidence``."""
    _check(successes, trials, confidence)
    if successes == 0:
        return 0.0
    return float(beta.ppf(1 - confidence, successes, trials - successes + 1))


def wilson(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The two-sided score interval (low, high); [0, 1] without trials."""
    _check(successes, trials, confidence)
    if trials == 0:
        return 0.0, 1.0
    z = float(norm.isf((1 - confidence) / 2))
    share = successes / trials
    middle = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # at 0 and at all trials the bound is the share itself, but for rounding
    low = 0.0 if successes == 0 else max(0.0, (middle - spread) / scale)
    high = 1.0 if successes == trials else min(1.0, (middle + spread) / scale)
    return low, high


def _check(successes: int, trials: int, confidence: float) -> None:
    if not (0 <= successes <= trials and 0 < confidence < 1):
        raise InternalFault(
            "bad-counts",
            "a share was asked of counts that have none",
            got=f"{successes} of {trials} at confidence {confidence}",
            expected="0 <= successes <= trials, 0 < confidence < 1",
        )

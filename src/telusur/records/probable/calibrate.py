"""Weights held against members set aside, who are nobody's: never surer than they allow.

The weights take columns for independent given the answer, and they are not: relatives share a
name, an address and a telephone at once. So it is counted how well members fit *others* of the
register. Beyond the best of them the tail is continued by
an exponential, as the theory of peaks over a threshold has it (Pickands, Annals of Statistics 3,
1975), and a fit is worth log2 of its density among members' own rows, which is taken for even over
the whole range of fits, over its density in that tail. It is never worth more than Fellegi and
Sunter's weight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of the members set aside, those who fit another best are left out up to this share: most registers
# hold some people twice, and such a fit is right. It is the share of contradictions that the
# history of a register may have (``registers/versions.py``).
TWICE = 0.01
# Part of the members set aside whose fits make the tail.
TAIL = 0.1
# Bits over which a right model's tail falls to 1/e: a fit of s bits has at most 2^-s by chance.
IDEAL = float(1 / np.log(2))
# Excesses of the ideal size that are added to those met, so that few decide little.
ADDED = 2.0
# Bits over which members' own rows are taken to spread, at least.
SPREAD = 64.0


def calibrated(fit: NDArray[np.float64], aside: NDArray[np.float64]) -> NDArray[np.float64]:
    """The fits in bits that may be believed.

    Args:
        fit: of any rows.
        aside: of members set aside, the best of the others.
    """
    ordered = np.sort(aside)[: len(aside) - int(np.ceil(TWICE * len(aside)))]
    threshold = max(0.0, float(np.quantile(ordered, 1 - TAIL))) if len(ordered) else 0.0
    over = ordered[ordered > threshold] - threshold
    decay = (over.sum() + ADDED * IDEAL) / (len(over) + ADDED)
    share = (len(over) + 1) / (len(ordered) + 1)
    spread = max(SPREAD, float(fit.max(initial=0.0)))
    at_threshold = np.log2(decay / (spread * share))
    beyond = np.maximum(fit - threshold, 0.0) * IDEAL / decay
    return np.asarray(np.round(np.minimum(fit, at_threshold + beyond), 6))

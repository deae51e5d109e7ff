"""One-to-one assignment of columns, with "no counterpart" as an answer like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from telusur.structure.interface import NO_COUNTERPART

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.structure.interface import Sides, Weighed

# Of equal pairs the one at the like place in its table: exports keep the order of columns. Far
# below any difference that evidence makes.
PLACE = 1e-3


def assigned(
    pairs: Mapping[tuple[int, int], Weighed],
    sides: Sides,
) -> dict[int, int]:
    """Columns of the dump to columns of the register, the sum of points at its highest.

    Args:
        pairs: points of every pair that was weighed.
        sides: their shape, the pairs settled by hand, the columns that take no part.
    """
    width, height = sides.shape
    settled, ignored = sides.settled, sides.ignored
    gain = np.zeros((width, height))
    taken = set(settled.values())
    for (i, j), weighed in pairs.items():
        worth = weighed.points - NO_COUNTERPART
        if worth > 0 and i not in settled and i not in ignored and j not in taken:
            gain[i, j] = worth - PLACE * abs(i / width - j / height)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    found = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if gain[i, j] > 0}
    return dict(sorted((found | dict(settled)).items()))

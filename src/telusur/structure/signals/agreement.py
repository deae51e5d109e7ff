"""How often two columns agree on linked rows, beyond what rows paired at random do.

Agreement beyond chance is Cohen's kappa: (observed - chance) / (1 - chance). It settles columns
that were renamed, and tells apart what values alone cannot: two dates, two flags, two codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Step

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine

# Rows are paired anew by these steps around the circle of linked rows; odd, prime, unlike.
STEPS = (1, 7, 31, 127)


@dataclass(frozen=True)
class Agreement:
    """One pair on the linked rows.

    Attributes:
        compared: rows with a value on both sides.
        agreed: of them, with some version's value equal.
        chance: share that agrees when rows are paired at random.
        turned: rows so paired that have a value on both sides.
    """

    compared: int
    agreed: int
    chance: float
    turned: int = 0

    @property
    def rate(self) -> float:
        """Share of the compared rows that agree."""
        return self.agreed / self.compared if self.compared else 0.0

    @property
    def beyond_chance(self) -> float:
        """Kappa; 0 where chance leaves nothing to tell."""
        left = 1.0 - self.chance
        return max(-1.0, (self.rate - self.chance) / left) if left > 0 else 0.0


def agreements(engine: Engine, rows: int) -> dict[tuple[int, int], Agreement]:
    """Agreement of every pair of columns over ``structure_linked`` and ``structure_versions``."""
    engine.run(
        Step("structure_right", "SELECT DISTINCT place, col, v FROM structure_versions"),
        Step("structure_right_present", "SELECT DISTINCT place, col FROM structure_right"),
    )
    compared = _counts(engine, "structure_right_present", "r.place = l.place")
    agreed = _counts(engine, "structure_right", "r.place = l.place AND r.v = l.v")
    by_chance: dict[tuple[int, int], tuple[int, int]] = {}
    for step in STEPS:
        turned = f"r.place = (l.place + {step}) % {rows}"
        tried = _counts(engine, "structure_right_present", turned)
        met = _counts(engine, "structure_right", f"{turned} AND r.v = l.v")
        for pair, n in tried.items():
            one, other = by_chance.get(pair, (0, 0))
            by_chance[pair] = (one + met.get(pair, 0), other + n)
    found = {}
    for pair, n in compared.items():
        met_by_chance, tried_by_chance = by_chance.get(pair, (0, 0))
        chance = met_by_chance / tried_by_chance if tried_by_chance else 0.0
        found[pair] = Agreement(n, agreed.get(pair, 0), chance, tried_by_chance)
    return found


def _counts(engine: Engine, right: str, on: str) -> dict[tuple[int, int], int]:
    rows = engine.collect(
        f"SELECT l.col AS i, r.col AS j, count(*) AS n FROM structure_linked l JOIN {right} r "
        f"ON {on} GROUP BY l.col, r.col ORDER BY l.col, r.col"
    ).to_pylist()
    return {(row["i"], row["j"]): row["n"] for row in rows}

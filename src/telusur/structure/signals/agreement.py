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
# Of a hash, so many bits that sums over all columns of a table stay whole numbers of 64.
MARK = 2**48 - 1


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
        *_sets("structure_left", "structure_linked"),
        *_sets("structure_right", "structure_right_present"),
    )
    compared = _both_present(engine, "r.place = l.place")
    agreed = _equal(engine, "r.place = l.place")
    by_chance: dict[tuple[int, int], tuple[int, int]] = {}
    for step in STEPS:
        turned = f"r.place = (l.place + {step}) % {rows}"
        tried, met = _both_present(engine, turned), _equal(engine, turned)
        for pair, n in tried.items():
            one, other = by_chance.get(pair, (0, 0))
            by_chance[pair] = (one + met.get(pair, 0), other + n)
    found = {}
    for pair, n in compared.items():
        met_by_chance, tried_by_chance = by_chance.get(pair, (0, 0))
        chance = met_by_chance / tried_by_chance if tried_by_chance else 0.0
        found[pair] = Agreement(n, agreed.get(pair, 0), chance, tried_by_chance)
    return found


def _sets(name: str, relation: str) -> tuple[Step, Step]:
    """``{name}_sets``: which columns each row holds, as one number; ``{name}_kinds``: of each set.

    Rows of a table mostly hold the same columns: pairs of columns are then counted once for a set
    and not once for a row.
    """
    hashes = ", ".join(
        f"stable_hash64('{salt} ' || CAST(col AS VARCHAR)) & {MARK} AS {salt}"
        for salt in ("s", "t")
    )
    return (
        Step(
            f"{name}_sets",
            "SELECT h.place AS place, CAST(sum(m.s) AS BIGINT) AS s, CAST(sum(m.t) AS BIGINT) AS t "
            f"FROM {relation} h JOIN (SELECT col, {hashes} FROM (SELECT DISTINCT col "
            f"FROM {relation}) c) m ON m.col = h.col GROUP BY h.place",
        ),
        Step(
            f"{name}_kinds",
            "SELECT k.s AS s, k.t AS t, h.col AS col FROM (SELECT s, t, min(place) AS place "
            f"FROM {name}_sets GROUP BY s, t) k JOIN {relation} h ON h.place = k.place",
        ),
    )


def _both_present(engine: Engine, on: str) -> dict[tuple[int, int], int]:
    """Pairs of rows in which both columns hold a value."""
    return _counted(
        engine,
        "SELECT a.col AS i, b.col AS j, CAST(sum(p.n) AS BIGINT) AS n FROM ("
        "SELECT l.s AS ls, l.t AS lt, r.s AS rs, r.t AS rt, count(*) AS n "
        f"FROM structure_left_sets l JOIN structure_right_sets r ON {on} "
        "GROUP BY l.s, l.t, r.s, r.t) p "
        "JOIN structure_left_kinds a ON a.s = p.ls AND a.t = p.lt "
        "JOIN structure_right_kinds b ON b.s = p.rs AND b.t = p.rt "
        "GROUP BY a.col, b.col ORDER BY a.col, b.col",
    )


def _equal(engine: Engine, on: str) -> dict[tuple[int, int], int]:
    """Pairs of rows in which both columns hold the same value."""
    return _counted(
        engine,
        "SELECT l.col AS i, r.col AS j, count(*) AS n FROM structure_linked l "
        f"JOIN structure_right r ON {on} AND r.v = l.v GROUP BY l.col, r.col ORDER BY l.col, r.col",
    )


def _counted(engine: Engine, sql: str) -> dict[tuple[int, int], int]:
    return {(row["i"], row["j"]): row["n"] for row in engine.collect(sql).to_pylist()}

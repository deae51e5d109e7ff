"""What passes between the steps of structure matching.

A pair of columns is weighed in *points*: natural log-odds that the two are the same column. Every
signal adds or takes points and says why; points of different signals are added, as if they were
independent given the answer (naive Bayes). They are not: signals agree more often than chance would
have them, and the prior is that of a blind pick. So the sum is brought to a probability by a line
fitted to pairs of known truth (Platt, "Probabilistic outputs for support vector machines", 1999).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING

from telusur.vocabulary.keyed import keyed64

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telusur.model.base import Bilingual
    from telusur.model.tables import ColumnFacts, DumpTable, RegisterTable

# A pair picked blindly is the right one about once in twenty: registers have some 20 columns.
PRIOR = -3.0
# No single signal is surer than e^9, 1 in 8,000: headers lie, samples are small.
CEILING = 9.0
# Fitted by ``benchmarks/structure_calibration.py`` to the likeliest pair of every column of the 80
# pairs of tables of the training part, none of the held-out ones.
SLOPE, SHIFT = 0.62, 0.41
# A pair is taken when it is likelier than not; below, "no counterpart" is the better answer.
NO_COUNTERPART = -SHIFT / SLOPE


@dataclass(frozen=True)
class StructureOverrides:
    """What the user settled by hand; recorded in the findings by the caller.

    Attributes:
        map: column of the dump to column of a register (``--map``).
        key: register columns that identify a member, before any declared key (``--key``).
        ignore: columns of the dump that take no part (``--ignore``).
    """

    map: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sides:
    """The dump beside one register.

    Attributes:
        dump_facts: one per column of the dump; empty for a header alone.
        register_facts: one per column of the register; empty where no values are known.
        settled: pairs given by hand, by position.
        ignored: positions of the dump's columns that take no part.
    """

    dump: DumpTable
    dump_facts: tuple[ColumnFacts, ...]
    register: RegisterTable
    register_facts: tuple[ColumnFacts, ...]
    settled: Mapping[int, int]
    ignored: frozenset[int]

    @property
    def seen(self) -> bool:
        """Whether there are values on both sides."""
        return self.dump.relation is not None and self.register.relation is not None

    def hashed(self, value: str) -> str:
        """SQL of a dump's value as the register's stand: beside a prepared one, its keyed hash."""
        return value if self.register.prepared is None else keyed64(value)

    @property
    def beside_key(self) -> str:
        """What ``hashed`` needs to stand behind the relation of a FROM."""
        prepared = self.register.prepared
        return "" if prepared is None else f" CROSS JOIN {prepared.key} AS k"

    @property
    def shape(self) -> tuple[int, int]:
        """Columns of the dump and of the register."""
        return len(self.dump.columns), len(self.register.columns)


@dataclass(frozen=True)
class Evidence:
    """What one signal says of one pair: points of log-odds, and the reason without any value."""

    points: float
    basis: Bilingual | None


# Pairs (dump column, register column) of which a signal has something to say.
Signal = dict[tuple[int, int], Evidence]


@dataclass(frozen=True)
class Weighed:
    """One pair, all signals together."""

    points: float
    basis: tuple[Bilingual, ...]

    @property
    def score(self) -> float:
        """Probability that the two are the same column."""
        return 1.0 / (1.0 + exp(-(SLOPE * max(-30.0, min(30.0, self.points)) + SHIFT)))


def interpolated(value: float, knots: Sequence[tuple[float, float]]) -> float:
    """Piecewise linear through ``knots`` (ascending), constant beyond its ends."""
    if value <= knots[0][0]:
        return knots[0][1]
    for (left, low), (right, high) in pairwise(knots):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return knots[-1][1]

"""Rows of two ages in one dump: told where many rows fit another moment and not the best one.

Of the rows that tell two moments apart, those of a single copy fit the best moment, whatever was
altered in them; only rows taken at another time fit the other moment instead. So for every moment
*t*, of the rows that fit either *t* or the best moment but not both, the share that fits *t* is the
share of rows of that age. Where it is about a half, which of the two is "the date" is a matter of
chance, and no single date is given.

The best moment of a mixture is drawn towards the other part. So each part's moment is found anew
among the rows that do not fit the other's, twice in turn, as clusters are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.dating.likelihood import FIXED_POINT, SUPPORT, weight
from telusur.dating.moments import instant
from telusur.engine.protocol import Step
from telusur.model.findings.dating import MixturePart
from telusur.vocabulary.intervals import clopper_pearson

if TYPE_CHECKING:
    from telusur.dating.moments import Plateau
    from telusur.engine.protocol import Engine

# Fewer rows of one part settle nothing.
FEWEST_ROWS = 10
# A part of this share is told of; from the second on there is no single date: the share must be
# surely above the first, and itself reach the second.
TOLD_FROM, NO_DATE_FROM = 0.1, 0.3


@dataclass(frozen=True)
class Mode:
    """The moment that most of some rows fit.

    Attributes:
        at_us: one of the best moments.
        rows: rows that fit it, of those looked at.
        first_us: start of the moments that explain the rows about as well.
        last_us: their end; None: open.
    """

    at_us: int
    rows: int
    first_us: int
    last_us: int | None

    def part(self, share: float) -> MixturePart:
        """As it stands in the findings."""
        return MixturePart(
            earliest=instant(self.first_us),
            latest=None if self.last_us is None else instant(self.last_us),
            rows=self.rows,
            share=share,
        )


@dataclass(frozen=True)
class Mixture:
    """Rows of two ages.

    Attributes:
        own: the moment of the larger part.
        other: that of the smaller.
        low: lower end of the 99 % interval of the smaller part's share.
    """

    own: Mode
    other: Mode
    low: float

    @property
    def share(self) -> float:
        """Of the rows that tell the two moments apart, those of the smaller part."""
        return self.other.rows / (self.other.rows + self.own.rows)

    @property
    def told(self) -> bool:
        """Whether it is a part worth telling of."""
        return self.low >= TOLD_FROM

    @property
    def two_dates(self) -> bool:
        """Whether the dump has no single date."""
        return self.told and self.share >= NO_DATE_FROM

    def parts(self) -> tuple[MixturePart, MixturePart]:
        """As they stand in the findings, the larger part first."""
        return self.own.part(1 - self.share), self.other.part(self.share)


def find_mixture(engine: Engine, prefix: str, best: Plateau) -> Mixture | None:
    """The largest part of another age than the best moment's; None where too few rows tell.

    Reads ``{prefix}row_votes`` (``votes.py``).
    """
    other = _mode_without(engine, prefix, best.at_us)
    own = other and _mode_without(engine, prefix, other.at_us)
    other = own and _mode_without(engine, prefix, own.at_us)
    if own is None or other is None:
        return None
    if other.rows > own.rows:
        own, other = other, own
    low, _ = clopper_pearson(other.rows, own.rows + other.rows)
    return Mixture(own, other, low)


def _mode_without(engine: Engine, prefix: str, at_us: int) -> Mode | None:
    """The moment that most of the rows fit that do not fit ``at_us``; None for too few rows."""
    fitting, sweep = f"{prefix}mix_fitting", f"{prefix}mix_sweep"
    fits = f"SELECT row_ FROM {prefix}row_votes WHERE fits = 1"
    engine.run(
        Step(
            fitting,
            f"SELECT v.row_, v.from_us, v.to_us FROM {prefix}row_votes AS v WHERE v.fits = 1 "
            f"AND NOT EXISTS (SELECT 1 FROM ({fits} AND from_us <= {at_us} "
            f"AND (to_us IS NULL OR to_us > {at_us})) AS b WHERE b.row_ = v.row_)",
        ),
        Step(
            sweep,
            "SELECT at_us, lead(at_us) OVER (ORDER BY at_us) AS next_us, "
            "CAST(sum(n) OVER (ORDER BY at_us) AS BIGINT) AS n FROM ("
            "SELECT at_us, CAST(sum(n) AS BIGINT) AS n FROM ("
            f"SELECT from_us AS at_us, 1 AS n FROM {fitting} UNION ALL "
            f"SELECT to_us AS at_us, -1 AS n FROM {fitting}) AS e "
            "WHERE at_us IS NOT NULL GROUP BY at_us) AS s",
        ),
    )
    found = engine.collect(
        f"SELECT at_us, n, (SELECT count(DISTINCT row_) FROM {fitting}) AS looked_at "
        f"FROM {sweep} ORDER BY n DESC, at_us LIMIT 1"
    ).to_pylist()
    if not found or found[0]["n"] < FEWEST_ROWS:
        engine.drop(sweep, fitting)
        return None
    best = found[0]
    cost = weight(best["looked_at"] - best["n"], best["looked_at"])
    span = engine.collect(
        "SELECT min(at_us) AS first_us, max(next_us) AS last_us, "
        "max(CASE WHEN next_us IS NULL THEN 1 ELSE 0 END) AS open_end "
        f"FROM {sweep} WHERE ({best['n']} - n) * {cost} <= {round(FIXED_POINT * SUPPORT)}"
    ).to_pylist()[0]
    engine.drop(sweep, fitting)
    return Mode(
        at_us=best["at_us"],
        rows=best["n"],
        first_us=span["first_us"],
        last_us=None if span["open_end"] else span["last_us"],
    )

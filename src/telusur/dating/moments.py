"""The best moment, the interval around it, and the curve for the picture, from the sweep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telusur.dating.likelihood import FIXED_POINT, SUPPORT
from telusur.model.findings.dating import Moment

if TYPE_CHECKING:
    from telusur.dating.likelihood import Weights
    from telusur.engine.protocol import Engine

CURVE_POINTS = 400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Plateau:
    """A stretch [``at_us``, ``next_us``) in which no vote changes; ``next_us`` None: still."""

    at_us: int
    next_us: int | None
    cells: int
    absent_rows: int
    missing: int
    unheld: int


@dataclass(frozen=True)
class Support:
    """All moments within the support limit of the best one."""

    best: Plateau
    first_us: int
    last_us: int | None
    moments: int
    excluded: int


def best_plateau(engine: Engine, prefix: str, cost: str) -> Plateau:
    """The longest of the stretches that the fewest votes speak against; the earliest of equals."""
    row = engine.collect(
        "SELECT at_us, next_us, cells, absent_rows, missing, unheld "
        f"FROM {prefix}sweep ORDER BY {cost}, "
        "coalesce(next_us - at_us, 0) DESC, at_us LIMIT 1"
    ).to_pylist()[0]
    return Plateau(**row)


def support(engine: Engine, prefix: str, weights: Weights) -> Support:
    """The moments that explain the votes at most ``SUPPORT`` worse than the best does."""
    best = best_plateau(engine, prefix, weights.cost)
    limit = round(FIXED_POINT * SUPPORT)
    row = engine.collect(
        f"SELECT min(at_us) AS first_us, max(at_us) AS last_at, "
        "count(*) AS moments, max(total) - count(*) AS excluded, "
        "max(CASE WHEN next_us IS NULL THEN 1 ELSE 0 END) AS open_end, max(next_us) AS last_us "
        f"FROM (SELECT at_us, next_us, {weights.cost} - min({weights.cost}) OVER () AS worse, "
        f"count(*) OVER () AS total FROM {prefix}sweep) AS s WHERE worse <= {limit}"
    ).to_pylist()[0]
    return Support(
        best=best,
        first_us=row["first_us"],
        last_us=None if row["open_end"] else row["last_us"],
        moments=row["moments"],
        excluded=row["excluded"],
    )


def curve(engine: Engine, prefix: str) -> tuple[Moment, ...]:
    """At most ``CURVE_POINTS`` moments, one a stretch of equal length, the last of each."""
    table = engine.collect(
        "SELECT at_us, next_us, fits, cells + absent_rows AS against FROM ("
        "SELECT at_us, next_us, fits, cells, absent_rows, "
        f"(at_us - min(at_us) OVER ()) * {CURVE_POINTS} // "
        "nullif(max(at_us) OVER () - min(at_us) OVER () + 1, 0) AS bucket "
        f"FROM {prefix}sweep) AS s "
        "QUALIFY row_number() OVER (PARTITION BY bucket ORDER BY at_us DESC) = 1 ORDER BY at_us"
    )
    return tuple(
        Moment(
            at=instant(row["at_us"]),
            until=None if row["next_us"] is None else instant(row["next_us"]),
            rows_agreeing=max(0, row["fits"]),
            disagreements=max(0, row["against"]),
        )
        for row in table.to_pylist()
    )


def instant(micros: int) -> datetime:
    """Microseconds since 1970 as an aware datetime."""
    return EPOCH + timedelta(microseconds=micros)


def micros(moment: datetime) -> int:
    """An aware datetime as microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)

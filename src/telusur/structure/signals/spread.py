"""How alike the values of two columns are spread, without any row in common.

For each pair the share that two samples have in common (the sum over values of the smaller of
both frequencies, one minus the total variation distance), for whole values, first words, last
words (the year of a date) and shapes. A reference says what to expect of the same column: the
register's sample against itself, one half against the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.structure.samples import REGISTER, register_sample
from telusur.vocabulary.common_form import LOOKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, RegisterTable
    from telusur.structure.samples import Sample

COUNTS = f"{REGISTER}_counts"


@dataclass(frozen=True)
class Common:
    """Shares that two columns have in common, by form; 0 where nothing is."""

    value: float = 0.0
    first: float = 0.0
    last: float = 0.0
    shape: float = 0.0


def spreads(engine: Engine, dump: str, register: str) -> dict[tuple[int, int], Common]:
    """The shares in common of every pair that has any; both sides as ``counted`` makes them."""
    return _common(engine, dump, register)


def register_spread(
    engine: Engine, register: RegisterTable, facts: Sequence[ColumnFacts], seed: int
) -> tuple[str, dict[int, Common]]:
    """Relation of how often the values of the register's sample recur; and its own likeness."""
    if register.prepared is not None:
        own = {at: Common(*shares) for at, shares in register.prepared.alike.items()}
        return register.prepared.spread, own
    sample = register_sample(engine, register, facts, seed)
    counted(engine, COUNTS, sample.long)
    return COUNTS, expected(engine, sample)


def expected(engine: Engine, register: Sample) -> dict[int, Common]:
    """The shares in common of each register column with itself, one half against the other."""
    for half in (0, 1):
        counted(engine, f"structure_half{half}", register.long, f"WHERE place % 2 = {half}")
    halves = _common(engine, "structure_half0", "structure_half1", "AND a.col = b.col")
    return {i: common for (i, _), common in halves.items()}


def counted(engine: Engine, name: str, long: str, where: str = "") -> None:
    """Make ``name``: how often (``n`` of ``total``) each value ``x`` of a ``form`` recurs."""
    counts = " UNION ALL ".join(
        f"SELECT '{form}' AS form, col, {sql} AS x, count(*) AS n FROM {long} {where} "
        f"GROUP BY col, {sql}"
        for form, sql in LOOKS.items()
    )
    engine.run(
        Step(
            name,
            "SELECT form, col, x, n, CAST(sum(n) OVER (PARTITION BY form, col) AS BIGINT) AS total "
            f"FROM ({counts}) s",
        )
    )


def _common(engine: Engine, one: str, other: str, also: str = "") -> dict[tuple[int, int], Common]:
    rows = engine.collect(
        "SELECT a.form, a.col AS i, b.col AS j, max(a.total * b.total) AS whole, "
        "CAST(sum(least(a.n * b.total, b.n * a.total)) AS BIGINT) AS part "
        f"FROM {one} a JOIN {other} b ON a.form = b.form AND a.x = b.x {also} "
        "GROUP BY a.form, a.col, b.col ORDER BY a.form, a.col, b.col"
    ).to_pylist()
    found: dict[tuple[int, int], dict[str, float]] = {}
    for row in rows:
        found.setdefault((row["i"], row["j"]), {})[row["form"]] = row["part"] / row["whole"]
    return {pair: Common(**shares) for pair, shares in found.items()}

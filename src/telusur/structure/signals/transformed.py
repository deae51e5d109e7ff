"""Register columns that a dump column holds in another form, told by linked rows.

1. Dump columns that agree with no register column as they stand, and what they look like.
2. Every way in which a register column could give such values, tried on the linked rows.
3. The same with rows paired at random: a masked telephone agrees with many.
4. A transformation is taken where rows agree by it, and clearly more than they do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.structure.signals.agreement import STEPS, Agreement
from telusur.structure.signals.layouts import cut_columns
from telusur.structure.signals.recoded import recoded
from telusur.vocabulary.transforms import decoded, formed, has_form, made, seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.engine.protocol import Engine
    from telusur.model.transforms import Transform
    from telusur.structure.interface import Sides

Pair = tuple[int, int]
Measured = dict[Pair, Agreement]
# What agrees so well as it stands (beyond chance) was not transformed.
SETTLED = 0.9
# Beyond chance, on linked rows: several ways are tried for each pair, and parts of a value agree
# in many rows by themselves.
LEAST = 0.7
# So much more than without the transformation.
BETTER = 0.05


def transformed(
    engine: Engine,
    sides: Sides,
    rows: int,
    measured: Measured,
    looks: Mapping[int, list[Transform]],
    labels: Mapping[int, Transform],
) -> dict[Pair, tuple[Agreement, Transform]]:
    """The transformation of each pair that has one, with its agreement; steps 1 to 4.

    Args:
        engine: holds ``structure_linked`` and ``structure_versions``.
        sides: the dump and the register.
        rows: linked rows.
        measured: agreement of the columns as they stand.
        looks: what the masked and hashed columns of the dump could be.
        labels: register columns whose codes have labels.
    """
    # (1) open columns
    best: dict[int, float] = {}
    for (i, _), agreement in measured.items():
        best[i] = max(best.get(i, -1.0), agreement.beyond_chance)
    open_ = [i for i, kappa in sorted(best.items()) if kappa < SETTLED]
    plain = [i for i in open_ if i not in looks]
    tried: dict[int, list[Transform]] = {}
    if sides.register.prepared is None:  # a part of a value, or its hash, cannot be made of a hash
        tried = {i: looks[i] for i in open_ if i in looks}
        tried |= cut_columns(engine, "structure_linked", plain)
    for i in plain if labels else []:
        tried[i] = [*tried.get(i, []), *labels.values()]
    # (2) try, (3) against chance
    found = _measured(engine, sides, rows, measured, tried)
    found += recoded(engine, sides, plain, measured)
    # (4) take
    taken: dict[Pair, tuple[Agreement, Transform]] = {}
    for pair, agreement, transform in found:
        now = taken[pair][0] if pair in taken else measured[pair]
        more = agreement.beyond_chance - now.beyond_chance
        if agreement.beyond_chance >= LEAST and more > (0.0 if pair in taken else BETTER):
            taken[pair] = (agreement, transform)
    return taken


def _measured(
    engine: Engine,
    sides: Sides,
    rows: int,
    measured: Measured,
    tried: Mapping[int, list[Transform]],
) -> list[tuple[Pair, Agreement, Transform]]:
    """Agreement of every pair by every way that was tried, the simplest first."""
    every = list(dict.fromkeys(each for ways_ in tried.values() for each in ways_))
    right = [
        f"SELECT DISTINCT place, col, {way} AS way, {_made(sides, each)} AS v "
        f"FROM structure_versions WHERE col IN ({', '.join(map(str, columns))})"
        for way, each in enumerate(every)
        for columns in (_longer(sides, each),)
        if columns
    ]
    left = [
        f"SELECT place, col, {way} AS way, {sides.hashed(seen(each, 'x'))} AS v "
        f"FROM structure_linked{sides.beside_key} WHERE col IN ({', '.join(map(str, columns))})"
        for way, each in enumerate(every)
        for columns in ([i for i, ways_ in tried.items() if each in ways_],)
    ]
    if not left or not right:
        return []
    engine.run(
        Step("structure_made", " UNION ALL ".join(right)),
        Step("structure_seen", " UNION ALL ".join(left)),
    )
    agreed = _counts(engine, "r.place = l.place")
    by_chance: dict[tuple[int, int, int], int] = {}
    for step in STEPS:
        for key, n in _counts(engine, f"r.place = (l.place + {step}) % {rows}").items():
            by_chance[key] = by_chance.get(key, 0) + n
    engine.drop("structure_made", "structure_seen")
    return [
        ((i, j), Agreement(plain.compared, n, chance, plain.turned), every[way])
        for (i, j, way), n in agreed.items()
        for plain in (measured[i, j],)
        for chance in (by_chance.get((i, j, way), 0) / max(1, plain.turned),)
    ]


def _made(sides: Sides, transform: Transform) -> str:
    """What the transformation makes of a value of ``structure_versions``."""
    if sides.register.prepared is None:
        return made(transform, formed(transform.form, "x", "n"))
    return decoded(transform, "structure_versions.b")  # the list of codes has a ``b`` as well


def _longer(sides: Sides, transform: Transform) -> list[int]:
    """Register columns that can have the form and are longer than what was kept of them."""
    if transform.kind == "label":
        return [transform.pair[1]]
    kept = transform.head + transform.tail
    return [
        facts.position
        for facts in sides.register_facts
        if has_form(transform.form, facts.type) and (facts.max_length or 0) > kept
    ]


def _counts(engine: Engine, on: str) -> dict[tuple[int, int, int], int]:
    rows = engine.collect(
        "SELECT l.col AS i, r.col AS j, l.way AS way, count(DISTINCT l.place) AS n "
        f"FROM structure_seen l JOIN structure_made r ON {on} AND r.way = l.way AND r.v = l.v "
        "GROUP BY l.col, r.col, l.way ORDER BY l.col, r.col, l.way"
    ).to_pylist()
    return {(row["i"], row["j"], row["way"]): row["n"] for row in rows}

"""What types, shapes and the spread of values say of each pair of columns, without linked rows."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from telusur.structure import said
from telusur.structure.interface import Evidence, Signal, interpolated
from telusur.structure.signals.spread import Common, register_spread, spreads

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts
    from telusur.structure.interface import Sides
    from telusur.structure.signals.linked import Linked

# A form tells nothing when the register does not even resemble itself in it.
TELLING = 0.02
# Likeness of spread, as a share of what the register's own halves have in common.
SPREAD_POINTS = (
    (0.0, -3.0), (0.1, -1.5), (0.25, 0.5), (0.5, 3.5), (0.8, 5.5), (1.0, 6.5), (1.4, 7.0)
)  # fmt: skip
# With this much in common between its own halves, a column's spread can be relied on.
RELIABLE = 0.15
# Two or three values are shared by many columns of this world (0 and 1, Y and N, L and P).
FEW_VALUES = 3
FEW_VALUES_POINTS = 3.3
# Shape: letters and digits where the other has them.
UNLIKE_SHAPE, LIKE_SHAPE = 0.2, 0.6
UNLIKE_SHAPE_POINTS = -3.0
RARE_SHAPE_POINTS = 2.5
UNLIKE_TYPE_POINTS = -5.0
SAME_TYPE_POINTS = 1.0
# Linked rows see the pair itself; that its values are spread alike then adds little.
BESIDE_ROWS = 0.3
FEWEST_VALUES = 5
UNTYPED = ("text", "empty", "integer", "decimal")  # any code or identifier may look like these
# Types that one column may be taken for, by the name it carries on either side.
FAMILIES = (
    frozenset({"date", "birth_date", "datetime"}),
    frozenset({"phone", "id.mobile"}),
    frozenset({"id.nik", "id.kk", "payment_card"}),
)


def contents(engine: Engine, sides: Sides, counts: str, seed: int) -> Signal:
    """Evidence for every pair of columns that hold values; ``counts`` as ``counted`` makes them."""
    held, own = register_spread(engine, sides.register, sides.register_facts, seed)
    common = spreads(engine, counts, held)
    signal: Signal = {}
    for one in sides.dump_facts:
        if one.present < FEWEST_VALUES:
            continue
        alike = _alike(common, one.position, sides.shape[1])
        for other in sides.register_facts:
            if other.present < FEWEST_VALUES:
                continue
            shares = common.get((one.position, other.position), Common())
            told = [
                _type(one, other),
                _shape(shares, alike),
                _spread(shares, own.get(other.position, Common()), other),
            ]
            signal[one.position, other.position] = Evidence(
                sum(each.points for each in told), said.together(each.basis for each in told)
            )
    return signal


def _type(one: ColumnFacts, other: ColumnFacts) -> Evidence:
    if one.type == other.type:
        if one.type in UNTYPED:
            return Evidence(0.0, None)
        return Evidence(SAME_TYPE_POINTS, said.same_type(one.type))
    if one.type in UNTYPED or other.type in UNTYPED:
        return Evidence(0.0, None)
    if any({one.type, other.type} <= family for family in FAMILIES):
        return Evidence(0.0, said.like_types(one.type, other.type))
    return Evidence(UNLIKE_TYPE_POINTS, said.unlike_types(one.type, other.type))


def _alike(common: dict[tuple[int, int], Common], i: int, width: int) -> float:
    """Share of the register's columns that are of the shape of the dump's column."""
    like = sum(common.get((i, j), Common()).shape >= LIKE_SHAPE for j in range(width))
    return max(like, 1) / width


def _shape(shares: Common, alike: float) -> Evidence:
    if shares.shape >= LIKE_SHAPE:
        points = min(RARE_SHAPE_POINTS, log(1.0 / alike))
        return Evidence(points, said.shapes(shares.shape))
    if shares.shape < UNLIKE_SHAPE:
        return Evidence(UNLIKE_SHAPE_POINTS, said.SHAPES_DIFFER)
    return Evidence(0.0, said.shapes(shares.shape))


def _spread(shares: Common, own: Common, other: ColumnFacts) -> Evidence:
    told = [
        (there, here)
        for there, here in (
            (shares.value, own.value),
            (shares.first, own.first),
            (shares.last, own.last),
        )
        if here >= TELLING
    ]
    weight = sum(here for _, here in told)
    if not weight:
        return Evidence(0.0, None)
    likeness = sum(there for there, _ in told) / weight
    points = interpolated(likeness, SPREAD_POINTS) * min(1.0, weight / RELIABLE)
    if other.distinct <= FEW_VALUES:
        points = min(points, FEW_VALUES_POINTS)
    return Evidence(points, said.spread(min(likeness, 1)))


def weakened(contents: Signal, rows: Linked) -> Signal:
    """The evidence of contents, for what it is still worth beside that of linked rows.

    Nothing, where values were transformed: hashes look like no name.
    """
    return {
        pair: Evidence(BESIDE_ROWS * told.points, told.basis)
        if pair in rows.signal and told.points > 0
        else told
        for pair, told in contents.items()
        if pair not in rows.transforms and not (pair[0] in rows.opaque and told.points < 0)
    }

"""The pairs of one register, as the stages that compare rows need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.tables import ColumnPair, Mapping

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary

    from telusur.model.tables import ColumnFacts
    from telusur.structure.interface import Sides, Weighed

# Types that are told apart by the column's name or by a narrower form, and the wider of each two.
WIDER = {
    frozenset({"date", "birth_date"}): "date",
    frozenset({"phone", "id.mobile"}): "phone",
    frozenset({"integer", "decimal"}): "decimal",
}
# What a column is taken for when its contents tell nothing more.
UNTOLD = frozenset({"text", "integer", "decimal"})


def mapped(
    sides: Sides,
    found: Dictionary[int, int],
    pairs: Dictionary[tuple[int, int], Weighed],
    key: tuple[str, ...] = (),
) -> Mapping:
    """Pairs in the dump's order, with the keys whose columns are all among them.

    Args:
        sides: the dump and the register.
        found: columns of the dump to columns of the register.
        pairs: the points of each pair.
        key: register columns given as a key by hand; strongest of all.
    """
    facts = sides.register.facts
    columns = []
    for i, j in found.items():
        one, other, name = sides.dump_facts[i], sides.register_facts[j], sides.register.columns[j]
        columns.append(
            ColumnPair(
                dump=i,
                register=j,
                dump_name=sides.dump.columns[i],
                register_name=name,
                type=common_type(one, other),
                dump_date_order=one.date_order,
                register_date_order=other.date_order,
                score=round(pairs[i, j].score, 4),
                exclusive=name in facts.exclusive,
                widely_known=name in facts.widely_known,
            )
        )
    at = {pair.register_name: index for index, pair in enumerate(columns)}
    wanted = [key, *facts.keys] if key else list(facts.keys)
    keys = [tuple(at[name] for name in each) for each in wanted if all(n in at for n in each)]
    return Mapping(sides.register.spec.name, tuple(columns), tuple(dict.fromkeys(keys)))


def common_type(one: ColumnFacts, other: ColumnFacts) -> str:
    """The type by which both sides of a pair are normalised; 'text' where they differ.

    A side whose name says nothing is known by its contents alone, so its type is often the wider
    of two, or none; the other side's then holds for both. What is not valid under a type is
    compared as text.
    """
    kinds = {one.type, other.type} - {"empty"}
    if len(kinds) <= 1:
        return kinds.pop() if kinds else "text"
    for family, wider in WIDER.items():
        if kinds == family:
            return wider
    told = kinds - UNTOLD
    return told.pop() if len(told) == 1 else "text"

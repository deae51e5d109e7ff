"""The pairs of one register, as the stages that compare rows need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.tables import ColumnPair, Mapping
from telusur.structure.compared import Forms
from telusur.vocabulary.common_form import kind_of
from telusur.vocabulary.transforms import decoded

if TYPE_CHECKING:
    from collections.abc import Mapping as Dictionary
    from collections.abc import Sequence

    from telusur.model.tables import ColumnFacts
    from telusur.model.transforms import Transform
    from telusur.structure.interface import Sides, Weighed
    from telusur.structure.parts import Parts

# Types that are told apart by the column's name or by a narrower form, and the wider of each two.
WIDER = {
    frozenset({"date", "birth_date"}): "date",
    frozenset({"phone", "id.mobile"}): "phone",
    frozenset({"integer", "decimal"}): "decimal",
}
# Rows for each different value from which on a join costs less than a hash.
RECURRING = 20
# What a column is taken for when its contents tell nothing more.
UNTOLD = frozenset({"text", "integer", "decimal"})


def mapped(
    sides: Sides,
    found: Dictionary[int, int],
    pairs: Dictionary[tuple[int, int], Weighed],
    key: tuple[str, ...] = (),
    compared: Forms | None = None,
    composites: Sequence[Parts] = (),
) -> Mapping:
    """Pairs in the dump's order, with the keys whose columns are all among them.

    Args:
        sides: the dump and the register.
        found: columns of the dump to columns of the register.
        pairs: the points of each pair.
        key: register columns given as a key by hand; strongest of all.
        compared: in what form the pairs are compared; None: all as they stand.
        composites: columns split or joined; compared where the dump's are the parts.
    """
    compared = compared or Forms({})
    facts = sides.register.facts
    columns = []
    for i, j in found.items():
        if i in compared.left_out:
            continue
        transform = compared.transforms.get((i, j))
        one, other, name = sides.dump_facts[i], sides.register_facts[j], sides.register.columns[j]
        kind = common_type(one, other) if transform is None else kind_of(other)
        kind, hashed = _hashed(sides, j, kind, transform)
        columns.append(
            ColumnPair(
                dump=i,
                register=j,
                dump_name=sides.dump.columns[i],
                register_name=name,
                type=kind,
                dump_date_order=one.date_order,
                register_date_order=other.date_order,
                score=round(pairs[i, j].score, 4),
                exclusive=name in facts.exclusive,
                widely_known=name in facts.widely_known,
                transform=transform,
                hashed=hashed,
                few=one.distinct * RECURRING <= one.rows,
            )
        )
    columns += [_whole(sides, each) for each in composites if each.compared]
    at = {
        pair.register_name: index
        for index, pair in enumerate(columns)
        if pair.dump not in compared.keyless
        and (pair.transform is None or pair.transform.kind != "joined")
    }
    wanted = [key, *facts.keys] if key else list(facts.keys)
    keys = [tuple(at[name] for name in each) for each in wanted if all(n in at for n in each)]
    return Mapping(sides.register.spec.name, tuple(columns), tuple(dict.fromkeys(keys)))


def _hashed(sides: Sides, j: int, kind: str, transform: Transform | None) -> tuple[str, str | None]:
    """The type to normalise by, and SQL of a prepared register's hash of its value in that form."""
    prepared = sides.register.prepared
    if prepared is None:
        return kind, None
    if transform is not None:
        return kind, decoded(transform, f"b{j}")
    return prepared.held(j, kind)


def _whole(sides: Sides, parts: Parts) -> ColumnPair:
    """The dump's parts put together beside the register's column."""
    (j,) = parts.register
    name, other = sides.register.columns[j], sides.register_facts[j]
    return ColumnPair(
        dump=parts.dump[0],
        register=j,
        dump_name=" + ".join(sides.dump.columns[i] for i in parts.dump),
        register_name=name,
        type=kind_of(other),
        dump_date_order=None,
        register_date_order=other.date_order,
        score=round(parts.score, 4),
        exclusive=name in sides.register.facts.exclusive,
        widely_known=name in sides.register.facts.widely_known,
        transform=parts.transform,
    )


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

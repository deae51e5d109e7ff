"""By which pairs, in which form, rows can be compared; and which can name a member.

* A pair whose values are equal once transformed is compared by that transformation.
* A dump column of hashes, or masked, that is known by its name alone cannot be compared: in no row
  would it agree, and every row would count as changed. It is left out, and its basis says so.
* A part of a value names a member only where the register's parts are nearly unique.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telusur.structure.said_forms import NOT_COMPARED
from telusur.structure.signals.links import made_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.engine.protocol import Engine
    from telusur.model.transforms import Transform
    from telusur.structure.interface import Sides, Weighed
    from telusur.structure.signals.linked import Linked

# Share of the register's distinct values that stay distinct, for a part to serve as a key.
NEARLY_UNIQUE = 0.95


@dataclass(frozen=True)
class Forms:
    """In what form each pair (dump column, register column) is compared.

    Attributes:
        transforms: pairs that are equal once transformed.
        left_out: dump columns that no row is compared by.
        keyless: dump columns that name nobody.
    """

    transforms: Mapping[tuple[int, int], Transform]
    left_out: frozenset[int] = frozenset()
    keyless: frozenset[int] = frozenset()


def forms(engine: Engine, sides: Sides, found: Mapping[int, int], rows: Linked) -> Forms:
    """The form of every pair that was found."""
    transforms = {pair: t for pair, t in rows.transforms.items() if pair in found.items()}
    keys = {key[0] for key in sides.register.facts.keys if len(key) == 1}
    return Forms(
        transforms,
        left_out=frozenset(
            i for i, j in found.items() if i in rows.opaque and not _agrees(i, j, rows)
        ),
        keyless=frozenset(
            i
            for (i, j), transform in transforms.items()
            if not transform.whole
            and not (
                sides.register.columns[j] in keys and _nearly_unique(engine, sides, i, j, transform)
            )
        ),
    )


def with_reasons(
    pairs: Mapping[tuple[int, int], Weighed], found: Mapping[int, int], left_out: frozenset[int]
) -> dict[tuple[int, int], Weighed]:
    """The pairs, with what cannot be compared by said in its basis."""
    return {
        pair: replace(weighed, basis=(*weighed.basis, NOT_COMPARED))
        if pair[0] in left_out and found.get(pair[0]) == pair[1]
        else weighed
        for pair, weighed in pairs.items()
    }


def _agrees(i: int, j: int, rows: Linked) -> bool:
    if (i, j) in rows.transforms:
        return True
    told = rows.signal.get((i, j))
    return told is not None and told.points > 0


def _nearly_unique(engine: Engine, sides: Sides, i: int, j: int, transform: Transform) -> bool:
    if not sides.dump_facts[i].unique:
        return False
    held = made_column(sides, sides.register_facts[j], transform, f"r{j} AS x")
    row = engine.collect(
        f"SELECT count(DISTINCT x) AS whole, count(DISTINCT v) AS part FROM ({held}) r"
    ).to_pylist()[0]
    return bool(row["part"] >= NEARLY_UNIQUE * row["whole"])

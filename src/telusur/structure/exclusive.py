"""Columns that only one holder has: in the dump, and fit to be what they claim.

A column named KDKANTOR proves nothing; one whose values all stand in the holder's own list of
offices does. Without values (a header alone) the name is all there is, and the findings say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.keyed import keyed64

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, RegisterTable
    from telusur.structure.interface import Sides
    from telusur.structure.samples import Sample

# Dumps hold typing errors and altered rows; more than one odd value in twenty is another column.
FIT_SHARE = 0.95
# Where a name is all there is, it must be the column's own, an alias, or the same but for vowels:
# one word in common (a card's number, a state) is many holders'.
SURE_BY_NAME = 0.85
LOOSE_TYPES = ("text", "empty")


def exclusive_present(
    engine: Engine, sides: Sides, sample: Sample | None, found: Mapping[int, int]
) -> tuple[str, ...]:
    """Exclusive columns that are mapped and whose values fit, in the register's order."""
    at = {sides.register.columns[j]: i for i, j in found.items()}
    return tuple(
        name
        for name in sides.register.facts.exclusive
        if name in at and _fits(engine, sides, sample, name, at[name])
    )


def _fits(engine: Engine, sides: Sides, sample: Sample | None, name: str, dump: int) -> bool:
    if sample is None:
        return True
    facts = sides.dump_facts[dump]
    if not facts.present:
        return False
    if name in sides.register.code_lists:
        return _listed(engine, sides.register, sample, dump, name) >= FIT_SHARE
    return _well_formed(facts, _type_of(sides, name)) >= FIT_SHARE


def _type_of(sides: Sides, name: str) -> str:
    declared = sides.register.spec.columns.get(name)
    if declared is not None and declared.type is not None:
        return declared.type
    if sides.register_facts:
        return sides.register_facts[sides.register.columns.index(name)].type
    return "text"


def _well_formed(facts: ColumnFacts, kind: str) -> float:
    """Share of the values that are valid under the register's type; all are, as text."""
    if kind in LOOSE_TYPES:
        return 1.0
    if kind == facts.type:
        return facts.valid_share
    return dict(facts.types).get(kind, 0.0)


def _listed(engine: Engine, register: RegisterTable, sample: Sample, dump: int, name: str) -> float:
    """Share of the sampled values that stand in the holder's code list, as codes or labels."""
    codes, prepared = register.code_lists[name], register.prepared
    if prepared is None:
        held = (
            f"SELECT upper(trim(code)) AS code FROM {codes} "
            f"UNION SELECT upper(trim(label)) AS code FROM {codes}"
        )
        values = f"SELECT u FROM {sample.long} WHERE col = {dump}"
    else:
        own = f"FROM {codes} WHERE col = {register.columns.index(name)}"
        held = f"SELECT code {own} UNION SELECT label AS code {own}"
        values = (
            f"SELECT {keyed64('d.u')} AS u FROM {sample.long} AS d CROSS JOIN {prepared.key} AS k "
            f"WHERE d.col = {dump}"
        )
    counted = engine.collect(
        f"SELECT count(*) AS n, count(c.code) AS held FROM ({values}) l "
        f"LEFT JOIN ({held}) c ON c.code = l.u"
    )
    values, held = counted["n"][0].as_py(), counted["held"][0].as_py()
    return held / values if values else 0.0

"""Rows of the dump's sample that a column pair links with members of the register.

A value of the dump that stands in a register column is no evidence by itself: 53 small numbers are
all found in any dense key. So each value has a decoy, its digits and letters exchanged, which
measures how often a value of that pattern is found by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Step, comma
from telusur.structure.canonical import canonical_column, canonical_values, is_time, normalised
from telusur.vocabulary.transforms import formed, made, seen

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts
    from telusur.model.transforms import Transform
    from telusur.structure.interface import Sides
    from telusur.structure.samples import Sample

# Shorter values (codes, flags, counts) link nobody.
LINKING_LENGTH = 4
# A column links only if its values tell rows apart.
LINKING_DISTINCT = 0.05
# Fewer found values than this may be accidents, whatever the decoys say.
FEWEST_FOUND = 8
# Found at least so many times as often as the decoys.
ABOVE_CHANCE = 4
LINKED_ROWS = 2000
# Versions of one member that are looked at; more would let a busy member agree with anything.
VERSIONS = 32

VALUES = "structure_linking"
# As it was written: 000417 is a number of somebody, 417 may count anything.
_LONG_ENOUGH = f"(length(v) >= {LINKING_LENGTH} OR (u LIKE '0%' AND length(u) >= {LINKING_LENGTH}))"
# Every digit and letter becomes another one; length and pattern stay.
_PLAIN, _EXCHANGED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "7294850613QWERTYUIOPASDFGHJKLZXCVBNM"


@dataclass(frozen=True)
class Found:
    """Values of one dump column that stand in one register column.

    Attributes:
        tried: distinct values of the sample.
        found: of them, in the register.
        by_chance: decoys, one for each value, in the register.
        transform: what the dump made of the register's value; None: nothing.
    """

    dump: int
    register: int
    tried: int
    found: int
    by_chance: int
    transform: Transform | None = None

    @property
    def links(self) -> bool:
        """Whether more is found than chance explains."""
        return self.found >= FEWEST_FOUND and self.found >= ABOVE_CHANCE * self.by_chance


def candidates(sides: Sides) -> list[ColumnFacts]:
    """Register columns that could link rows: its keys first, the most distinct ones, then days."""
    keys = [key[0] for key in sides.register.facts.keys if len(key) == 1]
    telling = [
        facts
        for facts in sides.register_facts
        if facts.max_length is not None
        and facts.max_length >= LINKING_LENGTH
        and facts.distinct >= max(FEWEST_FOUND, LINKING_DISTINCT * facts.present)
    ]
    return sorted(
        telling,
        key=lambda facts: (
            keys.index(facts.name) if facts.name in keys else len(keys),
            is_time(facts),
            -facts.distinct,
            facts.position,
        ),
    )


def linking_values(engine: Engine, dump: Sample) -> dict[int, int]:
    """Make the table of the dump's linking values and decoys; values tried, by column."""
    engine.run(
        Step(
            f"{VALUES}_true",
            "SELECT col, v FROM (SELECT col, v, count(*) OVER (PARTITION BY col) AS n, "
            "CAST(sum(rows) OVER (PARTITION BY col) AS BIGINT) AS present FROM "
            f"(SELECT col, v, count(*) AS rows FROM {dump.long} "
            f"WHERE {_LONG_ENOUGH} GROUP BY col, v) a) b "
            f"WHERE n >= {FEWEST_FOUND} AND n >= {LINKING_DISTINCT} * present",
        ),
        Step(
            VALUES,
            f"SELECT col, v, 0 AS decoy FROM {VALUES}_true UNION ALL "
            f"SELECT DISTINCT col, translate(v, '{_PLAIN}', '{_EXCHANGED}') AS v, 1 AS decoy "
            f"FROM {VALUES}_true",
        ),
    )
    rows = engine.collect(
        f"SELECT col, count(*) AS n FROM {VALUES}_true GROUP BY col ORDER BY col"
    ).to_pylist()
    return {row["col"]: row["n"] for row in rows}


def found_in(
    engine: Engine, sides: Sides, column: ColumnFacts, tried: dict[int, int]
) -> list[Found]:
    """What of each dump column is found in one register column, the most found first."""
    held = canonical_column(str(sides.register.relation), column)
    rows = engine.collect(
        "SELECT s.col AS col, count(DISTINCT CASE WHEN s.decoy = 0 THEN s.v END) AS found, "
        "count(DISTINCT CASE WHEN s.decoy = 1 THEN s.v END) AS chance "
        f"FROM ({held}) r JOIN {VALUES} s ON r.v = s.v GROUP BY s.col ORDER BY s.col"
    ).to_pylist()
    found = [
        Found(row["col"], column.position, tried[row["col"]], row["found"], row["chance"])
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.by_chance - each.found, each.dump))


def link(engine: Engine, sides: Sides, dump: Sample, by: Found) -> int:
    """Link rows by one pair; the number of rows that name exactly one member.

    Makes ``structure_linked`` (``place`` 0-based, ``col``, ``v``, ``x`` and ``n`` of the dump) and
    ``structure_versions`` (the same of every version of the member so linked).
    """
    facts = sides.register_facts
    held = _held(sides, facts[by.register], by.transform)
    value = "v" if by.transform is None else seen(by.transform, "x")
    columns = comma([f"r.r{each.position} AS r{each.position}" for each in facts])
    order = comma(["r.from_us", *(f"r.r{each.position}" for each in facts)])
    engine.run(
        Step(
            "structure_links",
            "SELECT d.place AS place, min(r.entity_) AS entity "
            f"FROM ({held}) r JOIN (SELECT place, {value} AS v FROM {dump.long} "
            f"WHERE col = {by.dump}) d ON r.v = d.v "
            "GROUP BY d.place HAVING min(r.entity_) = max(r.entity_)",
        ),
        Step(
            "structure_placed",
            "SELECT drawn, entity, at AS place FROM (SELECT place AS drawn, entity, "
            "row_number() OVER (ORDER BY place) - 1 AS at FROM structure_links) n "
            f"WHERE at < {LINKED_ROWS}",
        ),
        Step(
            "structure_linked",
            "SELECT p.place AS place, d.col AS col, d.v AS v, d.x AS x, d.n AS n "
            f"FROM structure_placed p JOIN {dump.long} d ON d.place = p.drawn",
        ),
        Step(
            "structure_versions_raw",
            f"SELECT l.place AS place, {columns} FROM {sides.register.relation} r "
            "JOIN structure_placed l ON r.entity_ = l.entity "
            f"QUALIFY row_number() OVER (PARTITION BY l.place ORDER BY {order}) <= {VERSIONS}",
        ),
    )
    canonical_values(engine, "structure_versions", "structure_versions_raw", "r", facts)
    counted = engine.collect("SELECT count(*) AS n FROM structure_placed")
    return int(counted["n"][0].as_py())


def _held(sides: Sides, column: ColumnFacts, transform: Transform | None) -> str:
    """SELECT of ``entity_`` and ``v``: a register column in the form in which rows link by it."""
    if transform is None:
        return canonical_column(str(sides.register.relation), column)
    return made_column(sides, column, transform, "entity_")


def made_column(sides: Sides, column: ColumnFacts, transform: Transform, beside: str) -> str:
    """SELECT of ``beside`` and ``v``: what the transformation makes of a register column."""
    name = f"r{column.position}"
    value = formed(transform.form, name, normalised(name, column))
    return f"SELECT {beside}, {made(transform, value)} AS v FROM {sides.register.relation}"

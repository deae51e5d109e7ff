"""Rows of the dump's sample that a column pair links with members of the register.

A value of the dump that stands in a register column is no evidence by itself: 53 small numbers are
all found in any dense key. So each value has a decoy, its digits and letters exchanged, which
measures how often a value of that pattern is found by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Step, comma
from telusur.structure.canonical import canonical_column, canonical_values, normalised
from telusur.vocabulary.common_form import is_time
from telusur.vocabulary.transforms import formed, made, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts
    from telusur.model.transforms import Transform
    from telusur.structure.drawn import Looked
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

# Columns of a prepared register that are looked into at once, and their values: 64 MB of them.
TOGETHER, TOGETHER_VALUES = 32, 1 << 23

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
    engine: Engine, sides: Sides, columns: Sequence[ColumnFacts], looked: Looked
) -> dict[int, list[Found]]:
    """What of each dump column is found in each of ``columns``, the most found first."""
    several = len(columns) > 1
    held = " UNION ALL ".join(
        f"SELECT {each.position} AS j, v{each.position} AS v FROM wide"
        if several
        else f"SELECT {each.position} AS j, v FROM ({_held(sides, each, None)}) r"
        for each in columns
    )
    values = comma([f"v{each.position}" for each in columns])
    first = f"WITH wide AS (SELECT {values} FROM {sides.register.relation}) " if several else ""
    rows = engine.collect(
        f"{first}SELECT s.col AS col, r.j AS j, count(*) FILTER (WHERE s.decoy = 0) AS found, "
        "count(*) FILTER (WHERE s.decoy = 1) AS chance FROM (SELECT DISTINCT j, v "
        f"FROM ({held}) h) r JOIN {looked.values} s ON r.v = s.v GROUP BY s.col, r.j "
        "ORDER BY s.col, r.j"
    ).to_pylist()
    found: dict[int, list[Found]] = {each.position: [] for each in columns}
    for row in rows:
        col, j = row["col"], row["j"]
        found[j].append(Found(col, j, looked.tried[col], row["found"], row["chance"]))
    return {
        j: sorted(each, key=lambda one: (one.by_chance - one.found, one.dump))
        for j, each in found.items()
    }


def looked_up(
    engine: Engine, sides: Sides, columns: Sequence[ColumnFacts], looked: Looked
) -> Iterator[tuple[ColumnFacts, list[Found]]]:
    """``found_in`` of each column in order, no more of them than are asked for.

    A prepared register needs no normalising: there, columns are cheaper together than one by one.
    """
    at, together = 0, 1
    most = max(1, min(TOGETHER, TOGETHER_VALUES // max(1, sides.register.facts.versions or 1)))
    while at < len(columns):
        now = columns[at : at + together]
        found = found_in(engine, sides, now, looked) if looked.tried else {}
        for each in now:
            yield each, found.get(each.position, [])
        at += together
        together = most if sides.register.prepared else 1


def link(engine: Engine, sides: Sides, dump: Sample, by: Found) -> int:
    """Link rows by one pair; the number of rows that name exactly one member.

    Makes ``structure_placed``: ``drawn``, the row's place in the sample, ``place``, its place among
    the linked ones, and ``entity``.
    """
    held = _held(sides, sides.register_facts[by.register], by.transform)
    value = "v" if by.transform is None else seen(by.transform, "x")
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
    )
    counted = engine.collect("SELECT count(*) AS n FROM structure_placed")
    return int(counted["n"][0].as_py())


def lay_out(engine: Engine, sides: Sides, dump: Sample) -> None:
    """The values of the linked rows and of their members, side by side.

    Makes ``structure_linked`` (``place`` 0-based, ``col``, ``v``, ``x`` and ``n`` of the dump) and
    ``structure_versions`` (the same of every version of the member so linked; of a prepared
    register ``v`` and ``b``, hashed).
    """
    facts, prepared = sides.register_facts, sides.register.prepared
    taken = [f"{'r' if prepared is None else 'v'}{each.position}" for each in facts]
    coded = frozenset[int]() if prepared is None else prepared.coded
    columns = comma([f"r.{each} AS {each}" for each in (*taken, *(f"b{at}" for at in coded))])
    order = comma([f"r.{each}" for each in ("from_us", *(taken if prepared is None else ["raw_"]))])
    engine.run(
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
    if prepared is None:
        canonical_values(engine, "structure_versions", "structure_versions_raw", "r", facts)
        return
    bare = {at: f"b{at}" for at in coded}
    tall = " UNION ALL ".join(
        f"SELECT place, {each.position} AS col, v{each.position} AS v, "
        f"{bare.get(each.position, 'CAST(NULL AS BIGINT)')} AS b FROM structure_versions_raw "
        f"WHERE v{each.position} IS NOT NULL"
        for each in facts
    )
    engine.run(Step("structure_versions", tall))


def _held(sides: Sides, column: ColumnFacts, transform: Transform | None) -> str:
    """SELECT of ``entity_`` and ``v``: a register column in the form in which rows link by it."""
    if sides.register.prepared is not None:
        return f"SELECT entity_, v{column.position} AS v FROM {sides.register.relation}"
    if transform is None:
        return canonical_column(str(sides.register.relation), column)
    return made_column(sides, column, transform, "entity_")


def made_column(sides: Sides, column: ColumnFacts, transform: Transform, beside: str) -> str:
    """SELECT of ``beside`` and ``v``: what the transformation makes of a register column."""
    name = f"r{column.position}"
    value = formed(transform.form, name, normalised(name, column))
    return f"SELECT {beside}, {made(transform, value)} AS v FROM {sides.register.relation}"

"""Hashed columns of a dump: which they are, and the register column whose values were hashed.

A hash of a number hides nothing from who holds the numbers: the register's column is hashed in the
same ways and the dump's values are looked up. That costs a pass over the register for each column
tried, so it is done only where the dump has a column of hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.model.transforms import Transform
from telusur.structure.signals.links import Found, made_column
from telusur.vocabulary.transforms import FORMS, HASHES, has_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts
    from telusur.structure.interface import Sides
    from telusur.structure.samples import Sample

# Share of a column's values that must be hexadecimal digits of one hash's length.
MOSTLY = 0.9
VALUES = "structure_hashed"
_DIGITS, _EXCHANGED = "0123456789ABCDEF", "7294850613DEFABC"


def hashed_columns(
    engine: Engine, dump_facts: Sequence[ColumnFacts], dump: Sample
) -> dict[int, str]:
    """Dump columns that hold hashes, with the algorithm that their length tells.

    Makes ``structure_hashed`` (``col``, ``v``, ``decoy``) where there are any.
    """
    lengths = {length: name for name, length in HASHES.items()}
    possible = [facts.position for facts in dump_facts if facts.max_length in lengths]
    if not possible:
        return {}
    among = f"col IN ({', '.join(map(str, possible))})"
    rows = engine.collect(
        "SELECT col, length(trim(x)) AS size, count(*) AS n, "
        r"count(*) FILTER (WHERE regexp_matches(u, '^[0-9A-F]+\z') "
        r"AND regexp_matches(u, '[A-F]')) AS hexadecimal "
        f"FROM {dump.long} WHERE {among} GROUP BY col, length(trim(x)) ORDER BY col, n"
    ).to_pylist()
    present: dict[int, int] = {}
    for row in rows:
        present[row["col"]] = present.get(row["col"], 0) + row["n"]
    found = {
        row["col"]: lengths[row["size"]]
        for row in rows
        if row["size"] in lengths and row["hexadecimal"] >= MOSTLY * present[row["col"]]
    }
    if found:
        engine.run(_values(dump, found))
    return found


def _values(dump: Sample, found: dict[int, str]) -> Step:
    """Each hash, and one that is none of any value's: its digits exchanged."""
    true = (
        f"SELECT DISTINCT col, u AS v FROM {dump.long} WHERE col IN ({', '.join(map(str, found))})"
    )
    return Step(
        VALUES,
        f"SELECT col, v, 0 AS decoy FROM ({true}) t UNION ALL SELECT col, "
        f"translate(v, '{_DIGITS}', '{_EXCHANGED}') AS v, 1 AS decoy FROM ({true}) t",
    )


def ways(kind: str, algorithms: set[str]) -> list[Transform]:
    """The ways in which a column of a type may have been hashed, the simplest first."""
    return [
        Transform("hash", form, algorithm)
        for algorithm in sorted(algorithms)
        for form in FORMS
        if has_form(form, kind)
    ]


def found_hashed(
    engine: Engine, sides: Sides, column: ColumnFacts, hashes: dict[int, str]
) -> list[Found]:
    """What of each hashed dump column is found in one register column, the most found first."""
    if not hashes:
        return []
    tried = ways(column.type, set(hashes.values()))
    held = " UNION ALL ".join(
        made_column(sides, column, each, f"{at} AS way") for at, each in enumerate(tried)
    )
    rows = engine.collect(
        "SELECT s.col AS col, r.way AS way, "
        "count(DISTINCT CASE WHEN s.decoy = 0 THEN s.v END) AS found, "
        "count(DISTINCT CASE WHEN s.decoy = 1 THEN s.v END) AS chance "
        f"FROM ({held}) r JOIN {VALUES} s ON r.v = s.v GROUP BY s.col, r.way ORDER BY s.col, r.way"
    ).to_pylist()
    if not rows:
        return []
    counted = engine.collect(
        f"SELECT col, count(*) AS n FROM {VALUES} WHERE decoy = 0 GROUP BY col"
    )
    values = {row["col"]: row["n"] for row in counted.to_pylist()}
    found = [
        Found(
            row["col"],
            column.position,
            values[row["col"]],
            row["found"],
            row["chance"],
            tried[row["way"]],
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.by_chance - each.found, each.dump))

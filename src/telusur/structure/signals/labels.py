"""Dump columns that hold the labels of a code list whose register column holds the codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.model.transforms import Transform
from telusur.structure import said_forms
from telusur.structure.interface import Evidence, Signal
from telusur.vocabulary.transforms import bare

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.structure.interface import Sides
    from telusur.structure.samples import Sample

# Share of a dump column's values that must be labels, and how many different ones: yes and no are
# labels of many lists.
LISTED, FEWEST = 0.95, 3
# As much as values of one spread: the list says what the column is, not that these are its rows.
POINTS = 5.0


def labels(engine: Engine, sides: Sides) -> dict[int, Transform]:
    """Register columns whose code list has labels; makes ``{register}_labels`` for them."""
    at = {name: place for place, name in enumerate(sides.register.columns)}
    name = f"{sides.register.relation}_labels"
    prepared = sides.register.prepared
    lists = [
        f"SELECT 0 AS i, {at[column]} AS j, {bare('label')} AS a, {bare('code')} AS b FROM {codes} "
        "WHERE label IS NOT NULL"
        for column, codes in sides.register.code_lists.items()
        if column in at
    ]
    if prepared is not None:
        held = f"SELECT 0 AS i, col AS j, a, b FROM {prepared.lists} WHERE label IS NOT NULL"
        lists = [held] if prepared.lists else []
    if not lists:
        return {}
    engine.run(Step(name, " UNION ALL ".join(lists)))
    held = engine.collect(f"SELECT DISTINCT j FROM {name} ORDER BY j")["j"].to_pylist()
    return {j: Transform("label", codes=name, pair=(0, j)) for j in held}


def labelled(engine: Engine, sides: Sides, dump: Sample, known: dict[int, Transform]) -> Signal:
    """Evidence that a dump column's values are labels of a register column's codes."""
    if not known:
        return {}
    name = next(iter(known.values())).codes
    rows = engine.collect(
        "SELECT d.i AS i, l.j AS j, CAST(sum(d.n) AS BIGINT) AS held, count(*) AS labels, "
        f"max(d.present) AS present FROM (SELECT col AS i, {sides.hashed('v')} AS v, n, "
        "CAST(sum(n) OVER (PARTITION BY col) AS BIGINT) AS present FROM (SELECT col, "
        f"{bare('x')} AS v, count(*) AS n FROM {dump.long} GROUP BY col, {bare('x')}) c"
        f"{sides.beside_key}) d JOIN (SELECT DISTINCT j, a FROM {name}) l ON l.a = d.v "
        "GROUP BY d.i, l.j ORDER BY 1, 2"
    ).to_pylist()
    return {
        (row["i"], row["j"]): Evidence(
            POINTS, said_forms.listed(known[row["j"]], row["held"] / row["present"])
        )
        for row in rows
        if row["labels"] >= FEWEST and row["held"] >= LISTED * row["present"]
    }

"""Columns that were split or joined: first and last name, a date's parts, a country code apart.

On linked rows:

1. Of the columns that agree with nothing as a whole, find those that begin, end or stand within
   another of the other side, letters and digits alone, far more often than in rows paired at
   random.
2. Put them together, two or three, and keep what gives the whole value in nearly every row.
3. A date's parts are looked for as its year, month and day.

Without rows the words of the header tell (``parts.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.model.transforms import Transform
from telusur.structure.parts import Parts, told_by_words
from telusur.structure.signals.agreement import Agreement
from telusur.vocabulary.transforms import DATES, bare, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from telusur.engine.protocol import Engine
    from telusur.structure.interface import Sides
    from telusur.structure.signals.linked import Linked

# A pair with more points than this agrees as it stands.
AGREES = 5.0
# Share of rows in which a part must stand where it should, and the whole must come out.
MOSTLY = 0.8
# Beyond chance, of the whole.
LEAST = 0.7
FEWEST_ROWS = 30
# Parts of one whole that are put together: more begin or end it by accident.
MOST_PARTS = 5
# Rows paired at random: as in ``signals/agreement.py``, one step is enough for a part.
TURN = 7
# Where they stand in YYYYMMDD, and how wide they are.
PARTS_OF_DATE = {
    "year": ("left({w}, 4)", 4),
    "month": ("substr({w}, 5, 2)", 2),
    "day": ("substr({w}, 7, 2)", 2),
}


def without(found: Mapping[int, int], composites: Sequence[Parts]) -> dict[int, int]:
    """The one-to-one pairs without the columns that are split or joined."""
    dump = {i for each in composites for i in each.dump}
    register = {j for each in composites for j in each.register}
    return {i: j for i, j in found.items() if i not in dump and j not in register}


def split_and_joined(
    engine: Engine, sides: Sides, found: Mapping[int, int], rows: Linked
) -> list[Parts]:
    """The split and joined columns of both sides, each column in one of them at most."""
    if not rows.rows or sides.register.prepared is not None:  # of hashes nothing is a part
        return list(told_by_words(sides))
    settled = {
        (i, j)
        for i, j in found.items()
        if (told := rows.signal.get((i, j))) is not None and told.points > AGREES
        if (t := rows.transforms.get((i, j))) is None or t.masked or t.kind != "ends"
    } | set(sides.settled.items())
    dump = [
        f.position
        for f in sides.dump_facts
        if f.present and f.position not in {i for i, _ in settled} | sides.ignored | rows.opaque
    ]
    register = [
        f.position
        for f in sides.register_facts
        if f.present and f.position not in {j for _, j in settled}
    ]
    taken: list[Parts] = []
    for side, parts, wholes in (("dump", dump, register), ("register", register, dump)):
        best = sorted(
            _joined(engine, sides, rows.rows, side, parts, wholes), key=lambda each: -each.score
        )
        for each in best:
            if not any({*each.dump} & {*t.dump} or {*each.register} & {*t.register} for t in taken):
                taken.append(each)
    return taken


def _joined(
    engine: Engine,
    sides: Sides,
    rows: int,
    side: str,
    parts: Sequence[int],
    wholes: Sequence[int],
) -> Iterator[Parts]:
    if len(parts) < 2 or not wholes:  # noqa: PLR2004 - one column is no two
        return
    linked, versions = "structure_linked", "structure_versions"
    of_parts, of_whole = (linked, versions) if side == "dump" else (versions, linked)
    engine.run(
        Step("structure_parts", f"SELECT DISTINCT place, col, {bare('x')} AS b FROM {of_parts} "
             f"WHERE col IN ({', '.join(map(str, parts))}) AND {bare('x')} <> ''"),
        Step("structure_wholes", f"SELECT DISTINCT place, col, {bare('n')} AS b FROM {of_whole} "
             f"WHERE col IN ({', '.join(map(str, wholes))}) AND {bare('n')} <> ''"),
    )  # fmt: skip
    facts = sides.register_facts if side == "dump" else sides.dump_facts
    for whole in wholes:
        kind = facts[whole].type
        tried = list(_tried(engine, rows, side, whole, kind))
        best = max(
            (Parts(whole, each, _agreement(engine, rows, whole, each)) for each in tried),
            key=lambda each: each.score,
            default=None,
        )
        if best is not None and best.score >= LEAST:
            yield best
    engine.drop("structure_parts", "structure_wholes")


def _tried(engine: Engine, rows: int, side: str, whole: int, kind: str) -> Iterator[Transform]:
    """Ways to join parts into the whole, as their places in it suggest."""
    if kind in DATES:
        tests = {
            name: f"lpad(p.b, {width}, '0') = {sql.format(w='w.b')}"
            for name, (sql, width) in PARTS_OF_DATE.items()
        }
        at = _placed(engine, rows, whole, tests)
        for three in ((y, m, d) for y in at["year"] for m in at["month"] for d in at["day"]):
            yield Transform("joined", "normal", side=side, parts=three, widths=(4, 2, 2))
        return
    at = _placed(
        engine,
        rows,
        whole,
        {
            "head": "starts_with(w.b, p.b) AND w.b <> p.b",
            "inner": "strpos(w.b, p.b) > 0 AND w.b <> p.b",
            "tail": "length(w.b) > length(p.b) AND "
            "substr(w.b, length(w.b) - length(p.b) + 1) = p.b",
        },
    )
    for head, tail in ((h, t) for h in at["head"] for t in at["tail"] if h != t):
        yield Transform("joined", "normal", side=side, parts=(head, tail))
        for middle in (m for m in at["inner"] if m not in {head, tail}):
            yield Transform("joined", "normal", side=side, parts=(head, middle, tail))


def _placed(
    engine: Engine, rows: int, whole: int, tests: Mapping[str, str]
) -> dict[str, list[int]]:
    """Columns that pass each test in most rows and seldom by chance; heads may be constant."""
    asked = ", ".join(
        f"count(DISTINCT CASE WHEN {test} THEN p.place END) AS {name}"
        for name, test in tests.items()
    )
    sql = (
        f"SELECT p.col AS part, count(DISTINCT p.place) AS n, {asked} FROM structure_parts p "
        f"JOIN structure_wholes w ON w.col = {whole} AND w.place = {{place}} "
        "GROUP BY p.col ORDER BY p.col"
    )
    met = engine.collect(sql.format(place="p.place")).to_pylist()
    turned = {
        row["part"]: row
        for row in engine.collect(sql.format(place=f"(p.place + {TURN}) % {rows}")).to_pylist()
    }
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in tests}
    for row in met:
        for name in tests:
            share = row[name] / row["n"]
            chance = (
                turned[row["part"]][name] / turned[row["part"]]["n"] if row["part"] in turned else 0
            )
            if (
                row["n"] >= FEWEST_ROWS
                and share >= MOSTLY
                and (name == "head" or share - chance >= (1 - chance) / 2)
            ):
                found[name].append((share - chance, row["part"]))
    return {
        name: [part for _, part in sorted(each, reverse=True)[:MOST_PARTS]]
        for name, each in found.items()
    }


def _agreement(engine: Engine, rows: int, whole: int, transform: Transform) -> Agreement:
    """How often the joined parts are the whole, in linked rows and in rows paired at random."""
    value = joined(transform, [f"p{at}.b" for at in range(len(transform.parts))])
    first, *others = transform.parts
    sides = " ".join(
        f"LEFT JOIN structure_parts p{at} ON p{at}.place = p0.place AND p{at}.col = {part}"
        for at, part in enumerate(others, 1)
    )
    sql = (
        "SELECT count(DISTINCT p0.place) AS n, "
        f"count(DISTINCT CASE WHEN w.b = {value} THEN p0.place END) AS agreed "
        f"FROM structure_parts p0 {sides} JOIN structure_wholes w ON w.place = {{place}} "
        f"AND w.col = {whole} WHERE p0.col = {first}"
    )
    row = engine.collect(sql.format(place="p0.place")).to_pylist()[0]
    turned = engine.collect(sql.format(place=f"(p0.place + {TURN}) % {rows}")).to_pylist()[0]
    chance = turned["agreed"] / turned["n"] if turned["n"] else 0.0
    return Agreement(row["n"], row["agreed"], chance, turned["n"])

"""Columns of few values that the dump writes in another code: L and P for 1 and 2.

On linked rows each value of the dump is set beside the register's. A recoding is one-to-one: the
value that a code most often meets must meet that code most often in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.model.transforms import Transform
from telusur.structure.signals.agreement import Agreement
from telusur.vocabulary.transforms import bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telusur.engine.protocol import Engine
    from telusur.structure.interface import Sides

# More values than this are no code, or too many to be told by a few thousand rows.
MOST_VALUES = 40
# Linked rows for each value of the dump, so that no pairing of values arises by accident.
ROWS_EACH = 10


def recoded(
    engine: Engine,
    sides: Sides,
    columns: Sequence[int],
    measured: Mapping[tuple[int, int], Agreement],
) -> list[tuple[tuple[int, int], Agreement, Transform]]:
    """Agreement of each pair of columns of few values under its best one-to-one recoding.

    Makes ``{register}_recoded`` (``i``, ``j``, ``a``, ``b``), by which rows are compared later.

    Args:
        engine: holds ``structure_linked`` and ``structure_versions``.
        sides: the dump and the register.
        columns: of the dump, that agree with nothing as they stand.
        measured: agreement of the columns as they stand.
    """
    few = [facts.position for facts in sides.register_facts if 1 < facts.distinct <= MOST_VALUES]
    coded = [i for i in columns if 1 < sides.dump_facts[i].distinct <= MOST_VALUES]
    if not few or not coded:
        return []
    codes = f"{sides.register.relation}_recoded"
    prepared = sides.register.prepared
    dump = f"{sides.hashed(bare('x'))} AS v FROM structure_linked{sides.beside_key}"
    register = "b" if prepared is not None else bare("x")
    if prepared is not None:
        few = [j for j in few if j in prepared.coded]
    engine.run(
        Step("structure_coded", f"SELECT place, col, {dump} "
             f"WHERE col IN ({_listed(coded)})"),
        Step("structure_codes", f"SELECT DISTINCT place, col, {register} AS v "
             f"FROM structure_versions WHERE col IN ({_listed(few)})"),
        Step(
            "structure_met",
            "SELECT l.col AS i, r.col AS j, l.v AS a, r.v AS b, count(*) AS n "
            "FROM structure_coded l JOIN structure_codes r ON r.place = l.place "
            "GROUP BY l.col, r.col, l.v, r.v",
        ),
        Step(
            codes,
            "SELECT i, j, a, b, n FROM structure_met QUALIFY "
            "row_number() OVER (PARTITION BY i, j, a ORDER BY n DESC, b) = 1 "
            "AND row_number() OVER (PARTITION BY i, j, b ORDER BY n DESC, a) = 1",
        ),
    )  # fmt: skip
    rows = engine.collect(
        "SELECT c.i AS i, c.j AS j, count(*) AS codes, CAST(sum(c.n) AS BIGINT) AS agreed, "
        "CAST(sum(d.n * r.n) AS BIGINT) AS chance "
        f"FROM {codes} c "
        "JOIN (SELECT col, v, count(*) AS n FROM structure_coded GROUP BY col, v) d "
        "ON d.col = c.i AND d.v = c.a "
        "JOIN (SELECT col, v, count(*) AS n FROM structure_codes GROUP BY col, v) r "
        "ON r.col = c.j AND r.v = c.b GROUP BY c.i, c.j ORDER BY c.i, c.j"
    ).to_pylist()
    engine.drop("structure_coded", "structure_codes", "structure_met")
    found = []
    for row in rows:
        pair = (row["i"], row["j"])
        compared = measured[pair].compared
        if row["codes"] > 1 and compared >= ROWS_EACH * sides.dump_facts[row["i"]].distinct:
            chance = min(1.0, row["chance"] / compared**2)
            agreement = Agreement(compared, row["agreed"], chance, measured[pair].turned)
            found.append((pair, agreement, Transform("recoded", codes=codes, pair=pair)))
    return found


def _listed(positions: Sequence[int]) -> str:
    return ", ".join(map(str, positions))

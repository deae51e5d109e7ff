"""Values in the form in which columns are compared before it is known which belong together.

The form itself is in ``vocabulary/common_form.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.vocabulary.common_form import common_form, is_time, kind_of
from telusur.vocabulary.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts


def canonical_values(
    engine: Engine, name: str, raw: str, letter: str, facts: Sequence[ColumnFacts]
) -> None:
    """Make ``name`` from relation ``raw``: one row for each value, in the common form.

    The columns are ``place``, ``col`` (position), ``v`` (common form, never empty), ``u``
    (capitals, trimmed), ``x`` (as read), ``n`` (normalised by its type) and ``dated`` (1 for a
    date). Each distinct value is normalised once, and
    columns of one type go through one expression: planning a date's for every column would take
    longer than running it.

    Args:
        engine: where ``raw`` lies.
        name: of the table to make.
        raw: relation with ``place`` and the columns as read.
        letter: of those columns: ``c`` of a dump, ``r`` of a register.
        facts: of the columns.
    """
    tall = " UNION ALL ".join(
        f"SELECT DISTINCT place, {each.position} AS col, {letter}{each.position} AS x FROM {raw} "
        f"WHERE {letter}{each.position} IS NOT NULL"
        for each in facts
    )
    kinds: dict[tuple[str, str | None], list[ColumnFacts]] = {}
    for each in facts:
        kinds.setdefault((kind_of(each), each.date_order), []).append(each)
    typed = " UNION ALL ".join(
        f"SELECT col, x, {normalised('x', same[0])} AS v, upper(trim(x)) AS u, "
        f"{int(is_time(same[0]))} AS dated FROM {name}_distinct "
        f"WHERE col IN ({', '.join(str(each.position) for each in same)})"
        for same in kinds.values()
    )
    engine.run(
        Step(f"{name}_raw", tall),
        Step(f"{name}_distinct", f"SELECT DISTINCT col, x FROM {name}_raw"),
        Step(f"{name}_typed", typed),
        Step(
            f"{name}_bare",
            f"SELECT col, x, v AS n, CASE WHEN dated = 1 THEN {common_form('v', dated=True)} "
            f"ELSE {common_form('v', dated=False)} END AS v, u, dated FROM {name}_typed",
        ),
        Step(
            name,
            f"SELECT DISTINCT r.place, r.col, b.v, b.u, b.x, b.n, b.dated FROM {name}_raw r "
            f"JOIN {name}_bare b ON b.col = r.col AND b.x = r.x WHERE b.v <> ''",
        ),
    )
    engine.drop(*(f"{name}_{part}" for part in ("raw", "distinct", "typed", "bare")))


def canonical_column(relation: str, column: ColumnFacts) -> str:
    """SELECT of ``v``: one register column in the common form, over the whole relation."""
    return (
        f"SELECT entity_, {common_form('v', dated=is_time(column))} AS v FROM "
        f"(SELECT entity_, {normalised(f'r{column.position}', column)} AS v FROM {relation}) n"
    )


def normalised(column: str, facts: ColumnFacts) -> str:
    """SQL of a column normalised by its own type."""
    return normalise(column, kind_of(facts), facts.date_order)

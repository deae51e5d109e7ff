"""Values in the form in which columns are compared before it is known which belong together.

Each column is normalised by its own type and date order, then written in capitals without
spaces, punctuation or zeros in front: 61.556.323.1-589.898 and 615563231589898 are one number, and
so are 000417 and the 417 that a spreadsheet made of it. Coarser than what the rows are compared by
later: here a pair must be found, there a difference must be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.vocabulary.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts

TIMES = ("date", "birth_date", "datetime")
# Types that a column is given when nothing else fits, and the share of values by which one of a few
# words is told all the same: of 100 values ten may be slips.
UNTOLD = ("text", "integer", "empty")
BY_VALUES = 0.9
DAY = 8  # YYYYMMDD: a date and a time of the same day are one value here


_WRITTEN = r"upper(regexp_replace(v, '[^0-9\p{L}]+', '', 'g'))"
# Zeros in front of a number go; a value of zeros alone stays.
BARE = (
    f"CASE WHEN v LIKE '0%' AND regexp_matches({_WRITTEN}, '^[0-9]*[1-9][0-9]*$') "
    f"THEN regexp_replace({_WRITTEN}, '^0+', '', 'g') ELSE {_WRITTEN} END"
)


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
            f"SELECT col, x, v AS n, CASE WHEN dated = 1 THEN left({BARE}, {DAY}) "
            f"ELSE {BARE} END AS v, u, dated FROM {name}_typed",
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
        f"SELECT entity_, {plain(column)} AS v FROM "
        f"(SELECT entity_, {normalised(f'r{column.position}', column)} AS v FROM {relation}) n"
    )


def normalised(column: str, facts: ColumnFacts) -> str:
    """SQL of a column normalised by its own type."""
    return normalise(column, kind_of(facts), facts.date_order)


def plain(facts: ColumnFacts) -> str:
    """SQL of the normalised ``v``'s letters and digits, in capitals; '' when there are none."""
    return f"left({BARE}, {DAY})" if is_time(facts) else BARE


def is_time(facts: ColumnFacts) -> bool:
    """Whether the column holds dates or times."""
    return facts.type in TIMES


def kind_of(facts: ColumnFacts) -> str:
    """The type to normalise by; whole numbers as text, as 0901 is a code.

    A column of sexes under a name that does not say so is typed as text, the other side's is not:
    both are written the same way by their values.
    """
    if facts.type in UNTOLD:
        return "sex" if dict(facts.types).get("sex", 0.0) >= BY_VALUES else "text"
    return facts.type

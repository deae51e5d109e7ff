"""Values in the form in which columns are compared before it is known which belong together.

Each column is normalised by its own type and date order, then written in capitals without
spaces or punctuation: 61.556.323.1-589.898 and 615563231589898 are one number. Coarser than what
the rows are compared by later: here a pair must be found, there a difference must be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step, comma
from telusur.vocabulary.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts

TIMES = ("date", "birth_date", "datetime")
DAY = 8  # YYYYMMDD: a date and a time of the same day are one value here


def canonical_table(
    engine: Engine,
    name: str,
    raw: str,
    letter: str,
    facts: Sequence[ColumnFacts],
) -> None:
    """Make ``name`` from relation ``raw``: ``place``, ``v0…`` in the common form.

    In two steps: an engine would write the long expression of a normalisation out again wherever
    the next one uses it.

    Args:
        engine: where ``raw`` lies.
        name: of the table to make.
        raw: relation with ``place`` and the columns as read.
        letter: of those columns: ``c`` of a dump, ``r`` of a register.
        facts: of the columns.
    """
    at = [each.position for each in facts]
    typed = comma(
        [f"{normalised(f'{letter}{each.position}', each)} AS v{each.position}" for each in facts]
    )
    common = comma([f"{plain(f'v{each.position}', each)} AS v{each.position}" for each in facts])
    kept = comma([f"upper(trim({letter}{i})) AS u{i}" for i in at])
    engine.run(
        Step(f"{name}_typed", f"SELECT place, {typed}, {kept} FROM {raw}"),
        Step(name, f"SELECT place, {common}, {comma([f'u{i}' for i in at])} FROM {name}_typed"),
    )
    engine.drop(f"{name}_typed")


def canonical_column(relation: str, column: ColumnFacts) -> str:
    """SELECT of ``v``: one register column in the common form, over the whole relation."""
    return (
        f"SELECT entity_, {plain('v', column)} AS v FROM "
        f"(SELECT entity_, {normalised(f'r{column.position}', column)} AS v FROM {relation}) n"
    )


def normalised(column: str, facts: ColumnFacts) -> str:
    """SQL of a column normalised by its own type; whole numbers as text, as 0901 is a code."""
    kind = "text" if facts.type == "integer" else facts.type
    return normalise(column, kind, facts.date_order)


def plain(normal: str, facts: ColumnFacts) -> str:
    """SQL of a normalised column's letters and digits, in capitals; '' when there are none."""
    bare = rf"upper(regexp_replace({normal}, '[^0-9\p{{L}}]+', '', 'g'))"
    return f"left({bare}, {DAY})" if is_time(facts) else bare


def is_time(facts: ColumnFacts) -> bool:
    """Whether the column holds dates or times."""
    return facts.type in TIMES

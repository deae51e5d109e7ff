"""Values in the form in which columns are compared before it is known which belong together.

Each column is normalised by its own type and date order, then written in capitals without
spaces or punctuation: 61.556.323.1-589.898 and 615563231589898 are one number. Coarser than what
the rows are compared by later: here a pair must be found, there a difference must be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.normalise import normalise

if TYPE_CHECKING:
    from telusur.model.tables import ColumnFacts

TIMES = ("date", "datetime", "timestamp")
DAY = 8  # YYYYMMDD: a date and a time of the same day are one value here


def canonical(column: str, facts: ColumnFacts) -> str:
    """SQL of ``column`` in the common form; NULL when blank or not a value of the column's type."""
    bare = plain(
        normalise(column, "text" if facts.type == "empty" else facts.type, facts.date_order)
    )
    return f"left({bare}, {DAY})" if is_time(facts) else bare


def plain(sql: str) -> str:
    """Letters and digits of a text, in capitals; NULL when there are none."""
    return rf"nullif(upper(regexp_replace({sql}, '[^0-9\p{{L}}]+', '', 'g')), '')"


def is_time(facts: ColumnFacts) -> bool:
    """Whether the column holds dates or times."""
    return facts.type in TIMES

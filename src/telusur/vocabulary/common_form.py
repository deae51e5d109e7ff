"""The form in which columns are compared before it is known which belong together.

Normalised by a column's own type, then in capitals without spaces, punctuation or zeros in front:
61.556.323.1-589.898 and 615563231589898 are one number, and so are 000417 and the 417 that a
spreadsheet made of it. Coarser than what rows are compared by: here a pair must be found, there a
difference must be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.model.tables import ColumnFacts

TIMES = ("date", "birth_date", "datetime")
# Types that a column is given when nothing else fits, and the share of values by which one of a few
# words is told all the same: of 100 values ten may be slips.
UNTOLD = ("text", "integer", "empty")
BY_VALUES = 0.9
DAY = 8  # YYYYMMDD: a date and a time of the same day are one value here

# What is looked at where no row is linked, as SQL over ``v`` (common form), ``u`` (capitals,
# trimmed) and ``dated`` (1 for a date).
LOOKS = {
    "value": "v",
    "first": r"CASE WHEN dated = 1 THEN left(v, 4) ELSE regexp_extract(u, '^[^ ]+') END",
    "last": r"CASE WHEN dated = 1 THEN left(v, 6) ELSE regexp_extract(u, '[^ ]+$') END",
    "shape": r"left(regexp_replace(regexp_replace(v, '\p{L}+', 'x', 'g'), '[0-9]', '9', 'g'), 32)",
}


def common_form(v: str, *, dated: bool) -> str:
    """VARCHAR: the common form of the normalised ``v``; '' where no letter or digit is left."""
    written = rf"upper(regexp_replace({v}, '[^0-9\p{{L}}]+', '', 'g'))"
    # Zeros in front of a number go; a value of zeros alone stays.
    bare = (
        f"CASE WHEN {v} LIKE '0%' AND regexp_matches({written}, '^[0-9]*[1-9][0-9]*$') "
        f"THEN regexp_replace({written}, '^0+', '', 'g') ELSE {written} END"
    )
    return f"left({bare}, {DAY})" if dated else bare


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

"""Columns whose every value is written as normalising would write it: taken as they are.

One pattern is tried on all of a column first, which costs less than planning and running all the
ways in which a date can be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine

# What a value looks like that normalising under its type leaves as it is, or would only refuse
# and then compare as the same text. ``test_unchanged.py`` holds these against ``normalise``.
_DATE = "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
UNCHANGED = {
    "date": _DATE,
    "birth_date": _DATE,
    "datetime": f"{_DATE} {_TIME}",
    "id.nik": "[0-9]{16}",
    "id.kk": "[0-9]{16}",
    "id.noka": "[0-9]{13}",
}


def plain_columns(
    engine: Engine, relation: str, columns: Sequence[tuple[str, str]]
) -> frozenset[str]:
    """Which of ``columns`` (SQL column, type) need no normalising anywhere in ``relation``."""
    tried = [(column, UNCHANGED[kind]) for column, kind in columns if kind in UNCHANGED]
    if not tried:
        return frozenset()
    other = ", ".join(
        f"count(*) FILTER (WHERE NOT regexp_matches({column}, '^(?:{pattern})\\z')) AS {column}"
        for column, pattern in tried
    )
    counted = engine.collect(f"SELECT {other} FROM {relation}").to_pylist()[0]
    return frozenset(column for column, n in counted.items() if n == 0)

"""Both sides of every compared column brought to one form, as SQL.

A column whose every value already has that form is taken as it is: one pattern is tried on all of
it first, which costs less than planning and running all the ways in which a date can be written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.normalise import normalise
from telusur.vocabulary.transforms import formed, made, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnPair

# Separates the parts of a key of several columns; no normalised value holds a control character.
UNIT_SEPARATOR = "'\x1f'"

# What a value looks like that normalising under its type leaves as it is, or would only refuse
# and then compare as the same text. ``test_comparable.py`` holds these against ``normalise``.
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


def of_dump(pair: ColumnPair, plain: frozenset[str] = frozenset()) -> str:
    """The dump's value of ``pair``, normalised; NULL when it is empty."""
    if pair.transform is not None:
        return seen(pair.transform, f"c{pair.dump}")
    return _comparable(f"c{pair.dump}", pair.type, pair.dump_date_order, plain)


def of_register(pair: ColumnPair, plain: frozenset[str] = frozenset()) -> str:
    """The register's value of ``pair``, normalised, as the dump has it; NULL when it is empty."""
    if pair.transform is not None:
        column = f"r{pair.register}"
        normal = normalise(column, pair.type, pair.register_date_order)
        return made(pair.transform, formed(pair.transform.form, column, normal))
    return _comparable(f"r{pair.register}", pair.type, pair.register_date_order, plain)


def as_they_stand(pairs: Sequence[ColumnPair]) -> list[ColumnPair]:
    """The pairs whose values were not transformed."""
    return [pair for pair in pairs if pair.transform is None]


def key_text(parts: list[str]) -> str:
    """One text for a key of one or several columns; NULL when any part is."""
    return f" || {UNIT_SEPARATOR} || ".join(parts)


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


def _comparable(column: str, kind: str, order: str | None, plain: frozenset[str]) -> str:
    return column if column in plain else normalise(column, kind, order)

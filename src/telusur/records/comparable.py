"""Both sides of every compared column brought to one form, as SQL.

A column whose every value already has that form is taken as it is (``vocabulary/unchanged.py``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.normalise import normalise
from telusur.vocabulary.transforms import formed, made, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.model.tables import ColumnPair

# Separates the parts of a key of several columns; no normalised value holds a control character.
SEPARATOR = "\x1f"
UNIT_SEPARATOR = f"'{SEPARATOR}'"


def of_dump(pair: ColumnPair, plain: frozenset[str] = frozenset()) -> str:
    """The dump's value of ``pair``, normalised; NULL when it is empty.

    Beside a prepared register, its keyed hash, as ``hashed.py`` makes it.
    """
    if pair.hashed is not None:
        return dump_column(pair)
    if pair.transform is not None:
        return seen(pair.transform, f"c{pair.dump}")
    return _comparable(f"c{pair.dump}", pair.type, pair.dump_date_order, plain)


def of_register(pair: ColumnPair, plain: frozenset[str] = frozenset()) -> str:
    """The register's value of ``pair``, normalised, as the dump has it; NULL when it is empty.

    Of a prepared register, its keyed hash.
    """
    if pair.hashed is not None:
        return pair.hashed
    if pair.transform is not None:
        column = f"r{pair.register}"
        normal = normalise(column, pair.type, pair.register_date_order)
        return made(pair.transform, formed(pair.transform.form, column, normal))
    return _comparable(f"r{pair.register}", pair.type, pair.register_date_order, plain)


def dump_column(pair: ColumnPair) -> str:
    """The column of the dump that a value is made from."""
    return f"c{pair.dump}" if pair.hashed is None else f"k{pair.dump}"


def register_column(pair: ColumnPair) -> str:
    """The column of the register that a value is made from."""
    return f"r{pair.register}" if pair.hashed is None else pair.hashed


def as_they_stand(pairs: Sequence[ColumnPair]) -> list[ColumnPair]:
    """The pairs whose values were neither transformed nor hashed."""
    return [pair for pair in pairs if pair.transform is None and pair.hashed is None]


def key_text(parts: list[str]) -> str:
    """One text for a key of one or several columns; NULL when any part is."""
    return f" || {UNIT_SEPARATOR} || ".join(parts)


def _comparable(column: str, kind: str, order: str | None, plain: frozenset[str]) -> str:
    return column if column in plain else normalise(column, kind, order)

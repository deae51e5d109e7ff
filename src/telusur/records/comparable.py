"""Both sides of every compared column brought to one form, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.normalise import normalise

if TYPE_CHECKING:
    from telusur.model.tables import ColumnPair

# Separates the parts of a key of several columns; no normalised value holds a control character.
UNIT_SEPARATOR = "'\x1f'"


def of_dump(pair: ColumnPair, table: str = "") -> str:
    """The dump's value of ``pair``, normalised; NULL when it is empty."""
    return normalise(f"{table}c{pair.dump}", pair.type, pair.dump_date_order)


def of_register(pair: ColumnPair, table: str = "") -> str:
    """The register's value of ``pair``, normalised; NULL when it is empty."""
    return normalise(f"{table}r{pair.register}", pair.type, pair.register_date_order)


def key_text(parts: list[str]) -> str:
    """One text for a key of one or several columns; NULL when any part is."""
    return f" || {UNIT_SEPARATOR} || ".join(parts)

"""Whole and decimal numbers, with thousands in groups as English or Indonesian writes them.

A point before the last digits is a decimal point ('1.234' is one and a bit) unless a comma or a
second point says otherwise. Canonical form: no plus, no grouping, no zeros that say nothing.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, part, surely

_CLEAN = "0|-?[1-9][0-9]*|-?[1-9][0-9]*[.][0-9]*[1-9]|-?0[.][0-9]*[1-9]"
_PLAIN = "[+-]?[0-9]+(?:[.][0-9]*)?|[+-]?[.][0-9]+"
_ENGLISH = "[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]*)?"  # 1,234.5
_INDONESIAN = (  # 1.234,5 and 1234,5
    "[+-]?[0-9]{1,3}(?:[.][0-9]{3})*,[0-9]+|[+-]?[0-9]+,[0-9]+|[+-]?[0-9]{1,3}(?:[.][0-9]{3}){2,}"
)
_INTEGER = "[+-]?[0-9]{1,38}"


def _valid(expr: str) -> str:
    return surely(matches(expr, f"{_PLAIN}|{_ENGLISH}|{_INDONESIAN}"))


def canonical(expr: str) -> str:
    """VARCHAR: the number without what says nothing ('+007.50' -> '7.5'), NULL where none."""
    english = f"translate({expr}, ',', '')"
    indonesian = f"translate({expr}, ',.', '.')"
    # 1,234 fits two ways: three digits behind one comma are a group of thousands
    return (
        f"CASE WHEN {matches(expr, _CLEAN)} THEN {expr} "
        f"WHEN {matches(expr, _PLAIN)} THEN {_bare(expr)} "
        f"WHEN {matches(expr, _ENGLISH)} THEN {_bare(english)} "
        f"WHEN {matches(expr, _INDONESIAN)} THEN {_bare(indonesian)} END"
    )


def _bare(number: str) -> str:
    """A number in plain notation without plus, zeros that say nothing, and the sign of zero."""
    sign = part(number, "^(-)[0-9.]*[1-9]")
    whole = f"coalesce(nullif({part(number, '^[+-]?0*([0-9]*)')}, ''), '0')"
    fraction = part(number, "([.][0-9]*[1-9])0*\\z")
    return f"{sign} || {whole} || {fraction}"


def _valid_integer(expr: str) -> str:
    return surely(matches(expr, _INTEGER))


def _canonical_integer(expr: str) -> str:
    return f"CASE WHEN {_valid_integer(expr)} THEN {canonical(expr)} END"


INTEGER = SemanticType(
    name="integer",
    title=Bilingual(id="Bilangan bulat", en="whole number"),
    widely_known=False,
    valid=_valid_integer,
    canonical=_canonical_integer,
    priority=80,
    hints=("jumlah", "count", "number", "total"),
)

DECIMAL = SemanticType(
    name="decimal",
    title=Bilingual(id="Bilangan desimal", en="decimal number"),
    widely_known=False,
    valid=_valid,
    canonical=canonical,
    priority=85,
    hints=("nilai", "amount", "price", "harga", "saldo", "balance"),
)

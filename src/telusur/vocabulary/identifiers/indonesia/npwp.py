"""NPWP, the tax number: 15 digits with a Luhn check over the first 9, since 2024 16 digits.

The new number is "0" and the old one, or a person's NIK (PMK 112/PMK.03/2022); the canonical form
is the new one, so an old number and its new form are equal.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.identifiers.indonesia import nik
from telusur.vocabulary.luhn import luhn
from telusur.vocabulary.types import SemanticType, compact, matches, surely

_OLD = "0?[0-9]{15}"
_CHECKED = 9


def _old(expr: str) -> str:
    """VARCHAR: the old 15 digits, with or without the new zero."""
    return f"right({compact(expr)}, 15)"


def _has_old_form(expr: str) -> str:
    return (
        f"CASE WHEN {matches(compact(expr), _OLD)} "
        f"THEN {luhn(f'left({_old(expr)}, {_CHECKED})', _CHECKED)} ELSE false END"
    )


def _valid(expr: str) -> str:
    return surely(f"{_has_old_form(expr)} OR {nik.TYPE.valid(expr)}")


def _canonical(expr: str) -> str:
    return (
        f"CASE WHEN {_has_old_form(expr)} THEN '0' || {_old(expr)} "
        f"ELSE {nik.TYPE.canonical(expr)} END"
    )


TYPE = SemanticType(
    name="id.npwp",
    title=Bilingual(id="Nomor Pokok Wajib Pajak (NPWP)", en="tax number (NPWP)"),
    widely_known=True,
    valid=_valid,
    canonical=_canonical,
    priority=30,
    hints=("npwp", "nonpwp", "nomorpokokwajibpajak"),
)

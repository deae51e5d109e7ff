"""Indonesian mobile numbers: 08, an operator's prefix, 10 to 13 digits in all with the 0.

Prefixes of operators as the numbering plan allots them (Telkomsel 0811-13, 0821-23, 0851-53;
Indosat 0814-16, 0855-58; XL 0817-19, 0859, 0877-79; Axis 0831-33, 0838; Tri 0895-99; Smartfren
0881-89). Canonical form: E.164 (+62…). A number column of a spreadsheet loses the 0, so bare
8… is taken.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, part, surely

NATIONAL = "8(?:1[1-9]|2[1-3]|3[1238]|5[1235-9]|7[7-9]|8[1-9]|9[5-9])[0-9]{6,9}"
_TRUNK = "(?:(?:[+]|00)?62|0|)0?"

_SEPARATORS = "[-. ()''’/]"


def _digits(expr: str) -> str:
    return f"regexp_replace({expr}, '{_SEPARATORS}', '', 'g')"


def _valid(expr: str) -> str:
    return surely(matches(_digits(expr), _TRUNK + NATIONAL))


def canonical(expr: str, *, bare: bool = True) -> str:
    """VARCHAR: '+62…', NULL where ``expr`` is no mobile number; ``bare`` takes 8… without 0."""
    trunk = _TRUNK if bare else "(?:(?:[+]|00)?620?|0)"
    return (
        f"CASE WHEN {matches(_digits(expr), trunk + NATIONAL)} "
        f"THEN '+62' || {part(_digits(expr), f'^{_TRUNK}({NATIONAL})')} END"
    )


TYPE = SemanticType(
    name="id.mobile",
    title=Bilingual(id="Nomor ponsel Indonesia", en="Indonesian mobile number"),
    widely_known=True,
    valid=_valid,
    canonical=canonical,
    priority=40,
    hints=("nohp", "hp", "ponsel", "handphone", "mobile", "msisdn", "telepon", "notelp"),
)

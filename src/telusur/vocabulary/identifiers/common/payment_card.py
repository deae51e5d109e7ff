"""Payment card numbers: an issuer's range (ISO/IEC 7812), its lengths, and Luhn's check.

Ranges of Visa, Mastercard, American Express, Discover, JCB, Diners Club and UnionPay.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.luhn import luhn
from telusur.vocabulary.types import SemanticType, compact, matches

_ISSUERS = (
    "4[0-9]{12}(?:[0-9]{3}){0,2}",  # Visa: 13, 16, 19
    "(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}",
    "3[47][0-9]{13}",  # American Express
    "(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12,15}",  # Discover
    "35(?:2[89]|[3-8][0-9])[0-9]{12,15}",  # JCB
    "3(?:0[0-5]|09|6[0-9]|[89][0-9])[0-9]{11,16}",  # Diners Club
    "62[0-9]{14,17}",  # UnionPay
)
_LONGEST = 19
_PATTERN = "|".join(_ISSUERS)


def _valid(expr: str) -> str:
    digits = compact(expr)
    return f"CASE WHEN {matches(digits, _PATTERN)} THEN {luhn(digits, _LONGEST)} ELSE false END"


def _canonical(expr: str) -> str:
    return f"CASE WHEN {_valid(expr)} THEN {compact(expr)} END"


TYPE = SemanticType(
    name="payment_card",
    title=Bilingual(id="Nomor kartu pembayaran", en="payment card number"),
    widely_known=False,
    valid=_valid,
    canonical=_canonical,
    priority=15,
    hints=("kartukredit", "creditcard", "cardno", "pan", "kartudebit"),
)

"""Telephone numbers of any country: 7 to 15 digits (E.164) that are written as a number is dialled.

Digits alone are an identifier as well as a number, so a plus, a leading zero or separators are
asked for, or the country and prefix of an Indonesian mobile number (62811…). A zero and fewer than
eight digits with nothing between them are a code (of a company, a branch). Canonical form: '+62…'
for Indonesian mobile numbers, else the digits alone without zeros in front, which number columns
lose: without knowing the country +1 202 555 0143 and 202-555-0143 cannot be told to be one.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.identifiers.indonesia import mobile
from telusur.vocabulary.types import SemanticType, matches, surely

_SEPARATOR = "[-. ()/]"
_EXTENSION = "(?: ?(?i:x|ext[.]?) ?[0-9]{1,5})?"
_WRITTEN = (
    f"(?:[+]|[(]0?)[1-9](?:{_SEPARATOR}{{0,2}}[0-9]){{5,14}}{_EXTENSION}"
    f"|00?[1-9](?:{_SEPARATOR}{{0,2}}[0-9]){{7,14}}{_EXTENSION}"
    f"|[0-9]{{1,4}}(?:{_SEPARATOR}{{1,2}}[0-9]{{2,5}}){{1,4}}{_EXTENSION}"
    f"|620?{mobile.NATIONAL}"
)
_DIGITS = "[0-9]{7,20}"  # with an extension


def _digits(expr: str) -> str:
    return f"regexp_replace({expr}, '[^0-9]', '', 'g')"


def _valid(expr: str) -> str:
    return surely(f"{matches(expr, _WRITTEN)} AND {matches(_digits(expr), _DIGITS)}")


def _canonical(expr: str) -> str:
    domestic = mobile.canonical(expr, bare=False)
    digits = f"regexp_replace({_digits(expr)}, '^0+', '', 'g')"
    return f"CASE WHEN {_valid(expr)} THEN coalesce({domestic}, {digits}) END"


TYPE = SemanticType(
    name="phone",
    title=Bilingual(id="Nomor telepon", en="telephone number"),
    widely_known=True,
    valid=_valid,
    canonical=_canonical,
    priority=50,
    hints=("phone", "telepon", "telp", "tel", "fax", "faks", "notelp", "telephone"),
)

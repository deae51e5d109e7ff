"""E-mail addresses: the dot-atom form of RFC 5321 with a domain name that ends in letters.

The canonical form is in lower case: the local part may be case-sensitive in theory, and is not in
any register.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, surely

_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
PATTERN = f"{_ATOM}(?:[.]{_ATOM})*@(?:{_LABEL}[.])+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the brackets


def _valid(expr: str) -> str:
    return surely(f"length({expr}) <= {_LONGEST} AND {matches(expr, PATTERN)}")


def _canonical(expr: str) -> str:
    return f"CASE WHEN {_valid(expr)} THEN lower({expr}) END"


TYPE = SemanticType(
    name="email",
    title=Bilingual(id="Alamat surel", en="e-mail address"),
    widely_known=True,
    valid=_valid,
    canonical=_canonical,
    priority=10,
    hints=("email", "surel", "mail", "alamatemail"),
)

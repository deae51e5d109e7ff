"""Web addresses in ASCII, as they are sent.

Canonical form: scheme and host in lower case, no lone slash behind the host.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, part, surely

_HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?[.])+[A-Za-z]{2,}(?::[0-9]{1,5})?"
_START = f"(?i:(?:https?|ftp)://|www[.]){_HOST}"
_PATTERN = rf"{_START}(?:[/?#][!-~]*)?"


def _valid(expr: str) -> str:
    return surely(matches(expr, _PATTERN))


def _canonical(expr: str) -> str:
    start = part(expr, f"^({_START})")
    rest = f"substr({expr}, length({start}) + 1)"
    path = f"CASE WHEN {rest} = '/' THEN '' ELSE {rest} END"
    return f"CASE WHEN {_valid(expr)} THEN lower({start}) || {path} END"


TYPE = SemanticType(
    name="url",
    title=Bilingual(id="Alamat situs", en="web address"),
    widely_known=False,
    valid=_valid,
    canonical=_canonical,
    priority=10,
    hints=("url", "website", "situs", "link", "homepage"),
)

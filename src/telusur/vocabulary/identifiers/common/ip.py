"""Internet addresses: IPv4 in dotted decimals, IPv6 in full or with one run of zeros left out."""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, surely

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = f"{_BYTE}(?:[.]{_BYTE}){{3}}"
_GROUP = "[0-9A-Fa-f]{1,4}"
_V6 = "|".join(
    [
        f"(?:{_GROUP}:){{7}}{_GROUP}",
        # '::' stands for at least one group: n before it, at most 7 - n behind it
        *(
            f"{_GROUP}(?::{_GROUP}){{{n - 1}}}::(?:{_GROUP}(?::{_GROUP}){{0,{6 - n}}})?"
            for n in range(1, 7)
        ),
        f"{_GROUP}(?::{_GROUP}){{6}}::",
        f"::(?:{_GROUP}(?::{_GROUP}){{0,6}})?",
    ]
)


def _valid(expr: str) -> str:
    return surely(matches(expr, f"{_V4}|{_V6}"))


def _canonical(expr: str) -> str:
    return f"CASE WHEN {_valid(expr)} THEN lower({expr}) END"


TYPE = SemanticType(
    name="ip",
    title=Bilingual(id="Alamat IP", en="IP address"),
    widely_known=False,
    valid=_valid,
    canonical=_canonical,
    priority=10,
    hints=("ip", "ipaddress", "alamatip"),
)

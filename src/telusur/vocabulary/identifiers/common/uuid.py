"""UUIDs (RFC 9562) in their text form, with or without braces. Canonical: lower case, bare."""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, surely

_BARE = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_PATTERN = rf"{_BARE}|\{{{_BARE}\}}"


def _valid(expr: str) -> str:
    return surely(matches(expr, _PATTERN))


def _canonical(expr: str) -> str:
    return f"CASE WHEN {_valid(expr)} THEN lower(translate({expr}, '{{}}', '')) END"


TYPE = SemanticType(
    name="uuid",
    title=Bilingual(id="UUID", en="UUID"),
    widely_known=False,
    valid=_valid,
    canonical=_canonical,
    priority=10,
    hints=("uuid", "guid"),
)

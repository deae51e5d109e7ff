"""Noka, the membership number of the national health insurance: 13 digits, no check digit.

Any 13 digits fit (an EAN, milliseconds since 1970), so it
comes after every identifier that can be checked.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, identifier

DIGITS = 13

_valid, _canonical = identifier(f"[0-9]{{{DIGITS}}}")

TYPE = SemanticType(
    name="id.noka",
    title=Bilingual(id="Nomor kartu JKN (Noka)", en="health insurance card number (Noka)"),
    widely_known=False,
    valid=_valid,
    canonical=_canonical,
    priority=45,
    hints=("noka", "psnoka", "nokartu", "nomorkartu", "nobpjs", "nojkn", "cardnumber"),
)

"""KK, the number of a family card: region, DDMMYY of issue, serial.

It is a NIK without the women's 40, so every KK is a valid NIK and so is half of all NIKs a valid
KK. The narrower type comes first: a column of NIKs, women's among them, does not fit it. A column
of men only is told by its name.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.identifiers.indonesia.nik import REGION, SERIAL, short_date
from telusur.vocabulary.types import SemanticType, identifier

_valid, _canonical = identifier(f"{REGION}{short_date(0)}{SERIAL}")

TYPE = SemanticType(
    name="id.kk",
    title=Bilingual(id="Nomor Kartu Keluarga (KK)", en="family card number (KK)"),
    widely_known=True,
    valid=_valid,
    canonical=_canonical,
    priority=10,
    hints=("kk", "nokk", "nomorkk", "kartukeluarga", "nokartukeluarga"),
)

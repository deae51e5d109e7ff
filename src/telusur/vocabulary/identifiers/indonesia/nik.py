"""NIK, the population number: PPKKCC region, DDMMYY birth date (women DD + 40), serial.

No check digit. The region is that of the first registration and a NIK never changes, so provinces
of every edition of the region codes are valid. Source: Permendagri 73/2022 and its forerunners.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, identifier, matches, part

# Provinces of every edition, the four made in Papua in 2022 (93-96) among them.
PROVINCES = "(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-6])"
REGION = f"{PROVINCES}(?:0[1-9]|[1-9][0-9])(?:0[1-9]|[1-9][0-9])"

SERIAL = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"

_LEAP = "(?:[02468][048]|[13579][26])"  # a year of two digits; 00 is read as 2000


def short_date(*shifts: int) -> str:
    """A pattern for DDMMYY, its day raised by one of ``shifts`` (0, 40)."""

    def days(first: int, last: int) -> str:
        return "|".join(f"{day + shift:02d}" for shift in shifts for day in range(first, last + 1))

    return (
        f"(?:(?:{days(1, 28)})(?:0[1-9]|1[0-2])[0-9]{{2}}"
        f"|(?:{days(29, 30)})(?:0[13-9]|1[0-2])[0-9]{{2}}"
        f"|(?:{days(31, 31)})(?:0[13578]|1[02])[0-9]{{2}}"
        f"|(?:{days(29, 29)})02{_LEAP})"
    )


_valid, _canonical = identifier(f"{REGION}{short_date(0, 40)}{SERIAL}")

TYPE = SemanticType(
    name="id.nik",
    title=Bilingual(id="Nomor Induk Kependudukan (NIK)", en="population number (NIK)"),
    widely_known=True,
    valid=_valid,
    canonical=_canonical,
    priority=20,
    hints=("nik", "noktp", "ktp", "nonik", "nomorindukkependudukan"),
)


def nik_birth_date(expr: str) -> str:
    """VARCHAR: DDMMYY of birth in a canonical NIK, the women's 40 taken off; NULL for NULL.

    The century is not in a NIK: compare years modulo 100. Genuine registers hold members whose
    birth date was corrected after the NIK was issued, so a mismatch is no proof of forgery.
    """
    day = f"TRY_CAST(substr({expr}, 7, 2) AS INTEGER)"
    return f"lpad(CAST({day} % 40 AS VARCHAR), 2, '0') || substr({expr}, 9, 4)"


def nik_sex(expr: str) -> str:
    """VARCHAR: 'F' or 'M' by the day of birth in a canonical NIK, NULL for NULL."""
    return f"CASE WHEN substr({expr}, 7, 2) > '40' THEN 'F' WHEN {expr} IS NOT NULL THEN 'M' END"


def iso_as_ddmmyy(date: str) -> str:
    """VARCHAR: an ISO date as DDMMYY, to compare with ``nik_birth_date``; NULL when not ISO."""
    return (
        f"CASE WHEN {matches(date, '[0-9]{4}-[0-9]{2}-[0-9]{2}')} "
        f"THEN right({date}, 2) || substr({date}, 6, 2) || {part(date, '^[0-9]{2}([0-9]{2})')} END"
    )

"""Dates, dates of birth and moments. How they are read: ``vocabulary/dates.py``."""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.dates import has_time, parse_date, parse_datetime
from telusur.vocabulary.types import SemanticType


def _valid_date(expr: str) -> str:
    # either order makes it a date; which one it is belongs to the column
    dated = " OR ".join(f"({parse_date(expr, order)}) IS NOT NULL" for order in ("dmy", "mdy"))
    return f"(({dated}) AND NOT {has_time(expr)})"


def _valid_datetime(expr: str) -> str:
    dated = " OR ".join(f"({parse_date(expr, order)}) IS NOT NULL" for order in ("dmy", "mdy"))
    return f"({dated})"


DATE = SemanticType(
    name="date",
    title=Bilingual(id="Tanggal", en="date"),
    widely_known=False,
    valid=_valid_date,
    canonical=parse_date,
    priority=20,
    hints=("tanggal", "tgl", "date"),
)

BIRTH_DATE = SemanticType(
    name="birth_date",
    title=Bilingual(id="Tanggal lahir", en="date of birth"),
    widely_known=True,
    valid=_valid_date,
    canonical=parse_date,
    priority=15,
    hints=("tgllhr", "tgllahir", "tanggallahir", "birthdate", "birthday", "dateofbirth", "dob"),
    needs_hint=True,
)

DATETIME = SemanticType(
    name="datetime",
    title=Bilingual(id="Tanggal dan waktu", en="date and time"),
    widely_known=False,
    valid=_valid_datetime,
    canonical=parse_datetime,
    priority=25,
    hints=("timestamp", "waktu", "ts", "createdat", "updatedat"),
)

"""Names of people and their sex. Content alone tells neither from other words and letters."""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.vocabulary.types import SemanticType, matches, surely

# Letters of any script stand as "neither digit nor sign": the engines' Unicode versions differ.
_LETTER = r"[^\x00-@\[-`{-\x{bf}\x{2000}-\x{2bff}\x{3000}-\x{303f}]"
_NAME = rf"{_LETTER}(?:{_LETTER}|[ .,'’`()/-])*"
_PLAIN_NAME = "[A-Za-z]+(?: [A-Za-z]+)*"  # most names: nothing to remove
_LONGEST = 120

_FEMALE = "P|F|PEREMPUAN|WANITA|FEMALE|WOMAN"
_MALE = "L|M|LAKI[- ]?LAKI|PRIA|MALE|MAN"


def _valid_name(expr: str) -> str:
    return surely(f"length({expr}) BETWEEN 2 AND {_LONGEST} AND {matches(expr, _NAME)}")


def _canonical_name(expr: str) -> str:
    # dots and apostrophes join (S.E. is SE, NU'MAN is NUMAN), what else there is separates
    joined = f"regexp_replace(folded({expr}), '[.''’`]', '', 'g')"
    apart = f"trim(regexp_replace({joined}, '[-/,() ]+', ' ', 'g'))"
    return (
        f"CASE WHEN {matches(expr, _PLAIN_NAME)} AND length({expr}) BETWEEN 2 AND {_LONGEST} "
        f"THEN upper({expr}) WHEN {_valid_name(expr)} THEN {apart} END"
    )


def _valid_sex(expr: str) -> str:
    return surely(matches(expr, f"(?i:{_FEMALE}|{_MALE})"))


def _canonical_sex(expr: str) -> str:
    return (
        f"CASE WHEN {matches(expr, f'(?i:{_FEMALE})')} THEN 'F' "
        f"WHEN {matches(expr, f'(?i:{_MALE})')} THEN 'M' END"
    )


NAME = SemanticType(
    name="person_name",
    title=Bilingual(id="Nama orang", en="name of a person"),
    widely_known=True,
    valid=_valid_name,
    canonical=_canonical_name,
    priority=90,
    hints=(
        *("nama", "name", "namalengkap", "fullname", "firstname", "lastname", "middlename"),
        *("givenname", "familyname", "surname", "nickname", "namadepan", "namabelakang"),
        *("namapanggilan", "nmcetak"),
    ),
    needs_hint=True,
)

SEX = SemanticType(
    name="sex",
    title=Bilingual(id="Jenis kelamin", en="sex"),
    widely_known=True,
    valid=_valid_sex,
    canonical=_canonical_sex,
    priority=70,
    hints=("jenkel", "jk", "sex", "gender", "jeniskelamin", "kelamin"),
    needs_hint=True,
)

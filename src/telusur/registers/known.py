"""Columns of a type that many holders have: matching on them alone does not name a source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.model.register import RegisterSpec

# Semantic types that many holders have (the design's list for the grade `similar`).
WIDELY_KNOWN_TYPES = frozenset(
    {
        "person.name", "name", "date.birth", "birth_date", "sex", "region", "id.nik", "id.kk",
        "phone", "phone.mobile", "phone.id", "email", "address", "id.region",
    }
)  # fmt: skip

# A column's name, split into words, that says the same; Indonesian and English, and the usual
# abbreviations of the country's systems.
_WORDS = frozenset(
    {
        "nama", "name", "names", "namalengkap", "nmcetak", "fullname", "firstname", "lastname",
        "middlename", "first", "middle", "last", "surname", "nickname", "suffix", "panggilan",
        "birth", "birthday", "birthdate", "dob", "lahir", "tgllhr", "tgllahir", "tmplhr",
        "tmplahir", "tanggallahir", "tempatlahir",
        "sex", "gender", "jenkel", "jeniskelamin", "kelamin", "jk",
        "nik", "noktp", "ktp", "nokk", "kk",
        "phone", "telephone", "telepon", "telp", "tlp", "hp", "nohp", "handphone", "mobile",
        "msisdn", "whatsapp",
        "email", "mail", "surel",
        "address", "alamat", "street", "jalan", "rt", "rw",
        "city", "kota", "kabupaten", "kecamatan",
        "kelurahan", "desa", "provinsi", "propinsi", "province", "state", "country", "negara",
        "region", "zip", "postcode", "postal", "kodepos", "wilayah",
    }
)  # fmt: skip


def widely_known(
    names: Sequence[str], spec: RegisterSpec, profiled: Sequence[str | None] = ()
) -> tuple[str, ...]:
    """Those of ``names`` that many holders have.

    A declared type decides; else a type found in the values (``profiled``, one a column), else the
    name. A column declared exclusive is never widely known.
    """
    found = []
    for at, name in enumerate(names):
        declared = spec.columns.get(name)
        if declared is not None and declared.exclusive:
            continue
        if declared is not None and declared.type is not None:
            known = declared.type in WIDELY_KNOWN_TYPES
        else:
            kind = profiled[at] if at < len(profiled) else None
            known = kind in WIDELY_KNOWN_TYPES or says_widely_known(name)
        if known:
            found.append(name)
    return tuple(found)


def says_widely_known(name: str) -> bool:
    """Whether a column's name says that it holds what many holders have."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return any(word.casefold() in _WORDS for word in [*words, re.sub(r"[^A-Za-z]", "", name)])

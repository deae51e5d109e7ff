"""Columns of a type that many holders have: matching on them alone does not name a source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.registers.sample import SAMPLE_MEMBERS
from telusur.vocabulary.drawing import below
from telusur.vocabulary.identifiers import by_name, is_known
from telusur.vocabulary.normalise import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.register import RegisterSpec

# Widely known types that show in the values whatever the column is called.
PLAIN_TYPES = ("email", "id.nik", "id.kk", "id.mobile")

# A column is of a type when this share of its values is valid; slips and fillers make the rest.
FITTING_SHARE = 0.9

# Members whose values are tried: enough to tell nine in ten from less.
TRIED_MEMBERS = SAMPLE_MEMBERS // 10

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
    names: Sequence[str], spec: RegisterSpec, types: Mapping[str, str]
) -> tuple[str, ...]:
    """Those of ``names`` that many holders have.

    A declared type decides; else a type found in the values (``types``, by column) or the name.
    A column declared exclusive is never widely known.
    """
    found = []
    for name in names:
        declared = spec.columns.get(name)
        if declared is not None and declared.exclusive:
            continue
        if declared is not None and declared.type is not None:
            known = _of_known_type(declared.type)
        else:
            known = _of_known_type(types.get(name)) or says_widely_known(name)
        if known:
            found.append(name)
    return tuple(found)


def types_by_content(
    engine: Engine, sample: str, names: Sequence[str], members: int
) -> dict[str, str]:
    """Columns (``r0…`` of ``sample``) whose values are plainly of a widely known type.

    Only types that other numbers do not look like; a card number may look like a telephone's.
    """
    chosen = below(min(1.0, TRIED_MEMBERS / max(members, 1)))
    kinds = [by_name(name) for name in PLAIN_TYPES]
    found: dict[str, str] = {}
    for at, name in enumerate(names):
        asked = [
            f"count(*) FILTER (WHERE {kind.valid('v')}) AS t{n}" for n, kind in enumerate(kinds)
        ]
        row = engine.collect(
            f"SELECT count(v) AS n, {comma(asked)} FROM (SELECT {light(f'r{at}')} AS v "
            f"FROM {quoted(sample)} WHERE stable_hash64(entity_) <= {chosen}) AS tidy"
        ).to_pylist()[0]
        for n, kind in enumerate(kinds):
            if row["n"] and row[f"t{n}"] >= FITTING_SHARE * row["n"]:
                found[name] = kind.name
    return found


def says_widely_known(name: str) -> bool:
    """Whether a column's name says that it holds what many holders have."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return any(word.casefold() in _WORDS for word in [*words, re.sub(r"[^A-Za-z]", "", name)])


def _of_known_type(kind: str | None) -> bool:
    return kind is not None and is_known(kind) and by_name(kind).widely_known

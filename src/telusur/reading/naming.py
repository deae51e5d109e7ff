"""Whether a text looks like the name of a column, rather than like a value under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# A longer text is a sentence or an address.
LONGEST = 40
# A text written like this share of the values under it may be one of them.
ALIKE = 0.1

# Words that name columns in Indonesian and English tables, and hardly any person or place.
_WORDS = """
    address agama age alamat alias amount anak area asal ayah balance bank bekerja belakang
    birth blok born branch category cell city class clinic cluster code col column company
    contact country county created currency customer darah date dates day depan department desa
    desc description district dob domisili education email faskes field file first full gaji
    gender given golongan group hari hash hobby holder hp ibu id identity ip isbn istri jabatan
    jalan jenis job jumlah kab kabupaten kandung kantor kartu kawin kec kecamatan kel kelamin
    kelas keluarga kelurahan kepala kepesertaan kesehatan ket keterangan kewarganegaraan key
    kind kk kode kota label lahir last lat latitude lengkap level lng location lon longitude
    mail marital member middle mobile month mother nama name names nasabah nationality negara
    nik no nomer nomor note notes number occupation of office orang order owner panggilan
    pangkat password pegawai pekerjaan pelanggan pendidikan peserta phone place pos postal
    postcode profession propinsi provider province provinsi ref reference region registration
    religion remark remarks role rt rw salary section segmen serial sex size source state status
    street suami sub subdistrict sumber surname tahun tanggal telepon telp tempat text tgl time
    timestamp tinggal tipe title town type umur unit update updated url user username value
    village wilayah wording year zip
"""
WORDS = frozenset(_WORDS.split())
_YEAR = re.compile(r"(?:19|20)\d{2}")  # over figures: a name as likely as not

_PARTS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"[^\W\d_]+?(?<=[^\W\d_A-Z])[A-Z][^\W_]*")
_NUMBERED = re.compile(r"\d{1,2}$")


def named(names: Sequence[str], columns: Sequence[Collection[str]]) -> bool:
    """Whether most of ``names`` look like names of the ``columns`` (their values) below them."""
    given = [name for name in names if name]
    everywhere = {value for column in columns for value in column}
    if len(set(given)) < len(given) or everywhere.intersection(given):
        return False
    telling = [
        _names(name, column)
        for name, column in zip(names, columns, strict=True)
        if name and not _YEAR.fullmatch(name)
    ]
    return sum(telling) * 2 > len(telling)


def _names(name: str, below: Collection[str]) -> bool:
    if len(name) > LONGEST:
        return False
    words = [word.casefold() for word in _PARTS.findall(name)]
    if words and all(word in WORDS for word in words):
        return True
    own = _style(name)
    if own is None:
        return False
    alike = sum(_style(value) == own for value in below)
    return alike <= ALIKE * len(below)


def _style(text: str) -> str | None:
    """How an identifier is written, or None for what a person or a place may be called too."""
    bare = _NUMBERED.sub("", text)
    if not re.fullmatch(r"[^\W\d]+", bare):
        return None
    if "_" in bare:
        return "snake"
    if bare.islower():
        return "lower"
    if bare.isupper():
        return "upper"
    return "camel" if _CAMEL.fullmatch(bare) else None

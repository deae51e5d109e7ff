"""The files that a holder and a seller would write: register.toml, code lists, claim.toml."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Final

from telusur.drill import marginals as m
from telusur.drill.places import places
from telusur.drill.record import DUMPED, KEPT_BACK

if TYPE_CHECKING:
    from pathlib import Path

HOLDER: Final = "Badan Jaminan Sehat Nusantara (rekaan)"
REGISTER_NAME: Final = "jsn"


@dataclass(frozen=True)
class About:
    """One column as the register's keeper describes it."""

    type: str
    label_id: str
    label_en: str
    aliases: tuple[str, ...] = ()
    exclusive: bool = False
    sensitive: bool = False
    codes: str | None = None


# fmt: off
ABOUT: Final[dict[str, About]] = {
    "psnoka": About("id.noka", "Nomor kartu peserta", "Member's card number", ("noKartu",), True),
    "noka_lama": About("id.noka", "Nomor kartu lama", "Former card number", (), True),
    "noka_lama2": About("id.noka", "Nomor kartu lama kedua", "Second former card number", (), True),
    "nama": About("person_name", "Nama", "Name"),
    "nama_cetak": About("person_name", "Nama cetak di kartu", "Name as printed on the card"),
    "jenkel": About("sex", "Jenis kelamin", "Sex", ("sex",)),
    "agama": About("text", "Agama", "Religion", (), False, True, "agama.csv"),
    "tempat_lahir": About("text", "Tempat lahir", "Place of birth"),
    "tgl_lahir": About("birth_date", "Tanggal lahir", "Date of birth", ("tglLahir",)),
    "flagtanggungan": About("text", "Penanda tanggungan", "Dependant flag", (), True, False,
                            "tanggungan.csv"),
    "no_hp": About("id.mobile", "Nomor telepon seluler", "Mobile number", ("noHP",)),
    "nik": About("id.nik", "Nomor Induk Kependudukan", "National identity number"),
    "no_ktp": About("id.nik", "Nomor KTP", "Identity card number"),
    "tmt": About("date", "Terhitung mulai tanggal", "Cover starts", ("tglTMT",), True),
    "tat": About("date", "Terhitung akhir tanggal", "Cover ends", ("tglTAT",), True),
    "npwp": About("id.npwp", "Nomor Pokok Wajib Pajak", "Tax number"),
    "email": About("email", "Alamat surel", "E-mail address"),
    "noka": About("id.noka", "Nomor kartu kepala keluarga", "Card number of the family's head",
                  (), True),
    "kdhubkel": About("text", "Hubungan keluarga", "Relation to the head", ("pisa",), False, False,
                      "hubungan.csv"),
    "kdstawin": About("text", "Status perkawinan", "Marital status", (), False, False, "kawin.csv"),
    "kdnegara": About("text", "Negara", "Country"),
    "kdgoldarah": About("text", "Golongan darah", "Blood group", (), False, True),
    "kdstatuspst": About("text", "Status peserta", "Member and payment status",
                         ("statusPeserta",), True, False, "status.csv"),
    "kdkantor": About("text", "Kode kantor cabang", "Branch office code", ("kdKantorCabang",), True,
                      False, "kantor.csv"),
    "tsinput": About("datetime", "Waktu rekam", "Recorded at"),
    "tsupdate": About("datetime", "Waktu ubah", "Changed at"),
    "userinput": About("text", "Perekam", "Recorded by"),
    "userupdate": About("text", "Pengubah", "Changed by"),
    "tsstatus": About("datetime", "Waktu status", "Status since"),
    "daftar": About("text", "Kanal pendaftaran", "Channel of registration", (), False, False,
                    "kanal.csv"),
    "no_kk": About("id.kk", "Nomor kartu keluarga", "Family card number"),
    "kdjenispst": About("text", "Jenis peserta", "Segment of membership", ("jenisPeserta",), True,
                        False, "jenis.csv"),
    "hakkelas": About("text", "Hak kelas rawat", "Class of care", ("hakKelas",), True),
}
# fmt: on


def register_toml(members_then: int, counted: str) -> str:
    """``register.toml``, as the keeper of this register would write it.

    Args:
        members_then: members whose record was valid on the day of the count.
        counted: that day, as an ISO date.
    """
    lines = [
        "# Register rekaan. Tidak seorang pun di dalamnya ada. / Invented: nobody in it exists.",
        "[register]",
        f'name = "{REGISTER_NAME}"',
        f'holder = "{HOLDER}"',
        'title.id = "Master file peserta (rekaan)"',
        'title.en = "Membership master file (invented)"',
        "",
        "[source]",
        'path = "members/*.parquet"',
        "",
        "[history]",
        'valid_from = "valid_from"',
        'valid_to = "valid_to"',
    ]
    for key in ("psnoka", "nik"):
        lines += ["", "[[key]]", f'columns = ["{key}"]']
    for name in (*DUMPED, *KEPT_BACK):
        lines += ["", *_column(name)]
    lines += [
        "",
        "[[count]]",
        'what = "members"',
        f"value = {members_then}",
        f"date = {counted}",
        'source = "Laporan bulanan (rekaan)"',
    ]
    return "\n".join(lines) + "\n"


def _column(name: str) -> list[str]:
    about = ABOUT[name]
    header = DUMPED.get(name)
    aliases = ([header] if header and header.lower() != name else []) + list(about.aliases)
    lines = [f"[columns.{name}]", f'type = "{about.type}"']
    if about.exclusive:
        lines.append("exclusive = true")
    if about.sensitive:
        lines.append("sensitive = true")
    if aliases:
        quoted = ", ".join(f'"{alias}"' for alias in aliases)
        lines.append(f"aliases = [{quoted}]")
    if about.codes:
        lines.append(f'codes = "{about.codes}"')
    return [*lines, f'label.id = "{about.label_id}"', f'label.en = "{about.label_en}"']


def write_code_lists(folder: Path) -> None:
    """The code lists that ``register.toml`` names, as ``code,name``."""
    lists: dict[str, dict[str, str]] = {
        "agama.csv": m.RELIGIONS,
        "tanggungan.csv": {"0": "Peserta sendiri", "1": "Tanggungan"},
        "hubungan.csv": m.RELATIONS,
        "kawin.csv": m.MARITAL,
        "status.csv": m.STATUS,
        "kantor.csv": {office.code: office.name for office in places().offices},
        "kanal.csv": m.CHANNELS,
        "jenis.csv": {code: name for code, (name, _) in m.SEGMENTS.items()},
    }
    for file, codes in lists.items():
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "name"])
        writer.writerows(codes.items())
        (folder / file).write_text(out.getvalue(), "utf-8")


def claim_toml(rows_claimed: int, sample_rows: int, bytes_claimed: int) -> str:
    """The seller's post, in the image of the case, with an invented seller."""
    headers = ", ".join(f'"{name}"' for name in DUMPED.values())
    posted = m.POSTED_AT.date().isoformat()
    return f"""# Klaim rekaan. / An invented claim.
title = "Data {rows_claimed} penduduk, lengkap (rekaan)"
venue = "Pasar Gelap (rekaan)"
seller = "penjual-rekaan"
url = "https://forum.example/t/279"
posted_at = {posted}
price = 0.15
currency = "BTC"
rows_claimed = {rows_claimed}
people_claimed = {rows_claimed}
sample_rows = {sample_rows}
bytes_claimed = {bytes_claimed}
columns_claimed = [{headers}]
holder_claimed = "{HOLDER}"
controller_knew_at = 2021-05-20
"""

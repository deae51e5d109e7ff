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
    account accounts activity address admin agama age agency alamat alat alias altitude amount anak
    anggaran applicant approved area asal aset author authority availability average award ayah
    bagian balance band bank barang basis bekerja belakang beneficiary biaya bidang birth blok body
    born branch brand budget building bulan bus business buyer cabang cases category cause cell
    census centre certificate chairman change channel charge children citizen city class
    classification client clinic closed cluster code col column comment comments committee community
    company completed condition constituency contact contract contractor cost costs council count
    country county course court created crime currency customer cycle dana darah data dataset date
    dates day days deadline death deaths debit degree delivery depan department deposit desa desc
    description destination details device diagnosis dinas directions directorate disease distance
    district division dob document domisili duration easting education effective elevation email
    employee employees employer end enrolment entity entry error establishment estimate ethnicity
    event expenditure expense expenses expiry export facility faculty family faskes fax fee female
    females field file finance first fiscal floor food format frequency full fund funding gaji
    gender geography given golongan goods government grade grant group harga hari hash hasil height
    hobby holder hospital hour hours household households housing hp ibu id identifier identity
    image import incident income indikator industry info instansi institution insurance invoice ip
    isbn issue issued istri item items jabatan jadwal jalan jaringan jenis job journal jumlah
    jurusan kab kabupaten kandung kantor kartu kategori kawin kec kecamatan kegiatan kejadian kel
    kelamin kelas kelompok keluarga kelurahan kepala kepesertaan kesehatan ket keterangan
    kewarganegaraan key keyword kind kindergarten kk klasifikasi kode kondisi korban kota label
    lahir laki language laporan last lat latitude law lead leader lengkap length level licence
    license line link list lng local location lokasi lon longitude lot luas mail maintenance male
    males manager manufacturer map margin marital market masa mata material max maximum mean measure
    median member members merek method middle min minimum ministry minutes mobile model month
    monthly mother municipality nama name names nasabah nation nationality negara net nik nilai no
    nomer nominal nomor northing note notes number nurse object occupation occurrence of offence
    offences office officer opened opening operator opinion option orang orangtua order organisation
    organization origin outcome output owner paid panggilan pangkat parent parish park party
    passport password patient pay payee payment pegawai pekan pekerjaan pelanggan pembayaran pemilik
    pendidikan penduduk penerima people per percent percentage perempuan period periode permit
    persentase person perusahaan peserta phone place plan planning point policy politician
    population pos position post postal postcode postcodes premises presence price priority
    procurement product produk profession profile program programme project property propinsi
    provider province provinsi proyek public publication publisher purchase purpose puskesmas
    quantity quarter question race rank rate rating ratio reason receipt received record ref
    reference region registered registration regulation rekening religion remark remarks rent report
    request responsible result results return revenue risk road role room route row rt ruang rumah
    rural rw sakit salary saldo sale sales sample satuan schedule scheme school score season seat
    section sector segmen segment sekolah seller semester senior sequence serial series service
    services session sex share shares ship sign sisa siswa site sites size skor sort source species
    spend spending staff standard start state station statistic status stock stok stop store street
    suami sub subdistrict subject subjective subjek submitted subtotal suburb sumber supplier surat
    surface surname survey symbol system tahap tahun tanggal target tarif tax teacher team telephone
    telepon telp tempat temperature tenaga term territory test text tgl theme ticket time timestamp
    tinggal tinggi tipe title tonnes topic town tract trade transaction transaksi transport
    treatment trust tweet type umur unit units university update updated urban url usage user
    username usia valid value variable vat vehicle vendor version village volume voters votes waktu
    ward warna water web website week weekly weight width wilayah winner wording work worker workers
    year years zip zone
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

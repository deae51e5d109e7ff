import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.model.register import ColumnSpec, Labels
from telusur.structure.signals.names import ONLY, compare, names
from telusur.structure.signals.words import read_name, read_names

ALIKE = 0.45  # the knot of POINTS from which names outweigh the prior


def alike(dump: str, register: str) -> float:
    return compare(read_name(dump), read_name(register)).score


@pytest.mark.parametrize(
    ("dump", "register"),
    [
        ("TGLLHR", "tanggal_lahir"),
        ("dob", "TglLahir"),
        ("jenkel", "jenis_kelamin"),
        ("JK", "gender"),
        ("nmlngkp", "nama_lengkap"),
        ("PSNOKA", "noKartu"),
        ("NOHP", "phone"),
        ("temlah", "tempat_lahir"),
        ("rgstrtndt", "Registration_Date"),
        ("KDKANTOR", "kode_kantor"),
        ("brthplc", "birthplace"),
        ("sbscrbr", "subscriber"),
    ],
)
def test_the_same_field_in_other_words(dump, register):
    assert alike(dump, register) >= ALIKE


@pytest.mark.parametrize(
    ("dump", "register"),
    [
        ("nama", "nik"),
        ("email", "alamat"),
        ("tgl_lahir", "tempat_lahir"),
        ("status_bayar", "status_kawin"),
        ("column_3", "column_4"),
        ("field1", "agama"),
        ("agama", "pekerjaan"),
    ],
)
def test_different_fields(dump, register):
    assert alike(dump, register) < ALIKE


def test_the_right_field_beats_its_neighbours():
    assert alike("address_2", "Address_2") > alike("address_2", "Address_1")
    assert alike("tgl_daftar", "tanggal_pendaftaran") > alike("tgl_daftar", "tanggal_lahir")


def test_an_alias_is_as_good_as_the_name_itself():
    spec = ColumnSpec(aliases=("PSNOKA",))
    dump, register = read_name("ps_noka"), read_name("subscriber_ref")
    assert compare(dump, register).score < ALIKE
    assert compare(dump, register, spec).score == 1.0


def test_a_label_is_read_in_both_languages():
    dump, register = read_name("kantor_cabang"), read_name("x17b")
    for label in (Labels(id="Kantor cabang"), Labels(en="Branch office")):
        assert compare(dump, register, ColumnSpec(label=label)).score >= ALIKE


def test_a_prefix_of_every_column_says_nothing():
    with_prefix = read_names(("t9_nama", "t9_nik", "t9_agama"))
    assert [name.letters for name in with_prefix] == ["nama", "nik", "agama"]


def test_placeholders_say_nothing():
    assert not any(name.says for name in read_names(("column_1", "field2", "3", "", "Unnamed: 0")))


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_names_compare_within_bounds_and_both_ways(one, other):
    there, back = alike(one, other), alike(other, one)
    assert 0 <= there <= 1
    assert there == pytest.approx(back)


@given(st.text(alphabet=st.characters(categories=("L",)), min_size=1, max_size=40))
def test_a_name_is_itself_whatever_its_case(name):
    ascii_name = "".join(letter for letter in name if letter.isascii())
    if read_name(ascii_name).says:
        assert alike(ascii_name.upper(), ascii_name.lower()) == 1.0


def said(dump, register):
    return {
        (dump[i], register[j]): evidence.basis.en
        for (i, j), evidence in names(dump, register, {}).items()
    }


def test_a_word_that_one_column_of_either_has_is_telling():
    found = said(("loginTerakhir", "idPelanggan"), ("lastLogin", "customerName"))
    assert f"({ONLY:.2f})" in found["loginTerakhir", "lastLogin"]


def test_a_word_that_several_columns_have_is_not():
    found = said(("loginTerakhir", "loginPertama"), ("lastLogin", "customerName"))
    assert "only" not in found["loginTerakhir", "lastLogin"]


def test_a_word_of_little_weight_is_not():
    found = said(("nomorSurat", "nama"), ("documentNumber", "customerName"))
    assert "only" not in found["nomorSurat", "documentNumber"]

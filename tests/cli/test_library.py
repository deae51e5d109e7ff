"""Descriptions that ship with Telusur: public, whole, and enough for the case's header."""

from pathlib import Path

import pytest

from telusur.errors import RegisterError
from telusur.registers import LIBRARY, describe, library_names, located
from telusur.structure.exclusive import SURE_BY_NAME

# As the civil registry published them on 20 May 2021, when it ruled itself out.
PUBLISHED = """
PSNOKA PSNOKALAMA PSNOKALAMA2 NAMA NMCETAK JENKEL AGAMA TMPLHR TGLLHR FLAGTANGGUNGAN NOHP NIK NOKTP
TMT TAT NPWP EMAIL NOKA KDHUBKEL KDSTAWIN KDNEGARA KDGOLDARAH KDSTATUSPST KDKANTOR TSINPUT TSUPDATE
USERINPUT USERUPDATE TSSTATUS DAFTAR
"""
MARKERS = {"psnoka", "noka", "kdkantor", "flagtanggungan", "kdstatuspst"}


@pytest.mark.parametrize("name", library_names())
def test_each_names_its_sources_and_is_labelled_in_both_languages(name):
    spec = describe(located(Path(f"{LIBRARY}{name}")))
    assert spec.name == name
    assert spec.header_only
    assert spec.register_.sources
    assert spec.register_.title.id
    assert spec.register_.title.en
    assert spec.key
    for column, about in spec.columns.items():
        assert about.label.id, column
        assert about.label.en, column
        assert about.type, column


def test_a_name_that_is_not_there_lists_those_that_are():
    with pytest.raises(RegisterError) as told:
        located(Path("library:jkn_member"))
    assert told.value.code == "not-in-library"
    assert "jkn_members" in str(told.value)


def test_the_published_header_is_the_insurers_and_not_the_registrys(tmp_path, telusur, findings):
    header = tmp_path / "header.txt"
    header.write_text("\n".join(PUBLISHED.split()))
    names = library_names()
    registers = [part for name in names for part in ("--register", f"{LIBRARY}{name}")]
    ended = telusur("verify", "--columns", header, *registers, "--out", tmp_path / "out")
    assert (ended.status, ended.err) == (0, "")
    found = findings()
    fits = {one["register"]: one for one in found["structure"]["candidates"]}
    grades = {one["register"]: one["grade"] for one in found["verdict"]["candidates"]}
    assert max(fits, key=lambda name: fits[name]["score"]) == "jkn_members"
    assert len(fits["jkn_members"]["columns"]) == 30
    assert set(fits["jkn_members"]["exclusive_present"]) > MARKERS
    # A header alone proves no more than likeness, and one name in common is no field of one's own.
    assert grades.pop("jkn_members") == "similar"
    assert found["verdict"]["holder"] == "BPJS Kesehatan"
    assert set(grades.values()) == {"not_the_same"}
    assert all(not fits[name]["exclusive_present"] for name in grades)
    civil = fits["civil_registry"]
    assert civil["excluded"]
    assert {"FLAGTANGGUNGAN", "EMAIL", "NPWP", "NOHP", "TMT", "TAT"} <= set(civil["dump_only"])
    assert 0.5 < SURE_BY_NAME < 0.99

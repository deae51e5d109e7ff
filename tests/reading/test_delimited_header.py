"""Whether the first row of a delimited file names its columns."""

import re

import pytest

from telusur.errors import EvidenceError


def test_header_names(read):
    dump = read('id,,name,name,na\x1b[31mme,"two\nlines",\n1,2,3,4,5,6,7\n')
    names = ("id", "column_2", "name", "name_2", "na [31mme", "two lines", "column_7")
    assert dump.columns == names
    assert dump.lines() == [3]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("1,Ani,1980-02-03\n2,Budi,1975-12-31\n", False),
        ("id,name,born\n1,Ani,1980-02-03\n", True),
        ("name,2019,2020\nAni,10,20\nBudi,30,40\n", True),
        ("ani@example.org,x\nbudi@example.org,y\n", False),
        ("name,city\nAni,Bogor\nBudi,Solo\n", True),
        ("Ani,Bogor\nBudi,Solo\nAni,Bogor\n", False),
        ("nama_lengkap,tempat_lahir\nAni Lestari,Bogor\nBudi Santoso,Solo\n", True),
        ("namaLengkap,kotaAsal\nAni Lestari,Bogor\nBudi Santoso,Solo\n", True),
        ("PSPST,PSALM\nAni Lestari,Jalan Mawar 3\nBudi Santoso,Jalan Melati 7\n", True),
        ("Nama Lengkap,Alamat\nAni Lestari,Jalan Mawar 3\nBudi Santoso,Gang Melati\n", True),
        ("NAMA,KOTA\nANI,BOGOR\nBUDI,SOLO\n", True),
        ("Registration Number,Holder Wording\n10,Ani\n20,Budi\n", True),
        ("nama\nAni Lestari\nBudi Santoso\n", True),
        ("email\nani@example.org\nbudi@example.org\n", True),
        ("x\n1\n2\n", True),
    ],
)
def test_header_or_not(read, text, header):
    dump = read(text)
    assert dump.file.header is header
    assert ("no-header" in dump.warnings) is not header
    assert dump.receipt.rows_read == text.count("\n") - header


@pytest.mark.parametrize(
    "text",
    [
        "Ani Lestari,Jalan Mawar 3\nBudi Santoso,Jalan Melati 7\nCitra Dewi,Gang Kenanga\n",
        "Ani Lestari,Bogor\nBudi Santoso,Solo\nCitra Dewi,Medan\n",
        "ANI LESTARI,JL MAWAR 3\nBUDI SANTOSO,JL MELATI 7\n",
        "ANI,BOGOR\nBUDI,SOLO\nCITRA,MEDAN\n",
        "ani,bogor\nbudi,solo\ncitra,medan\n",
        "ani_lestari,Ani Lestari\nbudi_s,Budi Santoso\ncitra_d,Citra Dewi\n",
        "Ani Lestari,-\nBudi Santoso,1975-12-31\nCitra Dewi,1990-07-15\n",
        "Ani Lestari\nBudi Santoso\nCitra Dewi\n",
        "Ani\nBudi\nCitra\n",
        "Ani Lestari,Bogor\n",
    ],
)
def test_without_evidence_no_value_becomes_a_name(read, text):
    dump = read(text)
    assert dump.columns == tuple(f"column_{at + 1}" for at in range(len(dump.columns)))
    assert dump.receipt.rows_read == text.count("\n")
    assert {"no-header", "header-doubtful"} <= dump.warnings
    receipt = dump.receipt.model_dump_json().casefold()
    assert not any(word.casefold() in receipt for word in re.findall(r"[^\W\d_]{4,}", text))
    assert "header-doubtful" not in read(text, no_header=True).warnings


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("https://masuk.invalid/login:ani:rahasia", "https://masuk.invalid/{0}:0812{0:06}:{0}7"),
        ("ani@mail.invalid;rahasia;Ani", "0812{0:06};{0}7;{0}"),
    ],
)
def test_an_address_or_a_cut_link_names_no_column(read, first, others):
    """The others' accounts and secrets are figures, the first's are not: it is no header."""
    dump = read(first + "\n" + "".join(others.format(at) + "\n" for at in range(100)))
    (table,) = dump.file.tables
    assert (dump.file.header, table.rows_read) == (False, 101)
    assert all(name.startswith("column_") for name in table.columns)


@pytest.mark.parametrize(("names", "said"), [(("a",), True), (("a", "b"), False), ("abc", True)])
def test_names_that_are_not_as_many_as_the_columns_are_said(read, names, said):
    dump = read("id,nama\n1,Ani\n2,Budi\n", columns=tuple(names))
    assert ("columns-differ" in dump.warnings) is said
    assert dump.columns == tuple(names[:2]) + ("column_2",) * (len(names) < 2)


def test_lines_skipped_past_the_end_are_named_in_the_refusal(read):
    with pytest.raises(EvidenceError) as caught:
        read("id,nama\n1,Ani\n", skip=9)
    assert caught.value.code == "no-rows"
    assert "--skip" in caught.value.hint

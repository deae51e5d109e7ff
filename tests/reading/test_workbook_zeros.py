"""Codes kept as numbers: the zeros in front are in the number format alone."""

import io
import zipfile

import openpyxl
import pytest
import xlwt

from telusur.reading.workbook.padding import digits_of


def xlsx(formats, rows, corner=(1, 1)):
    """A sheet whose columns have number formats, with its first cell at ``corner``."""
    book = openpyxl.Workbook()
    book.active.title = "orang"
    book.create_sheet("lain").append(["x", 1])
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            cell = book.active.cell(corner[0] + down, corner[1] + right, value)
            if down and formats[right]:
                cell.number_format = formats[right]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = [["kode", "nama", "iuran"], [7, "Ani", 7], [12345678, "Budi", 7], [-12, "Cici", 1.5]]


@pytest.mark.parametrize("corner", [(1, 1), (4, 3)])
def test_a_number_is_read_with_the_zeros_that_its_format_shows(read, corner):
    dump = read(xlsx(["000000", None, "0.00"], ROWS, corner))
    assert [row[0] for row in dump.values()] == ["000007", "12345678", "-000012"]
    assert [row[2] for row in dump.values()] == ["7", "7", "1.5"]
    (said,) = [one for one in dump.file.warnings if one.code == "zeros-by-format"]
    assert said.text.endswith("orang.kode (2)")


def test_only_the_cells_of_that_format_have_zeros(read):
    book = openpyxl.load_workbook(io.BytesIO(xlsx([None] * 3, ROWS)))
    book.active["A2"].number_format = "000"
    book.active["A4"].number_format = "0000"
    book.active["B3"].number_format = "000"  # a text under a format of numbers
    out = io.BytesIO()
    book.save(out)
    dump = read(out.getvalue())
    assert [row[0] for row in dump.values()] == ["007", "12345678", "-0012"]
    assert [row[1] for row in dump.values()] == ["Ani", "Budi", "Cici"]


def test_a_workbook_without_such_a_format_says_nothing(read):
    assert not read(xlsx(["0.00", None, "#,##0"], ROWS)).warnings & {
        "zeros-by-format", "zeros-perhaps-lost",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("00000", 5), ("00000;@", 5), ("[$-409]000", 3), (r"000\-00\-0000", 9), ("00 00", 4),
        ('00"-"00', 4), ("0", 0), ("0.00", 0), ("00.0", 0), ("#,##0", 0), ("General", 0),
        ("mm:ss", 0), ("00:00", 0), ("0.00E+00", 0), ("00%", 0), ("0" * 33, 0), ("", 0),
    ],
)  # fmt: skip
def test_which_formats_write_zeros(code, digits):
    assert digits_of(code) == digits


def test_the_older_kind_says_that_zeros_may_be_lost(read):
    for code, expected in (("00000", True), ("0.00", False)):
        book = xlwt.Workbook()
        sheet = book.add_sheet("orang")
        for at, row in enumerate(ROWS):
            for column, value in enumerate(row):
                sheet.write(at, column, value, xlwt.easyxf(num_format_str=code))
        out = io.BytesIO()
        book.save(out)
        assert ("zeros-perhaps-lost" in read(out.getvalue()).warnings) is expected


def test_parts_that_describe_the_workbook_may_be_anything(read):
    raw = xlsx(["000000", None, None], ROWS)
    for part in ("xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        for text in (b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>"):
            out = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
                for name in old.namelist():
                    new.writestr(name, text if name == part else old.read(name))
            try:
                values = read(out.getvalue()).values()
            except Exception as error:  # noqa: BLE001  # a refusal by name, no fault of ours
                assert getattr(error, "code", None) in {"no-rows", "unreadable-file"}  # noqa: PT017
            else:
                assert values[0][0] == "7"

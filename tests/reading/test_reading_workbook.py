import datetime as dt
import io
import random
import struct
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.errors import EvidenceError, LimitReached, TelusurError
from telusur.reading.workbook import package

PEOPLE = [["id", "nama", "lahir"], [1, "Ani", "1980-01-02"], [2, "Budi", "1981-05-06"]]


def xlsx(rows=PEOPLE, *, change=None, **sheets):
    book = openpyxl.Workbook()
    book.active.title = "people"
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(raw, change):
    """The archive with its parts as ``change(name, bytes)`` gives them; None leaves one out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return out.getvalue()


def test_every_sheet_is_a_table(read):
    raw = xlsx(
        empty=[],
        other=[["kode", "kota"], ["32", "Bandung"]],
        change=lambda book: setattr(book["other"], "sheet_state", "hidden"),
    )
    dump = read(("dump.csv", raw))
    assert dump.file.kind == "workbook"
    assert [table.name for table in dump.file.tables] == ["people", "other"]
    assert dump.columns == ("id", "nama", "lahir")
    assert dump.values(0) == [("1", "Ani", "1980-01-02"), ("2", "Budi", "1981-05-06")]
    assert dump.values(1) == [("32", "Bandung")]
    assert dump.lines() == [2, 3]
    assert dump.warnings == {"hidden-sheets", "tables-skipped"}
    hints = {hint.what: hint.value for hint in dump.file.hints}
    assert hints["author"] == "named in the file, not shown here"
    assert "Openpyxl" in hints["tool"]
    assert "created" in hints


def test_values_of_every_type(read):
    rows = [
        ["id", "value"],
        *enumerate(
            [
                dt.datetime(2020, 1, 2, 3, 4, 5),  # noqa: DTZ001  # a sheet knows no zone
                dt.date(2020, 1, 2),
                dt.time(1, 2, 3),
                dt.timedelta(hours=30),
                True,
                1.5,
                7.0,
                "007",
                "#N/A",
                "=1+1",
                " x\n",
                3271010101800001,
            ]
        ),
    ]
    dump = read(xlsx(rows))
    assert [value for _, value in dump.values()] == [
        *("2020-01-02 03:04:05", "2020-01-02", "01:02:03", "30:00:00", "true", "1.5", "7"),
        *("007", None, None, " x\n", "3271010101800001"),
    ]
    assert dump.warnings == {"digits-lost", "formulas-without-value", "error-cells"}


def test_titles_blank_rows_and_columns(read):
    rows = [
        [],
        [None, "Daftar peserta"],
        [None, "per 1 Mei 2021"],
        [],
        [None, "id", None, "nama", "lahir"],
        [None, 1, None, "Ani", "1980-01-02"],
        [],
        [None, 2, None, "Budi", "1981-02-03"],
    ]
    dump = read(xlsx(rows))
    assert dump.columns == ("id", "nama", "lahir")
    assert dump.lines() == [6, 8]
    (table,) = dump.file.tables
    assert (table.lines, table.lines_skipped, table.blank_lines) == (8, 5, 1)
    assert dump.warnings == {"preamble"}


def test_without_a_header_no_value_becomes_a_name(read):
    rows = [["Ani Lestari", "Bogor"], ["Budi Santoso", "Solo"], ["Citra Dewi", "Medan"]]
    dump = read(xlsx(rows))
    assert dump.columns == ("column_1", "column_2")
    assert dump.receipt.rows_read == 3
    assert {"no-header", "header-doubtful"} <= dump.warnings
    assert read(xlsx(), no_header=True).receipt.rows_read == 3
    assert read(xlsx(), skip=1, no_header=True).receipt.rows_read == 2


def test_a_sheet_of_the_older_kind(read):
    book = xlwt.Workbook()
    sheet = book.add_sheet("orang")
    for at, row in enumerate(PEOPLE):
        for column, value in enumerate(row):
            sheet.write(at, column, value)
    out = io.BytesIO()
    book.save(out)
    dump = read(out.getvalue())
    assert dump.file.tables[0].name == "orang"
    assert dump.values() == [("1", "Ani", "1980-01-02"), ("2", "Budi", "1981-05-06")]


def ods(body):
    out = io.BytesIO()
    names = ("office:1.0", "table:1.0", "text:1.0")
    spaces = " ".join(
        f'xmlns:{one.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{one}"' for one in names
    )
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def test_a_sheet_of_libreoffice(read):
    def row(*values):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p>'
            "</table:table-cell>"
            for value in values
        )
        return f"<table:table-row>{cells}</table:table-row>"

    dump = read(ods(row("id", "lahir") + row("1", "1980-01-02") + row("2", "1981-02-03")))
    assert dump.values() == [("1", "1980-01-02"), ("2", "1981-02-03")]


def test_macros_are_told_and_stay_behind(read):
    def add(name, part):
        return part

    raw = repacked(xlsx(), add)
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("xl/vbaProject.bin", b"x")
    assert read(out.getvalue()).warnings == {"has-macros"}


def locked(raw, password):
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(raw)).encrypt(password, out)
    return out.getvalue()


def test_a_password_is_asked_for(read):
    word = "rahasia"
    raw = locked(xlsx(), word)
    for given_, code in ((None, "password-needed"), ("salah", "password-wrong")):
        with pytest.raises(EvidenceError) as caught:
            read(raw, password=given_)
        assert caught.value.code == code
    assert read(raw, password=word).receipt.rows_read == 2


def test_a_bomb_is_not_opened(read):
    raw = repacked(
        xlsx(), lambda name, part: b" " * 80_000_000 if name == "xl/styles.xml" else part
    )
    with pytest.raises(LimitReached) as caught:
        read(raw)
    assert caught.value.code == "ratio"


def test_a_sheet_of_corners_is_left_out(read):
    far = xlsx(change=lambda book: book.active.cell(1_048_576, 16_384, "x"))
    with pytest.raises(EvidenceError):
        read(far)


def test_a_broken_sheet_gives_its_whole_rows(read, monkeypatch):
    monkeypatch.setattr(package, "PIECE_BYTES", 4096)
    rows = [["id", "nama"], *([at, f"Ani {at * 7919 % 10007}"] for at in range(2000))]
    raw = bytearray(xlsx(rows))
    with zipfile.ZipFile(io.BytesIO(raw)) as made:
        entry = made.getinfo("xl/worksheets/sheet1.xml")
    start = entry.header_offset + 30 + sum(struct.unpack_from("<2H", raw, entry.header_offset + 26))
    middle = start + entry.compress_size // 2
    raw[middle : middle + 200] = b"\xff" * 200
    dump = read(bytes(raw))
    assert 500 < dump.receipt.rows_read < 2000
    assert dump.values()[0] == ("0", "Ani 0")
    assert "damaged-parts" in dump.warnings


def test_entities_are_not_expanded(read):
    def hostile(name, part):
        if name != "docProps/core.xml":
            return part
        return b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a><creator>&b;</creator></a>'

    hints = read(repacked(xlsx(), hostile)).file.hints
    assert {hint.source for hint in hints} == {"docProps/app.xml"}


def test_no_rows(read):
    for raw in (xlsx([]), xlsx(PEOPLE[:1])):
        with pytest.raises(EvidenceError) as caught:
            read(raw)
        assert caught.value.code == "no-rows"


def test_damage_never_crashes(read):
    plain = xlsx()
    chance = random.Random(5)  # noqa: S311  # reproducible damage
    for _ in range(40):
        bad = bytearray(plain)
        for _ in range(chance.randrange(1, 8)):
            bad[chance.randrange(4, len(bad))] = chance.randrange(256)
        if chance.random() < 0.2:
            bad = bad[: chance.randrange(100, len(bad))]
        try:
            read(("x", bytes(bad)))
        except TelusurError as error:
            assert error.exit_status != 70, error  # noqa: PT017  # many do read


letters = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn"), max_codepoint=0xFFFD)
values = st.one_of(
    st.text(letters, min_size=1, max_size=6).filter(lambda x: x.strip() == x and x[0] not in "=#"),
    st.integers(-(10**14), 10**14),
    st.booleans(),
    st.dates(dt.date(1901, 1, 1)),
)


@given(st.lists(st.tuples(values, st.none() | values), min_size=1, max_size=10))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_round_trip(read, rows):
    dump = read(xlsx([["id", "v"], *rows]), no_header=True)

    def text(one):
        return str(one).lower() if isinstance(one, bool) else None if one is None else str(one)

    assert dump.values() == [("id", "v"), *(tuple(map(text, row)) for row in rows)]

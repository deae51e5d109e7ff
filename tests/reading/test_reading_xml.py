from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.errors import EvidenceError, TelusurError
from telusur.reading import xml

quick = settings(max_examples=40)
WORDS = st.text(st.sampled_from("ab é山<>&\"' ]\n;"), min_size=1, max_size=8)
NAMES = ["id", "nama", "alamat"]
ROWS = st.lists(st.lists(st.none() | WORDS, min_size=3, max_size=3), min_size=2, max_size=6)


def read(raw, **overrides):
    return read_one(xml, raw, **overrides)


def field(name, value):
    if value is None:
        return f'<field name="{name}" xsi:nil="true" />'
    return f'<field name="{name}">{escape(value)}</field>'


@quick
@given(ROWS)
def test_a_dump_of_mysql_is_read_back_equal(rows):
    body = "".join(
        "\t<row>\n" + "".join(f"\t\t{field(*one)}\n" for one in zip(NAMES, row, strict=True))
        + "\t</row>\n"
        for row in rows
    )  # fmt: skip
    found = read(
        '<?xml version="1.0"?>\n<mysqldump xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        '<database name="toko">\n\t<table_structure name="orang">\n'
        '\t\t<field Field="id" Type="int" Null="NO" Key="PRI" />\n\t</table_structure>\n'
        f'\t<table_data name="orang">\n{body}\t</table_data>\n</database>\n</mysqldump>\n'
    )
    assert found.columns == {"orang": tuple(NAMES)}
    assert found.only == [tuple(row) for row in rows]
    assert [(one.what, one.value) for one in found.receipt.hints] == [("database", "toko")]
    assert found.receipt.tables[0].column_types == ("int", None, None)
    assert found.receipt.tables[0].primary_key == ("id",)


@quick
@given(ROWS)
def test_elements_that_repeat_are_read_back_equal(rows):
    rows = [[value or "x" for value in row] for row in rows]
    body = "".join(
        f"<orang id={quoteattr(a)}><nama>{escape(b)}</nama><alamat><kota>{escape(c)}</kota>"
        "</alamat></orang>"
        for a, b, c in rows
    )
    for text in (f"<daftar>{body}</daftar>", body):
        found = read(text)
        assert found.columns == {"orang": ("id", "nama", "alamat.kota")}
        assert found.only == [tuple(row) for row in rows]


@quick
@given(st.text(st.sampled_from("<>/!?[]-&;\"'= \nabtrd"), max_size=80))
def test_whatever_comes_it_is_read_or_refused(text):
    for start in ("", "<?xml version='1.0'?>", "<r><x a='1'/>", "<table><tr><td>"):
        try:
            recognised(xml, start + text)
            read(start + text)
        except TelusurError:
            pass


def test_a_cut_text_gives_its_whole_records():
    found = read("<people>\n<p><n>A</n><ph>1</ph><ph>2</ph></p>\n<p><n>B</n></p>\n<p><n>cu")
    assert found.columns == {"p": ("n", "ph", "ph_2")}
    assert found.only == [("A", "1", "2"), ("B", None, None)]
    assert found.lines == {"p": [2, 3]}
    (place,) = found.receipt.unread
    assert (place.offset, place.reason) == (60, "cut-in-mid-row")
    assert found.receipt.tables[0].rows_rejected == 1


def test_damage_in_the_middle_is_unread():
    found = read('<r><x a="1"/><x a="2"/> </y><x a="3"/></r>')
    assert found.only == [("1",), ("2",)]
    assert found.receipt.bytes_unread == 19
    assert "damaged" in found.warnings


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
        '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><r a="1">&x;</r></l>',
        '<!DOCTYPE l [<!ENTITY % p SYSTEM "http://example.org/x">%p;]><l/>',
    ],
)
def test_entities_are_refused(text):
    with pytest.raises(EvidenceError) as caught:
        read("<?xml version='1.0'?>" + text)
    assert caught.value.code == "xml-entities"


def test_nesting_without_end_is_no_row():
    with pytest.raises(EvidenceError):
        read("<a>" * 50_000)
    found = read('<r><x a="1"/><x a="2"/>' + "<x>" * 500)
    assert found.only == [("1",), ("2",)]
    assert found.receipt.unread[0].reason == "too-deep"


PAGE = """<html><head><style>td {}</style></head><body>Laporan<table>
<tr><th>id<th>nama
<tr><td>1<td>Ani<br>Lestari &amp; co
<tr><td colspan=2>2</td></tr>
</table><table border=1><tr><td>x</td><td>5</td></tr></table></body></html>"""


def test_tables_of_a_page():
    found = read(PAGE)
    assert found.columns == {"dump_1": ("id", "nama"), "dump_2": ("column_1", "column_2")}
    assert found.rows["dump_1"] == [("1", "Ani\nLestari & co"), ("2", None)]
    assert found.rows["dump_2"] == [("x", "5")]
    assert "text-outside-tables" in found.warnings


@pytest.mark.parametrize(
    "text", ["<a>,<b>\n<1>,<2>\n", "<Ani@example.org>\n<Budi>\n", "id<x>\n1\n"]
)
def test_what_has_angle_brackets_is_not_all_xml(text):
    assert not recognised(xml, text)


@pytest.mark.parametrize("section", ["<![>", "<![if !x]>", "<![\x00 [", "<![CDATA[y]]>"])
def test_sections_of_a_page_without_a_name_are_comments(section):
    rows = "<tr><th>id</th></tr><tr><td>1</td></tr><tr><td>2</td></tr>"
    found = read(f"<html><table>{rows}</table>{section}")
    assert found.only == [("1",), ("2",)]


def mysqldump(*databases):
    whole = "".join(f'<database name="{name}">\n{body}</database>\n' for name, body in databases)
    return f'<?xml version="1.0"?>\n<mysqldump>\n{whole}</mysqldump>\n'


def data(table, *values):
    rows = "".join(f'<row><field name="id">{value}</field></row>\n' for value in values)
    return f'<table_data name="{table}">\n{rows}</table_data>\n'


def test_triggers_are_no_rows_and_tables_without_rows_are_tables():
    trigger = '<triggers name="a">\n<trigger Trigger="t"><![CDATA[create trigger]]></trigger>\n'
    empty = (
        '<table_structure name="e"><field Field="id" Type="int" Key="PRI" /></table_structure>\n'
    )
    found = read(mysqldump(("d", f"{data('a', 1, 2)}{trigger}</triggers>\n{empty}{data('e')}")))
    assert found.rows == {"a": [("1",), ("2",)], "e": []}
    assert found.receipt.tables[1].primary_key == ("id",)
    assert found.warnings == {"skipped-statements"}


def test_tables_of_two_databases_stay_apart():
    found = read(mysqldump(("x", data("a", 1) + data("b", 2)), ("y", data("a", 3))))
    assert found.rows == {"x.a": [("1",)], "b": [("2",)], "y.a": [("3",)]}


def test_control_characters_as_mysqldump_writes_them():
    found = read(mysqldump(("x", data("a", "p\x01q\x1a", "r"))))
    assert found.rows["a"] == [("p\ufffdq\ufffd",), ("r",)]
    assert found.warnings == {"undecodable-bytes"}
    assert not found.receipt.bytes_unread


def test_rows_of_html_without_a_table():
    found = read("<TR><TH>id</TH>\n<TH>n</TH>\n</TR>\n<TR><TD>1</TD>\n<TD>a&amp;b</TD>\n</TR>\n")
    assert found.names == ("id", "n")
    assert found.only == [("1", "a&b")]


def test_html_of_mysql():
    cells = "".join(f"<TR><TD>{at}</TD><TD>NULL</TD></TR>" for at in range(3))
    found = read(f"<TABLE BORDER=1><TR><TH>id</TH><TH>n</TH></TR>{cells}</TABLE>")
    assert found.only == [(str(at), None) for at in range(3)]
    assert read("<table><tr><th>id</th></tr><tr><td>NULL</td></tr></table>").only == [("NULL",)]


def test_a_cell_over_several_rows_is_a_value_of_each():
    found = read(
        "<table><tr><th>id<th>kota<th>nama</tr>"
        "<tr><td>1<td rowspan=2>Bogor<td>Ani</tr><tr><td>2<td>Budi</tr>"
        "<tr><td>3<td>Solo<td rowspan='2'>Cici</tr><tr><td>4<td>Tegal</tr>"
        "<tr></tr><tr><td>5<td>Ambon<td>Dedi</tr></table>"
    )
    assert found.only == [
        ("1", "Bogor", "Ani"),
        ("2", "Bogor", "Budi"),
        ("3", "Solo", "Cici"),
        ("4", "Tegal", "Cici"),
        ("5", "Ambon", "Dedi"),
    ]


def test_a_value_beside_the_records_that_comes_again_is_kept():
    found = read(
        "<a><catatan>satu</catatan><catatan>dua</catatan><catatan>tiga</catatan>"
        "<row><id>1</id></row><row><id>2</id></row></a>"
    )
    assert found.columns["dump"] == ("catatan", "catatan_2", "catatan_3")
    assert found.rows["dump"] == [("satu", "dua", "tiga")]
    assert found.rows["row"] == [("1",), ("2",)]


def test_a_cell_over_many_rows_is_no_bomb():
    cells = f"<td rowspan=65534>{'x' * 1000}" * 3000
    with pytest.raises(TelusurError) as caught:
        read(f"<table><tr>{cells}</tr>" + "<tr><td>1" * 1000 + "</table>")
    assert caught.value.code == "too-large-decompressed"

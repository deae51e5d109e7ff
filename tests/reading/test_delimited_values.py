"""Signs in values that stand for something else, and columns that are none."""

import pytest


def test_no_value_is_written_with_a_backslash(read):
    dump = read('id;name;phone\n1;Ani;\\N\n2;\\N;0812\n3;"\\N";x\\N\n')
    assert dump.values() == [("1", "Ani", None), ("2", None, "0812"), ("3", None, "x\\N")]
    assert "absent-marks" in dump.warnings
    assert dump.lines() == [2, 3, 4]


def test_a_backslash_in_a_value_is_one(read):
    dump = read("id;path\n1;C:\\N\n2;D:\\New\n")
    assert dump.values() == [("1", "C:\\N"), ("2", "D:\\New")]
    assert "absent-marks" not in dump.warnings


@pytest.mark.parametrize(
    "lines",
    [
        'no,name\n="0012",Ani\n="0013",Budi\n="0020",Citra\n',
        '"no","name"\n"=""0012""","Ani"\n"=""0013""","Budi"\n"=""0020""","Citra"\n',
    ],
)
def test_texts_kept_by_a_formula(read, lines):
    dump = read(lines)
    assert dump.values() == [("0012", "Ani"), ("0013", "Budi"), ("0020", "Citra")]
    assert "text-formulas" in dump.warnings


def test_texts_kept_by_a_formula_beside_quotes(read):
    rows = [f'="00{at}","Gang {at}, RT 4",20{at}' for at in range(10, 19)]
    dump = read("no,place,year\n" + "\n".join(rows) + "\n")
    assert dump.columns == ("no", "place", "year")
    assert dump.values()[0] == ("0010", "Gang 10, RT 4", "2010")


def test_other_formulas_stay_as_they_are(read):
    rows = [("1", '=HYPERLINK("x")'), ("2", '="a"&"b"'), ("3", '="c"')]
    text = "".join(f"{at};{value}\n" for at, value in rows)
    told = read("id;what\n" + text, quote="").values()
    assert told == [("1", '=HYPERLINK("x")'), ("2", '="a"&"b"'), ("3", "c")]


def test_bars_at_both_ends_are_no_columns(read):
    dump = read("|id|name|\n|1|Ani|\n|2|Budi|\n|3|Citra|\n")
    assert dump.columns == ("id", "name")
    assert dump.values() == [("1", "Ani"), ("2", "Budi"), ("3", "Citra")]
    bare = read("|1|Ani Lestari|\n|2|Budi Santoso|\n|3|Citra Dewi|\n")
    assert bare.values() == [("1", "Ani Lestari"), ("2", "Budi Santoso"), ("3", "Citra Dewi")]


def test_an_empty_column_that_has_a_name_stays(read):
    assert read("note,id,name,more\n,1,Ani,\n,2,Budi,\n").columns == ("note", "id", "name", "more")
    assert read(",id,name\n0,1,Ani\n1,2,Budi\n").columns == ("column_1", "id", "name")


def test_names_in_angle_brackets_are_a_table(read):
    dump = read("<DAY>,<OPEN>\n20210104,120.5\n20210105,119\n")
    assert (dump.columns, dump.receipt.rows_read) == (("<DAY>", "<OPEN>"), 2)


def test_signs_of_currencies_tell_the_code_page(read):
    rows = "".join(f"{at};Büro {at};{at}.200,50 €;0,00 €\n" for at in range(1, 6))
    dump = read(("Konto;Text;Soll;Haben\n" + rows).encode("iso-8859-15"))
    assert dump.values()[0] == ("1", "Büro 1", "1.200,50 €", "0,00 €")
    rows = "".join(f"Green & Sons,“Tree” – work,£{at}20.00\n" for at in range(1, 6))
    dump = read(("Supplier,Purpose,Amount\n" + rows).encode("cp1252"))
    assert dump.values()[0] == ("Green & Sons", "“Tree” – work", "£120.00")


def test_the_mark_of_no_value_is_shown_as_it_is_written(read):
    dump = read("id,nama,kota\n" + "".join(f"{at},Ani,\\N\n" for at in range(9)))
    (said,) = [one.text for one in dump.file.warnings if one.code == "absent-marks"]
    assert said == r"9 values are written as \N: no value"

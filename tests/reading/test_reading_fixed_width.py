import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.errors import TelusurError
from telusur.reading import fixed_width

quick = settings(max_examples=40)
WORDS = st.text(st.sampled_from("abé山x.'-"), min_size=1, max_size=7)
ROWS = st.lists(st.tuples(st.integers(0, 99999), WORDS, WORDS), min_size=8, max_size=20)


def read(raw, **overrides):
    return read_one(fixed_width, raw, **overrides)


def as_read(rows):
    return [tuple(map(str, row)) for row in rows]


@quick
@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_columns_under_a_ruler_are_read_back_equal(rows, end, pages):
    head = ["   id nama     kota    ", "----- -------- --------"]
    lines = list(head)
    for at, (number, name, town) in enumerate(rows):
        if pages and at and at % 5 == 0:
            lines += ["", *head]
        lines.append(f"{number:5d} {name:<8} {town}")
    found = read(end.join([*lines, "", f"({len(rows)} rows affected)", ""]))
    assert found.names == ("id", "nama", "kota")
    assert found.only == as_read(rows)
    assert not found.receipt.rejected
    assert "count-differs" not in found.warnings
    table = found.receipt.tables[0]
    assert table.lines == table.rows_read + table.lines_skipped + table.blank_lines


@quick
@given(ROWS)
def test_columns_without_a_ruler_are_read_back_equal(rows):
    rows = [(number, name + "yyyyyyy"[len(name) :], town) for number, name, town in rows]
    rows = [(99999, *row[1:]) if at == 0 else row for at, row in enumerate(rows)]
    rows = [(row[0], row[1], "zzzzzzz") if at == 0 else row for at, row in enumerate(rows)]
    text = "".join(f"{number:5d}   {name:<8}   {town:<8}\n" for number, name, town in rows)
    assert recognised(fixed_width, text)
    assert read(text, no_header=True).only == as_read(rows)


def test_a_header_is_told_from_rows():
    rows = [(1, "Ani", "Bogor"), (22, "Budi", "Depok"), (333, "Citra", "Jakarta")] * 3
    text = "  id  nama   kota\n" + "".join(f"{a:4d}  {b:<6} {c}\n" for a, b, c in rows)
    found = read(text)
    assert found.names == ("id", "nama", "kota")
    assert found.only == as_read(rows)
    assert found.lines == {"dump": list(range(2, 11))}


def test_lines_that_do_not_fit_are_counted():
    text = "id   nama\n---- -----\n1    Ani\nOops, something went wrong here\n2    Budi\n" * 1
    more = "".join(f"{at:<4d} Orang\n" for at in range(3, 40))
    found = read(text + more + "40")
    assert [one.reason for one in found.receipt.rejected] == ["cut-in-mid-row", "misaligned-row"]
    assert found.receipt.rejected[1].lines == (4,)
    assert len(found.only) == 39


def test_a_footer_that_tells_another_number():
    found = read("ID   NAMA\n---- -----\n1    Ani\n\n12 rows selected.\n")
    assert "count-differs" in found.warnings


@quick
@given(st.text(st.sampled_from("- ab1\n\t="), max_size=200))
def test_whatever_comes_it_is_read_or_refused(text):
    for start in ("", "id   nama\n---- -----\n", "a  b\n" * 9):
        try:
            recognised(fixed_width, start + text)
            read(start + text)
        except TelusurError:
            pass


@pytest.mark.parametrize(
    "text",
    [
        "an ordinary text of some lines\nthat has no columns at all, and\nyet many words in it\n"
        * 4,
        "id,name\n" + "1,Ani  Lestari\n" * 20,
        "AB 1234\n" * 20,
        "user:pass word\n" * 20,
        "Title\n-----\nSome text\n",
        "Ani Lestari\nBudi\nCitra Dewi\n" * 10,
    ],
)
def test_what_is_no_table_of_fixed_columns(text):
    assert not recognised(fixed_width, text)


def test_prompts_of_sqlplus_are_no_rows():
    rows = "".join(f"{at:>10} Siti\n" for at in range(3))
    found = read(
        f"SQL> select * from t;\n\n        ID NAME\n---------- ------\n{rows}\nSQL> spool off\n"
    )
    assert [row[0] for row in found.only] == ["0", "1", "2"]

"""Lines around and among the rows of a delimited file that are no rows, and those that are."""

import pytest

ROWS = [f"{at},Person {at},2020-01-{at:02},{at * 10}" for at in range(1, 13)]
HEAD = "id,name,joined,amount"


def text(*lines):
    return "\n".join(lines) + "\n"


def left_out(dump):
    return {one.kind: one.at for table in dump.file.tables for one in table.left_out}


def test_rules_part_nothing(read):
    rule = "-" * 40
    dump = read(text(HEAD, rule, *ROWS[:6], rule, *ROWS[6:], rule))
    assert (dump.columns, dump.receipt.rows_read) == (tuple(HEAD.split(",")), 12)
    assert left_out(dump) == {"rule": (2, 9, 16)}
    assert dump.lines() == [3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15]
    assert "ruled-lines" in dump.warnings


@pytest.mark.parametrize("line", ["-,-,-,-", "x---x", "- note"])
def test_what_is_no_rule_stays(read, line):
    dump = read(text(HEAD, *ROWS, line, *ROWS))
    assert "rule" not in left_out(dump)
    assert dump.receipt.rows_read == 25


@pytest.mark.parametrize("page", ["Page 1 of 9", "Seite 1/9", "Halaman 1 dari 9", "- p. 1 -"])
def test_pages_numbered(read, page):
    dump = read(text(HEAD, *ROWS[:6], page, *ROWS[6:], page))
    assert dump.receipt.rows_read == 12
    assert left_out(dump) == {"page": (8, 15)}
    assert "page-numbers" in dump.warnings


def test_a_title_goes_with_the_header_that_comes_again(read):
    dump = read(
        text("List of 3 May, page 1", HEAD, *ROWS[:6], "List of 4 May, page 2", HEAD, *ROWS[6:])
    )
    assert dump.receipt.rows_read == 12
    assert left_out(dump)["header-again"] == (9, 10)
    other = read(text("List of 3 May, page 1", HEAD, *ROWS[:6], "cut off here", HEAD, *ROWS[6:]))
    assert other.receipt.rows_read == 13  # no title is written so: a row that was cut


def test_comments_of_as_many_values_as_rows(read):
    dump = read(text("# by, whom, and, when", HEAD, *ROWS[:6], "# a, b, c, d", *ROWS[6:]))
    assert (dump.columns[0], dump.receipt.rows_read) == ("id", 12)
    assert left_out(dump)["comment"] == (1, 9)
    header = read(text("##source=x", "#" + HEAD, *ROWS))
    assert (header.columns[0], header.receipt.rows_read) == ("#id", 12)
    names = [line.split(",", 1)[1] for line in ROWS]
    assert read(text("#a,1,2", "#b,3,4", "#c,5,6", *names)).receipt.rows_read == 15


def test_a_total_that_adds_up_is_none_of_the_rows(read):
    total = f"Total,,,{sum(at * 10 for at in range(1, 13))}"
    dump = read(text(HEAD, *ROWS, total))
    assert (dump.receipt.rows_read, left_out(dump)["footer"]) == (12, (14,))


@pytest.mark.parametrize(
    "line", ["Total,Oil Ltd,2020-01-13,131", "13,Total,2020-01-13,780", "Summer,Ann,2020-01-13,780"]
)
def test_what_is_called_total_and_is_none(read, line):
    assert read(text(HEAD, *ROWS, line)).receipt.rows_read == 13


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        (["1.200,50", "300,25", "99,25"], "1.600,00"),
        (["1,200.50", "300.25", "99.25"], "1,600.00"),
        (["1 200", "300", "99"], "1 599"),
    ],
)
def test_sums_in_every_way_of_writing(read, figures, total):
    rows = [f"Person {at};2020-01-0{at};{one}" for at, one in enumerate(figures, start=1)]
    dump = read(text("name;day;amount", *rows, f"Jumlah;;{total}"))
    assert dump.receipt.rows_read == 3


def test_pairs_above_and_balances_below(read):
    dump = read(
        text("Account,0071", "Owner,Dewi", "To,2021-03-31", "", HEAD, *ROWS[:5], "")
        + "Opening balance,5\nClosing balance,155\n"
    )
    assert (dump.columns, dump.receipt.rows_read) == (tuple(HEAD.split(",")), 5)
    assert left_out(dump) == {"preamble": (1, 2, 3), "footer": (12, 13)}


def test_a_small_table_above_is_one(read):
    dump = read(text("code,town", "7,Bogor", "", HEAD, *ROWS))
    assert [table.rows for table in dump.tables] == [1, 12]


def test_a_header_alone_above_a_blank_line(read):
    dump = read(
        text("A list", "", "Year,Born,Died", "", *(f"20{y},{y * 7},{y * 5}" for y in range(10, 20)))
    )
    assert (dump.columns, dump.receipt.rows_read) == (("Year", "Born", "Died"), 10)


def test_names_of_months(read):
    rows = [f"Town {at};{at},5 %;{at},1 %;-0,{at} %" for at in range(1, 9)]
    for names in ("01/2020;02/2020;03/2020", "2020-01;2020-02;2020-03", "2020Q1;2020Q2;2020Q3"):
        assert read(text(f"Area;{names}", *rows)).columns == ("Area", *names.split(";"))


def test_groups_of_names_end_where_the_next_begins(read):
    head = ["Area,School,,Teachers,Pupils", ",State,Private,,", "(1),(2),(3),(4),(5)"]
    rows = [f"Town {at},{at},{at + 1},{at * 9},{at * 80}" for at in range(1, 9)]
    names = read(text(*head, *rows)).columns
    assert names == (
        "Area (1)",
        "School State (2)",
        "School Private (3)",
        "Teachers (4)",
        "Pupils (5)",
    )

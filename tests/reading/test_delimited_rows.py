"""Rows that are not written as the others, and what shows how they are to be read."""

import pytest

from telusur.reading.delimited_text import lexing

HEAD = "id,name,place,joined"
ROWS = [f"{at},Person {at},Town {at},2020-01-{at:02}" for at in range(1, 13)]


def text(*lines):
    return "\n".join(lines) + "\n"


def repaired(dump):
    return {one.kind: one.lines for table in dump.file.tables for one in table.repaired}


def test_two_short_lines_that_are_one_row(read):
    dump = read(text(HEAD, *ROWS[:6], "7,Person 7,Block", "C,2020-01-07", *ROWS[7:]))
    assert dump.values()[6] == ("7", "Person 7", "Block\nC", "2020-01-07")
    assert repaired(dump) == {"line-end-in-value": (8,)}


def test_two_short_lines_that_are_two_rows(read):
    dump = read(text(HEAD, *ROWS[:6], "7,Person 7", "8,Person 8,Town 8", *ROWS[8:]))
    assert dump.values()[6:8] == [("7", "Person 7", None, None), ("8", "Person 8", "Town 8", None)]


def test_quotes_that_are_data_swallow_no_line(read):
    lines = ['7\tAni\t"quoted" start\t2020-01-07', '8\tBudi\tend "quoted"\t2020-01-08']
    rows = [row.replace(",", "\t") for row in ROWS]
    dump = read(text(HEAD.replace(",", "\t"), *rows[:6], *lines, *rows[8:]))
    assert [row[2] for row in dump.values()[6:8]] == ['"quoted" start', 'end "quoted"']


def test_a_quote_not_escaped_before_a_line_end(read):
    dump = read(text(HEAD, *ROWS[:6], '7,Person 7,"he "said",', 'and left",2020-01-07', *ROWS[7:]))
    assert len(dump.values()) == 12
    assert dump.values()[6] == ("7", "Person 7", 'he "said",\nand left', "2020-01-07")


def test_delimiters_in_many_values_do_not_widen_the_table(read):
    lines = [row.replace("Town", "Gang 3, RT") for row in ROWS[:5]]
    dump = read(text(HEAD, *lines, *ROWS[5:]))
    assert dump.columns == tuple(HEAD.split(","))
    assert dump.values()[0] == ("1", "Person 1", "Gang 3, RT 1", "2020-01-01")
    assert repaired(dump) == {"delimiter-in-value": (2, 3, 4, 5, 6)}


def test_more_values_that_are_values_widen_it(read):
    dump = read(text(HEAD, *(f"{row},more {at}" for at, row in enumerate(ROWS[:5])), *ROWS[5:]))
    assert len(dump.columns) == 5


@pytest.mark.parametrize("other", [";", "|", "\t"])
def test_an_export_with_another_delimiter_above(read, other):
    above = [line.replace(",", other) for line in (HEAD, *ROWS[:5])]
    dump = read(text(*above, HEAD, *ROWS[5:]))
    assert (dump.columns, dump.receipt.rows_read) == (tuple(HEAD.split(",")), 12)
    assert [row[0] for row in dump.values()] == [str(at) for at in range(1, 13)]


def test_the_missing_escape_is_found_by_what_columns_hold(read):
    rows = [f'"{at}","screen {at}""","{at * 9}"' for at in range(1, 9)]
    dump = read(text('"id","what","price"', *rows, '"9","screen 9"","81",,'))
    assert dump.values()[-1] == ("9", 'screen 9"', "81")


def test_a_backslash_among_doubled_quotes(read):
    dump = read('ID, Test\n1, "Test line 1"\n2, "Test "" line 2"\n3, "Test \\" line 3"\n')
    assert [row[1] for row in dump.values()] == ["Test line 1", 'Test " line 2', 'Test " line 3']


def test_a_part_of_a_split_file_begins_and_ends_inside_rows(read):
    dump = read("son 0,Town 0,2020-01-09\n" + text(*ROWS) + "13,Person 13,To")
    assert dump.receipt.rows_read == 12
    assert dump.columns[0] == "column_1"
    assert [(one.reason, one.lines) for one in dump.file.rejected] == [("cut-in-mid-row", (1, 14))]


def test_line_ends_of_three_kinds(read):
    dump = read("id,name\r\n1,Ani\n2,Budi\r3,Citra\n4,Dewi\r\n5,E\rka\n6,Fajar\n7,Gita\n")
    assert [row[0] for row in dump.values()] == ["1", "2", "3", "4", "5", "6", "7"]
    assert dump.values()[4] == ("5", "E ka")
    assert "mixed-line-ends" in dump.warnings


def test_a_list_of_accounts_with_broken_lines(read):
    lines = [f"p{at}@example.org:secret{at}" for at in range(7)]
    dump = read(text(*lines, "b@example.org:b:u di!88", "no address here"))
    assert dump.values()[-1] == ("b@example.org", "b:u di!88")
    assert dump.receipt.rows_rejected == 1
    assert "combo-list" in dump.warnings


def test_what_a_program_said_stands_above_a_list_of_accounts(read):
    lines = [f"p{at}@example.org:secret{at}" for at in range(5)]
    dump = read(text("[+] checker: started", "[+] 6 hits", *lines, "b@example.org:x:y"))
    assert dump.values()[-1] == ("b@example.org", "x:y")
    assert "combo-list" in dump.warnings


@pytest.mark.parametrize("sign", [":", ";", "|"])
def test_many_secrets_may_hold_the_delimiter(read, sign):
    secrets = [f"a{sign}b1", f"x2{sign}{sign}y", "s3cret", "r4hasia"]
    lines = [f"p{at}@example.org{sign}{secrets[at % 4]}{at}" for at in range(40)]
    dump = read(text(*lines))
    assert "combo-list" in dump.warnings
    assert dump.values()[1] == ("p1@example.org", f"x2{sign}{sign}y1")
    # a table that lacks some values is none
    rows = [f"p{at}@example.org{sign}k{at}" + f"{sign}Ambon" * (at % 3 > 0) for at in range(40)]
    assert "combo-list" not in read(text(*rows)).warnings


def test_blanks_part_tables_and_not_prose(read):
    rows = [f"{at} {at / 4:.2f} {at * 3} 2020-01-{at:02}" for at in range(1, 13)]
    other = [f"K{at} {at * 7}" for at in range(1, 9)]
    dump = read(text("no size weight day", *rows, "", "code members", *other))
    assert [table.rows for table in dump.tables] == [12, 8]
    assert read(text("Some people came", "and others went", "away")).columns == ("column_1",)


def test_apostrophes_are_quotes_though_values_hold_quotes(read):
    rows = [f"'{at}' 'says \"hello {at}\"' 'x y'" for at in range(1, 9)]
    assert read(text("'id' 'what' 'more'", *rows)).values()[0] == ("1", 'says "hello 1"', "x y")


def test_lines_that_end_with_cr_alone_however_the_file_falls_into_pieces(read, monkeypatch):
    text = "id,name\r" + "".join(f"{at},Ani\r" for at in range(10, 26))
    monkeypatch.setattr(lexing, "PIECE_BYTES", len(text) // 2)
    assert read(text).receipt.rows_read == 16

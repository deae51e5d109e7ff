import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.errors import TelusurError
from telusur.reading import terminal, text_lines
from telusur.reading.terminal.grid import width

quick = settings(max_examples=40)
WORDS = st.text(st.sampled_from("abÀ é|+.山\u0301x-'\"NL"), max_size=8).map(lambda one: one.strip())
NAMES = st.lists(st.sampled_from(["id", "nama", "alamat", "k_1"]), min_size=2, unique=True)


def read(raw):
    return read_one(terminal, raw)


@st.composite
def tables(draw):
    names = draw(NAMES)
    row = st.lists(WORDS, min_size=len(names), max_size=len(names))
    return names, draw(st.lists(row, min_size=1, max_size=6))


def padded(text, places):
    return text + " " * (places - width(text))


def drawn(names, rows, boxed):
    places = [max(map(width, column)) for column in zip(names, *rows, strict=True)]
    rule = "+".join("-" * (one + 2) for one in places)
    lines = [
        "|".join(f" {padded(*one)} " for one in zip(row, places, strict=True))
        for row in (names, *rows)
    ]
    lines.insert(1, rule)
    if boxed:
        lines = [f"+{one}+" if one == rule else f"|{one}|" for one in lines]
        return "\n".join(
            [f"+{rule}+", *lines, f"+{rule}+", f"{len(rows)} rows in set (0.01 sec)", ""]
        )
    return "\n".join([*(line.rstrip() for line in lines), f"({len(rows)} rows)", "", ""])


def expanded(names, rows):
    wide = max(map(len, names))
    lines = []
    for at, row in enumerate(rows, start=1):
        lines.append(f"-[ RECORD {at} ]-".ljust(wide + 1, "-") + "+-----")
        lines += [f"{name:{wide}} | {value}" for name, value in zip(names, row, strict=True)]
    return "\n".join([*lines, "", ""])


def none(rows, *, mysql=False):
    return [tuple(None if not one or (mysql and one == "NULL") else one for one in row)
            for row in rows]  # fmt: skip


@pytest.mark.parametrize("boxed", [False, True])
@pytest.mark.parametrize("size", [1 << 20, 16])
@quick
@given(table=tables())
def test_a_drawn_table_is_read_back_equal(boxed, size, table):
    names, rows = table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "PIECE_BYTES", size)
        found = read(drawn(names, rows, boxed))
    assert found.names == tuple(names)
    assert found.only == none(rows, mysql=boxed)
    assert not found.receipt.bytes_unread
    assert not found.warnings


@pytest.mark.parametrize("size", [1 << 20, 16])
@quick
@given(table=tables())
def test_printed_records_are_read_back_equal(size, table):
    names, rows = table
    rows = [[value.rstrip("+.") for value in row] for row in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "PIECE_BYTES", size)
        found = read(expanded(names, rows))
    assert found.names == tuple(names)
    assert found.only == none(rows)


@quick
@given(st.text(st.sampled_from("-+|* \n[]RECORD1.rowa│─┼"), max_size=120))
def test_whatever_comes_it_is_read_or_refused(text):
    for start in ("", " a | b\n---+---\n", "-[ RECORD 1 ]-\na | 1\n", "+---+\n| a |\n+---+\n"):
        try:
            recognised(terminal, start + text)
            read(start + text)
        except TelusurError:
            pass


SESSION = """\
klinik=# SELECT * FROM pasien;
 id |  nama   | umur
----+---------+------
  1 | Ani    +|    7
    | Lestari |
 22 |         |   40
(3 rows)

Time: 1,234 ms
klinik=# \\x
Expanded display is on.
klinik=# SELECT * FROM dokter;
-[ RECORD 1 ]-
id   | 1
nama | Budi +
     | Santoso
-[ RECORD 2 ]-
id   | 2
nama |
"""


def test_a_session_of_several_tables():
    found = read(SESSION)
    assert found.rows == {
        "dump_1": [("1", "Ani\nLestari", "7"), ("22", None, "40")],
        "dump_2": [("1", "Budi\nSantoso"), ("2", None)],
    }
    assert found.lines == {"dump_1": [4, 6], "dump_2": [13, 17]}
    assert [(hint.what, hint.value) for hint in found.receipt.hints] == [("database", "klinik")]
    assert found.warnings == {"count-differs"}
    assert found.receipt.unread[0].offset == 0
    assert found.receipt.bytes_unread == sum(
        len(line) + 1 for line in SESSION.split("\n") if line.startswith("klinik=#")
    )


def test_vertical_records_of_mysql():
    stars = "*" * 27
    text = f"{stars} 1. row {stars}\n  id: 1\nnote: one\nwho: two\n{stars} 2. row {stars}\n"
    found = read(text + "  id: NULL\nnote: x\n2 rows in set (0.00 sec)\n")
    assert found.names == ("id", "note")
    assert found.only == [("1", "one\nwho: two"), (None, "x")]


def test_other_styles():
    box = "┌────┬─────┐\n│ id │  n  │\n├────┼─────┤\n│ 1  │ Ani │\n└────┴─────┘\n"
    assert read(box).only == [("1", "Ani")]
    assert read("| id | n |\n|----|---|\n| 1 | Ani |\n").only == [("1", "Ani")]
    wrapped = " id |  n   \n----+------\n  1 | Anis.\n    |.Budi \n(1 row)\n\n"
    assert read(wrapped).only[0][0] == "1"


def test_a_cut_table_gives_its_whole_rows():
    text = drawn(["id", "nama"], [["1", "Ani"], ["2", "Budi"]], boxed=True)
    found = read(text[: text.index("Budi") + 2])
    assert found.only == [("1", "Ani")]
    assert "cut-in-mid-row" in found.warnings
    assert [one.rows for one in found.receipt.rejected] == [1]


@pytest.mark.parametrize(
    "text",
    ["a|b\n1|2\n", "id,note\n1,--+--\n", "# Title\n\n---\ntext\n", "---\na: 1\n---\n", "+---+\n"],
)
def test_what_has_dashes_is_not_all_drawn(text):
    assert not recognised(terminal, text)


def test_records_of_a_second_query_are_a_second_table():
    rows = "".join(
        f"*************************** {at}. row ***************************\n  id: {at}\nname: x\n"
        for at in (1, 2)
    )
    other = "*************************** 1. row ***************************\nkind: gold\n  no: 3\n"
    found = read(rows + other)
    assert list(found.rows.values()) == [[("1", "x"), ("2", "x")], [("gold", "3")]]
    assert not found.receipt.rejected


@pytest.mark.parametrize("again", ["id", " id"])
def test_a_name_that_comes_again_in_a_record_is_a_column_of_its_own(again):
    text = "".join(
        f"-[ RECORD {at} ]\nid    | {at}\nnama  | Ani\n{again:5} | {at}0\nid_2  | x\n"
        for at in (1, 2)
    )
    found = read(text)
    assert found.names == ("id", "nama", "id_2_", "id_2")
    assert found.only == [("1", "Ani", "10", "x"), ("2", "Ani", "20", "x")]


def test_as_many_names_as_records_are_no_table():
    text = "".join(f"-[ RECORD {at} ]\nn{at} | {at}\n" for at in range(1, 30_000))
    with pytest.raises(TelusurError) as caught:
        read(text)
    assert caught.value.code == "too-many-columns"

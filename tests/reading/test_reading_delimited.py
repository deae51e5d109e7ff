import csv
import gzip
import io

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.errors import EvidenceError, UsageError

PEOPLE = [
    ("id", "name", "born", "email", "note"),
    ("1", "Ani Lestari", "1980-02-03", "ani@example.org", "a, b; c"),
    ("2", "Budi Santoso", "1975-12-31", "budi@example.org", ""),
    ("3", "Citra Dewi", "1990-07-15", "", 'says "hi"'),
    ("4", "Dewi Ayu", "2001-01-01", "dewi@example.org", "two\nlines"),
]


def written(rows, delimiter=",", quote='"', escape=None, end="\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    csv.writer(
        out,
        delimiter="\x1e" if len(delimiter) > 1 else delimiter,
        quotechar=quote,
        doublequote=escape is None,
        escapechar=escape,
        lineterminator=end,
        quoting=quoting,
    ).writerows(rows)
    return out.getvalue().replace("\x1e", delimiter)


def cells(rows):
    return [tuple(value or None for value in row) for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "^", "~", "\x01", "||", "::"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_any_delimiter_and_quote_is_told_from_the_content(read, delimiter, quote):
    text = written(PEOPLE, delimiter, quote, quoting=csv.QUOTE_ALL)
    dump = read(text)
    assert dump.values() == cells(PEOPLE[1:])
    assert dump.columns == PEOPLE[0]
    assert (dump.file.delimiter, dump.file.quote) == (delimiter, quote)
    assert dump.lines() == [2, 3, 4, 5]


@pytest.mark.parametrize("delimiter", ["#|#", "$|$", "<|>", "*;*", "|#|", "|*|"])
def test_a_delimiter_between_signs(read, delimiter):
    rows = [("id", "name", "city"), *((str(at), f"name {at}", "") for at in range(20))]
    dump = read("\n".join(map(delimiter.join, rows)) + "\n")
    assert dump.receipt.files[0].delimiter == delimiter
    assert dump.values() == [(number, name, None) for number, name, _ in rows[1:]]


@pytest.mark.parametrize("wrap", ["#{}#", "({})", "`{}`"])
def test_signs_around_every_value_are_no_part_of_the_delimiter(read, wrap):
    rows = [("id", "name", "city"), *((str(at), f"name {at}", "x") for at in range(20))]
    dump = read("\n".join("|".join(map(wrap.format, row)) for row in rows) + "\n")
    assert dump.receipt.files[0].delimiter == "|"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_minimal_quoting_and_every_line_end(read, delimiter, end):
    rows = PEOPLE[:4]
    assert read(written(rows, delimiter, end=end)).values() == cells(rows[1:])


def test_backslash_escapes(read):
    text = written(PEOPLE, escape="\\", quoting=csv.QUOTE_ALL)
    assert '\\"hi\\"' in text
    assert read(text).values() == cells(PEOPLE[1:])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_with_and_without_a_mark(read, encoding):
    rows = [*PEOPLE, ("5", "Renée Müller", "1960-05-05", "r@example.org", "naïve café")]
    dump = read(written(rows).encode(encoding))
    assert dump.values() == cells(rows[1:])
    assert dump.columns == PEOPLE[0]
    assert dump.warnings == set()


cell = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t"),
    max_size=8,
)


@given(
    rows=st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1)
    ),
    delimiter=st.sampled_from([",", ";", "\t", "|", "~", "||"]),
    quote=st.sampled_from(['"', "'"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be"]),
    end=st.sampled_from(["\n", "\r\n"]),
    header=st.booleans(),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_round_trip(read, rows, delimiter, quote, encoding, end, header):
    """Any table written with a known dialect is read back, cell for cell; an empty one is NULL."""
    number = [["id", *(f"name {at}" for at in range(len(rows[0])))]] if header else []
    table = [[str(1000 + at), *row] for at, row in enumerate(rows)]
    text = written(number + table, delimiter, quote, end=end, quoting=csv.QUOTE_ALL)
    dump = read(
        text.encode(encoding),
        delimiter=delimiter,
        quote=quote,
        encoding=encoding,
        no_header=not header,
    )
    assert dump.values() == cells(table)
    assert dump.receipt.rows_read == len(table)
    assert dump.receipt.rows_rejected == 0


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.csv.gz", gzip.compress),
        ("x.csv.zst", zstandard.ZstdCompressor().compress),
        ("two.gz", lambda raw: gzip.compress(raw[:40]) + gzip.compress(raw[40:])),
        ("named-as-nothing", lambda raw: gzip.compress(zstandard.ZstdCompressor().compress(raw))),
    ],
)
def test_packed_files_whatever_their_name(read, tmp_path, name, pack):
    dump = read((name, pack(written(PEOPLE).encode())))
    assert dump.values() == cells(PEOPLE[1:])
    assert dump.file.compression is not None
    left = [path.name for path in (tmp_path / "work" / "reading").iterdir()]
    assert left == ["table_0.parquet"]  # no copy stays behind


def test_overrides_win(read):
    dump = read("id,name\n1,Ani\n", no_header=True)
    assert dump.columns == ("column_1", "column_2")
    assert dump.receipt.rows_read == 2
    assert read("a;b,c\n1;2,3\n", delimiter=",").columns == ("a;b", "c")
    assert read(b"id,name\n1,\xa4\n", encoding="iso-8859-15").values() == [("1", "€")]


def test_overrides_that_cannot_be(read):
    for bad, code in (
        ({"encoding": "klingon"}, "unknown-encoding"),
        ({"encoding": "base64"}, "unknown-encoding"),
        ({"delimiter": "\n"}, "bad-delimiter"),
        ({"quote": "''"}, "bad-quote"),
    ):
        with pytest.raises(UsageError) as caught:
            read("a,b\n1,2\n", **bad)
        assert (caught.value.code, caught.value.exit_status) == (code, 2)


def test_preamble_and_sep_line(read):
    dump = read("sep=;\nid;name\n1;a,b\n2;c,d\n")
    assert (dump.columns, dump.lines()) == (("id", "name"), [3, 4])
    dump = read("Export of 2021\n\nid,name,born\n1,Ani,1980-01-01\n2,Budi,1981-01-01\n")
    assert (dump.columns, dump.lines()) == (("id", "name", "born"), [4, 5])
    assert "preamble" in dump.warnings


def test_trailing_delimiters_are_no_column(read):
    dump = read("id,name\n1,Ani,\n2,Budi,\n")
    assert (dump.columns, dump.values()) == (("id", "name"), [("1", "Ani"), ("2", "Budi")])
    assert dump.warnings == {"trailing-delimiter"}
    assert read("id,name,\n1,Ani,\n2,Budi,\n").columns == ("id", "name")


def test_decimal_commas_do_not_split(read):
    assert read("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n").columns == ("a", "b", "c")


def test_refused_rows_are_counted_never_shown(read):
    dump = read("id,name\n1,Ani\n2\n3,Secret,Person\n4,Budi\n")
    told = {one.reason: (one.rows, one.lines) for one in dump.file.rejected}
    assert told == {"too-many-values": (1, (4,))}
    assert (dump.receipt.rows_read, dump.receipt.rows_rejected) == (3, 1)
    assert {"many-rows-rejected", "ragged-rows"} <= dump.warnings
    assert "Secret" not in dump.receipt.model_dump_json()


def test_a_cut_file_is_read_to_its_last_whole_row(read):
    """The last value may have been longer: what the file ends in is no row."""
    dump = read("id,name,born\n1,Ani,1980-01-01\n2,Budi,1981-01-01\n3,Ci")
    assert dump.values()[-1] == ("2", "Budi", "1981-01-01")
    assert {one.reason: one.lines for one in dump.file.rejected} == {"cut-in-mid-row": (4,)}
    assert dump.receipt.rows_rejected == 1
    assert "cut-in-mid-row" in dump.warnings
    table = dump.file.tables[0]
    assert (table.lines, table.newlines_in_values, table.cells) == (4, 0, 6)


def test_bytes_that_fit_no_character_keep_their_row(read):
    names = "".join(f"{at},Müller é\n" for at in range(50)).encode()
    dump = read(b"id,name\n" + names + b"50,M\xffller\n")
    assert dump.file.encoding == "utf-8"
    assert dump.values()[-1] == ("50", "M\ufffdller")
    assert "undecodable-bytes" in dump.warnings


def test_nul_bytes_are_told(read):
    dump = read(b"id,name\n1,A\x00ni\n" + b"2,Budi Santoso\n" * 20)
    assert dump.values()[0] == ("1", "A\0ni")
    assert "nul-bytes" in dump.warnings


def test_one_column(read):
    dump = read("email\nani@example.org\nbudi@example.org\n")
    assert (dump.columns, dump.file.delimiter) == (("email",), None)
    assert dump.receipt.rows_read == 2


@pytest.mark.parametrize("text", ["id,name\n", "\n\n\n", "id,name"])
def test_no_rows(read, text):
    with pytest.raises(EvidenceError) as caught:
        read(text)
    assert (caught.value.code, caught.value.exit_status) == ("no-rows", 3)


def test_files_of_one_layout_are_one_table(read):
    dump = read("id,name\n1,Ani\n2,Budi\n", "NAME,ID\nCitra,3\n", "4,Dewi\n5,Eka\n")
    (table,) = dump.tables
    assert table.rows == 5
    assert dump.values() == [
        (str(at), n) for at, n in enumerate(["Ani", "Budi", "Citra", "Dewi", "Eka"], 1)
    ]
    assert [row["row_"] for row in dump.rows()] == [1, 2, 3, 4, 5]
    assert [(row["file_"], row["line_"]) for row in dump.rows()] == [
        (0, 2),
        (0, 3),
        (1, 2),
        (2, 1),
        (2, 2),
    ]
    assert "header-from-another-file" in dump.warnings


def test_other_layouts_stand_apart_and_can_be_chosen(read):
    people, cities = (
        ("people.csv", "id,name\n1,Ani\n"),
        ("cities.csv", "code,city,area\n1,Bogor,3\n"),
    )
    dump = read(people, cities)
    assert [(table.name, table.rows) for table in dump.tables] == [("people", 1), ("cities", 1)]
    assert [table.name for table in read(people, cities, table="cities").tables] == ["cities"]
    with pytest.raises(EvidenceError) as caught:
        read(people, cities, table="none")
    assert caught.value.code == "no-such-table"


def test_progress_ends_at_all_bytes(read):
    seen = []
    read("a,b\n1,2\n", "a,b\n3,4\n", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(8, 16), (16, 16)]


def test_a_hostile_header_enters_no_sql(read):
    name = 'x"); DROP TABLE file_0; --'
    dump = read(written([(name, "y'; SELECT 1"), ("1", "2")]))
    assert dump.columns == (name, "y'; SELECT 1")
    assert dump.values() == [("1", "2")]


def test_nul_is_no_delimiter(read):
    dump = read("".join(f"{'Ani' * 20}{at}\0{'Budi' * 20}{at}\n" for at in range(9)))
    assert "nul-bytes" in dump.warnings
    assert len(dump.columns) == 1
    assert dump.receipt.rows_read == 9


@pytest.mark.parametrize("sign", [":", ";", "|"])
def test_an_account_of_a_combo_list_names_no_column(read, sign):
    odd = f"ani@mail.test{sign}aaa{sign}bb\n"
    lines = "".join(f"u{at}@mail.test{sign}s3cret{at}\n" for at in range(50))
    dump = read(odd + lines)
    assert dump.values()[0] == ("ani@mail.test", f"aaa{sign}bb")
    assert dump.columns == ("column_1", "column_2")

"""Records of labelled lines: a row a record, a column a label, and nothing else taken for them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.errors import TelusurError
from telusur.reading import labelled_lines, text_lines

quick = settings(max_examples=30)
LABELS = ("URL", "User name", "Sandi", "Tél.", "mail", "kota_1")
# Values may hold both signs, look like a rule or a field, and be empty.
VALUES = st.text(st.sampled_from("aé:=/- |.;\"'山mail"), max_size=12).map(lambda one: one.strip())


def read(raw, **overrides):
    return read_one(labelled_lines, raw, **overrides)


def spaced(sign):
    return lambda name, value, _: f"{name}{sign} {value}".rstrip()


WRITTEN = {
    "a colon": spaced(":"),
    "an equals sign": spaced(" ="),
    "a colon alone": lambda name, value, _: f"{name}:{value}",
    "labels padded": lambda name, value, wide: f"{name + ':':{wide + 4}}{value}".rstrip(),
    "right-aligned": lambda name, value, wide: f"{name:>{wide}} = {value}",
    "mysql without stars": lambda name, value, wide: f"{name:>{wide}}: {value}",
}
PARTED = {"blank": "\n", "rule": "==========\n", "both": "\n-----[ 7 ]-----\n\n", "nothing": ""}


@st.composite
def tables(draw):
    names = draw(st.permutations(LABELS))[: draw(st.integers(2, len(LABELS)))]
    rows = draw(st.lists(st.lists(VALUES, min_size=len(names), max_size=len(names)),
                         min_size=5, max_size=9))  # fmt: skip
    # Of the labels behind the first two some records have none; each comes twice at least.
    lacks = draw(st.lists(st.sets(st.integers(2, len(LABELS))), min_size=len(rows) - 2,
                          max_size=len(rows) - 2))  # fmt: skip
    return names, rows, [set(), set(), *lacks]


@pytest.mark.parametrize("parted", PARTED)
@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("size", [1 << 20, 40])
@quick
@given(table=tables())
def test_records_are_read_back_equal(written, parted, size, table):
    names, rows, lacks = table
    wide = max(map(len, names))
    text, expected = "", []
    for row, lack in zip(rows, lacks, strict=True):
        for at, (name, value) in enumerate(zip(names, row, strict=True)):
            if at not in lack:
                text += WRITTEN[written](name, value, wide) + "\n"
        text += PARTED[parted]
        expected.append(tuple(None if at in lack or not value else value
                              for at, value in enumerate(row)))  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "PIECE_BYTES", size)
        found = read(text)
    assert found.receipt.kind == "labelled-lines"
    assert (found.names, found.only, found.warnings) == (tuple(names), expected, set())
    (told,) = found.receipt.tables
    ruled = sum(one.lines for one in told.left_out)
    assert told.lines == told.lines_in_rows + told.blank_lines + ruled == text.count("\n")
    starts = [at for at, line in enumerate(text.split("\n"), start=1)
              if line.lstrip().startswith((f"{names[0]}:", f"{names[0]} ="))]  # fmt: skip
    assert [*found.lines.values()] == [starts]


LOG = (
    "URL: https://masuk.invalid:8443/a?b=c\nUSER: ani{0}@mail.invalid\nPASS: ra:h=sia {0}\n=====\n"
)
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ani {0}\nTEL;TYPE=CELL:0812{0:06}\nEND:VCARD\n"
ENTRY = (
    "dn: uid=ani{0},ou=orang,\n dc=example\nobjectClass: top\nobjectClass: person\n"
    "cn:: QW5pIMOJ\n# a remark\nmail: ani{0}@mail.invalid\n\n"
)


def records(form, count=20):
    return "".join(form.format(at) for at in range(count))


def test_a_log_of_malware():
    found = read("*****\n* Selamat datang\n*****\n\n" + records(LOG))
    assert found.names == ("URL", "USER", "PASS")
    assert found.only[3] == (
        "https://masuk.invalid:8443/a?b=c",
        "ani3@mail.invalid",
        "ra:h=sia 3",
    )
    (told,) = found.receipt.tables
    assert (told.lines, told.lines_skipped, told.lines_in_rows) == (84, 4, 60)
    assert [(one.kind, one.lines) for one in told.left_out] == [("preamble", 3), ("rule", 20)]


def test_a_log_of_few_entries_is_known_by_its_labels():
    assert len(read(records(LOG, 2)).only) == 2
    assert not recognised(labelled_lines, records("nama: Ani {0}\nkota: Bogor\n\n", 2))


def test_two_logs_one_below_the_other():
    other = "SOFT: Peramban\nHOST: https://lain.invalid\nLOGIN: budi\nPASS: x{0}\n=====\n"
    found = read(records(LOG) + records(other))
    assert found.names == ("URL", "USER", "PASS", "SOFT", "HOST", "LOGIN")
    assert len(found.only) == 40
    assert found.only[-1][2:] == ("x19", "Peramban", "https://lain.invalid", "budi")


def test_blank_lines_may_stand_inside_records():
    found = read(records("nama: Ani {0}\n\nkota: Bogor\n\n"))
    assert found.only[19] == ("Ani 19", "Bogor")


def test_address_books():
    cards = read(records(CARD))
    assert cards.names == ("VERSION", "FN", "TEL;TYPE=CELL")
    assert cards.only[1] == ("3.0", "Ani 1", "0812000001")
    entries = read(records(ENTRY))
    assert entries.names == ("dn", "objectClass", "objectClass_2", "cn", "mail")
    assert entries.only[1] == (
        "uid=ani1,ou=orang,dc=example", "top", "person", "Ani É", "ani1@mail.invalid",
    )  # fmt: skip


def test_values_of_several_lines():
    odd = "   id = 20\n name = Budi\n id = 7\n\n"
    aligned = read(records("   id = {0}\n name = Ani\nLestari\n\n") + odd)
    assert aligned.only[2] == ("2", "Ani\nLestari")
    assert aligned.only[20] == ("20", "Budi\n id = 7")
    indented = read(records("nama: Ani {0}\nalamat: Jalan 1\n  Bogor\n\n"))
    assert indented.only[2] == ("Ani 2", "Jalan 1\nBogor")


def test_a_label_that_comes_again_is_numbered_and_then_kept_whole():
    text = records("nama: Ani {0}\nkota: Bogor\n\n") + "nama: Budi\n" + "kota: Ambon\n" * 11
    found = read(text)
    assert found.names == ("nama", "kota", *(f"kota_{at}" for at in range(2, 10)), "other_lines")
    assert found.only[-1] == ("Budi", *["Ambon"] * 9, "kota: Ambon\nkota: Ambon")
    assert "lines-without-label" in found.warnings


def test_lines_without_a_label_are_kept_and_lines_of_no_record_are_counted():
    odd = "nama: Budi\nkota: Ambon\nrahasia\nsekali: saja\n\nhalaman dua\n\n"
    found = read(records("nama: Ani {0}\nkota: Bogor\n\n", 40) + odd)
    assert found.names == ("nama", "kota", "other_lines")
    assert found.only[-1] == ("Budi", "Ambon", "rahasia\nsekali: saja")
    assert found.warnings == {"lines-without-label", "lines-between-records"}
    (told,) = found.receipt.tables
    assert [(one.kind, one.at) for one in told.left_out] == [("comment", (126,))]
    assert "saja" not in str(found.receipt.model_dump()["warnings"])


def test_where_records_do_not_stay_certain_every_line_is_a_row():
    text = records("nama: Ani {0}\nkota: Bogor {0}\n\n", 4000)
    rest = "".join(f"sembarang {at}\n" for at in range(4000))
    assert recognised(labelled_lines, text + rest)
    found = read(text + rest)
    assert found.receipt.kind == "delimited"
    assert len(found.only) == 12_000
    assert "fields-in-lines" in found.warnings


def test_what_is_said_of_lines_goes_before_what_they_look_like():
    assert read(records(LOG), no_header=True).receipt.kind == "delimited"
    assert read(records(LOG), columns=("a", "b", "c")).names == ("a", "b", "c")


SECTION = "[server{0}]\nhost = a{0}\nport = 80\nuser = x\n\n"
NESTED = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a{0}\n  labels:\n    app: b\n---\n"
MESSAGE = (
    "From: a{0}@mail.invalid\nTo: b@mail.invalid\nSubject: Halo\n\nApa kabar?\nSalam,\nAni\n\n"
)


@pytest.mark.parametrize(
    "text",
    [
        records(SECTION),
        records(NESTED),
        records(MESSAGE),
        records("- id: {0}\n  name: Ani {0}\n"),
        records("GET /{0} HTTP/1.1\nHost: a.invalid\nAccept: */*\n\n"),
        "HTTP/1.1 200 OK\nServer: a\nDate: b\nContent-Type: c\nVia: d\nETag: e\n\n",
        records("ani{0}:s3cret{0}\nani{0}@mail.invalid:x:y\n"),
        records("INFO: started {0}\nINFO: done\nERROR: broken\nINFO: again\n"),
        records("2024-01-01 10:00:{0:02} INFO a: b\n"),
        records("Jan 12 10:00:{0:02} host sshd: session opened\n"),
        records("Ani: halo {0}\nBudi: ya\nBudi: dan?\nAni: tidak\nAni: {0}\nCici: oh\n"),
        records("city: Ambon {0}\n"),
        records("id:name:city\n{0}:Ani:Ambon\n"),
        records("name: Ani {0}, city: Ambon\n"),
        records("color: red;\nwidth: {0}px;\n}}\n.a {{\n"),
        records("Yth. Ani,\nperihal: tagihan {0}\nSalam\n"),
        "nama: Ani\nkota: Bogor\n",
        "",
    ],
)
def test_what_is_no_record_for_certain(text):
    assert not recognised(labelled_lines, text)


@quick
@given(st.text(st.sampled_from("ab: =\n-#\t\rURL"), max_size=120))
def test_whatever_comes_it_is_read_or_refused(text):
    for start in (
        "",
        records(LOG, 3),
        records(CARD, 3),
        records(ENTRY, 3),
        "  a = 1\nbb = 2\n\n" * 4,
    ):
        try:
            recognised(labelled_lines, start + text)
            read(start + text)
        except TelusurError as error:
            assert error.code != "lines-do-not-add-up"  # noqa: PT017

"""Lines that name their own fields and are no certain records: each is a row, and it is said."""

import pytest

SQLITE = "   id = {0}\n name = Ani {0}\nphone = 0812{0:06}\n\n"
LIST = "- id: {0}\n  name: Ani {0}\n"
STEPS = "id: {0}\n  name: Ani {0}\n    phone: 0812{0:06}\n"
REMARKS = "dn: uid=ani{0}\ncn: Ani {0}\nsee the other file\nmail: ani{0}@mail.invalid\n\n"


def records(form, count=20):
    return "".join(form.format(at) for at in range(count))


@pytest.mark.parametrize("form", [LIST, STEPS, REMARKS])
def test_every_line_is_a_row(read, form):
    text = records(form)
    dump = read(text)
    assert "fields-in-lines" in dump.warnings
    (table,) = dump.file.tables
    blank_between = sum(not line for line in text.split("\n")[:-1])
    # in a table of one column a blank line is a row without a value, but the last
    assert table.rows_read == table.lines - table.blank_lines
    assert table.blank_lines in {0, 1, blank_between}
    assert (dump.file.header, table.rows_rejected, table.left_out) == (False, 0, ())
    first = " ".join(value or "" for value in dump.values()[0])
    assert first.split()[-1] == text.split("\n", 1)[0].replace(":", ": ", 1).split()[-1]


@pytest.mark.parametrize(
    "text",
    [
        records("Ambon: {0}\n"),  # one label alone
        records(SQLITE, count=3),  # too few to tell
        "city: members\n" + records("Ambon {0}: {0}\n"),  # no label comes again
        "kind,name\n" + records("a,Ani {0}\nb,Budi {0}\n"),  # a delimiter of tables
        "id:name:city\n" + records("{0}:Ani:Ambon\n"),
    ],
)
def test_tables_are_tables(read, text):
    assert "fields-in-lines" not in read(text).warnings

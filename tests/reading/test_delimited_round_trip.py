"""Rows written in any dialect and encoding are read back equal, told or settled by the user."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HEADER = ("id", "nama", "surel", "lahir", "catatan")
DELIMITERS = [",", ";", "\t", "|", "^", "~"]
# Names by which the encoding shows, and letters that it has.
ENCODINGS = {
    "utf-8": ("José 山田", "éß東Ж"),
    "utf-8-sig": ("José 山田", "éß東Ж"),
    "utf-16": ("José 山田", "éß東Ж"),
    "utf-32-be": ("José 山田", "éß東Ж"),
    "cp1252": ("José Müller", "éßñ—"),
    "cp1251": ("Иванова Анна", "Жёя"),
    "gb18030": ("王小明", "東京山"),
}
# What the reader takes for a value as it stands: no blank at an end, no CR.
SIGNS = "ab1 ,;|\t\"'^~.-"
SETTINGS = settings(
    max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def notes(more):
    """A remark that may hold every delimiter and quote, and lines."""
    return st.text(st.sampled_from(SIGNS + more), min_size=1, max_size=12).map(
        lambda text: "x" + text + "x"
    )


def rows_of(note):
    return st.lists(note, min_size=6, max_size=10).map(
        lambda texts: [
            (str(at), f"Ani {'BCDEFGHIJK'[at]}", f"ani{at}@example.org", f"2001-02-{at + 10}", text)
            for at, text in enumerate(texts)
        ]
    )


def written(rows, *, delimiter, quoting=csv.QUOTE_MINIMAL, quote='"', end="\n", escape=None):
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=quoting,
        quotechar=quote,
        lineterminator=end,
        doublequote=escape is None,
        escapechar=escape,
    )
    writer.writerows([HEADER, *rows])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", DELIMITERS)
@SETTINGS
@given(
    rows=rows_of(notes("")),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
def test_a_dialect_that_nobody_tells(read, delimiter, rows, end, quoting):
    raw = written(rows, delimiter=delimiter, quoting=quoting, end=end)
    dump = read(raw)
    assert dump.columns == HEADER
    assert dump.values() == rows
    assert dump.file.rejected == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
@SETTINGS
@given(data=st.data(), settled=st.booleans())
def test_an_encoding_that_nobody_tells_or_that_the_user_settles(read, encoding, data, settled):
    name, letters = ENCODINGS[encoding]
    told = settled or encoding.startswith("utf")  # which letters an old page holds is a guess else
    rows = data.draw(rows_of(notes(letters if told else "")))
    rows = [(row[0], f"{name} {row[1]}", *row[2:]) for row in rows]
    raw = written(rows, delimiter=";").encode(encoding)
    dump = read(raw, encoding=encoding) if settled else read(raw)
    assert dump.columns == HEADER
    assert dump.values() == rows


@SETTINGS
@given(
    rows=rows_of(notes("\n\\é")),
    delimiter=st.sampled_from([*DELIMITERS, ":", " "]),
    quote=st.sampled_from("\"'"),
    escape=st.sampled_from([None, "\\"]),
)
def test_a_dialect_that_the_user_settles(read, rows, delimiter, quote, escape):
    if escape:  # a backslash at random would say that it escapes where it does not
        rows = [(*row[:4], row[4].replace("\\", "/") + quote + "z") for row in rows]
    raw = written(rows, delimiter=delimiter, quote=quote, escape=escape, quoting=csv.QUOTE_ALL)
    dump = read(raw, delimiter=delimiter, quote=quote)
    assert dump.values() == rows
    assert dump.lines() == line_numbers(rows)


def line_numbers(rows):
    line, found = 2, []
    for row in rows:
        found.append(line)
        line += 1 + row[4].count("\n")
    return found

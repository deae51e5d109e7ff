"""Tables of other programs are read back equal: dBase of every page, Parquet, files of --tab."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_file import read_one

from fuzz.harnesses.binary_dbf import table
from telusur.reading import dbf
from telusur.reading.sql import tabs

quick = settings(max_examples=25, deadline=None)
# Driver byte, page, and letters that the page has.
PAGES = [
    (0x01, "cp437", "éñ²"),
    (0x03, "cp1252", "éß—"),
    (0x65, "cp866", "ЖяЁ"),
    (0x7B, "cp932", "山ア"),
]
NUMBERS = st.one_of(st.none(), st.integers(-999, 9999).map(str), st.sampled_from(["0.5", "-1.25"]))


@pytest.mark.parametrize(("driver", "page", "letters"), PAGES)
@quick
@given(data=st.data())
def test_a_dbase_table(driver, page, letters, data):
    words = st.text(st.sampled_from("ab 1'\"" + letters), max_size=5).map(str.strip)
    rows = data.draw(
        st.lists(st.tuples(words, NUMBERS, st.dates().map(str), st.booleans()), min_size=1)
    )
    raw = b"".join(
        (b"*" if deleted else b" ")
        + name.encode(page).ljust(12)
        + (number or "").encode().rjust(6)
        + born.replace("-", "").encode()
        for name, number, born, deleted in rows
    )
    fields = [(b"NAMA", b"C", 12, 0), (b"NILAI", b"N", 6, 2), (b"LAHIR", b"D", 8, 0)]
    written = bytearray(table(0x03, fields, raw))
    written[29] = driver
    found = read_one(dbf, bytes(written))
    assert found.receipt.encoding == page
    marks = any(deleted for *_, deleted in rows)
    assert found.only == [
        (name or None, number, born, *(["true" if deleted else None] if marks else []))
        for name, number, born, deleted in rows
    ]


CELLS = st.one_of(st.none(), st.text(st.sampled_from("ab\t\n\\\r'\"N0Z\0é山"), max_size=6))


@quick
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_a_file_of_tab(rows):
    raw = "".join("\t".join(map(escaped, row)) + "\n" for row in rows)
    assert read_one(tabs, raw).only == rows


def escaped(cell):
    """As MySQL 8.4 writes it (SELECT … INTO OUTFILE, defaults)."""
    if cell is None:
        return "\\N"
    for sign in "\\\t\n":
        cell = cell.replace(sign, "\\" + sign)
    return cell.replace("\0", "\\0")


TEXTS = st.lists(st.none() | st.text(max_size=8).filter(str.isprintable), min_size=1, max_size=9)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=TEXTS, numbers=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_a_parquet_file(read, texts, numbers):
    count = min(len(texts), len(numbers))
    columns = {
        "nama": pa.array(texts[:count], pa.string()),
        "n": pa.array(numbers[:count], pa.int64()),
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, row_group_size=2)
    assert read(("x", out.getvalue())).values() == [
        (text, None if number is None else str(number))
        for text, number in zip(texts[:count], numbers[:count], strict=True)
    ]

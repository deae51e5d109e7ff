"""The odd files of the frictionless collection, against the parse of Python's csv module.

What each file's dialect is was looked up by hand; rows that are no rows (blank ones, comments) are
taken out, short ones filled up. Where a row has too many values the reader rejects it.
"""

import csv
import io
import tarfile
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import EvidenceError
from telusur.evidence import take_in
from telusur.model.evidence import Quarantine
from telusur.reading.files import read_file
from telusur.reading.interface import Bench, Overrides
from telusur.reading.writing import Tables

pytestmark = pytest.mark.outside

SEMICOLONS = {
    "accent.csv",
    "country-2.csv",
    "delimiter.csv",
    "issue-1009-semicolon.csv",
    "issue-1100.csv",
    "issue-1105-timezone.csv",
    "issue-1138.csv",
    "issue-1232.csv",
    "table-delimiter.csv",
    "table-with-accents.csv",
    "vix.csv",
}
ENCODINGS = {
    "latin1.csv": "latin-1",
    "table-infer-iso-8859-7.csv": "iso-8859-7",
    "table-with-accents.csv": "latin-1",
}
NO_HEADER = {
    "chunk2.headless.csv",
    "chunk3.csv",
    "issue-1478/table.csv",
    "package-dialect-no-header.csv",
    "transpose.csv",  # lies on its side: the first row is a record
    "without-headers-extra.csv",
    "without-headers.csv",
}
# Two names over two values, or words over words: nothing tells that the first row is a header, and
# it is read as a row, which is said.
NOTHING_TELLS = {"duplicate-column.csv"}
NO_ROWS = {"empty.csv", "without-rows.csv"}
# Rows that have more values than the header, by their number.
TOO_LONG = {
    "capital-invalid.csv": 1,
    "countries.csv": 1,
    "invalid.csv": 1,
    "issue-1004-data1.csv": 1,
    "issue-1004-data2.csv": 1,
    "schema-errors.csv": 1,
    "structure-errors.csv": 1,
    "without-headers-extra.csv": 1,
}
# Told with the file, not by it: the quote is #.
TOLD_APART = {"dialect.csv"}
BY_HAND = {
    # One row is too short and one too long, and there is no other: no value is lost.
    "defective-rows.csv": [
        ("id", "name", "age", ""),
        ("1101", "John", "", ""),
        ("1102", "Julie", "26", "Potatoes"),
    ],
    # Quotes are escaped by doubling and by a backslash.
    "escaping.csv": [
        ("ID", "Test"),
        ("1", "Test line 1"),
        ("2", 'Test " line 2'),
        ("3", 'Test " line 3'),
    ],
}
NO_CASES = ("compression/",)
# The same two rows in other formats, each of which is told by its content.
TWINS = (
    "csv.bz2",
    "csv.gz",
    "csv.xz",
    "csv.zip",
    "csv2k",
    "json",
    "jsonl",
    "ndjson",
    "ods",
    "parq",
    "parquet",
    "xls",
    "xlsx",
)


@pytest.fixture(scope="module")
def collection(outside_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("frictionless")
    files = {}
    archive = outside_data / "messy" / "frictionless_data.tar.zst"
    with (
        archive.open("rb") as raw,
        zstandard.ZstdDecompressor().stream_reader(raw) as plain,
        tarfile.open(fileobj=plain, mode="r|") as entries,
    ):
        for entry in entries:
            if entry.isfile():
                files[entry.name.split("data/", 1)[1]] = entries.extractfile(entry).read()
    assert len(files) > 300
    return folder, files


def wanted(name, raw):
    """Names and rows."""
    if name in BY_HAND:
        rows = BY_HAND[name]
        return rows[0], rows[1:]
    text = raw.decode(ENCODINGS.get(name, "utf-8-sig"))
    delimiter = ";" if name in SEMICOLONS else "|" if name.startswith("issue-1478/") else ","
    lines = io.StringIO(text, newline="")
    rows = [
        tuple(value.strip() for value in row)
        for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
        if any(value.strip() for value in row) and not row[0].startswith("#")
    ]
    names = None if name in NO_HEADER else rows.pop(0)
    width = len(rows[0]) if names is None else len(names)
    while names and not names[-1] and not any(any(row[width - 1 :]) for row in rows):
        names, width = names[:-1], width - 1
    short = [row[:width] for row in rows if not any(row[width:])]
    if name not in TOO_LONG:
        assert len(short) == len(rows), "a row is longer than said"
    return names, [(*row, *[""] * (width - len(row))) for row in short]


def compared(rows):
    """In order; absent and empty values alike, line ends too."""
    return [tuple((v or "").replace("\r\n", "\n").strip() for v in row) for row in rows]


@pytest.fixture(scope="module")
def read(collection):
    folder, files = collection
    engine = DuckDBEngine(Limits(work=folder, reads=(folder,), threads=1))

    def _read(name):
        path = folder / name.replace("/", "_")
        path.write_bytes(files[name])
        work = Path(tempfile.mkdtemp(dir=folder))
        (taken,) = take_in([path])
        found = read_file(taken, Bench(engine, Tables(work), work, Overrides()), Quarantine())
        tables = []
        for file in found:
            for table in file.tables:
                values = pq.read_table(table.path).to_pydict()
                width = len(table.receipt.columns)
                rows = zip(*(values[f"c{at}"] for at in range(width)), strict=True)
                tables.append((table.receipt.columns, list(rows)))
        return found[0].receipt, tables

    yield _read
    engine.close()


def test_every_delimited_case(collection, read):
    _, files = collection
    named, differ = 0, {}
    for name in sorted(files):
        if not name.endswith(".csv") or name in NO_ROWS | TOLD_APART or name.startswith(NO_CASES):
            continue
        names, rows = wanted(name, files[name])
        receipt, ((columns, told),) = read(name)
        if name in NOTHING_TELLS:
            assert "header-doubtful" in {one.code for one in receipt.warnings}, name
            names, rows = None, [names, *rows]
        if compared(told) != compared(rows) or bool(names) != receipt.header:
            differ[name] = (names, columns)
        assert receipt.tables[0].rows_rejected == TOO_LONG.get(name, 0), name
        named += bool(names)
    assert not differ
    assert named > 100


@pytest.mark.parametrize("name", sorted(NO_ROWS))
def test_nothing_to_read(collection, read, name):
    with pytest.raises(EvidenceError) as caught:
        read(name)
    assert caught.value.code in {"no-rows", "empty-file"}


@pytest.mark.parametrize("ending", TWINS)
def test_one_table_in_every_format(collection, read, ending):
    _, tables = read(f"table.{ending}")
    columns, rows = tables[0]
    assert columns == ("id", "name")
    assert rows == [("1", "english"), ("2", "中国人")]

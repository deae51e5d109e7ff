"""Odd files that others collected, against the parses that stand beside them."""

import csv
import gzip
import json
import tarfile

import pytest
import zstandard

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.evidence import take_in
from telusur.reading import read_dump

pytestmark = pytest.mark.outside

SPECTRUM = (
    "comma_in_quotes",
    "empty",
    "empty_crlf",
    "escaped_quotes",
    "json",
    "location_coordinates",
    "newlines",
    "newlines_crlf",
    "quotes_and_newlines",
    "simple",
    "simple_crlf",
    "utf8",
)

# The collection's parse holds another telephone number than the collection's file.
NOT_THE_FILES_OWN = {"location_coordinates": ("Contact Phone Number",)}


@pytest.fixture
def read(tmp_path, outside_data):
    engine = DuckDBEngine(Limits(work=tmp_path, reads=(tmp_path, outside_data.resolve())))

    def _read(path):
        receipt, (table,) = read_dump(engine, take_in([path]), tmp_path / "reading")
        rows = engine.collect(f"SELECT * FROM {table.relation} ORDER BY row_").to_pylist()
        return receipt, table, rows

    yield _read
    engine.close()


def unpacked(archive, folder):
    """Regular files only, under names of our own."""
    found = {}
    with (
        archive.open("rb") as raw,
        zstandard.ZstdDecompressor().stream_reader(raw) as plain,
        tarfile.open(fileobj=plain, mode="r|") as entries,
    ):
        for entry in entries:
            if entry.isfile():
                target = folder / f"{len(found)}"
                target.write_bytes(entries.extractfile(entry).read())
                found[entry.name] = target
    return found


@pytest.mark.parametrize("case", SPECTRUM)
def test_csv_spectrum(read, outside_data, tmp_path, case):
    files = unpacked(outside_data / "messy" / "csv_spectrum.tar.zst", tmp_path)
    wanted = json.loads(files[f"json/{case}.json"].read_text(encoding="utf-8"))
    receipt, table, rows = read(files[f"csvs/{case}.csv"])
    told = [{name: row[f"c{at}"] or "" for at, name in enumerate(table.columns)} for row in rows]
    if isinstance(wanted, dict):  # a table of one row
        wanted = [wanted]
    # The collection's own parses have LF where its CRLF files have CRLF inside values.
    left_out = NOT_THE_FILES_OWN.get(case, ())
    assert _compared(told, left_out) == _compared(wanted, left_out)
    assert receipt.rows_rejected == 0


def _compared(rows, left_out):
    return [
        {name: value.replace("\r\n", "\n") for name, value in row.items() if name not in left_out}
        for row in rows
    ]


def test_every_register_snapshot_has_its_rows(read, outside_data):
    with (outside_data / "registers" / "truth_windows.csv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    assert truth
    for one in truth:
        path = outside_data / "registers" / one["register"] / one["file"]
        receipt, table, rows = read(path)
        assert (receipt.rows_read, receipt.rows_rejected) == (int(one["rows"]), 0)
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header, before, wanted = tuple(next(reader)), reader.line_num, []
            for values in reader:
                wanted.append((before + 1, tuple(value or None for value in values)))
                before = reader.line_num
        assert table.columns == header
        width = range(len(header))
        assert [(row["line_"], tuple(row[f"c{at}"] for at in width)) for row in rows] == wanted

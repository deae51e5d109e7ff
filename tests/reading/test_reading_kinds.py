import gzip
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from telusur.errors import EvidenceError, LimitReached
from telusur.model.evidence import Quarantine
from telusur.reading import read_columns


def test_json_lines(read):
    lines = [
        '{"id": 1, "name": "Ani", "home": {"city": "Bogor", "lines": [1, 2]}}',
        "",
        '{"name": "Budi", "phone": "0812", "id": 3271010101800001}',
        "not json",
        "[1, 2]",
        '{"ID": "other", "a/b~c": null, "na\\u0000me": "x"}',
        '{"id": "cut',
    ]
    dump = read(("dump.txt", "\n".join(lines)))
    assert dump.file.kind == "json-lines"
    assert dump.columns == (
        "id",
        "name",
        "home.city",
        "home.lines",
        "phone",
        "ID",
        "a/b~c",
        "na me",
    )
    assert dump.values() == [
        ("1", "Ani", "Bogor", "[1,2]", None, None, None, None),
        ("3271010101800001", "Budi", None, None, "0812", None, None, None),
        (None, None, None, None, None, "other", None, "x"),
    ]
    assert dump.lines() == [1, 3, 6]
    told = {one.reason: (one.rows, one.lines) for one in dump.file.rejected}
    assert told == {"not-json": (2, (4, 7)), "not-an-object": (1, (5,))}
    assert {"blank-lines", "cut-in-mid-row"} <= dump.warnings


def test_json_lines_in_utf_16_and_packed(read):
    text = "".join(
        json.dumps({"id": at, "name": "é"}, ensure_ascii=False) + "\r\n" for at in (1, 2)
    )
    dump = read(gzip.compress(text.encode("utf-16")))
    assert dump.values() == [("1", "é"), ("2", "é")]
    assert (dump.file.encoding, dump.file.compression) == ("utf-16-le", "gzip")


def test_too_many_keys(read):
    text = "".join(json.dumps({f"k{at}": 1}) + "\n" for at in range(5000))
    with pytest.raises(LimitReached) as caught:
        read(text)
    assert (caught.value.code, caught.value.exit_status) == ("too-many-columns", 5)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_parquet_as_text(read, tmp_path, pack):
    table = pa.table(
        {
            "id": pa.array([1, None], pa.int64()),
            "nik": pa.array([3271010101800001.0, 0.5], pa.float64()),
            "born": [date(1980, 1, 2), None],
            "raw": pa.array(["é".encode(), b"\xff"], pa.binary()),
            "list": [[1, 2], None],
            'odd "name"': ["", "x"],
        }
    )
    pq.write_table(table, tmp_path / "x")
    dump = read(("x.dat", pack((tmp_path / "x").read_bytes())))
    assert dump.file.kind == "parquet"
    assert dump.columns == tuple(table.column_names)
    assert dump.values() == [
        ("1", "3271010101800001", "1980-01-02", "é", "[1,2]", ""),
        (None, "0.5", None, "\\xFF", None, "x"),
    ]
    assert dump.lines() == [None, None]


def test_damaged_parquet(read, tmp_path):
    pq.write_table(pa.table({"a": list(range(1000))}), tmp_path / "x")
    whole = (tmp_path / "x").read_bytes()
    for broken in (whole[:500], whole[:-4] + b"XXXX"):
        with pytest.raises(EvidenceError) as caught:
            read(("x.parquet", broken))
        assert caught.value.code == "unreadable-file"
        assert "x.parquet" in caught.value.message


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\x7fELF\x02\x01\x01\0", "executable"),
        (b"PGDMP\x01\x0e\0", "PostgreSQL"),
        (bytes(8) + b"DUCK" + bytes(90), "DuckDB"),
        (b"\0\1\0\0Standard ACE DB\0", "Access"),
        (b"$FL2@(#) SPSS DATA FILE" + bytes(20), "SPSS"),
        (b"<stata_dta><header><release>118", "Stata"),
        (b"\x37\x7f\x06\x82" + bytes(40), "write-ahead log"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_other_kinds_are_named_whatever_the_extension(read, content, looks_like):
    with pytest.raises(EvidenceError) as caught:
        read(("dump.csv", content))
    assert (caught.value.code, caught.value.exit_status) == ("unknown-kind", 3)
    assert looks_like in caught.value.got
    assert caught.value.hint


def test_text_that_begins_like_a_binary(read):
    assert read("MZ,name\n1,Ani\n").columns == ("MZ", "name")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_bombs_leave_nothing_behind(read, tmp_path, pack):
    bomb = pack(b"0,0\n" * 2_000_000)
    for caps, code in (
        (Quarantine(max_bytes=1_000_000), "too-large-decompressed"),
        (Quarantine(free_bytes=100_000, max_ratio=20), "ratio"),
        (Quarantine(max_depth=0), "nested-too-deep"),
    ):
        with pytest.raises(LimitReached) as caught:
            read(("bomb", bomb), quarantine=caps)
        assert (caught.value.code, caught.value.exit_status) == (code, 5)
        assert list((tmp_path / "work" / "reading").iterdir()) == []


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_cut_stream_gives_what_came_before(read, pack):
    whole = pack("".join(f"{at},{at * 7919}\n" for at in range(50_000)).encode())
    dump = read(("x.gz", whole[: len(whole) // 2]))
    assert dump.warnings & {"archive-cut", "archive-damaged"}
    rows = dump.values()
    assert len(rows) > 10_000
    assert rows[:-1] == [(str(at), str(at * 7919)) for at in range(len(rows) - 1)]
    with pytest.raises(EvidenceError) as caught:
        read(("y.gz", whole[:11]))
    assert caught.value.code == "broken-archive"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("PSNOKA\nNAMA\n\nNIK\n", ("PSNOKA", "NAMA", "NIK")),
        ("PSNOKA;NAMA;NIK", ("PSNOKA", "NAMA", "NIK")),
        ('"a","b, c",\n', ("a", "b, c", "column_3")),
        ("only", ("only",)),
    ],
)
def test_a_header_alone(tmp_path, text, names):
    path = tmp_path / "columns.txt"
    path.write_text(text, encoding="utf-8")
    receipt, table = read_columns(path)
    assert (table.columns, table.relation, table.rows) == (names, None, 0)
    assert receipt.files[0].kind == "columns-only"


def test_what_is_no_header(tmp_path):
    path = tmp_path / "x"
    for content, code in (
        (b"id,name\n1,Ani\n2,Budi\n", "not-a-header"),
        (b"a\n" * 1_000_000, "not-a-header"),
        (b"\n \n", "empty-file"),
        (bytes(range(1, 256)) * 40, "not-a-header"),
    ):
        path.write_bytes(content)
        with pytest.raises(EvidenceError) as caught:
            read_columns(path)
        assert caught.value.code == code
    for path_, code in ((tmp_path / "none", "missing-file"), (tmp_path, "not-readable")):
        with pytest.raises(EvidenceError) as caught:
            read_columns(path_)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (b"PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00", "a PostgreSQL COPY file (binary)"),
        (b"\\begin{tabular}{r | l}\n\\textit{id} & \\textit{n} \\\\\n", "a table for printing"),
        (b'\n.People\n[options="header",cols=">l,<l"]\n|====\n', "a table for printing"),
        (b".LP\n.TS\ncenter;\nr | l.\n", "a table for printing"),
    ],
)
def test_what_no_reader_takes_is_named(read, content, looks_like):
    with pytest.raises(EvidenceError) as caught:
        read(content)
    assert caught.value.code == "unknown-kind"
    assert looks_like in caught.value.got

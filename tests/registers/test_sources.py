import gzip
import hashlib

import pytest
import zstandard

from telusur.errors import RegisterError

CSV = 'no,nama,lahir\n1,Sari,1990-01-02\n2,Budi,\n3,"Ayu, Dewi",1991-05-06\n'
EXPECTED = [
    ("1", None, None, "1", "Sari", "1990-01-02"),
    ("2", None, None, "2", "Budi", None),
    ("3", None, None, "3", "Ayu, Dewi", "1991-05-06"),
]
TOML = '[source]\npath = "data.csv"\n[[key]]\ncolumns = ["no"]\n'


def blank_as_null(found):
    return [tuple(value or None for value in row) for row in found]


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode("utf-16"),
        gzip.compress(CSV.encode()),
        zstandard.compress(CSV.encode()),
        CSV.replace(",", ";").replace("Ayu;", "Ayu,").encode(),
        CSV.replace(",", "\t").replace("Ayu\t", "Ayu,").encode(),
        CSV.replace("\n", "\r\n").encode(),
    ],
    ids=["plain", "bom", "utf-16", "gzip", "zstd", "semicolon", "tab", "crlf"],
)
def test_delimited_text_reads_the_same_in_any_dress(toml, write, opened, rows, content):
    write("data.csv", content)
    register = opened(toml(TOML))
    assert blank_as_null(rows(register)) == EXPECTED
    assert register.facts.members == 3
    assert register.facts.history == "none"


def test_json_lines(toml, write, opened, rows):
    lines = (
        '{"no": 1, "nama": "Sari", "lahir": "1990-01-02"}\n'
        '{"no": 2, "nama": "Budi", "lahir": null}\n'
        '{"no": 3, "nama": "Ayu, Dewi", "lahir": "1991-05-06"}\n'
    )
    write("data.csv", lines)
    assert blank_as_null(rows(opened(toml(TOML)))) == EXPECTED


def test_another_encoding_is_said(toml, write, opened, rows):
    write("data.csv", "no,nama\n1,Andr\xe9\n2,Zo\xeb\n".encode("cp1252"))
    register = opened(toml(TOML))
    assert [row[-1] for row in rows(register)] == ["Andr\xe9", "Zo\xeb"]
    assert "register-encoding-assumed" in [one.code for one in register.facts.warnings]


def test_one_broken_byte_leaves_utf8_what_it_is(toml, write, opened, rows):
    lines = "".join(f"{n},Zoë\n" for n in range(1, 40)).encode()
    write("data.csv", b"no,nama\n" + lines + b"40,Zo\xff\n")
    register = opened(toml(TOML))
    names = {row[0]: row[-1] for row in rows(register)}
    assert (names["1"], names["40"]) == ("Zoë", "Zo\ufffd")
    assert [one.code for one in register.facts.warnings] == ["undecodable-bytes"]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_a_cut_packed_register_is_never_taken_for_a_whole_one(toml, write, opened, pack):
    names = [hashlib.md5(b"%d" % n, usedforsecurity=False).hexdigest() for n in range(30_000)]
    lines = "".join(f"{n},{name}\n" for n, name in enumerate(names))
    packed = pack(f"no,nama\n{lines}".encode())
    write("data.csv", packed[: len(packed) // 2])
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert caught.value.code == "source-unreadable"
    damaged = bytearray(packed)
    damaged[len(packed) // 2 : len(packed) // 2 + 64] = b"\xff" * 64
    write("data.csv", bytes(damaged))
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert caught.value.code == "source-unreadable"


def test_frames_one_after_another_are_one_register(toml, write, opened):
    half = len(CSV) // 2
    parts = CSV[:half].encode(), CSV[half:].encode()
    write("data.csv", b"".join(zstandard.compress(part) for part in parts))
    assert opened(toml(TOML)).facts.members == 3


def test_a_few_broken_lines_are_said_and_many_refused(toml, write, opened):
    good = "".join(f"{n},x\n" for n in range(500))
    write("data.csv", "no,nama\n" + good + "9999,x,y,z\n")
    register = opened(toml(TOML))
    assert register.facts.versions == 500
    assert "register-lines-refused" in [one.code for one in register.facts.warnings]
    write("data.csv", "no,nama\n" + good + "9,9,9\n" * 50)
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert caught.value.code == "source-unreadable"


def test_conversion_leaves_no_text_copy_behind(toml, write, opened, tmp_path):
    write("data.csv", gzip.compress(CSV.encode()))
    opened(toml(TOML))
    assert not list((tmp_path / "work").glob("*.txt"))


def test_several_files_by_pattern(toml, write, opened):
    for part in (1, 2):
        write(f"members/p{part}.parquet", {"no": [f"{part}1", f"{part}2"], "x": ["a", "b"]})
    register = opened(toml('[source]\npath = "members/*.parquet"\n[[key]]\ncolumns=["no"]\n'))
    assert register.facts.members == 4
    write("members/p3.parquet", {"no": ["5"], "y": ["a"]})
    with pytest.raises(RegisterError) as caught:
        opened(toml('[source]\npath = "members/*.parquet"\n[[key]]\ncolumns=["no"]\n'))
    assert caught.value.code == "source-files-differ"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "source-empty"),
        (b"\n\n", "source-empty"),
        (b"a\x00b\x01c" * 100, "source-unreadable"),
        (b"PK\x03\x04rest", "source-unreadable"),
        (b"SQLite format 3\x00", "source-unreadable"),
        (b"PAR1garbagePAR1", "source-unreadable"),
        (b'[{"no": 1}]', "source-unreadable"),
        (gzip.compress(CSV.encode())[:30], "source-unreadable"),
        (b'{"no": 1}\n{"no"', "source-unreadable"),
        (b"no,nama\n", "source-without-rows"),
    ],
)
def test_what_is_no_register_is_one_clear_error(toml, write, opened, content, code):
    write("data.csv", content)
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert caught.value.code == code
    assert caught.value.exit_status == 4


def test_missing_files(toml, opened, write, tmp_path):
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert caught.value.code == "source-missing"
    (tmp_path / "data.csv").mkdir()
    with pytest.raises(RegisterError) as caught:
        opened(toml(TOML))
    assert 'path = "data.csv/*.parquet"' in str(caught.value)


def test_a_path_that_cannot_be_looked_up_is_missing(toml, opened):
    with pytest.raises(RegisterError) as caught:
        opened(toml(f'[source]\npath = "{"n" * 5000}"\n'))
    assert caught.value.code == "source-missing"


def test_repeated_and_blank_header_names(toml, write, opened):
    write("data.csv", "no,nama,,Nama,row_\n1,a,b,c,d\n")
    assert opened(toml(TOML)).columns == ("no", "nama", "column_3", "Nama_2", "row__2")

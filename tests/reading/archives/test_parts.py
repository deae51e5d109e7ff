"""Files that continue one another: names propose, contents decide."""

import gzip
import io
import subprocess
import zipfile

import pytest
from locked import rar5_locked, seven
from packers import STREAMS, rar5, tarred, zipped

from telusur.errors import EvidenceError
from telusur.reading.quarantine import read_quarantined

CSV = b"id,name\n" + b"".join(b"%d,Ani %d\n" % (at, at * 7919 % 1_000) for at in range(3_000))
ROWS = [(str(at), f"Ani {at * 7919 % 1_000}") for at in range(3_000)]


def cut(raw, count, names):
    """(name, part) of each, all but the last of one size."""
    size = -(-len(raw) // count)
    parts = [(names(at), raw[at * size : (at + 1) * size]) for at in range(count)]
    return [part for part in parts if part[1]]


NAMES = {
    "001": lambda at: f"dump.7z.{at + 1:03}",
    "part1": lambda at: f"dump.part{at + 1}.rar",
    "Part 01": lambda at: f"Dump Part {at + 1:02}.bin",
    "aa": lambda at: "dump.tgz.a" + "abcdefg"[at],
    "00": lambda at: f"x{at:02}",
}
WHOLE = {
    "7z": seven([("x.csv", CSV)]),
    "zip": zipped([("x.csv", CSV)]),
    "tar": tarred([("x.csv", CSV)]),
    "tar.gz": gzip.compress(tarred([("x.csv", CSV)])),
    **{name: STREAMS[name](CSV) for name in ("gzip", "bzip2", "xz", "zstd")},
}


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("kind", WHOLE)
def test_parts_in_any_order_are_one(read, kind, names):
    parts = cut(WHOLE[kind], 3, NAMES[names])
    dump = read(parts[2], parts[0], parts[1])
    assert dump.values() == ROWS
    told = {file.name: file for file in dump.receipt.files}
    first, second = told[parts[0][0]], told[parts[1][0]]
    assert "joined" in {one.code for one in first.warnings}
    assert {one.code for one in second.warnings} == {"part-of"}
    assert (second.kind, second.bytes_unread) == ("archive", 0)


def test_through_the_child(read):
    parts = cut(WHOLE["7z"], 3, NAMES["001"])
    assert read(*reversed(parts), reads=read_quarantined).values() == ROWS


def test_more_parts_than_a_process_may_have_files_open(read):
    raw = seven([("x.csv", CSV)], packs=False)
    parts = cut(raw, 700, lambda at: f"d.7z.{at + 1:03}")
    assert read(*parts, reads=read_quarantined).values() == ROWS


@pytest.mark.parametrize("missing", [0, 1, 2])
@pytest.mark.parametrize("kind", ["7z", "zip", "gzip"])
def test_a_part_that_is_missing(read, kind, missing):
    parts = cut(WHOLE[kind], 3, NAMES["001"])
    del parts[missing]
    try:
        dump = read(*parts)
    except EvidenceError as error:
        code = error.code
    else:
        code = None
        assert dump.warnings & {"archive-cut", "archive-damaged"}
        assert len(dump.values()) < len(ROWS)
    assert code in {None, "broken-archive", "unknown-kind", "no-rows"}


def spanned(raw, size):
    """A ZIP archive over several disks, as PKZIP and WinZip split: x.z01, x.z02 … x.zip."""
    entries = b"PK\x07\x08" + raw[: raw.index(b"PK\1\2")]
    directory, end = raw[len(entries) - 4 : raw.rindex(b"PK\5\6")], bytearray(raw[-22:])
    disks = [entries[at : at + size] for at in range(0, len(entries), size)]
    directory = bytearray(directory)
    directory[42:46] = (4).to_bytes(4, "little")  # behind the mark of a split archive
    last = len(disks)
    end[4:8] = last.to_bytes(2, "little") * 2
    end[16:20] = (0).to_bytes(4, "little")
    names = [f"x.z{at + 1:02}" for at in range(last)]
    return [*zip(names, disks, strict=True), ("x.zip", bytes(directory) + bytes(end))]


def test_a_spanned_zip(read):
    parts = spanned(zipped([("x.csv", CSV)]), 5_000)
    assert len(parts) > 3
    assert read(*parts[1:], parts[0]).values() == ROWS


def test_a_spanned_zip_without_its_first_part(read):
    parts = spanned(zipped([("x.csv", CSV)]), 5_000)
    with pytest.raises(EvidenceError) as caught:
        read(parts[-1])
    assert caught.value.code == "parts-missing"
    assert "all its parts" in caught.value.hint


def volumes(headers=False):
    made = rar5_locked([("x.csv", CSV)], "kata", headers=headers, volume=10_000)
    return [(f"x.part{at + 1}.rar", raw) for at, raw in enumerate(made)]


@pytest.mark.parametrize("headers", [False, True])
def test_encrypted_volumes(read, headers):
    parts = volumes(headers)
    assert len(parts) == 4
    word = "kata"
    assert read(*parts[2:], *parts[:2], password=word).values() == ROWS
    with pytest.raises(EvidenceError) as caught:
        read(*parts)
    assert caught.value.code == "password-needed"


@pytest.mark.parametrize("headers", [False, True])
def test_a_volume_that_is_missing_is_named_as_that(read, headers):
    word = "kata"
    dump = read(*volumes(headers)[:3], password=word)
    assert "parts-missing" in dump.warnings
    assert 0 < len(dump.values()) < len(ROWS)
    assert set(dump.values()[:-1]) <= set(ROWS)


def test_files_that_only_sound_like_parts_stand_alone(read):
    dump = read(("x.part1.csv", CSV), ("x.part2.csv", CSV))
    assert dump.values() == ROWS + ROWS
    assert not dump.warnings & {"joined", "part-of"}


def test_whole_archives_named_as_parts_stand_alone(read):
    dump = read(("x.001", zipped([("a.csv", CSV)])), ("x.002", zipped([("b.csv", CSV)])))
    assert dump.values() == ROWS + ROWS
    assert not dump.warnings & {"joined", "part-of"}


def test_a_text_beside_a_packed_file_is_no_part_of_it(read):
    dump = read(("x.gz.001", gzip.compress(CSV)), ("x.gz.002", CSV))
    assert dump.values() == ROWS + ROWS


def test_plain_text_that_was_cut_by_size_is_one(read):
    """``split -b 10k``: lines, even values, go on in the next part."""
    parts = [(f"dump.csv.a{'abcdefghi'[at]}", CSV[at * 10_240 : (at + 1) * 10_240])
             for at in range(-(-len(CSV) // 10_240))]  # fmt: skip
    assert read(*reversed(parts)).values() == ROWS


def test_plain_text_that_was_cut_by_lines_is_no_cut(read):
    """``split -l``: each part is read by itself, those without a header join the first."""
    lines = CSV.splitlines(keepends=True)
    parts = [(f"dump.csv.a{'abc'[at]}", b"".join(lines[at * 1_001 : (at + 1) * 1_001]))
             for at in range(3)]  # fmt: skip
    dump = read(*parts)
    assert sorted(dump.values()) == sorted(ROWS)
    assert not dump.warnings & {"joined", "part-of"}


def test_two_exports_of_one_size_are_not_joined(read):
    one = b"id,name\n" + b"".join(b"%04d,Ani\n" % at for at in range(100))
    other = b"id,name\n" + b"".join(b"%04d,Ani\n" % at for at in range(100, 200))
    dump = read(("export_01.csv", one), ("export_02.csv", other))
    assert len(dump.values()) == 200
    assert not dump.warnings & {"joined", "part-of"}


def test_several_dumps_of_one_layout_in_one_archive(read):
    """One table of all members, each with its own receipt; another layout stands apart."""
    members = [(f"{year}/members.csv", b"id,name\n%d,Ani\n" % year) for year in range(2015, 2021)]
    odd = ("offices.csv", b"office,city\n1,Ambon\n")
    inner = gzip.compress(b"id,name\n2021,Ani\n")
    raw = zipped([*members, odd, ("2021.csv.gz", inner)])
    dump = read(("all.zip", raw))
    assert [len(dump.rows(at)) for at in range(len(dump.tables))] == [7, 1]
    files = dump.receipt.files
    assert [file.tables[0].rows_read for file in files if file.tables] == [1] * 8
    assert sum(table.rows_read for file in files for table in file.tables) == 8


@pytest.mark.sevenzip
@pytest.mark.parametrize("kind", ["7z", "zip"])
def test_what_7_zip_splits_is_read(read, tmp_path, seven_zip, kind):
    (tmp_path / "in.csv").write_bytes(CSV)
    subprocess.run(
        [seven_zip, "a", f"-t{kind}", "-mx=0", "-v9k", str(tmp_path / f"out.{kind}"),
         str(tmp_path / "in.csv")],
        check=True, capture_output=True,
    )  # fmt: skip
    parts = [(path.name, path.read_bytes()) for path in sorted(tmp_path.glob("out.*"))]
    assert len(parts) > 3
    assert read(*parts).values() == ROWS


def test_a_part_may_lie_inside_an_archive_as_any_file(read):
    """Parts inside an archive are not put together: that is said, not passed over."""
    parts = cut(WHOLE["gzip"], 2, NAMES["001"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, raw in parts:
            archive.writestr(name, raw)
        archive.writestr("y.csv", "id,name\n9,Budi\n")
    dump = read(("d", out.getvalue()))
    assert ("9", "Budi") in dump.values()
    assert dump.warnings & {"archive-cut", "unknown-kind"}


def test_rar_volumes_are_told_by_their_own_mark(read):
    dump = read(("x.part1.rar", rar5([("a.csv", CSV)])), ("x.part2.rar", rar5([("b.csv", CSV)])))
    assert dump.values() == ROWS + ROWS
    assert not dump.warnings & {"joined", "part-of"}


def test_an_archive_behind_a_program_is_found(read):
    """As a self-extracting one; the program is listed as unread, and not run."""
    dump = read(("setup.exe", b"MZ" + bytes(9_000) + zipped([("x.csv", CSV)])))
    assert dump.values() == ROWS
    (place,) = dump.receipt.files[0].unread
    assert (place.offset, place.bytes, place.reason) == (0, 9_002, "not-in-directory")


def test_encrypted_archives_named_as_parts_are_no_volumes(read):
    """Where headers are encrypted too, that is known only once they are read."""
    word = "kata"
    files = [(f"x.part{at}.rar", rar5_locked([("x.csv", CSV)], word, headers=True))
             for at in (1, 2)]  # fmt: skip
    with pytest.raises(EvidenceError) as caught:
        read(*files, password=word)
    assert (caught.value.code, caught.value.hint) == ("unreadable-file", "give them one by one")


def test_volumes_of_the_older_names(read):
    """x.rar comes before x.r00."""
    word = "kata"
    made = rar5_locked([("x.csv", CSV)], word, volume=10_000)
    names = ["x.rar", *(f"x.r{at:02}" for at in range(len(made) - 1))]
    parts = list(zip(names, made, strict=True))
    assert read(*reversed(parts), password=word).values() == ROWS


def test_a_tar_cut_where_a_header_stands(read):
    """Each part then begins as a TAR archive does; none but the last comes to an end."""
    raw = tarred([(f"{at}.csv", b"id,name\n%d,Ani\n" % at) for at in range(9)])
    parts = [("d.001", raw[: 1024 * 3]), ("d.002", raw[1024 * 3 : 1024 * 5]), ("d.003", raw[5120:])]
    dump = read(*parts)
    assert len(dump.values()) == 9
    assert "joined" in dump.warnings
    whole = tarred([("x.csv", CSV)])
    assert "joined" not in read(("e.001", whole), ("e.002", whole)).warnings


def test_a_last_part_of_a_few_bytes(read):
    raw = WHOLE["gzip"] + b"note"
    dump = read(("d.gz.001", raw[:-4]), ("d.gz.002", raw[-4:]))
    assert dump.values() == ROWS
    assert dump.warnings >= {"joined", "archive-trailing-bytes"}

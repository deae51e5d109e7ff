"""7z, RAR and CAB: what is read, by whom, and what is said where it is not."""

import lzma
import struct
import subprocess
import zlib

import pytest
from locked import rar4_locked, seven
from packers import by_libarchive, rar4, rar5, zipped

from telusur.errors import EvidenceError, LimitReached
from telusur.reading.archives import libarchive_calls

ROWS = [("1", "Ani"), ("2", "Budi")]
CSV = b"id,name\n1,Ani\n2,Budi\n"
FILES = [("data/x.csv", CSV), ("é \u4e2d.csv", b"id,name\n3,Cici\n")]
ALL = [*ROWS, ("3", "Cici")]


def _sum(raw, seed):
    whole = len(raw) // 4 * 4
    for (word,) in struct.iter_unpack("<L", raw[:whole]):
        seed ^= word
    return seed ^ int.from_bytes(raw[whole:], "big")


def cab(files):
    """A cabinet, not packed (Microsoft's CAB format, MS-CAB)."""
    data = b"".join(raw for _, raw in files)
    headers, at = b"", 0
    for name, raw in files:
        words = name.encode()
        utf8 = 0x80
        headers += struct.pack("<LLHHHH", len(raw), at, 0, 0, 0, 0x20 | utf8) + words + b"\0"
        at += len(raw)
    first = 36 + 8
    begin = first + len(headers)
    sizes = struct.pack("<HH", len(data), len(data))
    block = struct.pack("<L", _sum(sizes, _sum(data, 0))) + sizes + data
    folder = struct.pack("<LHH", begin, 1, 0)
    size = begin + len(block)
    start = b"MSCF" + struct.pack(
        "<LLLLLBBHHHHH", 0, size, 0, first, 0, 3, 1, 1, len(files), 0, 0, 0
    )
    return start + folder + headers + block


def attempt(read, raw):
    """(dump, None), or (None, code of the error): any other exception is a fault."""
    try:
        return read(("d", raw)), None
    except (EvidenceError, LimitReached) as error:
        return None, error.code


KINDS = {"7z": seven, "rar4": rar4, "rar5": rar5, "cab": cab}


@pytest.mark.parametrize("kind", KINDS)
def test_members_with_their_names(read, kind):
    dump = read(("dump.txt", KINDS[kind](FILES)))
    assert [file.name for file in dump.receipt.files] == [
        "dump.txt", "dump.txt/data/x.csv", "dump.txt/é \u4e2d.csv"
    ]  # fmt: skip
    outer = dump.receipt.files[0]
    assert (outer.kind, outer.compression, outer.warnings) == ("archive", kind[:3].strip("45"), ())
    assert dump.values() == ALL


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["../../x.csv", "/etc/cron.d/x", "C:\\x", "a/../../x"])
def test_names_that_lead_out_are_words(read, tmp_path, kind, name):
    dump = read(("d", KINDS[kind]([(name, CSV)])))
    assert dump.values() == ROWS
    assert "unsafe-name" in dump.warnings
    assert not (tmp_path.parent / "x.csv").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_that_is_cut_off(read, kind):
    """Whatever is missing: rows that are whole, or an error; said in either case."""
    raw = KINDS[kind](FILES)
    for keep in range(9, len(raw), 2):
        dump, code = attempt(read, raw[:keep])
        if dump is None:
            assert code in {"broken-archive", "no-table-inside", "unknown-kind"}, keep
            continue
        assert set(dump.values()[:-1]) <= set(ALL), keep  # the last may be cut in its value
        whole = dump.values() == ALL
        assert whole or dump.warnings & {"archive-cut", "archive-damaged", "broken-archive"}, keep


@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_that_is_changed(read, kind):
    raw = KINDS[kind](FILES)
    for at in range(0, len(raw), 3):
        changed = bytearray(raw)
        changed[at] ^= 0x55
        dump, _ = attempt(read, bytes(changed))
        if dump and set(dump.values()) != set(ALL):  # no row is altered or lost without a word
            assert dump.warnings, at


@pytest.mark.parametrize("kind", ["rar4", "rar5", "cab"])
def test_without_libarchive_it_says_what_to_do(read, no_libarchive, kind):
    with pytest.raises(EvidenceError) as caught:
        read(("d", KINDS[kind](FILES)))
    assert (caught.value.code, caught.value.exit_status) == ("no-libarchive", 3)
    assert "apt-get install libarchive13" in caught.value.hint


def test_without_libarchive_7z_is_read_all_the_same(read, no_libarchive):
    assert read(("d", seven(FILES))).values() == ALL


def test_without_libarchive_the_rest_of_an_archive_is_read(read, no_libarchive):
    dump = read(("d", zipped([("a.csv", CSV), ("b.rar", rar5(FILES))])))
    assert dump.values() == ROWS
    assert "no-libarchive" in dump.warnings


def with_method(raw, method):
    """A 7z archive of ``seven`` whose members are packed, as its directory says, by ``method``."""
    begin = 32 + struct.unpack_from("<Q", raw, 12)[0]
    plain = b"\x01" + b"\x01\x00"
    named = bytes([0x01, len(method)]) + method
    directory = raw[begin:].replace(b"\x00" + plain, b"\x00" + named, 1)
    assert directory != raw[begin:]
    start = raw[12:20] + struct.pack("<QL", len(directory), zlib.crc32(directory))
    return raw[:8] + struct.pack("<L", zlib.crc32(start)) + start + raw[32:begin] + directory


def test_a_method_that_only_libarchive_knows_and_it_is_absent(read, no_libarchive):
    raw = with_method(seven(FILES, packs=False), b"\x03\x04\x01")
    with pytest.raises(EvidenceError) as caught:
        read(("d", raw))
    assert caught.value.code == "no-libarchive"


def test_a_method_that_nobody_knows(read):
    raw = with_method(seven(FILES, packs=False), b"\x04\x01\x09")
    with pytest.raises(EvidenceError) as caught:
        read(("d", raw))
    assert caught.value.code in {"unreadable-file", "broken-archive"}


def test_the_library_is_loaded_only_when_needed(read, monkeypatch):
    def library():
        raise AssertionError("asked for libarchive")

    monkeypatch.setattr(libarchive_calls, "library", library)
    assert read(("d", seven(FILES)), zipped(FILES)).values() == ALL + ALL


def test_links_in_a_7z_are_listed_and_not_followed(read, tmp_path):
    (tmp_path / "secret").write_bytes(b"id,name\n9,secret\n")
    raw = by_libarchive(
        [("l.csv", str(tmp_path / "secret")), ("x.csv", CSV)], tmp_path / "made.7z", "7zip"
    )
    dump = read(("d", raw))
    found = {file.name: {one.code for one in file.warnings} for file in dump.receipt.files}
    assert found["d/l.csv"] == {"not-a-file"}
    assert dump.values() == ROWS


@pytest.mark.parametrize("packing", ["lzma1", "lzma2", "bzip2", "deflate", "ppmd", "store"])
def test_what_libarchive_writes_is_read_back(read, tmp_path, packing):
    raw = by_libarchive(FILES, tmp_path / "made.7z", "7zip", f"7zip:compression={packing}")
    assert read(("d", raw)).values() == ALL


def test_a_solid_rar_4_gives_its_first_member_and_says_so(read):
    """libarchive reads no further; nothing is lost without a word."""
    raw = bytearray(rar4(FILES))
    second = raw.index(b"\x74", raw.index(CSV) + len(CSV))
    flags = struct.unpack_from("<H", raw, second + 1)[0] | 0x10
    struct.pack_into("<H", raw, second + 1, flags)
    size = struct.unpack_from("<H", raw, second + 3)[0]
    begin = second - 2
    struct.pack_into("<H", raw, begin, zlib.crc32(raw[second : begin + size]) & 0xFFFF)
    dump = read(("d", bytes(raw)))
    assert dump.values() == ROWS
    assert "unreadable-file" in dump.warnings


def test_a_stored_member_of_rar_4_is_compared_with_its_checksum(read):
    raw = bytearray(rar4(FILES))
    raw[raw.index(CSV) + 10] ^= 1
    assert "archive-checksum-differs" in read(("d", bytes(raw))).warnings


@pytest.mark.sevenzip
@pytest.mark.parametrize(
    "options",
    [[], ["-mx=9"], ["-m0=LZMA"], ["-m0=LZMA2"], ["-m0=BZip2"], ["-m0=Deflate"], ["-m0=Copy"],
     ["-m0=PPMd"], ["-ms=off"], ["-mhc=off"], ["-mtc=on", "-mta=on"]],
)  # fmt: skip
def test_what_7_zip_writes_is_read_back(read, tmp_path, seven_zip, options):
    (tmp_path / "in").mkdir()
    rows = [(str(at), f"Ani {at * 7919 % 1_000}") for at in range(20_000)]
    text = "id,name\n" + "".join(f"{one},{name}\n" for one, name in rows)
    (tmp_path / "in" / "x.csv").write_text(text)
    (tmp_path / "in" / "y.csv").write_bytes(CSV)
    (tmp_path / "in" / "none").touch()
    (tmp_path / "in" / "program").write_bytes(lzma.compress(b"\x7fELF" + bytes(9_999))[:5_000])
    out = tmp_path / "out.7z"
    subprocess.run(
        [seven_zip, "a", *options, str(out), str(tmp_path / "in" / "*")],
        check=True, capture_output=True,
    )  # fmt: skip
    dump = read(("d", out.read_bytes()))
    assert sorted(dump.values()) == sorted(rows + ROWS)
    assert [file.name for file in dump.receipt.files if "empty-file" in
            {one.code for one in file.warnings}] == ["d/none"]  # fmt: skip


def test_encrypted_cabinets_do_not_exist_and_locked_rar_is_no_damage(read):
    with pytest.raises(EvidenceError) as caught:
        read(("d", rar4_locked(FILES, "x", headers=True)))
    assert caught.value.code == "password-needed"

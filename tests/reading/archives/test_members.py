"""What an archive gives: one receipt for it, one for each member, whatever the packing."""

import hashlib
import io
import stat
import struct
import tarfile
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packers import STREAMS, tarred, zipped

from telusur.errors import EvidenceError, LimitReached
from telusur.model.evidence import Quarantine

ROWS = [("1", "Ani"), ("2", "Budi")]
CSV = b"id,name\n1,Ani\n2,Budi\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0"


def files(dump):
    return {file.name: file for file in dump.receipt.files}


def codes(file):
    return {notice.code for notice in file.warnings}


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_every_member_has_its_receipt(read, tmp_path, pack):
    raw = pack([("data/x.csv", CSV), ("p.png", PNG), ("none.txt", b""), ("y.json", b'{"id": 7}\n')])
    dump = read(("dump.bin", raw))
    found = files(dump)
    assert list(found) == [
        "dump.bin", "dump.bin/data/x.csv", "dump.bin/p.png", "dump.bin/none.txt", "dump.bin/y.json"
    ]  # fmt: skip
    outer, table, picture = (
        found[name] for name in ("dump.bin", "dump.bin/data/x.csv", "dump.bin/p.png")
    )
    assert (outer.kind, outer.inside, outer.tables) == ("archive", None, ())
    assert (table.kind, table.inside, table.bytes) == ("delimited", "dump.bin", len(CSV))
    assert table.sha256 == hashlib.sha256(CSV).hexdigest()
    assert (picture.kind, picture.bytes_unread) == ("other", len(PNG))
    assert codes(picture) == {"unknown-kind"}
    assert codes(found["dump.bin/none.txt"]) == {"empty-file"}
    assert dump.values() == ROWS
    left = [path.name for path in (tmp_path / "work" / "reading").iterdir()]
    assert all(name.startswith("table_") for name in left)


@pytest.mark.parametrize("packing", STREAMS)
@pytest.mark.parametrize("form", ["plain", "tar", "zip"])
def test_streams_around_everything(read, packing, form):
    inner = {"plain": CSV, "tar": tarred([("x", CSV)]), "zip": zipped([("x", CSV)])}[form]
    dump = read(("dump", STREAMS[packing](STREAMS[packing](inner))))
    assert dump.values() == ROWS
    first = dump.receipt.files[0]
    told = "" if form == "plain" else f"{form} in "
    assert first.compression == f"{told}{packing} in {packing}"
    assert first.content_bytes == (len(CSV) if form == "plain" else None)


METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
def test_zip_methods_and_comment(read, method):
    dump = read(zipped([("x", CSV), ("y", CSV)], method, b"by \x1b[31mme"))
    assert dump.values() == ROWS + ROWS
    (hint,) = dump.receipt.files[0].hints
    assert (hint.what, hint.value) == ("comment", "by me")


def by_hand(method, packed, raw, name=b"x"):
    """A ZIP archive of one entry, in a method that the standard library does not write."""
    fixed = (20, 0, method, 0, 0, zlib.crc32(raw), len(packed), len(raw), len(name), 0)
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *fixed) + name
    central = struct.pack("<4sH5H3L5H2L", b"PK\1\2", 20, *fixed, 0, 0, 0, 0, 0) + name
    start = len(local) + len(packed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), start, 0)
    return local + packed + central + end


@pytest.mark.parametrize(("method", "packing"), [(93, "zstd"), (95, "xz")])
def test_zip_methods_of_later_years(read, method, packing):
    assert read(by_hand(method, STREAMS[packing](CSV), CSV)).values() == ROWS


def test_a_zip_method_that_is_not_read(read):
    raw = by_hand(9, b"\x03\x00", b"abc")
    with pytest.raises(EvidenceError) as caught:
        read(raw)
    assert (caught.value.code, caught.value.got) == ("unreadable-file", "deflate64")


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tar_formats_and_long_names(read, form):
    name = "/".join(["a folder with a long name"] * 6) + "/é.csv"
    dump = read(tarred([(name, CSV)], form))
    assert dump.receipt.files[1].name == f"dump0.csv/{name}"
    assert dump.values() == ROWS


def test_a_tar_before_posix(read):
    raw = bytearray(tarred([("x.csv", CSV)], tarfile.USTAR_FORMAT))
    raw[257:265] = bytes(8)
    raw[148:156] = b" " * 8
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    assert read(bytes(raw)).values() == ROWS


def test_nothing_in_it_is_a_table(read):
    with pytest.raises(EvidenceError) as caught:
        read(zipped([("a.png", PNG), ("b.png", PNG), ("c", b"")]))
    assert (caught.value.code, caught.value.exit_status) == ("no-table-inside", 3)
    assert caught.value.got == "2 unknown-kind, 1 empty-file"
    with pytest.raises(EvidenceError) as caught:
        read(zipped([]))
    assert caught.value.code == "no-table-inside"


def test_a_file_named_by_hand_that_holds_no_table_stays_an_error(read):
    with pytest.raises(EvidenceError) as caught:
        read(zipped([("x.csv", CSV)]), ("p.png", PNG))
    assert caught.value.code == "unknown-kind"


def test_the_same_name_twice_is_read_twice(read):
    with pytest.warns(UserWarning, match="Duplicate name"):
        raw = zipped([("x.csv", CSV), ("x.csv", CSV)])
    assert read(raw).values() == ROWS + ROWS


@pytest.mark.parametrize("name", ["../../x.csv", "/etc/cron.d/x", "a/../../x", "C:\\x", "\\\\a\\x"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_are_words(read, tmp_path, pack, name):
    before = set(tmp_path.rglob("*"))
    dump = read(("d", pack([(name, CSV)])))
    assert dump.values() == ROWS
    assert "unsafe-name" in codes(dump.receipt.files[1])
    assert all(
        path.name.startswith(("table_", "reading", "d")) for path in {*tmp_path.rglob("*")} - before
    )


def test_names_are_safe_to_show(read):
    dump = read(("d", zipped([("\x1b[2J\u202e" + "n" * 5_000, CSV)])))
    (member,) = dump.receipt.files[1:]
    assert member.name.startswith("d/nnn")
    assert len(member.name) <= 1_026
    assert codes(member) >= {"long-name"}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE,
                                  tarfile.BLKTYPE, tarfile.FIFOTYPE])  # fmt: skip
def test_links_and_devices_in_a_tar_are_listed_and_not_followed(read, tmp_path, kind):
    (tmp_path / "secret").write_bytes(b"id,name\n9,secret\n")
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("x.csv")
        entry.type, entry.linkname = kind, str(tmp_path / "secret")
        archive.addfile(entry)
        entry = tarfile.TarInfo("y.csv")
        entry.size = len(CSV)
        archive.addfile(entry, io.BytesIO(CSV))
    dump = read(("d", out.getvalue()))
    assert codes(dump.receipt.files[1]) == {"not-a-file"}
    assert dump.values() == ROWS


def test_links_in_a_zip_are_listed_and_not_followed(read, tmp_path):
    (tmp_path / "secret").write_bytes(b"id,name\n9,secret\n")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("x.csv")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, str(tmp_path / "secret"))
        archive.writestr("y.csv", CSV)
    dump = read(("d", out.getvalue()))
    assert codes(dump.receipt.files[1]) == {"not-a-file"}
    assert dump.values() == ROWS


def test_a_folder_of_pictures_is_one_line(read, monkeypatch):
    monkeypatch.setattr("telusur.reading.archives.receipts.MOST_LISTED", 3)
    dump = read(zipped([*((f"{at}.png", PNG) for at in range(10)), ("x.csv", CSV)]))
    assert len(dump.receipt.files) == 5
    notices = {one.code: one.text for one in dump.receipt.files[0].warnings}
    assert "7 unknown-kind" in notices["members-not-listed"]
    assert sum(file.bytes_unread for file in dump.receipt.files) == 10 * len(PNG)


def test_tables_of_members_join_by_layout(read):
    inner = zipped([("b.csv", CSV)])
    dump = read(zipped([("a.csv", CSV), ("in/b.zip", inner)]), ("c.csv", CSV))
    assert dump.values() == ROWS * 3
    assert [file.inside for file in dump.receipt.files] == [
        None, "dump0.csv", "dump0.csv", "dump0.csv/in/b.zip", None
    ]  # fmt: skip


trees = st.recursive(
    st.integers(0, 999),
    lambda below: st.tuples(
        st.sampled_from(["zip", "tar", *STREAMS]), st.lists(below, min_size=1, max_size=2)
    ),
    max_leaves=4,
)


def packed(tree):
    """(bytes, the ids inside in order, depth) of a tree."""
    if isinstance(tree, int):
        return b"id,name\n%d,Ani\n" % tree, [tree], 0
    how, below = tree
    parts = [packed(one) for one in (below if how in {"zip", "tar"} else below[:1])]
    depth = 1 + max(part[2] for part in parts)
    inner = [(f"m{at}", part[0]) for at, part in enumerate(parts)]
    pack = {"zip": zipped, "tar": tarred}.get(how)
    raw = pack(inner) if pack else STREAMS[how](inner[0][1])
    return raw, [one for part in parts for one in part[1]], depth


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees)
def test_any_tree_reads_back(read, tree):
    raw, ids, depth = packed(tree)
    caps = Quarantine(max_depth=max(depth, 1))
    assert read(("dump", raw), quarantine=caps).values() == [(str(one), "Ani") for one in ids]
    if depth:
        with pytest.raises(LimitReached) as caught:
            read(("dump", raw), quarantine=Quarantine(max_depth=depth - 1))
        assert caught.value.code == "nested-too-deep"

"""What was made to use the machine up ends with a clear error, and leaves nothing half-read."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

import pytest
import zstandard
from locked import rar4_locked, rar5_locked, seven, zip_of
from packers import STREAMS, rar5, tarred, zipped

from telusur.errors import EvidenceError, LimitReached
from telusur.model.evidence import Quarantine

CSV = b"id,name\n1,Ani\n2,Budi\n"
ZEROS = bytes(4 << 20)
WORD = "word"
SMALL = Quarantine(free_bytes=1 << 20)


def refused(read, raw, caps, **more):
    with pytest.raises(LimitReached) as caught:
        read(("d", raw), quarantine=caps, **more)
    assert caught.value.exit_status == 5
    return caught.value.code


def nothing_left(tmp_path):
    """Not a table of what came before the bomb either."""
    return not [
        path for path in (tmp_path / "work" / "reading").iterdir() if path.suffix != ".parquet"
    ]


PACKED = {
    **{name: pack(ZEROS) for name, pack in STREAMS.items()},
    "zip": zipped([("x", ZEROS)]),
    "zip-bzip2": zipped([("x", ZEROS)], zipfile.ZIP_BZIP2),
    "zip-lzma": zipped([("x", ZEROS)], zipfile.ZIP_LZMA),
    "zip-zstd": zip_of([("x", STREAMS["zstd"](ZEROS), 93, 0, zlib.crc32(ZEROS), len(ZEROS), b"")]),
    "7z": seven([("x", ZEROS)]),
    "7z-directory": seven([("n" * 40_000, b"1")] * 20, headers=True),
    "tar.gz": gzip.compress(tarred([("x", ZEROS)])),
}


@pytest.mark.parametrize("kind", [kind for kind in PACKED if kind not in {"lz4", "7z-directory"}])
def test_a_ratio_that_no_table_has(read, tmp_path, kind):
    assert refused(read, PACKED[kind], SMALL) == "ratio"
    assert nothing_left(tmp_path)


@pytest.mark.parametrize("kind", [kind for kind in PACKED if kind != "7z-directory"])
def test_a_size_that_no_table_has(read, tmp_path, kind):
    caps = Quarantine(max_bytes=1 << 20)
    assert refused(read, PACKED[kind], caps) == "too-large-decompressed"
    assert nothing_left(tmp_path)


def test_the_ratio_is_of_all_members_together(read, tmp_path):
    """Each is below what is free of the ratio; a thousand times little is much."""
    raw = zipped([(f"{at}.csv", bytes(600_000)) for at in range(4)])
    assert refused(read, raw, SMALL) == "ratio"
    caps = Quarantine(max_total_bytes=2_000_000)
    assert refused(read, raw, caps) == "too-large-decompressed"
    assert nothing_left(tmp_path)


def test_the_ratio_is_of_all_layers_together(read):
    raw = gzip.compress(bz2.compress(lzma.compress(ZEROS)))
    assert refused(read, raw, SMALL) == "ratio"


def test_links_and_pipes_count_as_well(read):
    """Their bytes are written by nobody who means well."""
    raw = gzip.compress(tarred([("x", ZEROS)], type=tarfile.SYMTYPE))
    assert refused(read, raw, SMALL) == "ratio"


@pytest.mark.parametrize("pack", [zipped, tarred, rar5, seven])
def test_more_entries_than_anybody_lists(read, pack):
    raw = pack([(f"{at}.png", b"\x89PNG\r\n\x1a\n\0") for at in range(11)])
    caps = Quarantine(max_entries=10)
    assert refused(read, raw, caps) == "too-many-entries"


def test_entries_are_counted_over_all_archives_inside(read):
    inner = zipped([(f"{at}.png", b"\x89PNG\r\n\x1a\n\0") for at in range(6)])
    raw = zipped([("a.zip", inner), ("b.zip", inner)])
    assert refused(read, raw, Quarantine(max_entries=10)) == "too-many-entries"


KINDS = {
    "zip": zipped, "tar": tarred, "7z": seven, "rar5": rar5,
    **{name: lambda files, pack=pack: pack(files[0][1]) for name, pack in STREAMS.items()},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_depth_is_counted_in_every_kind(read, tmp_path, kind):
    raw = CSV
    for _ in range(3):
        raw = KINDS[kind]([("x", raw)])
    assert read(("d", raw), quarantine=Quarantine(max_depth=3)).receipt.rows_read == 2
    assert refused(read, raw, Quarantine(max_depth=2)) == "nested-too-deep"
    assert nothing_left(tmp_path)


def test_the_cap_is_eight_and_of_all_kinds_mixed(read):
    raw = CSV
    for kind in ["zip", "gzip", "7z", "xz", "tar", "zstd", "rar5", "bzip2"]:
        raw = KINDS[kind]([("x", raw)])
    assert read(("d", raw)).receipt.rows_read == 2
    assert refused(read, gzip.compress(raw), Quarantine()) == "nested-too-deep"


def test_an_archive_that_holds_itself(read):
    """Deflate can say "what came before, once more": such a gzip unpacks to itself for ever.

    Here it is played by an archive of the same depth as any that would, at little cost.
    """
    raw = CSV
    for _ in range(40):
        raw = zipped([("again.zip", raw)])
    assert refused(read, raw, Quarantine()) == "nested-too-deep"


def overlapping(count):
    """One member's bytes, listed many times: David Fifield's bomb, in small."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = kernel.compress(ZEROS) + kernel.flush()
    whole = zip_of([("0", packed, 8, 0, zlib.crc32(ZEROS), len(ZEROS), b"")])
    begin = whole.index(b"PK\1\2")
    entry, end = whole[begin : whole.index(b"PK\5\6")], bytearray(whole[whole.index(b"PK\5\6") :])
    struct.pack_into("<2HL", end, 8, count, count, count * len(entry))
    return whole[:begin] + entry * count + bytes(end)


def test_entries_that_share_their_bytes(read):
    assert refused(read, overlapping(1_000), Quarantine()) == "overlapping-entries"


def test_an_entry_inside_another(read):
    """Quoted local headers, the other way to share bytes."""
    inner = zip_of([("in.csv", CSV, 0, 0, zlib.crc32(CSV), len(CSV), b"")])
    member = inner[: inner.index(b"PK\1\2")]
    raw = zip_of([("out.bin", member, 0, 0, zlib.crc32(member), len(member), b"")])
    begin, end = raw.index(b"PK\1\2"), raw.index(b"PK\5\6")
    more = bytearray(inner[inner.index(b"PK\1\2") : inner.index(b"PK\5\6")])
    struct.pack_into("<L", more, 42, 30 + len("out.bin"))
    last = bytearray(raw[end:])
    struct.pack_into("<2HL", last, 8, 2, 2, end - begin + len(more))
    assert refused(read, raw[:end] + bytes(more) + bytes(last), Quarantine()) == (
        "overlapping-entries"
    )


@pytest.mark.parametrize("kind", ["xz", "lzma", "7z", "zip-lzma"])
def test_a_dictionary_larger_than_any_packer_asks_for(read, kind):
    raw = {
        "xz": lambda: lzma.compress(CSV, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]),
        "lzma": lambda: b"\x5d" + struct.pack("<L", 3 << 29) + b"\xff" * 8 + bytes(64),
        "7z": lambda: seven([("x", CSV)]).replace(b"\x21\x21\x01\x18", b"\x21\x21\x01\x28"),
        "zip-lzma": lambda: zip_of(
            [("x", b"\t\x04\x05\0\x5d" + struct.pack("<L", 3 << 29) + bytes(64), 14, 0, 0, 9, b"")]
        ),
    }[kind]()
    if kind == "7z":  # its directory's checksum is to be right: it is no damage that is met
        begin = 32 + struct.unpack_from("<Q", raw, 12)[0]
        start = raw[12:28] + struct.pack("<L", zlib.crc32(raw[begin:]))
        raw = raw[:8] + struct.pack("<L", zlib.crc32(start)) + start + raw[32:]
    with pytest.raises(EvidenceError) as caught:
        read(("d", raw))
    assert caught.value.code in {"broken-archive", "unknown-kind"}
    if kind != "lzma":
        assert "memory" in caught.value.got


def test_a_zstd_window_larger_than_any_packer_asks_for(read):
    settings = zstandard.ZstdCompressionParameters(window_log=31)
    packer = zstandard.ZstdCompressor(compression_params=settings)
    with pytest.raises(EvidenceError) as caught:
        read(("d", b"".join(packer.read_to_iter(io.BytesIO(CSV * 1_000)))))
    assert caught.value.code == "broken-archive"


@pytest.mark.parametrize("at", [12, 20])
@pytest.mark.parametrize("value", [1 << 62, (1 << 64) - 1])
def test_a_7z_directory_of_any_size(read, at, value):
    raw = bytearray(seven([("x", CSV)]))
    struct.pack_into("<Q", raw, at, value)
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)))
    assert caught.value.code == "broken-archive"


def test_more_rounds_than_rar_takes(read):
    raw = bytearray(rar5_locked([("x", CSV)], WORD, headers=True))
    at = len(b"Rar!\x1a\x07\x01\x00") + 4 + 1 + 4  # the block's checksum and size, four numbers
    raw[at] = 60
    size = raw[12]
    struct.pack_into("<L", raw, 8, zlib.crc32(raw[12 : 13 + size]))
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)), password=WORD)
    assert (caught.value.code, "rounds" in caught.value.got) == ("broken-archive", True)


def test_a_sparse_tar_is_listed_and_not_filled(read):
    """Eight gigabytes of holes in three blocks."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        entry = tarfile.TarInfo("hole")
        entry.type, entry.size = tarfile.GNUTYPE_SPARSE, 0
        archive.addfile(entry)
        entry = tarfile.TarInfo("x.csv")
        entry.size = len(CSV)
        archive.addfile(entry, io.BytesIO(CSV))
    dump = read(("d", out.getvalue()))
    hole, table = dump.receipt.files[1:]
    assert {notice.code for notice in hole.warnings} == {"not-a-file"}
    assert (hole.bytes, table.kind) == (0, "delimited")


def test_a_pax_header_that_tells_more_than_there_is(read):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo("x.csv")
        entry.size, entry.pax_headers = len(CSV), {"size": str(1 << 62)}
        archive.addfile(entry, io.BytesIO(CSV))
    assert "archive-cut" in read(("d", out.getvalue())).warnings


@pytest.mark.parametrize("make", [rar5_locked, rar4_locked])
def test_what_is_written_anew_is_no_larger_than_what_was_given(read, tmp_path, make):
    """The plain copy of an encrypted archive is gone once it is read."""
    raw = make([("x.csv", CSV)], WORD)
    assert read(("d", raw), password=WORD).receipt.rows_read == 2
    assert nothing_left(tmp_path)

"""gzip, bzip2, xz, lzma, zstd and lz4: several streams one after the other, and damaged ones."""

import bz2
import gzip
import io
import lzma
import os
import zlib

import pyarrow as pa
import pytest
import zstandard
from packers import STREAMS

from telusur.errors import EvidenceError

ROWS = [(str(at), f"{at * 2_654_435_761 % (1 << 32):08x}") for at in range(40_000)]
FIRST = b"id,name\n" + "".join(f"{one},{name}\n" for one, name in ROWS).encode()
SECOND = b"".join(b"%d,Budi\n" % at for at in range(40_000, 50_000))
COUNT = 50_000


@pytest.mark.parametrize("kind", STREAMS)
def test_streams_one_after_the_other_are_one(read, kind):
    """As ``cat a.gz b.gz``, pigz, lbzip2 and pzstd write."""
    pack = STREAMS[kind]
    if kind == "lzma":  # its old format has no beginning that a second one could be told by
        with pytest.raises(EvidenceError):
            read(("d", pack(b"")))
        return
    dump = read(("d", pack(FIRST) + pack(b"") + pack(SECOND)))
    assert dump.receipt.rows_read == COUNT
    assert dump.file.compression == kind
    assert dump.file.content_bytes == len(FIRST) + len(SECOND)
    assert not dump.warnings


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz"])
def test_padding_behind_the_end_is_none_of_the_text(read, kind):
    dump = read(("d", STREAMS[kind](FIRST) + bytes(512)))
    assert (dump.receipt.rows_read, dump.warnings) == (40_000, set())


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "lzma"])
def test_bytes_behind_the_end_are_counted(read, kind):
    dump = read(("d", STREAMS[kind](FIRST) + b"hidden here"))
    assert dump.receipt.rows_read == 40_000
    assert dump.warnings == {"archive-trailing-bytes"}
    assert dump.file.bytes_unread == len(b"hidden here")
    (place,) = dump.file.unread
    assert (place.offset, place.bytes, place.reason) == (len(FIRST), 11, "trailing-bytes")


@pytest.mark.parametrize("kind", STREAMS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_what_was_cut_gives_what_there_is(read, kind, share):
    # bzip2's blocks are whole or nothing: small ones.
    packed = bz2.compress(FIRST, 1) if kind == "bzip2" else STREAMS[kind](FIRST)
    dump = read(("d", packed[: int(len(packed) * share)]))
    assert dump.warnings & {"archive-cut", "archive-damaged"}
    rows = dump.values()
    assert len(rows) > 40_000 * share - 12_000
    assert rows[:-1] == ROWS[: len(rows) - 1]


SUMMED = {
    **{kind: STREAMS[kind] for kind in ("gzip", "bzip2", "xz")},
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}


@pytest.mark.parametrize("kind", SUMMED)
def test_damage_in_the_middle_is_said(read, kind):
    """Of the kinds that carry a checksum."""
    packed = bytearray(SUMMED[kind](FIRST))
    packed[len(packed) // 2] ^= 0xFF
    try:
        dump = read(("d", bytes(packed)))
    except EvidenceError as error:
        found = {error.code}
    else:
        found = dump.warnings
    assert found & {
        "archive-damaged", "archive-checksum-differs", "archive-cut", "broken-archive", "no-rows"
    }  # fmt: skip


@pytest.mark.parametrize("kind", STREAMS)
def test_nothing_of_it_can_be_unpacked(read, kind):
    packed = STREAMS[kind](os.urandom(5_000))
    with pytest.raises(EvidenceError) as caught:
        read(("d", packed[: {"bzip2": 12, "lzma": 17}.get(kind, 7)]))
    assert (caught.value.code, caught.value.exit_status) == ("broken-archive", 3)


def test_a_gzip_whose_checksum_is_of_other_bytes(read):
    packed = bytearray(gzip.compress(FIRST))
    packed[-8] ^= 1
    dump = read(("d", bytes(packed)))
    assert dump.receipt.rows_read == 40_000
    assert dump.warnings == {"archive-checksum-differs"}


def test_a_gzip_with_every_field_that_its_header_may_have(read):
    body = gzip.compress(FIRST)[10:]
    flags = 0x1E
    head = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + b"\x04\0abcd" + b"name.csv\0" + b"word\0"
    head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    assert read(("d", head + body)).receipt.rows_read == 40_000


def test_zstd_frames_that_are_skipped_and_of_unknown_size(read):
    out = io.BytesIO()
    with zstandard.ZstdCompressor().stream_writer(out, closefd=False) as writer:
        writer.write(FIRST)
    skipped = b"\x50\x2a\x4d\x18\x04\0\0\0word"
    assert read(("d", out.getvalue() + skipped)).receipt.rows_read == 40_000


@pytest.mark.parametrize("check", [lzma.CHECK_NONE, lzma.CHECK_CRC32, lzma.CHECK_SHA256])
def test_every_check_of_xz(read, check):
    assert read(("d", lzma.compress(FIRST, check=check))).receipt.rows_read == 40_000


def test_the_text_itself_may_begin_as_a_packed_one_does(read):
    """Two letters are no proof of bzip2."""
    dump = read(("d", b"BZh,name\n1,Ani\n2,Budi\n3,Cici\n"))
    assert dump.file.compression is None
    assert dump.columns[0] == "BZh"


def test_lz4_of_the_command_line(read):
    raw = pa.compress(FIRST, codec="lz4", asbytes=True)
    assert raw[:4] == b"\x04\x22\x4d\x18"
    assert read(("d", raw)).receipt.rows_read == 40_000

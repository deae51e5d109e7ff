"""Headers whose numbers lead nowhere: what is there is read, and nothing ends but the archive."""

import io
import struct
import tarfile
import zipfile
import zlib

import pytest

from telusur.errors import EvidenceError
from telusur.reading.archives import rar4_plain, rar5, rar5_plain
from telusur.reading.archives.interface import Damaged, Packed
from telusur.reading.archives.rar_plain import Unlocked
from telusur.reading.archives.seven_coders import unpacked
from telusur.reading.archives.seven_header import Coder

CSV = b"id,name\n1,Ani\n2,Budi\n"


def with_offset(offset):
    """A ZIP archive of two members whose first one is said to lie there, in 64 bits."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.csv", CSV)
        archive.writestr("y.csv", CSV)
    raw = bytearray(out.getvalue())
    entry, name = raw.find(b"PK\x01\x02"), len("x.csv")
    struct.pack_into("<H", raw, entry + 30, 12)
    raw[entry + 42 : entry + 46] = b"\xff" * 4
    raw[entry + 46 + name : entry + 46 + name] = struct.pack("<HHQ", 1, 8, offset)
    end = raw.find(b"PK\x05\x06")
    (size,) = struct.unpack_from("<I", raw, end + 12)
    struct.pack_into("<I", raw, end + 12, size + 12)
    return bytes(raw)


@pytest.mark.parametrize("offset", [2**40, 2**62, 2**63 + 1, 2**64 - 1])
def test_a_member_of_a_zip_archive_that_lies_nowhere(read, offset):
    raw = with_offset(offset)
    dump = read(("d", raw))
    assert dump.values() == [("1", "Ani"), ("2", "Budi")]
    outer, lost, _ = dump.receipt.files
    assert [one.code for one in lost.warnings] == ["broken-archive"]
    assert all(one.offset + one.bytes <= len(raw) for one in outer.unread)


def test_a_size_in_a_tar_archive_that_is_a_digit_of_another_script(read):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("x.csv")
        info.size, info.pax_headers = len(CSV), {"size": "²"}
        archive.addfile(info, io.BytesIO(CSV))
    assert read(("d", out.getvalue())).values() == [("1", "Ani"), ("2", "Budi")]


@pytest.mark.parametrize("length", [2**31, 2**62, 2**70 - 1])
def test_data_of_a_rar_archive_that_goes_on_for_ever(tmp_path, length):
    digits = [length >> shift & 0x7F for shift in range(0, 70, 7)]
    inner = bytes([2, 2, *(digit | 0x80 for digit in digits[:-1]), digits[-1]])
    path = tmp_path / "x.rar"
    path.write_bytes(rar5.MARK + bytes(4) + bytes([len(inner)]) + inner + b"abc")
    told = rar5.told_by(Packed("x.rar", (path,)), 10)
    assert (told.entries, told.whole) == (1, False)


def test_the_rar_archive_itself_is_refused_in_words(read):
    inner = bytes([2, 2, *[0xFF] * 9, 0x7F])
    with pytest.raises(EvidenceError):
        read(("d", rar5.MARK + bytes(4) + bytes([len(inner)]) + inner + b"abc"))


def test_settings_of_lzma_that_contradict_each_other(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.csv", CSV)
    raw = bytearray(out.getvalue())
    raw[30 + len("x.csv") + 4] = 44  # 8 bits of literal context and 4 of position: at most 4 in all
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)))
    assert caught.value.code == "broken-archive"
    coder = Coder(b"\x03\x01\x01", bytes([44, 0, 0, 1, 0]), 9)
    with pytest.raises(Damaged):
        list(unpacked((coder,), iter([b"abc"]), ""))


@pytest.mark.timeout(20)
def test_a_directory_of_a_7z_archive_that_unpacks_to_itself(read):
    # packed bytes from the first on, so many, copied: that is what stands there
    itself = bytes.fromhex("17 06 00 01 09 14 00 07 0b 01 00 01 01 00 0c 14 00 00 00 00")
    start = struct.pack("<QQL", 0, len(itself), zlib.crc32(itself))
    raw = b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<L", zlib.crc32(start)) + start + itself
    with pytest.raises(EvidenceError) as caught:
        read(("d", raw))
    assert caught.value.code == "broken-archive"


def block_of_rar5(inner):
    sized = bytes([len(inner)]) + inner
    return struct.pack("<L", zlib.crc32(sized)) + sized


def block_of_rar4(kind, flags, body):
    raw = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(raw) & 0xFFFF) + raw


def test_a_service_of_an_encrypted_rar_archive_that_goes_on_for_ever(tmp_path):
    path = tmp_path / "x.rar"
    endless = bytes([3, 2]) + b"\xff" * 9 + b"\x7f"
    path.write_bytes(rar5.MARK + block_of_rar5(endless) + b"abc")
    out = io.BytesIO()
    rar5_plain.write(Packed("x.rar", (path,)), 0, out, "secret", Unlocked())
    assert out.getvalue() == rar5.MARK
    fields = struct.pack("<LLBLLBBHL", 4, 4, 3, 1, 0, 29, 0x33, 1, 0)
    body = fields + struct.pack("<LL", 0xFFFFFFFF, 0) + b"a"
    path.write_bytes(rar4_plain.MARK + block_of_rar4(0x74, 0x8100, body) + b"abc")
    assert rar4_plain.told_by(Packed("x.rar", (path,))).crcs == {0: 1}

"""Archives under a password: with the right one, a wrong one, and none."""

import struct
import subprocess
import zipfile
import zlib

import pytest
from locked import rar4_locked, rar5_locked, seven, zip_aes, zip_of, zip_old
from packers import STREAMS, rar5, tarred, zipped

from telusur.errors import EvidenceError
from telusur.reading.archives import libarchive_calls, zip_fast
from telusur.reading.quarantine import read_quarantined

ROWS = [("1", "Ani"), ("2", "Budi")]
CSV = b"id,name\n1,Ani\n2,Budi\n"
MORE = b"id,name\n" + b"".join(b"%d,Cici\n" % at for at in range(3, 9_000))
FILES = [("x.csv", CSV), ("more/y.csv", MORE)]
WORD = "kata sandi é"
OTHER = "another"

KINDS = {
    "zip-old": lambda files: zip_old(files, WORD),
    "zip-aes-128": lambda files: zip_aes(files, WORD, 1),
    "zip-aes-192": lambda files: zip_aes(files, WORD, 2),
    "zip-aes-256": lambda files: zip_aes(files, WORD, 3),
    "zip-ae-1": lambda files: zip_aes(files, WORD, 3, version=1),
    "7z": lambda files: seven(files, WORD),
    "7z-stored": lambda files: seven(files, WORD, packs=False),
    "7z-names-too": lambda files: seven(files, WORD, headers=True),
    "rar5": lambda files: rar5_locked(files, WORD),
    "rar5-unchecked": lambda files: rar5_locked(files, WORD, checked=False),
    "rar5-names-too": lambda files: rar5_locked(files, WORD, headers=True),
    "rar4": lambda files: rar4_locked(files, WORD),
    "rar4-names-too": lambda files: rar4_locked(files, WORD, headers=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_password_opens(read, tmp_path, kind):
    dump = read(("d", KINDS[kind](FILES)), password=WORD)
    assert [file.name for file in dump.receipt.files] == ["d", "d/x.csv", "d/more/y.csv"]
    assert dump.values()[:2] == ROWS
    assert dump.receipt.rows_read == 2 + 8_997
    assert not {notice.code for file in dump.receipt.files for notice in file.warnings}
    # Nothing of it stays but the tables.
    left = [path.name for path in (tmp_path / "work" / "reading").iterdir()]
    assert all(name.startswith("table_") for name in left)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("given", [None, "", "Kata sandi é", WORD + "\n"])
def test_another_password_and_none(read, tmp_path, kind, given):
    raw = KINDS[kind](FILES)
    with pytest.raises(EvidenceError) as caught:
        read(("d", raw), password=given)
    code = "password-needed" if given is None else "password-wrong"
    assert (caught.value.code, caught.value.exit_status) == (code, 3)
    assert "--password-file" in caught.value.hint
    assert not list((tmp_path / "work" / "reading").iterdir())


@pytest.mark.parametrize("kind", ["zip-aes-256", "7z", "rar5", "rar4-names-too"])
def test_through_the_child(read, kind):
    dump = read(("d", KINDS[kind](FILES[:1])), password=WORD, reads=read_quarantined)
    assert dump.values() == ROWS


@pytest.mark.parametrize("kind", ["zip-old", "7z", "rar5"])
def test_under_more_packing(read, kind):
    inner = KINDS[kind](FILES[:1])
    raw = tarred([("in/inner", STREAMS["xz"](inner)), ("z.csv", b"id,name\n3,Cici\n")])
    assert read(("d", raw), password=WORD).values() == [*ROWS, ("3", "Cici")]
    # Without the password the rest is read, and what could not be opened says why.
    dump = read(("d", raw))
    (locked,) = [file for file in dump.receipt.files if "inner" in file.name and file.warnings]
    assert {notice.code for notice in locked.warnings} == {"password-needed"}
    assert dump.values() == [("3", "Cici")]


def test_one_password_for_all_archives_and_an_archive_that_has_none(read):
    raw = zipped([("a.7z", seven(FILES[:1], WORD)), ("b.rar", rar5(FILES[:1]))])
    assert read(("d", raw), password=WORD).values() == ROWS + ROWS


@pytest.mark.parametrize("kind", ["zip-aes-256", "zip-ae-1", "7z-stored", "rar5", "rar4"])
def test_damage_under_encryption_is_said(read, kind):
    """Of two members the second is damaged: the password is known to fit by then."""
    raw = bytearray(KINDS[kind]([("x.csv", CSV), ("y.csv", MORE)]))
    raw[len(raw) // 2] ^= 1
    dump = read(("d", bytes(raw)), password=WORD)
    codes = [{notice.code for notice in file.warnings} for file in dump.receipt.files]
    assert "archive-checksum-differs" in codes[2]
    assert dump.values()[:2] == ROWS


def test_a_damaged_check_value_is_no_wrong_password(read):
    raw = bytearray(rar5_locked([("x.csv", CSV)], WORD))
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)), password=OTHER)
    assert caught.value.code == "password-wrong"
    at = raw.index(b"x.csv") + 5 + 3 + 1 + 16 + 16  # behind the name, the record and its check
    raw[at + 1] ^= 0xFF
    # Its header's own checksum is of other bytes now: it is damage, said as such.
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)), password=WORD)
    assert caught.value.code == "broken-archive"


def test_encryption_of_pkware_is_refused_by_name(read):
    raw = bytearray(zip_old([("x.csv", CSV)], WORD))
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(mark) + at] |= 0x40
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)), password=WORD)
    assert caught.value.code == "encryption-not-read"
    assert "PKWARE" in caught.value.message


def test_encryption_of_an_old_rar_is_refused_by_name(read):
    raw = bytearray(rar4_locked([("x.csv", CSV)], WORD))
    at = raw.index(b"x.csv") - 8
    assert raw[at] == 29
    raw[at] = 20
    begin = at - 24
    size = struct.unpack_from("<H", raw, begin + 5)[0]
    struct.pack_into("<H", raw, begin, zlib.crc32(raw[begin + 2 : begin + size]) & 0xFFFF)
    with pytest.raises(EvidenceError) as caught:
        read(("d", bytes(raw)), password=WORD)
    assert caught.value.code == "encryption-not-read"


def test_the_password_is_in_no_message(read):
    for make in KINDS.values():
        with pytest.raises(EvidenceError) as caught:
            read(("d", make(FILES[:1])), password=OTHER)
        assert OTHER not in str(caught.value)


@pytest.mark.sevenzip
@pytest.mark.parametrize(
    "options",
    [
        ["-tzip"],
        ["-tzip", "-mem=AES256"],
        ["-t7z"],
        ["-t7z", "-mhe=on"],
        ["-t7z", "-m0=BZip2", "-ms=off"],
    ],
)
def test_as_7_zip_itself_encrypts(read, tmp_path, seven_zip, options):
    # It takes no other letters than ASCII for a ZIP archive.
    word = WORD if "-t7z" in options else "kata sandi"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_bytes(CSV)
    (tmp_path / "in" / "y.csv").write_bytes(MORE)
    out = tmp_path / "out.bin"
    subprocess.run(
        [seven_zip, "a", *options, f"-p{word}", str(out), str(tmp_path / "in")],
        check=True, capture_output=True,
    )  # fmt: skip
    dump = read(("d", out.read_bytes()), password=word)
    assert (dump.values()[:2], dump.receipt.rows_read) == (ROWS, 8_999)
    with pytest.raises(EvidenceError) as caught:
        read(("d", out.read_bytes()), password=OTHER)
    assert caught.value.code == "password-wrong"


@pytest.mark.parametrize("kind", ["zip-old"])
def test_the_tests_own_cipher_is_the_standard_library_s(kind, tmp_path):
    (tmp_path / "d").write_bytes(KINDS[kind](FILES))
    with zipfile.ZipFile(tmp_path / "d") as archive:
        assert archive.read("x.csv", WORD.encode()) == CSV


def test_the_old_cipher_by_libarchive_is_the_same_as_ours(read, monkeypatch):
    """Long members go through the library, short ones and all without it through Python."""
    long = b"id,name\n" + b"".join(b"%d,%d\n" % (at, at * 7919 % 1_000) for at in range(40_000))
    raw = zip_old([("x.csv", long)], WORD)
    asked = []
    original = zip_fast.old
    monkeypatch.setattr(zip_fast, "old", lambda *given: asked.append(1) or original(*given))
    by_library = read(("d", raw), password=WORD)
    assert (len(asked), by_library.receipt.rows_read) == (1, 40_000)
    assert read(("d", raw), password=WORD, reads=read_quarantined).values() == by_library.values()
    for given, code in ((OTHER, "password-wrong"), ("", "password-wrong")):
        with pytest.raises(EvidenceError) as caught:
            read(("d", raw), password=given)
        assert caught.value.code == code
    cut = read(("d", raw[: len(raw) // 2]), password=WORD)
    assert cut.values()[:-1] == by_library.values()[: len(cut.values()) - 1]
    assert "archive-cut" in cut.warnings
    monkeypatch.setattr(libarchive_calls, "library", lambda: None)
    asked.clear()
    assert read(("d", raw), password=WORD).values() == by_library.values()
    assert not asked


@pytest.mark.parametrize("method", [0, 8])
def test_a_wrong_password_that_fits_the_check_value_by_chance(read, method):
    """One in 256 does, under the old cipher; what comes out then is not read as a table."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(CSV) + packer.flush() if method else CSV
    plain = zip_old([("x.csv", packed)], WORD)
    begin = plain.index(b"PK\3\4") + 30 + len("x.csv")
    shown = plain[begin : begin + 12 + len(packed)]
    # The check value is the checksum's first byte: of 256 such archives one fits.
    codes = set()
    for first in range(256):
        crc = first << 24 | zlib.crc32(CSV) & 0xFFFFFF
        raw = zip_of([("x.csv", shown, method, 1, crc, len(CSV), b"")])
        with pytest.raises(EvidenceError) as caught:
            read(("d", raw), password=OTHER)
        codes.add(caught.value.code)
    assert codes == {"password-wrong"}

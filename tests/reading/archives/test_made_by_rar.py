"""Archives that RAR itself made: packed, solid, encrypted, with folders and other letters.

No free program writes them; these are from the tests of rarfile (ISC, ``made_by_rar/LICENSE``).
"""

import hashlib
from pathlib import Path

import pytest

from telusur.errors import EvidenceError
from telusur.model.evidence import Quarantine
from telusur.reading.archives.interface import Packed
from telusur.reading.archives.rar import Rar

MADE = Path(__file__).parent / "made_by_rar"
WORD = "password"
# Numbers in lines, twice: one member is packed, the other stored.
LINES = hashlib.sha256("".join(f"{at:03}\n" for at in range(512)).encode()).hexdigest()


@pytest.mark.parametrize("name", ["rar5-solid", "rar5-psw", "rar5-hpsw"])
def test_packed_solid_and_encrypted(read, name):
    dump = read(("d", (MADE / f"{name}.rar").read_bytes()), password=WORD)
    members = dump.receipt.files[1:]
    assert [(one.name, one.sha256) for one in members] == [
        ("d/stest1.txt", LINES), ("d/stest2.txt", LINES)
    ]  # fmt: skip
    assert dump.receipt.rows_read == 1_024
    assert "archive-checksum-differs" not in dump.warnings


@pytest.mark.parametrize("name", ["rar5-psw", "rar5-hpsw"])
@pytest.mark.parametrize(("given", "code"), [(None, "password-needed"), ("x", "password-wrong")])
def test_another_password_and_none(read, name, given, code):
    with pytest.raises(EvidenceError) as caught:
        read(("d", (MADE / f"{name}.rar").read_bytes()), password=given)
    assert caught.value.code == code


def test_folders_and_letters_of_rar_3(tmp_path):
    packed = Packed("d", (MADE / "rar3-subdirs.rar",))
    archive = Rar(packed, None, Quarantine(), lambda: tmp_path / "unused")
    assert {one.name: b"".join(one.pieces()) for one in archive.members()} == {
        "sub/dir2/file2.txt": b"file2\n",
        "sub/with space/long fn.txt": b"long fn\n",
        "sub/üȵĩöḋè/file.txt": b"file\n",
        "sub/dir1/file1.txt": b"file1\n",
    }

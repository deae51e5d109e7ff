"""Sealed to several recipients, opened by each, destroyed with the keys."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyrage
import pytest
from pyrage import x25519

from telusur.cases import Actor, Case, add, begin, open_case, open_sealed, seal, shred, verify
from telusur.custody.private_file import write_private
from telusur.errors import EvidenceError, UsageError
from telusur.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path


def fails(case: Case, watcher: Silent) -> list[str]:
    return [check.failure.code for check in verify(case, watcher) if check.failure]


def test_what_is_sealed_opens_to_the_same_bytes(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    (sealed,) = seal(case, [], actor, watcher)
    assert sealed.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert b"Invented" not in sealed.read_bytes()
    opened = open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher)
    assert opened.read_bytes() == dump.read_bytes()
    assert opened.stat().st_mode & 0o777 == 0o600
    assert [entry.action for entry in case.log.entries()[2:]] == ["file-sealed", "file-opened"]
    assert fails(case, watcher) == []


def test_every_recipient_can_open(
    tmp_path: Path, dump: Path, actor: Actor, watcher: Silent
) -> None:
    first, later, stranger = (x25519.Identity.generate() for _ in range(3))
    case = begin(tmp_path / "c", actor, legal_basis="x", recipients=[str(first.to_public())])
    add(case, [dump], actor, watcher)
    (sealed,) = seal(case, [], actor, watcher, recipients=[str(later.to_public())])
    for one in (case.identity(), first, later):
        assert pyrage.decrypt(sealed.read_bytes(), [one]) == dump.read_bytes()
    own = tmp_path / "own.key"
    write_private(own, f"# made by age-keygen\n{later}\n".encode())
    assert open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher, identity=own).exists()
    other = tmp_path / "other.key"
    write_private(other, f"{stranger}\n".encode())
    with pytest.raises(EvidenceError) as told:
        open_sealed(case, "dump.sql", tmp_path / "to2", actor, watcher, identity=other)
    assert told.value.code == "seal-broken"
    assert not list((tmp_path / "to2").iterdir())
    assert "recipients-added" in [entry.action for entry in case.log.entries()]


def test_the_copy_goes_once_the_seal_was_found_to_open(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher, copy=True)
    seal(case, ["dump.sql"], actor, watcher, shred_plain=True)
    assert not list(case.copies.iterdir())
    assert dump.exists()  # of what was copied in, the original stays
    assert fails(case, watcher) == []


def test_without_a_copy_the_file_itself_goes(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    seal(case, [], actor, watcher)
    seal(case, [], actor, watcher, shred_plain=True)  # sealed already: only the removal is left
    assert not dump.exists()
    assert fails(case, watcher) == []
    with pytest.raises(UsageError, match="sealed already"):
        seal(case, [], actor, watcher)


def test_a_file_that_changed_is_not_sealed(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    dump.write_bytes(dump.read_bytes().replace(b"Invented", b"Inverted", 1))
    with pytest.raises(EvidenceError) as told:
        seal(case, [], actor, watcher, shred_plain=True)
    assert told.value.code == "evidence-altered"
    assert dump.exists()
    assert not list(case.sealed.iterdir())
    assert [entry.action for entry in case.log.entries()] == ["case-opened", "file-registered"]


@pytest.mark.parametrize("place", [0, 300, -1])
def test_an_altered_seal_does_not_open(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent, place: int
) -> None:
    add(case, [dump], actor, watcher)
    (sealed,) = seal(case, [], actor, watcher)
    content = bytearray(sealed.read_bytes())
    content[place] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(EvidenceError) as told:
        open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher)
    assert told.value.code == "seal-broken"
    assert not list((tmp_path / "to").iterdir())
    assert fails(case, watcher) == ["evidence-altered"]


def test_another_files_seal_is_found(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    other = tmp_path / "other.sql"
    other.write_bytes(b"other")
    add(case, [dump, other], actor, watcher)
    one, two = seal(case, [], actor, watcher)
    one.write_bytes(two.read_bytes())
    with pytest.raises(EvidenceError) as told:
        open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher)
    assert told.value.code == "evidence-altered"
    assert not list((tmp_path / "to").iterdir())


def test_nothing_is_overwritten(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    with pytest.raises(UsageError, match="is not sealed"):
        open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher)
    seal(case, [], actor, watcher)
    open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher)
    with pytest.raises(UsageError) as told:
        open_sealed(case, "dump.sql", tmp_path / "to", actor, watcher)
    assert told.value.code == "target-exists"


def test_a_file_that_is_gone_is_not_sealed(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    dump.unlink()
    with pytest.raises(EvidenceError) as told:
        seal(case, [], actor, watcher)
    assert told.value.code == "evidence-missing"


def test_a_name_does_not_climb_out_of_the_folder(
    case: Case, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    hidden = tmp_path / "..bashrc"
    hidden.write_bytes(b"x")
    add(case, [hidden], actor, watcher)
    seal(case, [], actor, watcher)
    opened = open_sealed(case, "..bashrc", tmp_path / "to", actor, watcher)
    assert opened == tmp_path / "to" / "bashrc"


def test_shredding_destroys_the_keys_and_closes_the_log(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    case.reference_key()
    add(case, [dump], actor, watcher, copy=True)
    seal(case, [], actor, watcher)
    (case.copies / "incoming-1").write_bytes(b"INSERT")
    gone = {path.name for path in shred(case, actor)}
    assert {"age.key", "references.key", "signing.key"} < gone
    assert not list(case.copies.iterdir())  # what a crash left there as well
    assert not list((case.folder / "keys").glob("*.key"))
    assert dump.exists()
    again = open_case(case.folder)
    assert fails(again, watcher) == []  # the log still holds, and says what became of the rest
    assert [entry.step for entry in again.log.entries()[-2:]] == ["disposal", "disposal"]
    for act in (
        lambda: open_sealed(again, "dump.sql", tmp_path / "to", actor, watcher),
        lambda: shred(again, actor),
        lambda: add(again, [dump], actor, watcher),
    ):
        with pytest.raises(UsageError) as told:
            act()
        assert told.value.code == "key-missing"


class Impatient(Silent):
    """Presses Ctrl-C while a file is at work."""

    def share(self, done: float) -> None:
        if done > 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("act", ["seal", "open"])
def test_an_interruption_leaves_nothing_half_written(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent, act: str
) -> None:
    add(case, [dump], actor, watcher)
    if act == "open":
        seal(case, [], actor, watcher)
    before = case.log.lines()
    doing = {
        "seal": lambda: seal(case, [], actor, Impatient()),
        "open": lambda: open_sealed(case, "dump.sql", tmp_path / "to", actor, Impatient()),
    }
    with pytest.raises(KeyboardInterrupt):
        doing[act]()
    assert not list((case.sealed if act == "seal" else tmp_path / "to").iterdir())
    assert case.log.lines() == before
    assert fails(case, watcher) == []


def test_memory_is_flat_in_the_size_of_a_file(tmp_path: Path) -> None:
    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(192 << 20)
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from telusur.evidence.seal import seal_file, check_sealed\n"
        "from telusur.custody.hashing import hash_file\n"
        "from pyrage import x25519\n"
        "one = x25519.Identity.generate()\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before, big = peak(), Path(sys.argv[1])\n"
        "known = hash_file(big)\n"
        "seal_file(big, big.with_suffix('.age'), [one.to_public()], known)\n"
        "check_sealed(big.with_suffix('.age'), one, known)\n"
        "print((peak() - before) // 1024)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, big], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) < 48  # MiB: a piece of 4 MiB, its copies, and the library's buffers

"""A case is begun on a legal basis, and files are taken in with both hashes."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING

import pytest
from blake3 import blake3

from telusur.cases import Actor, Case, add, begin, open_case, record, remark
from telusur.errors import EvidenceError, UsageError
from telusur.evidence.inventory import find, inventory

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.progress import Silent


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_legal_basis_is_the_first_thing_logged(case: Case) -> None:
    (opened,) = case.log.entries()
    assert opened.action == "case-opened"
    assert opened.step == "identification"
    assert opened.how.options["legal_basis"] == "PDP Act, article 46"
    assert opened.how.options["signing_key"] == str(case.public_key())
    assert opened.when == "2026-01-01T09:01:00Z"


def test_a_case_without_a_legal_basis_is_refused(tmp_path: Path, actor: Actor) -> None:
    with pytest.raises(UsageError) as told:
        begin(tmp_path / "case", actor, legal_basis=" \x1b[2J\n")
    assert told.value.code == "no-legal-basis"
    assert not (tmp_path / "case").exists()


def test_a_case_is_private(case: Case) -> None:
    assert mode(case.folder) == 0o700
    for path in case.folder.rglob("*"):
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path


def test_a_case_opens_as_it_was_made(case: Case) -> None:
    again = open_case(case.folder)
    assert again.facts == case.facts
    assert again.reference_key().secret == case.reference_key().secret


def test_a_case_takes_an_empty_folder_only(case: Case, actor: Actor) -> None:
    with pytest.raises(UsageError) as told:
        begin(case.folder, actor, legal_basis="x")
    assert told.value.code == "case-exists"


@pytest.mark.parametrize("given", ["age1nonsense", "ssh-ed25519 AAAA", ""])
def test_a_recipient_must_be_one(tmp_path: Path, actor: Actor, given: str) -> None:
    with pytest.raises(UsageError) as told:
        begin(tmp_path / "case", actor, legal_basis="x", recipients=[given])
    assert told.value.code == "not-a-recipient"
    assert not (tmp_path / "case").exists()


def test_hostile_words_do_not_break_the_description(tmp_path: Path, actor: Actor) -> None:
    case = begin(tmp_path / "c", actor, legal_basis='a "b"\\\n[x]\x7f\u202e\x1b[2J', title="'\t'")
    told = tomllib.loads((case.folder / "case.toml").read_text())
    assert told["legal_basis"] == 'a "b"\\ [x]'
    assert open_case(case.folder).facts == case.facts


def test_a_file_is_hashed_where_it_lies(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    (item,) = add(case, [dump], actor, watcher, note="from a forum")
    content = dump.read_bytes()
    assert item.sha256 == hashlib.sha256(content).hexdigest()
    assert item.blake3 == blake3(content).hexdigest()
    assert item.bytes == len(content)
    entry = case.log.entries()[-1]
    assert (entry.step, entry.note) == ("identification", "from a forum")
    assert not list(case.copies.iterdir())


def test_a_copy_is_private_and_named_by_content(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher, copy=True)
    (copy,) = case.copies.iterdir()
    assert copy.read_bytes() == dump.read_bytes()
    assert mode(copy) == 0o600
    assert copy.name == hashlib.sha256(dump.read_bytes()).hexdigest()[:32]
    assert [entry.step for entry in case.log.entries()[1:]] == ["identification", "acquisition"]


def test_the_same_bytes_are_held_once(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    other = dump.with_name("copy of dump.sql")
    other.write_bytes(dump.read_bytes())
    add(case, [dump, other], actor, watcher, copy=True)
    (held,) = inventory(case, case.log.entries())
    assert len(held.plain) == 3


def test_a_hostile_name_neither_steers_nor_gets_lost(
    case: Case, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    hostile = tmp_path / "x\x1b[2J\u202e\n%41#?.sql"
    hostile.write_bytes(b"x")
    add(case, [hostile], actor, watcher)
    assert "\\u001b" not in case.log.lines()[-1].decode()
    (held,) = inventory(case, case.log.entries())
    assert held.plain == [hostile.resolve()]


def test_what_is_no_file_is_refused_and_not_logged(
    case: Case, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    with pytest.raises(EvidenceError) as told:
        add(case, [tmp_path / "absent"], actor, watcher)
    assert told.value.code == "missing-file"
    assert len(case.log.entries()) == 1


def test_files_are_found_by_name_or_hash(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    other = tmp_path / "other" / "dump.sql"
    other.parent.mkdir()
    other.write_bytes(b"y")
    first, second = add(case, [dump, other], actor, watcher)
    held = inventory(case, case.log.entries())
    assert find(held, second.sha256[:12]).item == second
    assert find(held, first.sha256.upper()).item == first
    for wanted, code in {"dump.sql": "evidence-ambiguous", "x": "no-such-evidence"}.items():
        with pytest.raises(UsageError) as told:
            find(held, wanted)
        assert told.value.code == code


def test_what_was_done_elsewhere_is_logged_in_own_words(case: Case, actor: Actor) -> None:
    entry = remark(case, actor, "collection", "disk 7 received from the court\x07")
    assert (entry.step, entry.note) == ("collection", "disk 7 received from the court")
    with pytest.raises(UsageError, match="says nothing"):
        remark(case, actor, "collection", "\x1b[0m")


def test_an_action_of_telusur_is_logged(case: Case, actor: Actor) -> None:
    entry = record(case, actor, "analysis", "inspected", seed=0, tables=("a", "b"))
    assert entry.how.options == {"seed": 0, "tables": ("a", "b")}
    assert case.log.entries()[-1] == entry


def test_a_folder_without_a_case(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as told:
        open_case(tmp_path)
    assert told.value.code == "no-case"


def test_a_damaged_description(case: Case) -> None:
    (case.folder / "case.toml").write_text("id = ")
    with pytest.raises(EvidenceError) as told:
        open_case(case.folder)
    assert told.value.code == "case-damaged"


def test_the_machine_is_named_only_where_wanted() -> None:
    assert Actor.here("X").host is None
    assert Actor.here("X", host=True).host
    assert Actor.here(None, default="Y").person == "Y"

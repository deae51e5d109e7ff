"""``verify`` finds what was touched, wherever it was."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace as replaced
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from telusur.cases import (
    Actor,
    Case,
    add,
    begin,
    keep_receipt,
    open_case,
    remark,
    seal,
    stamp,
    stamp_request,
    verify,
)
from telusur.custody.timestamp import read_certificates
from telusur.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from time_server import TimeServer

    from telusur.progress import Silent

RECEIPT = {"files": [], "rows_read": 0, "rows_rejected": 0}


def fails(case: Case, watcher: Silent, **given: object) -> list[str]:
    checks = verify(case, watcher, **given)  # type: ignore[arg-type]
    return [check.failure.code for check in checks if check.failure]


def request(case: Case) -> bytes:
    path = case.folder.parent / "request.tsq"
    stamp_request(case, path)
    return path.read_bytes()


def replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def test_an_untouched_case_holds(case: Case, dump: Path, actor: Actor, watcher: Silent) -> None:
    add(case, [dump], actor, watcher)
    seal(case, [], actor, watcher)
    keep_receipt(case, actor, RECEIPT)
    checks = verify(case, watcher)
    assert [check.what for check in checks] == [
        "checkpoints",
        "entries",
        "description",
        "receipt",
        "file dump.sql",
        "file dump.sql",
        "folders",
    ]
    assert not any(check.failure for check in checks)


def test_each_thing_that_is_touched_is_found(
    case: Case, dump: Path, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    keep_receipt(case, actor, RECEIPT)
    touched = {
        "log/entries.jsonl": (b"PDP Act", b"PDP act", "log-altered"),
        "log/checkpoints.txt": (b"\n1\n", b"\n2\n", "checkpoint-invalid"),
        "case.toml": (b"PDP Act", b"PDP act", "case-altered"),
        "receipts/00000002.json": (b'"rows_read": 0', b'"rows_read": 1', "evidence-altered"),
    }
    for name, (old, new, code) in touched.items():
        copy = tmp_path / code
        shutil.copytree(case.folder, copy)
        replace(copy / name, old, new)
        assert code in fails(open_case(copy), watcher), name


def test_a_changed_or_missing_file_is_found(
    case: Case, dump: Path, actor: Actor, watcher: Silent
) -> None:
    add(case, [dump], actor, watcher)
    replace(dump, b"Invented", b"Inverted")
    assert fails(case, watcher) == ["evidence-altered"]
    assert fails(case, watcher, files=False) == []
    dump.unlink()
    assert fails(case, watcher) == ["evidence-missing"]


def test_a_log_of_another_key_is_found(
    case: Case, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    other = begin(tmp_path / "other", actor, legal_basis="another")
    shutil.copy(other.folder / "keys/signing.pub", case.folder / "keys/signing.pub")
    assert fails(case, watcher)[0] == "checkpoint-invalid"


def test_a_log_written_anew_shows_against_the_known_key(
    case: Case, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    anew = begin(tmp_path / "anew", actor, legal_basis="PDP Act, article 46")
    assert fails(anew, watcher) == []  # by itself it looks whole
    assert fails(anew, watcher, key=case.public_key()) == ["key-unexpected"]
    assert fails(case, watcher, key=case.public_key()) == []


def test_a_damaged_public_key_is_the_cases_fault(case: Case) -> None:
    (case.folder / "keys/signing.pub").write_text("x")
    with pytest.raises(EvidenceError) as told:
        case.public_key()
    assert told.value.code == "case-damaged"


@pytest.mark.parametrize("name", ["evidence/incoming-1", "sealed/.x.part", "receipts/x.json"])
def test_what_a_crash_left_is_found(case: Case, watcher: Silent, name: str) -> None:
    (case.folder / name).write_bytes(b"INSERT")
    assert fails(case, watcher) == ["evidence-unlogged"]


def test_a_clock_that_was_put_back_is_said(case: Case, actor: Actor, watcher: Silent) -> None:
    earlier = replaced(actor, clock=lambda: datetime(2020, 1, 1, tzinfo=UTC))
    remark(case, earlier, "collection", "before its time")
    (entries,) = [check for check in verify(case, watcher) if check.what == "entries"]
    assert entries.failure is None
    assert "1 are dated before the one before them" in entries.said


def test_writers_at_the_same_time_write_one_history(
    case: Case, actor: Actor, watcher: Silent
) -> None:
    def work(number: int) -> None:
        remark(open_case(case.folder), actor, "analysis", f"by writer {number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(32)))
    assert len(case.log.entries()) == 33
    assert fails(case, watcher) == []


def test_a_case_put_back_shows_against_a_kept_checkpoint(
    case: Case, tmp_path: Path, actor: Actor, watcher: Silent
) -> None:
    shutil.copytree(case.folder, tmp_path / "earlier")
    remark(case, actor, "disclosure", "shown to the holder")
    kept = case.log.notes()[-1]
    assert fails(case, watcher, kept=kept) == []
    earlier = open_case(tmp_path / "earlier")
    assert fails(earlier, watcher) == []  # by itself it looks whole: this is said in the docs
    assert fails(earlier, watcher, kept=kept) == ["log-rewritten"]
    assert fails(earlier, watcher, kept="nonsense") == ["checkpoint-invalid"]


def test_a_time_stamp_is_taken_in_and_checked(
    case: Case, actor: Actor, watcher: Silent, time_server: TimeServer
) -> None:
    roots = read_certificates(time_server.ca.read_bytes())
    assert stamp(case, actor, url=time_server.url, roots=roots).trusted
    (check,) = [one for one in verify(case, watcher, roots=roots) if one.what == "time stamp"]
    assert check.failure is None
    assert "the first 1 entries existed at" in check.said
    entry = case.log.entries()[-1]
    assert (entry.action, entry.how.options["size"]) == ("checkpoint-time-stamped", 1)


def test_a_time_stamp_is_carried_by_hand(
    case: Case, actor: Actor, watcher: Silent, time_server: TimeServer
) -> None:
    response = time_server.reply(request(case))
    remark(case, actor, "collection", "something in between")  # the stamp is of an older one
    assert not stamp(case, actor, response=response).trusted
    assert fails(case, watcher) == []
    with pytest.raises(UsageError, match="there already"):
        stamp(case, actor, response=response)


def test_a_time_stamp_of_another_case_is_refused(
    case: Case, tmp_path: Path, actor: Actor, time_server: TimeServer
) -> None:
    other = begin(tmp_path / "other", actor, legal_basis="another")
    with pytest.raises(EvidenceError, match="no checkpoint of this log"):
        stamp(case, actor, response=time_server.reply(request(other)))
    assert len(case.log.entries()) == 1


def test_a_dropped_or_altered_time_stamp_is_found(
    case: Case, actor: Actor, watcher: Silent, time_server: TimeServer
) -> None:
    stamp(case, actor, url=time_server.url)
    (path,) = case.stamps.iterdir()
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert fails(case, watcher) == ["evidence-altered"]
    path.unlink()
    assert fails(case, watcher) == ["evidence-missing"]

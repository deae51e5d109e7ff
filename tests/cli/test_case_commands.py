"""``telusur case`` and ``telusur receipt`` as a user runs them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from telusur.cases import Actor, as_text, open_case, receipt_without_case
from telusur.cli.case.note import STEPS
from telusur.custody import entry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def case(tmp_path: Path, telusur: Callable[..., object]) -> Path:
    folder = tmp_path / "case"
    telusur("case", "init", folder, "--legal-basis", "PDP Act", "--who", "A. Analyst")
    return folder


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.sql"
    path.write_bytes(b"INSERT INTO people VALUES ('Rahasiawati');\n" * 99)
    return path


def test_a_case_from_first_to_last(
    case: Path, dump: Path, tmp_path: Path, telusur: Callable[..., object]
) -> None:
    at = ("--case", case)
    lines = (
        ("add", dump, "--copy", "--note", "from a forum"),
        ("note", "received from the court", "--step", "collection"),
        ("seal", "--shred-plain"),
        ("open", "dump.sql", "--to", tmp_path / "opened"),
        ("log",),
        ("verify",),
        ("verify", "--no-files"),
        ("export", "--out", tmp_path / "bundle.zip", "--to", "the ministry"),
        ("shred", "--yes"),
        ("verify",),
    )
    for line in lines:
        ended = telusur("case", *line, *at)
        assert (ended.status, ended.err) == (0, ""), line
        assert "Rahasiawati" not in ended.out
        if "--shred-plain" in line:  # a file that is gone is gone with a word
            assert "removed evidence/" in ended.out
    assert (tmp_path / "opened" / "dump.sql").read_bytes() == dump.read_bytes()
    assert "Rahasiawati" not in (case / "log" / "entries.jsonl").read_text()
    refused = telusur("case", "add", dump, *at)
    assert (refused.status, refused.error.split(": ")[1]) == (2, "key-missing")


def test_the_legal_basis_is_asked_for_on_a_terminal(tmp_path: Path) -> None:
    terminal, stdin = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "telusur", "case", "init", tmp_path / "case"],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(terminal, b"Article 46\nAn agency\nB. Analyst\n")
    out, err = started.communicate(timeout=60)
    os.close(terminal)
    os.close(stdin)
    assert started.returncode == 0, err
    assert "Legal basis" in err
    assert "log key" in out
    facts = open_case(tmp_path / "case").facts
    assert (facts.legal_basis, facts.holder, facts.who) == ("Article 46", "An agency", "B. Analyst")


def test_in_a_pipe_the_legal_basis_must_be_given(
    tmp_path: Path, refused: Callable[..., object]
) -> None:
    refused(2, "no-legal-basis", "case", "init", tmp_path / "case")
    assert not (tmp_path / "case").exists()


def test_a_tampered_log_ends_with_status_3(
    case: Path, dump: Path, telusur: Callable[..., object]
) -> None:
    telusur("case", "add", dump, "--case", case)
    log = case / "log" / "entries.jsonl"
    log.write_bytes(log.read_bytes().replace(b"dump.sql", b"dump.SQL", 1))
    ended = telusur("case", "verify", "--case", case)
    assert ended.status == 3
    assert ended.error.startswith("telusur: log-altered: entry 1 ")
    assert ended.out.splitlines()[0].startswith("ok ")
    assert ended.out.splitlines()[-1].startswith("NO ")
    as_json = telusur("case", "verify", "--json", "--case", case)
    assert json.loads(as_json.err)["error"]["code"] == "log-altered"
    assert [row["holds"] for row in json.loads(as_json.out)] == [True, False]
    refused = telusur("case", "note", "x", "--case", case)
    assert refused.error.startswith("telusur: log-altered: ")


def test_the_case_is_named_by_the_environment(
    case: Path, telusur: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELUSUR_CASE", str(case))
    entries = json.loads(telusur("case", "log", "--json").out)
    assert [one["action"] for one in entries] == ["case-opened"]
    kept = telusur("case", "log", "--checkpoint").out
    assert kept == open_case(case).log.notes()[-1]
    (case / "kept.txt").write_text(kept)
    assert telusur("case", "verify", "--checkpoint", case / "kept.txt").status == 0


def test_the_folder_one_is_in_is_the_case(
    case: Path, telusur: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(case)
    assert telusur("case", "log").status == 0
    monkeypatch.chdir(case.parent)
    assert telusur("case", "log").error.startswith("telusur: no-case: ")


def test_what_is_not_confirmed_is_not_destroyed(case: Path, refused: Callable[..., object]) -> None:
    refused(2, "not-confirmed", "case", "shred", "--case", case)
    assert (case / "keys" / "age.key").exists()


def test_a_stamp_is_asked_for_in_one_way(
    case: Path, tmp_path: Path, telusur: Callable[..., object], refused: Callable[..., object]
) -> None:
    at = ("--case", case)
    assert telusur("case", "stamp", "--request", tmp_path / "r.tsq", *at).status == 0
    assert (tmp_path / "r.tsq").read_bytes().startswith(b"\x30")
    refused(2, "stamp-how", "case", "stamp", *at)
    refused(2, "stamp-how", "case", "stamp", "--tsa", "http://x", "--request", "x", *at)
    refused(2, "time-stamp-url", "case", "stamp", "--tsa", "file:///x", *at)
    refused(2, "given-unreadable", "case", "stamp", "--response", tmp_path / "absent", *at)
    refused(3, "time-stamp-refused", "case", "stamp", "--response", tmp_path / "r.tsq", *at)
    refused(2, "not-a-certificate", "case", "verify", "--tsa-ca", tmp_path / "r.tsq", *at)


def test_the_steps_are_those_of_the_log() -> None:
    assert STEPS == entry.STEPS


@pytest.fixture
def receipt(dump: Path, tmp_path: Path) -> Path:
    """A signed receipt as ``inspect`` writes it where there is no case."""
    from telusur.evidence.taking import take  # noqa: PLC0415  # what inspect knows of the file

    item, _ = take(dump)
    files = [{"name": item.name, "bytes": item.bytes, "sha256": item.sha256}]
    out = tmp_path / "out"
    out.mkdir()
    signed, key = receipt_without_case(out, Actor.here("X"), {"files": files, "rows_read": 99})
    (out / "receipt.json").write_text(as_text(signed), encoding="utf-8")
    (out / "key.pub").write_text(f"{key}\n")
    assert (out / ".signing-key").stat().st_mode & 0o777 == 0o600
    return out / "receipt.json"


def test_a_receipt_is_verified_elsewhere(
    receipt: Path, dump: Path, telusur: Callable[..., object]
) -> None:
    ended = telusur("receipt", "verify", receipt)
    assert (ended.status, ended.err) == (0, "")
    assert "whose key that is" in ended.out
    key = receipt.with_name("key.pub")
    (receipt.parent / ".signing-key").unlink()
    for given in (key, key.read_text()):
        ended = telusur("receipt", "verify", receipt, "--key", given, "--file", dump)
        assert (ended.status, ended.err) == (0, "")
        assert "the key that was expected" in ended.out
        assert "dump.sql is dump.sql of the receipt" in ended.out


def test_a_receipt_that_does_not_hold(
    receipt: Path, dump: Path, case: Path, refused: Callable[..., object]
) -> None:
    another = case / "keys" / "signing.pub"
    refused(3, "key-unexpected", "receipt", "verify", receipt, "--key", another)
    refused(2, "not-a-public-key", "receipt", "verify", receipt, "--key", "x")
    refused(3, "not-a-receipt", "receipt", "verify", dump)
    refused(3, "missing-file", "receipt", "verify", receipt.with_name("absent"))
    receipt.write_text(receipt.read_text().replace('"rows_read": 99', '"rows_read": 98'))
    refused(3, "receipt-altered", "receipt", "verify", receipt)


def test_a_file_that_is_not_of_the_receipt(
    receipt: Path, dump: Path, telusur: Callable[..., object]
) -> None:
    dump.write_bytes(dump.read_bytes() + b"x")
    ended = telusur("receipt", "verify", receipt, "--file", dump)
    assert ended.status == 3
    assert ended.error.startswith("telusur: file-not-in-receipt: ")

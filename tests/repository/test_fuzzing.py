"""Fuzzing without a fuzzer: harnesses hold on what is kept, and what they report is added up."""

from __future__ import annotations

import base64
import re
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from fuzz import harness, ledger, support
from telusur.errors import EvidenceError, InternalFault
from telusur.reading.json_document import tokens
from telusur.reading.readers import BINARY, TEXT

if TYPE_CHECKING:
    from pathlib import Path

NAMES = harness.names()
# A few kilobytes a harness: what is larger is grown, and stays outside the repository.
MOST_KEPT = 16 << 10


@pytest.mark.parametrize("name", NAMES)
def test_a_harness_holds_on_its_first_inputs_and_on_every_past_crash(name: str) -> None:
    module = harness.load(name)
    inputs = [*module.seeds(), *harness.kept(name, "corpus"), *harness.kept(name, "crashes")]
    assert inputs
    for data in inputs:
        module.one(data)


def test_every_reader_has_a_harness() -> None:
    used = {
        id(value)
        for name in NAMES
        for value in vars(harness.load(name)).values()
        if isinstance(value, ModuleType)
    }
    assert not [reader.__name__ for reader in (*BINARY, *TEXT) if id(reader) not in used]


def test_a_parser_that_lies_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    module = harness.load("json_tokens")  # which takes the true depth with it
    monkeypatch.setattr(tokens, "MOST_DEPTH", 2)
    with pytest.raises(AssertionError):
        module.one(b"[[[[1]]]]")


def test_only_errors_that_a_reader_declares_are_taken() -> None:
    def fail(error: Exception) -> None:
        raise error

    assert support.declared(lambda: fail(EvidenceError("no-rows", "x"))) is None
    for other in (InternalFault("x", "x"), ValueError("x")):
        with pytest.raises(type(other)):
            support.declared(lambda other=other: fail(other))


@pytest.mark.parametrize("what", ["corpus", "crashes"])
def test_what_is_kept_is_small_and_belongs_to_a_harness(root: Path, what: str) -> None:
    for path in (root / "fuzz" / what).iterdir():
        assert path.stem in NAMES
        assert path.stat().st_size <= MOST_KEPT


def test_lines_that_say_what_follows_are_no_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harness, "FOLDER", tmp_path)
    (tmp_path / "crashes").mkdir()
    raw = base64.b64encode(b"\0a").decode()
    (tmp_path / "crashes" / "x.txt").write_text(f"# an error\n{raw}\n", encoding="ascii")
    assert harness.kept("x", "crashes") == [b"\0a"]
    assert harness.kept("y", "crashes") == []


def test_executions_add_up_over_runs(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    run = {"date": "2026-01-02", "commit": "abc", "executions": 5, "seconds": 1, "errors": 1}
    for commit in ("abc", "abc", "abd"):
        ledger.add("kinds", {**run, "commit": commit}, path)
    found = ledger.read(path)["kinds"]
    assert [one["executions"] for one in found] == [10, 5]
    assert re.search(
        r"\| `kinds` \| .* \| 15 \| 10,000,000 \| 3 \|", ledger.table({"kinds": found})
    )


def test_the_page_shows_the_ledger(root: Path) -> None:
    text = (root / "docs/benchmarks.md").read_text(encoding="utf-8")
    assert ledger.BEGIN in text
    assert ledger.page(text, ledger.read()) == text

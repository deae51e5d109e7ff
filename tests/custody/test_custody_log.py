"""Whatever is altered, dropped, moved or put in is found, and the first such entry is named.

Telusur's own check and the verifier that travels in bundles share no code; both are asked.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

import telusur.custody
from telusur.custody.audit import check_extends, check_log, split_notes
from telusur.custody.checkpoint import Checkpoint, open_checkpoint, sign
from telusur.custody.entry import Draft, How, Who, placed
from telusur.custody.keys import SigningKey
from telusur.custody.log import CHECKPOINTS, ENTRIES, CustodyLog, split_lines
from telusur.custody.tree import leaf_hash, roots
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from types import ModuleType

ORIGIN = "telusur.case/00000000000000000000000000000001"
KEY = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
SIZE = 6


def draft(number: int) -> Draft:
    options = {"signing_key": str(KEY.public)} if number == 0 else {}
    return Draft(
        step="collection",
        action="remark",
        who=Who(person="A. Analyst", account="analyst"),
        how=How(tool="telusur", version="0", options=options),
        note=f"remark {number}",
    )


@cache
def model() -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    lines = [placed(draft(n), n, "2026-01-01T00:00:00Z").line() for n in range(SIZE)]
    made = roots(leaf_hash(line) for line in lines)
    notes = [sign(Checkpoint(ORIGIN, size, root), KEY) for size, root in enumerate(made, start=1)]
    return tuple(lines), tuple(notes)


@cache
def standalone() -> ModuleType:
    """The verifier that travels in bundles, as a module."""
    place = telusur.custody.__path__[0]
    spec = importlib.util.spec_from_file_location("alone", f"{place}/standalone/verify_bundle.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def first_named(lines: list[bytes], notes: list[str]) -> tuple[str, int]:
    """Code of our check's error and the entry it names; the standalone verifier must agree."""
    with pytest.raises(EvidenceError) as told:
        check_log(lines, notes, KEY.public, ORIGIN)
    alone = standalone()
    files = {
        "log/entries.jsonl": b"".join(line + b"\n" for line in lines),
        "log/checkpoints.txt": "\n".join(notes).encode(),
    }
    with pytest.raises((alone.Failed, ValueError)) as said:
        alone.check_log(files, alone.read_key(str(KEY.public)))
    number = re.search(r"(?:entry|size) (\d+)", told.value.message)
    other = re.search(r"(?:entry|size) (\d+)", str(said.value))
    assert number
    assert other
    assert number[1] == other[1]
    return told.value.code, int(number[1])


def test_an_untouched_log_holds() -> None:
    lines, notes = model()
    check_log(lines, notes, KEY.public, ORIGIN)


@given(st.integers(0, SIZE - 1), st.data())
def test_an_altered_byte_is_found_where_it_is(index: int, data: st.DataObject) -> None:
    lines, notes = map(list, model())
    place = data.draw(st.integers(0, len(lines[index]) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda b: b not in {lines[index][place], 10}))
    lines[index] = lines[index][:place] + bytes([other]) + lines[index][place + 1 :]
    assert first_named(lines, notes) == ("log-altered", index)


@given(st.integers(0, SIZE - 1), st.integers(1, SIZE))
def test_dropped_entries_are_found(index: int, many: int) -> None:
    lines, notes = map(list, model())
    del lines[index : index + many]
    code = "log-altered" if index < len(lines) else "log-shortened"
    assert first_named(lines, notes) == (code, index)


@given(st.permutations(range(SIZE)).filter(lambda order: list(order) != sorted(order)))
def test_a_new_order_is_found(order: list[int]) -> None:
    lines, notes = model()
    first = next(n for n, place in enumerate(order) if n != place)
    assert first_named([lines[n] for n in order], list(notes)) == ("log-altered", first)


@given(st.integers(0, SIZE))
def test_an_inserted_entry_is_found(index: int) -> None:
    lines, notes = map(list, model())
    lines.insert(index, placed(draft(99), index, "2026-01-01T00:00:00Z").line())
    code = "log-altered" if index < SIZE else "log-unsigned"
    assert first_named(lines, notes) == (code, index)


@given(st.integers(0, SIZE - 2))
def test_an_entry_dropped_with_its_checkpoint_is_found(index: int) -> None:
    lines, notes = map(list, model())
    del lines[index], notes[index]
    assert first_named(lines, notes) == ("checkpoint-invalid", index + 1)


@given(st.integers(0, SIZE - 1))
def test_a_checkpoint_of_another_key_is_found(index: int) -> None:
    lines, notes = map(list, model())
    forger = SigningKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    notes[index] = sign(Checkpoint(ORIGIN, index + 1, bytes(32)), forger)
    assert first_named(lines, notes) == ("checkpoint-invalid", index + 1)


def test_a_signed_line_that_is_no_entry_is_found() -> None:
    lines = [b'{"index":0}']
    notes = [sign(Checkpoint(ORIGIN, 1, leaf_hash(lines[0])), KEY)]
    with pytest.raises(EvidenceError, match="entry 0 of the log is no entry"):
        check_log(lines, notes, KEY.public, ORIGIN)


@given(st.integers(1, SIZE))
def test_a_log_put_back_shows_against_a_kept_checkpoint(size: int) -> None:
    lines, notes = model()
    kept = open_checkpoint(notes[-1], KEY.public, ORIGIN)
    if size == SIZE:
        check_extends(lines, kept)
        return
    check_log(lines[:size], notes[:size], KEY.public, ORIGIN)  # by itself it looks whole
    with pytest.raises(EvidenceError, match="does not extend"):
        check_extends(lines[:size], kept)


def test_a_log_written_anew_shows_against_a_kept_checkpoint() -> None:
    lines, notes = model()
    kept = open_checkpoint(notes[2], KEY.public, ORIGIN)
    with pytest.raises(EvidenceError, match="does not extend"):
        check_extends([lines[0], lines[1], lines[3], lines[4]], kept)


@given(st.integers(0, SIZE))
def test_notes_are_split_as_they_were_joined(size: int) -> None:
    _, notes = model()
    assert split_notes("\n".join(notes[:size])) == list(notes[:size])
    assert split_lines(b"a\nb\n") == [b"a", b"b"]


def test_a_log_on_disk_grows(tmp_path: Path, clock: Callable[[], datetime]) -> None:
    log = CustodyLog(tmp_path / "log", ORIGIN)
    log.append([draft(0)], KEY, clock)
    log.append([draft(1), draft(2)], KEY, clock)
    assert [entry.index for entry in log.entries()] == [0, 1, 2]
    assert [entry.when for entry in log.entries()] == [
        "2026-01-01T09:00:00Z",
        "2026-01-01T09:01:00Z",
        "2026-01-01T09:01:00Z",
    ]
    check_log(log.lines(), log.notes(), KEY.public, ORIGIN)
    assert {path.stat().st_mode & 0o777 for path in log.folder.iterdir()} == {0o600}


def test_a_log_that_was_touched_is_not_signed_again(
    tmp_path: Path, clock: Callable[[], datetime]
) -> None:
    log = CustodyLog(tmp_path / "log", ORIGIN)
    log.append([draft(0), draft(1)], KEY, clock)
    path = log.folder / ENTRIES
    path.write_bytes(path.read_bytes().replace(b"remark 0", b"remark 7"))
    before = (log.folder / CHECKPOINTS).read_bytes()
    with pytest.raises(EvidenceError, match="entry 0"):
        log.append([draft(2)], KEY, clock)
    assert (log.folder / CHECKPOINTS).read_bytes() == before


@pytest.mark.parametrize("torn", [b"", b"\n", "\n\u2014 tel".encode(), b"\ntelusur.case/0"])
def test_what_a_crash_left_is_set_aside_and_said(
    tmp_path: Path, clock: Callable[[], datetime], torn: bytes
) -> None:
    log = CustodyLog(tmp_path / "log", ORIGIN)
    log.append([draft(0)], KEY, clock)
    with (log.folder / ENTRIES).open("ab") as file:
        file.write(placed(draft(1), 1, "2026-01-01T00:00:00Z").line()[:40])
    with (log.folder / CHECKPOINTS).open("ab") as file:
        file.write(torn)
    log.append([draft(2)], KEY, clock)
    check_log(log.lines(), log.notes(), KEY.public, ORIGIN)
    said, added = log.entries()[1:]
    assert said.action == "unsigned-entries-set-aside"
    assert said.what[0].bytes == 40
    assert (log.folder / said.what[0].name).stat().st_size == 40
    assert added.note == "remark 2"

"""A refreshed index is what a new one would be, and only what changed is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kept_register as kept
import pyarrow.parquet as pq
import pytest

from telusur.indexing import Preparing, prepare, refresh

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.registers.prepared import Index

FEW = Preparing(members_of_a_file=10)  # of 150 members: sixteen files


@pytest.fixture
def given(tmp_path) -> Path:
    return kept.keep(tmp_path / "kept", kept.versions(kept.people(0, 150)))


def content(folder: Path, index: Index) -> dict[str, object]:
    """All that an index says and holds, but when it was made."""
    said = index.model_dump(exclude={"prepared", "members", "spread", "lists", "sources"})
    named = {
        "spread": index.spread,
        "lists": index.lists,
        **{f"members {at}": part for at, part in enumerate(index.members)},
    }
    return said | {name: pq.read_table(folder / part.file) for name, part in named.items() if part}


def test_an_unchanged_register_costs_no_file(given, tmp_path):
    folder = tmp_path / "ours.index"
    before = prepare(given, folder, how=FEW)
    done = refresh(folder, how=FEW)
    assert done.written == 0
    assert done.changes is not None
    assert done.changes.files == frozenset()
    assert done.index.members == before.members
    assert done.index.prepared > before.prepared


def test_a_refreshed_index_is_a_new_one(given, tmp_path):
    folder = tmp_path / "ours.index"
    before = prepare(given, folder, how=FEW)
    rows = kept.versions(kept.people(0, 150))
    gone, changed = rows[10]["no_kartu"], rows[20]["no_kartu"]
    rows = [row for row in rows if row["no_kartu"] != gone]
    for row in rows:
        if row["no_kartu"] == changed and row["sampai"] is None:
            row["sampai"] = "2021-03-01"
            rows.append({**row, "nama": "Umpama Lain", "sejak": "2021-03-01", "sampai": None})
            break
    rows += kept.versions([kept.person(900)])
    kept.write(given.parent / "kept.parquet", rows, seed=3)

    done = refresh(folder, how=FEW)
    new = prepare(given, tmp_path / "new.index", folder.with_name("ours.index.key"), how=FEW)

    found = done.changes
    assert found is not None
    assert (found.members_new, found.members_changed, found.members_gone) == (1, 1, 1)
    before_gone = sum(1 for row in kept.versions(kept.people(0, 150)) if row["no_kartu"] == gone)
    # the changed member's last version ended: gone as it was, new with an end and with a successor
    assert found.versions_gone == before_gone + 1
    assert found.versions_new == 2 + len(kept.versions([kept.person(900)]))
    assert 0 < done.written <= 3 < len(done.index.members)
    assert content(folder, done.index) == content(tmp_path / "new.index", new)
    kept_files = {part.file for part in before.members} & {p.file for p in done.index.members}
    assert len(kept_files) == len(before.members) - done.written
    assert {path.name for path in folder.iterdir()} == {
        "index.json",
        *(part.file for part in done.index.files),
    }


def test_a_column_of_another_type_has_every_file_written(given, tmp_path):
    folder = tmp_path / "ours.index"
    prepare(given, folder, how=FEW)
    rows = [{**row, "telepon": f"orang {at}"} for at, row in enumerate(kept.people(0, 150))]
    kept.write(given.parent / "kept.parquet", kept.versions(rows))
    done = refresh(folder, how=FEW)
    assert done.changes is None
    assert done.written == len(done.index.members)
    assert done.why == "a column holds values of another type than before"
    new = prepare(given, tmp_path / "new.index", folder.with_name("ours.index.key"), how=FEW)
    assert content(folder, done.index) == content(tmp_path / "new.index", new)


def test_a_register_that_has_grown_past_its_files_gets_more(given, tmp_path):
    folder = tmp_path / "ours.index"
    prepare(given, folder, how=FEW)
    kept.write(given.parent / "kept.parquet", kept.versions(kept.people(0, 400)))
    done = refresh(folder, how=FEW)
    assert len(done.index.members) == 64
    assert done.written == 64
    assert done.why == "it has grown or shrunk past the files it had"

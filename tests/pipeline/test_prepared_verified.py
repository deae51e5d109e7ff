"""The same findings against a prepared register as against the register where it lies."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import kept_register as kept
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.afterwards import explain, open_run
from telusur.drill import make_drill
from telusur.indexing import Preparing, prepare
from telusur.options import Options
from telusur.pipeline import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from telusur.model.findings import Findings
    from telusur.model.findings.records import Outcome

FEW = Preparing(members_of_a_file=64)


def told(findings: Findings) -> dict[str, object]:
    """What must not depend on how the register was given.

    Which members are swapped to measure chance is drawn by their hash, so how often a column agrees
    by chance is told on other pairs of people; and only plain values link rows without a key match.
    """
    structure = findings.structure.model_dump(exclude={"candidates": {"__all__": {"not_tested"}}})
    other = {
        "agreement": {"__all__": {"by_chance"}},
        "decoys": {"swap"},
        "linkage": True,
        "outcome": True,
        "distinct_outcome": True,
    }
    return {
        "structure": structure,
        "records": [one.model_dump(exclude=other) for one in findings.records],
        "outcome": [without_probable(one.outcome) for one in findings.records],
        "dating": [one.model_dump() for one in findings.dating],
        "grades": [(one.holder, one.grade) for one in findings.verdict.candidates],
    }


def without_probable(outcome: Outcome) -> dict[str, int]:
    return outcome.model_dump() | {"absent": outcome.absent + outcome.probable, "probable": 0}


def run(tmp_path: Path, dump: Path, register: Path, name: str, **options) -> Findings:
    out = tmp_path / name
    return verify(Options(dump=(dump,), registers=(register,), out=out, **options))


@pytest.fixture
def both(tmp_path) -> Callable[..., tuple[Findings, Findings]]:
    """Verify a dump against a register where it lies, and prepared; then without its source."""

    def verified(given: Path, dump: Path, **options) -> tuple[Findings, Findings]:
        plain = run(tmp_path, dump, given, "plain", **options)
        folder = tmp_path / "ours.index"
        prepare(given, folder, how=FEW)
        aside = given.parent.rename(tmp_path / "aside")
        prepared = run(tmp_path, dump, folder, "prepared", **options)
        aside.rename(given.parent)
        return plain, prepared

    return verified


def test_the_drill_is_told_alike(both, tmp_path):
    drill = make_drill(tmp_path / "drill", 1500, seed=4, sample_rows=700)
    shutil.copytree(drill.register_toml.parent, tmp_path / "register")
    register = tmp_path / "register" / drill.register_toml.name
    plain, prepared = both(register, drill.dump, claim=drill.claim_toml)
    assert told(plain) == told(prepared)
    assert plain.dating[0].status == "dated"
    assert plain.records[0].outcome.former > 0
    assert plain.records[0].decoys.swap.tried == prepared.records[0].decoys.swap.tried
    runs = [open_run(tmp_path / name) for name in ("plain", "prepared")]
    for row in range(1, 60, 7):
        one, other = (explain(run, row) for run in runs)
        if one.outcome != "probable":
            assert (one.outcome, one.key) == (other.outcome, other.key)
            assert one.consistent == other.consistent
            assert [each.agrees for each in one.cells] == [each.agrees for each in other.cells]


def dumped(tmp_path: Path, rows: list[dict[str, str]]) -> Path:
    path = tmp_path / "dump.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.mark.parametrize("written", [kept.as_it_stands, kept.rewritten])
@pytest.mark.parametrize("history", [True, pytest.param(False, marks=pytest.mark.prove)])
def test_values_as_they_stand_and_rewritten(both, tmp_path, written, history):
    members = kept.people(0, 200)
    rows = kept.versions(members) if history else members
    given = kept.keep(tmp_path / "kept", rows, history=history)
    dump = dumped(tmp_path, written([*kept.people(20, 120), *kept.people(5_000, 5_020)]))
    plain, prepared = both(given, dump)
    assert told(plain) == told(prepared)
    assert prepared.records[0].outcome.absent == 20
    assert prepared.records[0].linkage is not None
    assert prepared.records[0].linkage.why == "register-prepared"
    assert prepared.records[0].outcome.identical + prepared.records[0].outcome.former == 100
    assert prepared.verdict.grade == "verified"


def test_rows_that_are_set_apart_are_told_alike(both, tmp_path, monkeypatch):
    """As in a dump of national size, where most rows are settled by one fingerprint."""
    monkeypatch.setattr("telusur.records.apart.NEAR_ROWS", 40)
    given = kept.keep(tmp_path / "kept", kept.versions(kept.people(0, 200)))
    rows = [*kept.people(20, 150), *kept.people(5_000, 5_020)]
    plain, prepared = both(given, dumped(tmp_path, kept.as_it_stands(rows)))
    for one, other in zip(plain.records, prepared.records, strict=True):
        assert without_probable(one.outcome) == without_probable(other.outcome)
        assert one.match_rate == other.match_rate
        assert [each.agree for each in one.agreement] == [each.agree for each in other.agreement]
    assert prepared.records[0].outcome.absent == 20


def test_snapshots_are_told_alike(both, tmp_path):
    folder = tmp_path / "kept"
    given = kept.keep(folder, kept.people(0, 200), history=False)
    moved = [{**row, "kelas": "A"} if at % 4 == 0 else row for at, row in
             enumerate(kept.people(0, 200))]  # fmt: skip
    kept.write(folder / "later.parquet", moved)
    text = given.read_text(encoding="utf-8").replace('[source]\npath = "kept.parquet"\n', "")
    given.write_text(
        text + '[[snapshot]]\ndate = 2021-01-31\npath = "kept.parquet"\n'
        '[[snapshot]]\ndate = 2021-02-28\npath = "later.parquet"\n',
        encoding="utf-8",
    )
    plain, prepared = both(given, dumped(tmp_path, kept.as_it_stands(kept.people(0, 90))))
    assert told(plain) == told(prepared)
    assert prepared.dating[0].status == "dated"
    assert prepared.registers[0].history == "snapshots"


def test_a_key_of_two_columns(both, tmp_path):
    rows = [{k: v for k, v in row.items() if k != "no_kartu"} for row in kept.people(0, 200)]
    folder = tmp_path / "kept"
    given = kept.keep(folder, rows, key='"cabang", "urut"', history=False)
    text = given.read_text(encoding="utf-8").replace("[columns.no_kartu]\nexclusive = true\n", "")
    given.write_text(text, encoding="utf-8")
    plain, prepared = both(given, dumped(tmp_path, kept.as_it_stands(rows[:90])))
    assert told(plain) == told(prepared)
    assert ("cabang", "urut") in prepared.records[0].keys_used
    assert prepared.records[0].decoys.chance.tried == plain.records[0].decoys.chance.tried > 0


def test_rows_point_at_members_by_reference_alone(tmp_path):
    given = kept.keep(tmp_path / "kept", kept.versions(kept.people(0, 200)))
    prepare(given, tmp_path / "ours.index")
    dump = dumped(tmp_path, kept.as_it_stands(kept.people(0, 50)))
    run(tmp_path, dump, tmp_path / "ours.index", "out")
    rows = pq.read_table(tmp_path / "out" / "rows.parquet")
    members = rows["member"].to_pylist()
    assert len(set(members)) == 50
    assert all(len(one) == 32 for one in members)
    held = pq.read_table(next((tmp_path / "ours.index").glob("members-*.parquet")))["entity_"]
    assert not {str(one) for one in held.to_pylist()} & set(members)


def test_what_a_prepared_register_cannot_tell_is_said(tmp_path):
    given = kept.keep(tmp_path / "kept", kept.versions(kept.people(0, 200)))
    prepare(given, tmp_path / "ours.index")
    import hashlib  # noqa: PLC0415

    rows = kept.as_it_stands(kept.people(0, 90))
    for row in rows:
        phone = row.pop("TELEPON")
        row["TELP_HASH"] = hashlib.sha256(phone.encode()).hexdigest()
        row["NAMA_SENSOR"] = row.pop("NAMA")[:4] + "****"
        row["KAWASAN"] = row.pop("KODE_KANTOR")[:3]
    found = run(tmp_path, dumped(tmp_path, rows), tmp_path / "ours.index", "out")
    untried = {name: one.why.en for one in found.structure.candidates[0].not_tested
               for name in one.columns}  # fmt: skip
    assert "hashed" in untried["TELP_HASH"]
    assert "masked" in untried["NAMA_SENSOR"]
    asked = {one.what: one.why.en for one in found.verdict.cannot_tell}
    assert f"{len(untried)} columns" in asked["other_forms"]
    plain = run(tmp_path, dumped(tmp_path, rows), given, "plain")
    assert plain.structure.candidates[0].not_tested == ()
    assert "other_forms" not in {one.what for one in plain.verdict.cannot_tell}


def test_codes_under_other_names_and_labels_are_told_from_hashes(both, tmp_path):
    given = kept.keep(tmp_path / "kept", kept.people(0, 400), history=False)
    rows = kept.as_it_stands(kept.people(0, 300))
    for row in rows:
        row["KANTOR"] = kept.OFFICES[row.pop("KODE_KANTOR")]
        row["KELAS"] = {"A": "1", "B": "2", "C": "3"}[row["KELAS"]]
    plain, prepared = both(given, dumped(tmp_path, rows))
    assert told(plain) == told(prepared)
    agreed = {one.register_: one.agree for one in prepared.records[0].agreement}
    assert agreed["kode_kantor"] == agreed["kelas"] == 300

"""Real public registers, opened as anybody would describe them."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.registers import open_register, register_reads

pytestmark = pytest.mark.outside

REGISTERS = {
    "us_congress": 'ignore = ["from_commit", "to_commit"]',
    # occurrence numbers the rows of one registrant within a file; it is no column of the register
    "fara_registrants": 'ignore = ["from_commit", "to_commit", "occurrence"]',
}


@pytest.fixture
def opened(tmp_path):
    engines = []

    def opener(given):
        work = tmp_path / f"work{len(engines)}"
        work.mkdir()
        engine = DuckDBEngine(Limits(work=work, reads=(*register_reads(given), tmp_path)))
        engines.append(engine)
        return open_register(engine, given, work)

    yield opener
    for engine in engines:
        engine.close()


def describe(folder, name, path):
    path.write_text(
        f'[register]\nname = "{name}"\nholder = "{name}"\n'
        f'[source]\npath = "{folder}/history.parquet"\n'
        f'[history]\nvalid_from = "valid_from"\nvalid_to = "valid_to"\n{REGISTERS[name]}\n'
        '[[key]]\ncolumns = ["entity_key"]\n'
    )
    return path


@pytest.mark.parametrize("name", REGISTERS)
def test_history_of_a_public_register(name, outside_data, tmp_path, opened):
    folder = outside_data / "registers" / name
    info = json.loads((folder / "info.json").read_text())
    register = opened(describe(folder, name, tmp_path / "register.toml"))
    facts = register.facts
    assert facts.members == info["entities"]
    assert facts.first_change.date() == date.fromisoformat(info["first"])
    assert facts.last_change.date() == date.fromisoformat(info["last"])
    codes = [one.code for one in facts.warnings]
    assert facts.versions == info["rows_history"]
    if name == "fara_registrants":
        # one registrant stands twice at the same time, with two termination dates
        assert codes == ["versions-overlap-unequal"]
        assert ("Registration_Number",) in facts.keys
    else:
        assert codes == []
        # a dump has no entity_key, but these
        assert {("bioguide",), ("govtrack",)} < set(facts.keys)


@pytest.mark.parametrize("name", REGISTERS)
def test_the_same_history_without_a_description(name, outside_data, opened):
    folder = outside_data / "registers" / name
    info = json.loads((folder / "info.json").read_text())
    facts = opened(folder / "history.parquet").facts
    assert facts.inferred
    assert facts.history == "versions"
    assert facts.keys[0] == ("entity_key",)
    assert facts.members == info["entities"]
    assert "from_commit" not in facts.columns


def test_dated_snapshots_of_a_public_register(outside_data, tmp_path, opened):
    folder = outside_data / "registers" / "us_congress"
    copies = sorted(folder.glob("snapshot_*.csv.gz"))
    given = tmp_path / "register.toml"
    given.write_text(
        '[register]\nname = "us_congress"\nholder = "us_congress"\n'
        '[[key]]\ncolumns = ["bioguide"]\n'
        + "".join(f'[[snapshot]]\ndate = {copy.name[9:19]}\npath = "{copy}"\n' for copy in copies)
    )
    facts = opened(given).facts
    assert facts.history == "snapshots"
    assert len(facts.snapshot_dates) == len(copies)
    with (folder.parent / "truth_windows.csv").open() as file:
        rows = [int(r["rows"]) for r in csv.DictReader(file) if r["register"] == "us_congress"]
    assert max(rows) <= facts.members <= sum(rows)
    assert facts.members <= facts.versions <= sum(rows)

"""A drill verified, its rows explained, and the run held against another of the same dump."""

import json
import shutil
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from telusur.afterwards import differ, explain, open_run
from telusur.cli.main import run as run_command
from telusur.drill import make_drill
from telusur.errors import UsageError
from telusur.options import Options
from telusur.pipeline import verify


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same dump against the register, and against the register with a part of it gone."""
    folder = tmp_path_factory.mktemp("afterwards")
    paths = make_drill(folder / "drill", 2000, seed=4, sample_rows=900)
    options = Options(
        dump=(paths.dump,),
        registers=(paths.register_toml,),
        claim=paths.dump.parent / "claim.toml",
        out=folder / "one",
    )
    verify(options)
    less = folder / "less"
    shutil.copytree(paths.register_toml.parent, less)
    for part in sorted((less / "members").glob("*.parquet")):
        table = pq.read_table(part)
        pq.write_table(table.slice(0, int(len(table) * 0.9)), part)
    verify(replace(options, registers=(less / paths.register_toml.name,), out=folder / "two"))
    return folder / "one", folder / "two", paths


def rows_of(folder):
    return pq.read_table(folder / "rows.parquet")


def first(folder, outcome):
    table = rows_of(folder)
    return next(r["row"] for r in table.to_pylist() if r["outcome"] == outcome)


@pytest.mark.parametrize("outcome", ["identical", "changed", "former", "absent"])
def test_a_row_is_explained_by_what_the_run_kept(runs, outcome):
    folder, _, _ = runs
    row = first(folder, outcome)
    told = explain(open_run(folder), row)
    assert (told.row, told.outcome) == (row, outcome)
    kept = rows_of(folder).to_pylist()[row - 1]
    assert told.line == kept["line"]
    assert told.member == kept["member"]
    assert told.why
    if outcome == "absent":
        assert not told.cells
        return
    assert told.key == ("psnoka",)
    differing = {cell.dump for cell in told.cells if not cell.agrees}
    assert bool(differing) == (outcome != "identical")
    bits = sum(cell.agrees << at for at, cell in enumerate(told.cells))
    assert bits == kept["agreement_0"]
    said = " ".join(one.en for one in told.why)
    assert all(name in said for name in differing)


def test_no_value_of_the_dump_stands_in_an_explanation(runs, capsys):
    folder, _, paths = runs
    row = first(folder, "changed")
    assert run_command(["explain", str(folder), "--row", str(row), "--lang", "id"]) == 0
    shown = capsys.readouterr().out
    line = paths.dump.read_text("utf-8-sig").splitlines()[row]
    values = {value.strip('" ') for value in line.split(";") if len(value) > 5}
    assert values
    assert not [value for value in values if value in shown]
    assert "Berubah" in shown


def test_explaining_is_logged_in_the_case(runs, tmp_path, capsys):
    folder, _, _ = runs
    case = tmp_path / "case"
    made = ["case", "init", str(case), "--legal-basis", "latihan", "--who", "Sari"]
    assert run_command(made) == 0
    asked = ["explain", str(folder), "--row", "3", "--case", str(case), "--who", "Sari"]
    assert run_command(asked) == 0
    capsys.readouterr()
    assert run_command(["case", "log", "--case", str(case)]) == 0
    assert "explained" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--row", "999999"], "no-such-row"),
        (["--row", "1", "--register", "lain"], "no-such-register"),
    ],
)
def test_what_is_not_there_is_said(runs, capsys, arguments, code):
    assert run_command(["explain", str(runs[0]), *arguments]) == 2
    assert code in capsys.readouterr().err


def test_a_folder_without_a_run_is_refused(tmp_path):
    with pytest.raises(UsageError) as raised:
        open_run(tmp_path)
    assert raised.value.code == "no-run"
    (tmp_path / "findings.json").write_text('{"schema": "other"}')
    with pytest.raises(UsageError):
        open_run(tmp_path)


def test_a_run_does_not_differ_from_itself(runs, tmp_path):
    one = open_run(runs[0])
    found, moved = differ(one, one, tmp_path)
    assert found == ()
    assert {step.before == step.after for step in moved} == {True}
    assert sum(step.rows for step in moved) == one.findings.receipt.rows_read


def test_members_who_are_gone_turn_rows_absent(runs, tmp_path):
    one, two = open_run(runs[0]), open_run(runs[1])
    found, moved = differ(one, two, tmp_path)
    by_what = {each.what: each for each in found if each.subject == "jsn"}
    assert by_what["members"].after < by_what["members"].before
    assert by_what["absent"].after > by_what["absent"].before
    gone = sum(step.rows for step in moved if step.after == "absent" != step.before)
    came = sum(step.rows for step in moved if step.before == "absent" != step.after)
    assert gone - came == by_what["absent"].after - by_what["absent"].before
    assert sum(step.rows for step in moved) == one.findings.receipt.rows_read
    for name in ("identical", "absent"):
        outcome = one.findings.records[0].outcome
        assert sum(s.rows for s in moved if s.before == name) == getattr(outcome, name)


def test_rows_of_another_dump_are_not_compared(runs, tmp_path, capsys):
    one = open_run(runs[0])
    receipt = one.findings.receipt
    file = receipt.files[0].model_copy(update={"sha256": "0" * 64})
    other = replace(
        one,
        findings=one.findings.model_copy(
            update={"receipt": receipt.model_copy(update={"files": (file,)})}
        ),
    )
    assert differ(one, other, tmp_path)[1] is None


def test_the_command_tells_both_ways(runs, capsys):
    assert run_command(["diff", str(runs[0]), str(runs[1])]) == 0
    shown = capsys.readouterr().out
    assert "members of the register" in shown
    assert "→" in shown
    assert run_command(["diff", str(runs[0]), str(runs[1]), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rows"]
    assert document["differences"][0]["at"].startswith("/")

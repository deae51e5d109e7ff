"""What commands print: help with examples, findings as JSON, receipts without plain values."""

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from telusur.cli.main import COMMANDS, cli
from telusur.drill.plan import BLOCK, make_plan
from telusur.errors import UsageError


@pytest.fixture
def given(dump, register, out):
    return ["verify", dump, "--register", register, "--out", out]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command):
    shown = CliRunner().invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert f"  telusur {command}" in shown.output.partition("Example")[2]


def test_help_names_every_command():
    shown = CliRunner().invoke(cli, ["--help"])
    assert all(f"\n  {command} " in shown.output for command in COMMANDS)


def test_runs_as_a_module():
    told = subprocess.run(
        [sys.executable, "-m", "telusur", "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("telusur ")


def test_reader_that_leaves_early_is_no_failure(start):
    process = start("findings-schema")
    process.stdout.close()
    process.stdout = None
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, "")


def test_findings_follow_the_printed_schema(given, telusur, findings):
    schema = json.loads(telusur("findings-schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    ended = telusur(*given, "--json")
    assert (ended.status, ended.err) == (0, "")
    printed = json.loads(ended.out)
    assert printed == findings()
    Draft202012Validator(schema).validate(printed)


def test_answer_in_words_and_no_progress_in_a_pipe(given, out, telusur):
    ended = telusur(*given, "--lang", "id")
    assert (ended.status, ended.err) == (0, "")
    answer = ended.out.splitlines()
    assert answer[0].endswith("TERVERIFIKASI")
    assert answer[-1] == str(out / "report.html")


def test_overrides_are_recorded_and_obeyed(write_csv, people, register, out, telusur, findings):
    # The dump's columns stand under names of their own, behind a bar, in another encoding.
    header = ["a", "b", "c", "d", "e", "f"]
    path = write_csv("odd.txt", people[:40], header)
    rows = path.read_text(encoding="utf-8").replace(",", "|").splitlines()[1:]
    path.write_text("\n".join(rows) + "\n", encoding="cp1252")
    options = [
        *("--no-header", "--delimiter", "|", "--encoding", "cp1252", "--key", "nomor"),
        *("--map", "column_1=nomor", "--ignore", "column_6", "--threads", "1", "--seed", "7"),
    ]
    ended = telusur("verify", path, "--register", register, "--out", out, *options)
    assert ended.status == 0
    found = findings()
    recorded = found["run"]["options"]
    assert {name: recorded[name] for name in ("no_header", "delimiter", "encoding")} == {
        "no_header": True,
        "delimiter": "|",
        "encoding": "cp1252",
    }
    assert recorded["map"] == {"column_1": "nomor"}
    assert (recorded["key"], recorded["ignore"]) == (["nomor"], ["column_6"])
    assert (recorded["threads"], found["run"]["seed"]) == (1, 7)
    # No path is kept, only names: where evidence lies is nobody's business.
    assert recorded["dump"] == ["odd.txt"]
    assert str(path.parent) not in json.dumps(found)
    pairs = {pair["dump"]: pair for pair in found["structure"]["candidates"][0]["columns"]}
    assert pairs["column_1"]["register"] == "nomor"
    assert "column_6" not in pairs
    assert found["records"][0]["outcome"]["identical"] == 40


def test_inspect_prints_a_receipt_and_masked_values(dump, telusur, secrets, out):
    ended = telusur("inspect", dump, "--out", out)
    assert (ended.status, ended.err) == (0, "")
    assert "60 rows read, 0 rejected, 6 columns" in ended.out
    assert "nomor" in ended.out
    written = (out / "inspection.json").read_text(encoding="utf-8")
    for value in secrets:
        assert value not in ended.out
        assert value not in written
    as_json = json.loads(telusur("inspect", dump, "--json").out)
    assert set(as_json) == {"receipt", "profile", "first_rows"}
    assert as_json == json.loads(written)


def test_header_alone_gives_no_more_than_similar(tmp_path, register, out, telusur, findings):
    header = tmp_path / "header.txt"
    header.write_text("nomor\nnama\nkota\ncabang\nmasuk\ncatatan\n", encoding="utf-8")
    ended = telusur("verify", "--columns", header, "--register", register, "--out", out)
    assert ended.status == 0
    found = findings()
    assert found["verdict"]["grade"] == "similar"
    assert found["run"]["options"]["columns"] == "header.txt"
    assert not (out / "rows.parquet").exists()


def test_no_value_of_dump_or_register_is_printed_or_written(
    given, out, telusur, secrets, people, findings
):
    ended = telusur(*given)
    assert ended.status == 0
    absent_members = [row[0] for row in people[60:]]  # in the register alone
    values = [*secrets, *(row[0] for row in people[:60]), *absent_members]
    written = [
        (out / name).read_text("utf-8") for name in ("findings.json", "report.html", "run.log")
    ]
    for text in (
        ended.out,
        ended.err,
        *written,
        (out / "rows.parquet").read_bytes().decode("latin-1"),
    ):
        assert [value for value in values if value in text] == []
    assert findings()["records"][0]["outcome"]["identical"] == 60


def test_the_help_of_demo_tells_how_many_members_it_takes():
    shown = " ".join(CliRunner().invoke(cli, ["demo", "--help"]).output.split())
    least, most = re.search(r"ever held: ([\d,]+) to ([\d,]+)\.", shown).groups()
    for refused in (int(least.replace(",", "")) - 1, int(most.replace(",", "")) + 1):
        with pytest.raises(UsageError) as caught:
            make_plan(refused, 0, None, BLOCK)
        assert caught.value.code == "drill-members"
        assert f"{least.replace(',', '')} to {most.replace(',', '')}" == caught.value.expected

"""Bad input: one clear line, the right exit status, and nothing that looks like a result."""

import json
from pathlib import Path

import pytest

HISTORY = """
[register]
name = "anggota"
holder = "Perkumpulan Rekaan"

[source]
path = "history.csv"

[history]
valid_from = "dari"
valid_to = "sampai"

[[key]]
columns = ["nomor"]
"""


def binary(path):
    path.write_bytes(bytes(range(256)) * 64)


@pytest.fixture
def history(tmp_path, write_csv, people):
    """Write a register whose first ``overlapping`` members have two versions at once."""

    def write(overlapping, *, equal):
        rows = [[*row, "2015-01-01", ""] for row in people]
        header = ["nomor", "nama", "kota", "cabang", "masuk", "catatan", "dari", "sampai"]
        for row in people[:overlapping]:
            other = list(row) if equal else [row[0], "Orang Lain", *row[2:]]
            rows.append([*other, "2016-01-01", ""])
        write_csv("history.csv", rows, header)
        path = tmp_path / "register.toml"
        path.write_text(HISTORY, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("command", ["verify", "inspect"])
@pytest.mark.parametrize(
    ("code", "make"),
    [
        pytest.param("missing-file", Path.exists, id="missing"),
        pytest.param("empty-file", Path.touch, id="empty"),
        pytest.param("is-a-directory", Path.mkdir, id="directory"),
        pytest.param("unknown-kind", binary, id="binary"),
    ],
)
def test_evidence_that_cannot_be_read(command, code, make, tmp_path, register, out, refused):
    dump = tmp_path / "evidence"
    make(dump)
    more = ["--register", register] if command == "verify" else []
    ended = refused(3, code, command, dump, *more, "--out", out)
    assert "evidence" in ended.error
    assert not out.exists()


def test_a_link_that_leads_to_itself(register, tmp_path, out, refused):
    link = tmp_path / "loop.csv"
    link.symlink_to(link)
    refused(3, "missing-file", "verify", link, "--register", register, "--out", out)
    assert not out.exists()


def test_file_cut_in_mid_row_is_read_and_said(dump, register, out, telusur, findings):
    whole = dump.read_text(encoding="utf-8")
    dump.write_text(whole[: whole.rindex("\n", 0, -1) + 10], encoding="utf-8")
    assert telusur("verify", dump, "--register", register, "--out", out).status == 0
    receipt = findings()["receipt"]
    assert [w["code"] for w in receipt["files"][0]["warnings"]] == ["cut-in-mid-row"]
    assert (receipt["rows_read"], receipt["rows_rejected"]) == (59, 1)
    # What is left is still whole: the verdict rests on the rows that were read.
    assert findings()["records"][0]["outcome"]["identical"] == 59


def test_register_without_a_usable_key(dump, write_csv, people, out, refused, secrets):
    twice = write_csv("twice.csv", [[row[2], row[3]] for row in people * 2], ["kota", "cabang"])
    refused(4, "no-usable-key", "verify", dump, "--register", twice, "--out", out)
    assert not out.exists()


def test_register_that_is_not_there(dump, tmp_path, out, refused):
    refused(4, "register-missing", "verify", dump, "--register", tmp_path / "no.csv", "--out", out)
    assert not out.exists()


def test_versions_that_contradict_each_other(dump, history, out, refused, secrets):
    ended = refused(
        4, "history-overlaps", "verify", dump, "--register", history(3, equal=False), "--out", out
    )
    assert not any(secret in ended.error for secret in (*secrets, "Orang Lain"))
    assert not out.exists()


def test_equal_versions_that_overlap_are_a_warning(dump, history, out, telusur, findings):
    register = history(3, equal=True)
    assert telusur("verify", dump, "--register", register, "--out", out).status == 0
    (described,) = findings()["registers"]
    warnings = {warning["code"] for warning in described["warnings"]}
    assert "versions-overlap-equal" in warnings
    assert findings()["records"][0]["outcome"]["identical"] == 60


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("claim-contradictory", "rows_claimed = 10\npeople_claimed = 11\n"),
        ("claim-contradictory", 'currency = "BTC"\n'),
        ("claim-invalid", 'rows_claimed = "many"\n'),
        ("claim-not-toml", "rows_claimed = = 3\n"),
    ],
)
def test_claim_that_cannot_be(code, text, tmp_path, dump, register, out, refused):
    claim = tmp_path / "claim.toml"
    claim.write_text(text, encoding="utf-8")
    ended = refused(2, code, "verify", dump, "--register", register, "--claim", claim, "--out", out)
    assert "claim.toml" in ended.error
    assert not out.exists()


def test_register_described_in_contradiction(dump, history, out, refused):
    toml = history(0, equal=True)
    snapshot = '[[snapshot]]\ndate = 2021-01-01\npath = "history.csv"\n'
    toml.write_text(toml.read_text(encoding="utf-8") + snapshot, encoding="utf-8")
    refused(4, "register-invalid", "verify", dump, "--register", toml, "--out", out)
    assert not out.exists()


def test_two_registers_of_one_name(dump, register, out, refused):
    given = ["--register", register, "--register", register]
    refused(2, "registers-same-name", "verify", dump, *given, "--out", out)
    assert not out.exists()


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("usage", ["verify", "dump.csv", "--register", "r.csv", "--no-such-option"]),
        ("usage", ["no-such-command"]),
        ("usage", ["verify", "dump.csv"]),
        ("usage", ["verify", "dump.csv", "--register", "r.csv", "--threads", "0"]),
        ("usage", ["inspect"]),
        ("no-dump", ["verify", "--register", "r.csv"]),
        ("map-malformed", ["verify", "dump.csv", "--register", "r.csv", "--map", "nama"]),
        ("engine-not-whole", ["verify", "dump.csv", "--register", "r.csv", "--engine", "spark"]),
    ],
)
def test_command_lines_that_cannot_be_used(code, arguments, refused):
    assert ".. Hint" not in refused(2, code, *arguments).error


@pytest.mark.parametrize("option", ["--map", "--key", "--ignore"])
def test_columns_that_are_not_there(option, dump, register, out, refused):
    value = {"--map": "nama=tidakada", "--key": "tidakada", "--ignore": "tidakada"}[option]
    ended = refused(
        2, "unknown-column", "verify", dump, "--register", register, option, value, "--out", out
    )
    assert option in ended.error
    assert not out.exists()


def test_error_as_json(tmp_path, register, telusur):
    ended = telusur("verify", tmp_path / "no.csv", "--register", register, "--json")
    assert (ended.status, ended.out) == (3, "")
    told = json.loads(ended.error)["error"]
    assert told["code"] == "missing-file"
    assert told["exit_status"] == 3
    assert set(told) == {"code", "message", "got", "expected", "hint", "exit_status"}


def test_error_line_holds_no_control_character(tmp_path, register, refused):
    ended = refused(
        3, "missing-file", "verify", tmp_path / "\x1b[31mred\n\u202elist", "--register", register
    )
    assert ended.error.isprintable()
    assert "\u202e" not in ended.error


def test_fault_of_ours_is_told_by_place_without_values(monkeypatch, dump, register, out, refused):
    def broken(*arguments, **named):
        raise KeyError("sandi-K3r4h4s14-77")

    monkeypatch.setattr("telusur.reconciling.reconcile", broken)
    ended = refused(70, "unexpected", "verify", dump, "--register", register, "--out", out)
    assert "K3r4h4s14" not in ended.error
    assert "KeyError at pipeline.py:" in ended.error
    assert not out.exists()

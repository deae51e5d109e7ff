"""``telusur register``: a description proposed from data is one that verify takes."""

import csv
import json
import tomllib

import duckdb
import pytest

MEMBERS = 400


@pytest.fixture
def members(tmp_path):
    path = tmp_path / "members.parquet"
    duckdb.sql(f"""
        COPY (SELECT printf('A-%06d', i * 37) AS nomor,
          'Sari ' || ['Ayu', 'Rini', 'Dewi', 'Wati'][i % 4 + 1] AS nama,
          ['01', '02', '03'][i % 3 + 1] AS kdkantor, ['I', 'K'][i % 2 + 1] AS agama,
          'o' || i || '@example.com' AS surel, i % 97 * 1000 AS saldo,
          CASE WHEN i = 7 THEN 'satu saja' ELSE 'biasa' END AS catatan
        FROM range({MEMBERS}) AS t(i)) TO '{path}' (FORMAT parquet)""")
    return path


def test_what_is_proposed_is_told_from_the_data(members, tmp_path, telusur):
    out = tmp_path / "made"
    ended = telusur("register", "describe", members, "--out", out, "--holder", "Kami")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [str(out / "register.toml")]
    made = tomllib.loads((out / "register.toml").read_text())
    assert made["register"]["holder"] == "Kami"
    assert made["key"][0] == {"columns": ["nomor"]}
    assert {"columns": ["surel"]} in made["key"]
    columns = made["columns"]
    assert columns["surel"]["type"] == "email"
    assert columns["nama"]["type"] == "person_name"
    assert {name for name, about in columns.items() if about.get("sensitive")} == {"agama", "saldo"}
    assert {name: about["codes"] for name, about in columns.items() if "codes" in about} == {
        "kdkantor": "kdkantor.csv",
        "agama": "agama.csv",
    }
    with (out / "kdkantor.csv").open() as file:
        assert list(csv.reader(file)) == [["code"], ["01"], ["02"], ["03"]]
    # A value that one member alone carries is written nowhere.
    for file in out.iterdir():
        assert "satu saja" not in file.read_text()
        assert "Sari" not in file.read_text()


def test_what_is_proposed_is_taken_by_verify(members, tmp_path, telusur):
    out, dump = tmp_path / "made", tmp_path / "dump.csv"
    telusur("register", "describe", members, "--out", out)
    duckdb.sql(f"COPY (SELECT * FROM '{members}' LIMIT 300) TO '{dump}' (HEADER)")
    ended = telusur(
        "verify", dump, "--register", out / "register.toml", "--out", tmp_path / "answer", "--json"
    )
    assert (ended.status, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert found["verdict"]["grade"] == "verified"
    assert found["records"][0]["outcome"]["identical"] == 300


def test_without_out_it_is_printed_and_nothing_is_written(members, tmp_path, telusur):
    before = set(tmp_path.iterdir())
    ended = telusur("register", "describe", members)
    assert tomllib.loads(ended.out)["register"]["name"] == "members"
    assert "codes" not in ended.out.replace("[columns.kdkantor]", "")
    assert set(tmp_path.iterdir()) == before


def test_a_description_that_is_there_is_not_overwritten(members, tmp_path, telusur, refused):
    out = tmp_path / "made"
    telusur("register", "describe", members, "--out", out)
    refused(2, "out-not-writable", "register", "describe", members, "--out", out)


def test_the_library_is_listed_and_shown(telusur, refused):
    listed = telusur("register", "list")
    assert "jkn_members  BPJS Kesehatan: JKN membership master file" in listed.out
    shown = telusur("register", "show", "jkn_members")
    assert tomllib.loads(shown.out)["columns"]["kdkantor"]["exclusive"] is True
    refused(4, "not-in-library", "register", "show", "nothing")

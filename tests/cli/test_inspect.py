"""``telusur inspect``: the receipt and why its counts differ, overrides, signatures, a case."""

import json

import duckdb
import pytest
from packers import by_libarchive

from telusur.cases import open_case
from telusur.custody.entry import read_entry

ODD = (
    "Ekspor anggota 2021\n"
    "nomor;nama;surel\n"
    '0001;"Sari; Wulandari";sari@example.com\n'
    '0002;"Budi\nSantoso";budi@example.com\n'
    "\n"
    "0003;Citra;citra@example.com;lebih\n"
    "0004;Dewi;dewi@example.com\n"
) + "".join(f"{n:04};Rini;r{n}@example.com\n" for n in range(5, 45))


@pytest.fixture
def odd(tmp_path):
    path = tmp_path / "odd.txt"
    path.write_text(ODD, encoding="utf-8")
    return path


@pytest.fixture
def case(tmp_path, telusur):
    folder = tmp_path / "case"
    telusur("case", "init", folder, "--legal-basis", "PDP Act", "--who", "A. Analyst")
    return folder


def logged(folder):
    return [read_entry(line) for line in open_case(folder).log.lines()]


def table_of(ended):
    assert (ended.status, ended.err) == (0, "")
    (file,) = json.loads(ended.out)["receipt"]["files"]
    (table,) = file["tables"]
    return file, table


def test_it_says_why_lines_rows_and_cells_differ(odd, telusur):
    ended = telusur("inspect", odd)
    assert (ended.status, ended.err) == (0, "")
    assert "odd: 43 rows read, 1 rejected, 3 columns, 129 cells" in ended.out
    assert (
        "48 lines = 2 before the rows + 43 rows + 1 line breaks inside values + 1 of rejected rows"
        " + 1 blank" in ended.out
    )
    assert "rejected: 1 rows, too-many-values, first at lines 7" in ended.out
    assert "Wulandari" not in ended.out


def test_first_rows_are_shown_masked(odd, telusur):
    shown = telusur("inspect", odd).out
    assert "nomor | nama | surel" in shown
    assert "9999 | Xxxx; Xxxxxxxx~ | xxxx@xxxxxxx.xxx" in shown
    first = json.loads(telusur("inspect", odd, "--json").out)["first_rows"]
    assert [one["table"] for one in first] == ["odd"]
    assert first[0]["masked"][2] == ["9999", "Xxxx", "xxxx@xxxxxxx.xxx"]


def test_tables_and_joins_of_a_database_are_told(tmp_path, telusur):
    dump = tmp_path / "db.sql"
    people = ",".join(f"({n},'Sari','s{n}@example.com',{n % 7})" for n in range(1, 40))
    towns = ",".join(f"({n},'Kota {n}')" for n in range(7))
    dump.write_text(
        "CREATE TABLE kota (id int PRIMARY KEY, nama text);\n"
        "CREATE TABLE orang (id int PRIMARY KEY, nama text, email text, kota_id int,"
        " FOREIGN KEY (kota_id) REFERENCES kota (id));\n"
        f"INSERT INTO kota VALUES {towns};\nINSERT INTO orang VALUES {people};\n"
    )
    shown = telusur("inspect", dump).out
    assert "2 tables, 1 of people" in shown
    assert "* orang  39 rows  people: nama (person_name), email (email)" in shown
    assert "orang (kota_id) -> kota (id): 7 of 7 values found, by declared" in shown
    chosen = json.loads(telusur("inspect", dump, "--table", "kota", "--json").out)
    assert {column["table"] for column in chosen["profile"]["columns"]} == {"kota"}


def test_what_the_analyst_settles_is_obeyed(odd, tmp_path, telusur):
    names = tmp_path / "names.txt"
    names.write_text("a\nb\nc\n")
    file, table = table_of(
        telusur("inspect", odd, "--skip", "2", "--no-header", "--columns", names, "--json")
    )
    assert (file["header"], table["columns"]) == (False, ["a", "b", "c"])
    assert table["rows_read"] == 43
    odd.write_text(ODD.replace('"', "'"), encoding="utf-8")
    file, table = table_of(telusur("inspect", odd, "--quote", "'", "--skip", "1", "--json"))
    assert (file["quote"], table["rows_read"], table["newlines_in_values"]) == ("'", 43, 1)


def test_a_password_opens_what_is_packed_and_is_kept_nowhere(tmp_path, telusur, out):
    dump, password = tmp_path / "dump.zip", tmp_path / "password.txt"
    rows = [("dump.csv", b"nama,kota\nSari,Solo\nBudi,Tegal\n")]
    by_libarchive(rows, dump, "zip", "zip:encryption=zipcrypt", "tiga kata")
    password.write_text("tiga kata\nignored\n")
    refused = telusur("inspect", dump)
    assert (refused.status, refused.error.split(": ")[1]) == (3, "password-needed")
    ended = telusur("inspect", dump, "--password-file", password, "--out", out)
    assert (ended.status, ended.err) == (0, "")
    assert "2 rows read" in ended.out
    for path in out.iterdir():
        assert b"tiga kata" not in path.read_bytes()


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n", b"x" * 2000])
def test_a_password_file_without_one_is_told(odd, tmp_path, refused, content):
    path = tmp_path / "password.txt"
    path.write_bytes(content)
    refused(2, "password-unreadable", "inspect", odd, "--password-file", path)


def test_the_receipt_is_signed_and_checked_elsewhere(odd, out, telusur, refused):
    assert telusur("inspect", odd, "--out", out).out.splitlines()[-1] == str(out / "receipt.json")
    receipt = out / "receipt.json"
    checked = ("receipt", "verify", receipt, "--key", out / "signing.pub", "--file", odd)
    assert telusur(*checked).status == 0
    text = receipt.read_text(encoding="utf-8")
    receipt.write_text(text.replace('"rows_read": 43', '"rows_read": 44'), encoding="utf-8")
    refused(3, "receipt-altered", *checked)


def test_in_a_case_it_is_signed_kept_and_logged(odd, case, telusur):
    assert telusur("inspect", odd, "--case", case, "--who", "B. Clerk").status == 0
    kept = list((case / "receipts").iterdir())
    assert len(kept) == 1
    assert telusur("receipt", "verify", kept[0], "--key", case / "keys" / "signing.pub").status == 0
    last = logged(case)[-1]
    assert (last.action, last.who.person) == ("receipt-signed", "B. Clerk")
    assert telusur("case", "verify", "--case", case).status == 0


def test_verify_in_a_case_uses_its_keys_and_logs_what_it_wrote(
    dump, register, case, tmp_path, telusur, monkeypatch
):
    references = []
    for out in (tmp_path / "one", tmp_path / "two"):
        monkeypatch.setenv("TELUSUR_CASE", str(case))
        ended = telusur("verify", dump, "--register", register, "--out", out)
        assert (ended.status, ended.err) == (0, "")
        assert not (out / ".key").exists()
        rows = duckdb.sql(f"SELECT * FROM '{out / 'rows.parquet'}' ORDER BY ALL")
        references.append(rows.fetchall())
        assert telusur("receipt", "verify", out / "receipt.json").status == 0
    assert references[0] == references[1]
    last = logged(case)[-1]
    assert (last.action, last.how.options["grade"]) == ("verified", "verified")
    assert {item.name for item in last.what} == {"findings.json", "report.html"}
    assert telusur("case", "verify").status == 0


def test_verify_without_a_case_signs_with_a_key_of_its_own(dump, register, out, telusur):
    assert telusur("verify", dump, "--register", register, "--out", out).status == 0
    checked = telusur(
        "receipt", "verify", out / "receipt.json", "--key", out / "signing.pub", "--file", dump
    )
    assert checked.status == 0

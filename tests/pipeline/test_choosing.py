"""Of a database with many tables the one is compared that fits a register."""

import json

import pytest

from telusur.options import Options, Overrides
from telusur.pipeline import verify

N = 90


def member(n):
    return (
        f"A-{n * 37:06}",
        f"Sari {['Ayu', 'Rini', 'Dewi', 'Wati'][n % 4]} {n}",
        f"o{n}@example.com",
    )


def staff(n):
    return (
        f"P{n * 91:05}",
        f"Budi {['Adi', 'Eko', 'Tono', 'Joko'][n % 4]} {n}",
        f"19{70 + n % 30}-01-1{n % 9}",
    )


def song(n):
    return n, f"lagu {n * 13 % 101}", n % 7


def sql(name, columns, rows):
    values = ",\n".join("(" + ",".join(f"'{value}'" for value in row) + ")" for row in rows)
    defined = ", ".join(f"{column} text" for column in columns)
    return f"CREATE TABLE {name} ({defined});\nINSERT INTO {name} VALUES {values};\n"


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "all.sql"
    path.write_text(
        sql("songs", ("song", "judul", "genre"), map(song, range(3 * N)))
        + sql("members", ("nomor", "nama", "surel"), map(member, range(2 * N)))
        + sql("staff", ("a", "b", "c"), map(staff, range(N)))
    )
    return path


def register(tmp_path, columns, rows):
    path = tmp_path / "register.csv"
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


def compared(tmp_path, database, given, **overrides):
    options = Options(
        dump=(database,),
        registers=(given,),
        out=tmp_path / "out",
        overrides=Overrides(**overrides),
    )
    found = json.loads(verify(options).to_text())
    (name,) = [table["name"] for table in found["profile"]["tables"] if table["verified"]]
    return name, found["records"][0]["outcome"]["identical"]


def test_the_table_with_the_registers_names_is_compared(tmp_path, database):
    given = register(tmp_path, ("nomor", "nama", "surel"), map(member, range(2 * N)))
    assert compared(tmp_path, database, given) == ("members", 2 * N)


def test_a_smaller_table_of_people_is_found_by_its_rows_where_names_say_nothing(tmp_path, database):
    given = register(tmp_path, ("nip", "nama_pegawai", "tgl_lahir"), map(staff, range(N)))
    assert compared(tmp_path, database, given) == ("staff", N)


def test_a_table_without_people_is_found_as_well(tmp_path, database):
    given = register(tmp_path, ("song", "judul", "genre"), map(song, range(3 * N)))
    assert compared(tmp_path, database, given)[0] == "songs"


def test_what_the_analyst_names_is_compared(tmp_path, database):
    given = register(tmp_path, ("nip", "nama_pegawai", "tgl_lahir"), map(staff, range(N)))
    assert compared(tmp_path, database, given, table="members")[0] == "members"

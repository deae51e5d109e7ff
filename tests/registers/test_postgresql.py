"""A register in PostgreSQL, on a real server: what is read, with which rights, and what is told."""

import json
import os
import signal
import sys
import threading
import time

import pyarrow.parquet as pq
import pytest

from telusur.errors import LimitReached, RegisterError
from telusur.model.register import PostgresTable
from telusur.registers.postgresql import connection, copying, faults

pytestmark = pytest.mark.postgresql

READER, READERS_SECRET = "pembaca", "kata-sandi-5520"


@pytest.fixture(scope="module")
def server(postgresql):
    """The server, with a user that may read some tables and no others."""
    postgresql.run(
        f"CREATE ROLE {READER} LOGIN PASSWORD '{READERS_SECRET}'",
        "CREATE TABLE peserta (no int PRIMARY KEY, nama text, lahir date)",
        "INSERT INTO peserta VALUES (1, 'Sari', '1990-01-02'), (2, 'Budi', NULL)",
        "INSERT INTO peserta VALUES (3, NULL, '1991-05-06')",
        f"GRANT SELECT ON peserta TO {READER}",
    )
    return postgresql


@pytest.fixture
def source(server, toml, monkeypatch):
    """A register.toml of a table that the reader reads, its password in the environment."""
    monkeypatch.setenv("PGPASSWORD", READERS_SECRET)

    def make(table, rest="", *, more="", user=READER, host=server.socket):
        return toml(
            f"[source.postgresql]\nhost = {json.dumps(str(host))}\nuser = {json.dumps(user)}\n"
            f'dbname = "postgres"\ntable = {json.dumps(table)}\n{more}\n{rest}'
        )

    return make


KEY = '[[key]]\ncolumns = ["no"]\n'


def caught(opened, path):
    with pytest.raises((RegisterError, LimitReached)) as raised:
        opened(path)
    return raised.value


def test_a_table_is_read_by_a_user_that_may_only_read(server, source, opened, rows):
    register = opened(source("peserta", KEY))
    assert rows(register) == [
        ("1", None, None, "1", "Sari", "1990-01-02"),
        ("2", None, None, "2", "Budi", None),
        ("3", None, None, "3", None, "1991-05-06"),
    ]
    (said,) = [one for one in register.facts.warnings if one.code == "register-from-database"]
    assert said.text.startswith("public.peserta was read from PostgreSQL 1")
    assert said.text.endswith("3 rows, all columns")


def test_nothing_can_be_written_whoever_the_user_is(server, toml, opened, monkeypatch):
    from postgres_server import OWNER, SECRET  # noqa: PLC0415

    monkeypatch.setenv("PGPASSWORD", SECRET)
    server.run(
        "CREATE TABLE diary (line text)",
        "CREATE FUNCTION noted() RETURNS int LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO diary VALUES ('read'); RETURN 1; END $$",
        "CREATE VIEW noting AS SELECT noted() AS no",
    )
    path = toml(
        f"[source.postgresql]\nhost = {json.dumps(str(server.socket))}\nuser = '{OWNER}'\n"
        f'dbname = "postgres"\ntable = "noting"\n{KEY}'
    )
    error = caught(opened, path)
    assert error.code == "database-failed"
    assert server.ask("SELECT count(*) FROM diary") == [(0,)]


def test_values_stand_as_a_dump_would_write_them(server, source, opened, rows):
    server.run(
        "CREATE TYPE kelas AS ENUM ('I', 'II')",
        "CREATE DOMAIN rupiah AS numeric(12,2)",
        "CREATE DOMAIN premi AS rupiah CHECK (VALUE >= 0)",
        """CREATE TABLE ragam (no int, sandi char(6), nik numeric(16), iuran premi, bebas numeric,
          uang money, lahir date, catat timestamp, dibuat timestamptz, aktif bool, id uuid,
          tingkat kelas, telepon text[], lain jsonb, berat real, lama interval, jam time,
          foto bytea)""",
        """INSERT INTO ragam VALUES (1, 'ab', 3171010101010001, 1.50, 12345678901234567890.10,
          '2.50', '1990-01-02', '2020-01-02 03:04:05.5', '2020-01-02 07:00+07', true,
          '0f0e0d0c-0b0a-0908-0706-050403020100', 'II', '{"0812,1",NULL}', '{"a": [1]}', 1.1,
          '1 day 2 hours', '10:00', '\\x00ff')""",
        """INSERT INTO ragam (no, bebas, lahir, catat, dibuat, iuran)
          VALUES (2, 'NaN', 'infinity', '-infinity', 'infinity', 'NaN')""",
        "INSERT INTO ragam (no, lahir) VALUES (3, '0044-03-15 BC')",
        f"GRANT SELECT ON ragam TO {READER}",
    )
    register = opened(source("ragam", KEY))
    first, second, third = ([*row[3:]] for row in rows(register))
    assert first == [
        *("1", "ab", "3171010101010001", "1.5", "12345678901234567890.1", "2.5", "1990-01-02"),
        *("2020-01-02 03:04:05.5", "2020-01-02 00:00:00", "true"),
        *("0f0e0d0c-0b0a-0908-0706-050403020100", "II", '{"0812,1",NULL}', '{"a": [1]}', "1.1"),
        *("1 day 02:00:00", "10:00:00", "\\x00ff"),
    ]
    assert second[3:9] == [
        *(None, "NaN", None, "9999-12-31", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999")
    ]
    assert third[6] == "0001-01-01"


def test_a_history_ends_at_infinity_or_at_nothing(server, source, opened, rows):
    server.run(
        "CREATE TABLE riwayat "
        "(no int, kelas text, dari timestamptz, sampai timestamptz, siapa text)",
        """INSERT INTO riwayat VALUES
          (1, 'I', '-infinity', '2020-01-01+00', 'x'),
          (1, 'II', '2020-01-01+00', 'infinity', 'x'),
          (2, 'I', '2019-05-01+07', NULL, 'y')""",
        f"GRANT SELECT (no, kelas, dari, sampai) ON riwayat TO {READER}",
    )
    register = opened(
        source(
            "riwayat",
            '[history]\nvalid_from = "dari"\nvalid_to = "sampai"\nignore = ["siapa"]\n' + KEY,
        )
    )
    year_2020, at_start = 1_577_836_800_000_000, -62_135_596_800_000_000
    assert rows(register) == [  # siapa may not be read, and is not
        ("1", at_start, year_2020, "1", "I"),
        ("1", year_2020, None, "1", "II"),
        ("2", 1_556_643_600_000_000, None, "2", "I"),
    ]


@pytest.mark.parametrize("table", ['"Ke""pendudukan"."Data.Penduduk"', '"pandangan {0} $1"'])
def test_names_of_any_signs(server, source, opened, rows, table):
    server.run(
        'CREATE SCHEMA IF NOT EXISTS "Ke""pendudukan"',
        f"DROP TABLE IF EXISTS {table}",
        f"""CREATE TABLE {table} (no int, "Na""ma" text, "{{x}} %s '$1" text)""",
        f"INSERT INTO {table} VALUES (7, 'Sari', 'b')",
        f'GRANT USAGE ON SCHEMA "Ke""pendudukan" TO {READER}',
        f"GRANT SELECT ON {table} TO {READER}",
    )
    register = opened(source(table, KEY))
    assert register.columns == ("no", 'Na"ma', "{x} %s '$1")
    assert rows(register)[0][3:] == ("7", "Sari", "b")


def test_only_the_columns_that_are_named_are_copied(server, source, opened, rows):
    server.run(
        "CREATE TABLE lebar (no int, nama text, alamat text, rahasia text)",
        "INSERT INTO lebar VALUES (1, 'Sari', 'Jl. A', 'x')",
        f"GRANT SELECT (no, nama, alamat) ON lebar TO {READER}",
    )
    path = source("lebar", KEY, more='columns = ["nama"]')
    register = opened(path)
    assert register.columns == ("no", "nama")  # the key comes with them
    assert register.facts.warnings[0].text.endswith("1 rows, 2 of its 4 columns")
    assert caught(opened, source("lebar", KEY, more='columns = ["Nama "]')).hint == (
        "did you mean nama?"
    )


def test_it_is_written_as_it_comes_whatever_its_length(
    server, source, opened, small_batches, tmp_path
):
    server.run(
        "CREATE TABLE panjang AS SELECT n AS no, repeat('x', 90) AS nama "
        "FROM generate_series(1, 20000) AS n",
        f"GRANT SELECT ON panjang TO {READER}",
    )
    assert opened(source("panjang", KEY)).facts.members == 20_000
    (made,) = (tmp_path / "work").glob("*_source.parquet")
    written = pq.ParquetFile(made).metadata
    assert written.num_rows == 20_000
    # the hint of a batch's size is one; a table that is held whole makes one group
    assert written.num_row_groups > 10
    assert made.stat().st_mode & 0o077 == 0


def test_a_table_without_rows_is_told_as_one(server, source, opened):
    server.run("CREATE TABLE hampa (no int, nama text)", f"GRANT SELECT ON hampa TO {READER}")
    assert caught(opened, source("hampa", KEY)).code == "source-without-rows"


def test_what_the_user_may_not_read(server, source, opened):
    server.run(
        "CREATE TABLE tertutup (no int, nama text)",
        "CREATE SCHEMA dalam",
        "CREATE TABLE dalam.data (no int)",
        "CREATE TABLE bersekat (no int)",
        f"GRANT SELECT ON bersekat TO {READER}",
        "ALTER TABLE bersekat ENABLE ROW LEVEL SECURITY",
    )
    error = caught(opened, source("tertutup", KEY))
    assert (error.code, error.exit_status) == ("database-permission", 4)
    assert error.got == "no SELECT on 2 of 2 columns"
    assert caught(opened, source("dalam.data", KEY)).code == "database-permission"
    # a policy would hide rows without a word
    assert caught(opened, source("bersekat", KEY)).code == "database-permission"


@pytest.mark.parametrize(
    "table", ["tiada", "tiada.peserta", '"Peserta"', "a.b.c.d", '"', "peserta; DROP TABLE peserta"]
)
def test_a_table_that_is_not_there(server, source, opened, table):
    error = caught(opened, source(table, KEY))
    assert error.code == "database-table-missing"
    assert "double quotes" in str(error.hint)
    assert server.ask("SELECT count(*) FROM peserta") == [(3,)]


def test_what_is_no_table(server, source, opened):
    error = caught(opened, source("peserta_pkey", KEY))
    assert error.got == "the name of something else, such as an index or a sequence"


# At once, and after more rows than a batch holds.
LATE = ["pg_sleep(30)::text", "CASE WHEN n > 20000 THEN pg_sleep(30)::text END"]


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(copying, "BATCH_BYTES", 64 * 1024)


def still_running(server):
    """Statements of ours that the server has not ended within two seconds."""
    for _ in range(20):
        (found,) = server.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'telusur'"
        )
        if found == (0,):
            return 0
        time.sleep(0.1)
    return found[0]


@pytest.mark.parametrize("late", LATE)
def test_a_statement_that_takes_too_long_is_ended(server, source, opened, small_batches, late):
    server.run(
        f"CREATE OR REPLACE VIEW lambat AS SELECT n AS no, {late} AS nama "
        "FROM generate_series(1, 50000) AS n",
        f"GRANT SELECT ON lambat TO {READER}",
    )
    started = time.monotonic()
    error = caught(opened, source("lambat", KEY, more="timeout_seconds = 1"))
    assert (error.code, error.exit_status) == ("database-timeout", 5)
    assert time.monotonic() - started < 20
    assert not still_running(server)


@pytest.mark.parametrize("late", LATE)
def test_ctrl_c_ends_the_statement_too(server, source, opened, small_batches, late):
    """Before the first batch is there, and between two of them."""
    server.run(
        f"CREATE OR REPLACE VIEW menunggu AS SELECT n AS no, {late} AS nama "
        "FROM generate_series(1, 50000) AS n",
        f"GRANT SELECT ON menunggu TO {READER}",
    )

    def press():
        while not server.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    started = time.monotonic()
    pressing = threading.Thread(target=press, daemon=True)
    pressing.start()
    with pytest.raises(KeyboardInterrupt):
        opened(source("menunggu", KEY))
    pressing.join(10)
    assert time.monotonic() - started < 25
    assert not still_running(server)


def test_no_server_and_no_entry(source, opened, tmp_path, server, monkeypatch):
    error = caught(opened, source("peserta", host=tmp_path))
    assert (error.code, error.got) == ("database-unreachable", "nothing listens there")
    error = caught(opened, source("peserta", user="orang' lain\\"))
    assert (error.code, error.got) == ("database-unreachable", "user or password refused")
    monkeypatch.delenv("PGPASSWORD")
    error = caught(opened, source("peserta"))
    assert error.got == "no password was given for a server that asks for one"


def test_a_password_is_never_told(source, opened, server, monkeypatch, caplog, capfd):
    wrong = "salah-sandi-9911"
    monkeypatch.setenv("PGPASSWORD", wrong)
    error = caught(opened, source("peserta"))
    assert error.__cause__ is None
    assert error.__suppress_context__
    told = f"{error}{error.as_json()}{caplog.text}{capfd.readouterr()}"
    assert "user or password refused" in told
    for secret in (wrong, READER, str(server.socket)):
        assert secret not in told


def test_the_password_may_lie_in_a_file(source, opened, monkeypatch, write):
    monkeypatch.delenv("PGPASSWORD")
    write("pass", f"*:*:*:{READER}:{READERS_SECRET}\n").chmod(0o600)
    assert opened(source("peserta", KEY, more='passfile = "pass"')).facts.members == 3


def test_a_service_names_the_place(toml, opened, server, monkeypatch, write):
    service = write(
        "service.conf",
        f"[adminduk]\nhost={server.socket}\nuser={READER}\npassword={READERS_SECRET}\n"
        "dbname=postgres\n",
    )
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    path = toml(f'[source.postgresql]\nservice = "adminduk"\ntable = "peserta"\n{KEY}')
    register = opened(path)
    assert register.facts.members == 3
    # what a prepared register would carry to somebody else
    assert "adminduk" not in register.spec.model_dump_json()


def test_the_session_is_left_as_it_was_found(server, source, opened, monkeypatch):
    """Settings are of the transaction, so a pooled connection goes back as it came."""
    seen = {}
    begin = connection._begin  # noqa: SLF001

    def spied(cursor, table, file):
        begin(cursor, table, file)
        for scope in ("inside", "after"):
            cursor.execute(
                "SELECT current_setting('statement_timeout'), current_setting('row_security'), "
                "current_setting('transaction_read_only')"
            )
            seen[scope] = cursor.fetchall()
            if scope == "inside":
                cursor.execute("ROLLBACK")
        raise RegisterError("database-failed", "looked enough")

    monkeypatch.setattr(connection, "_begin", spied)
    caught(opened, source("peserta", KEY, more="timeout_seconds = 77"))
    assert seen == {"inside": [("77s", "off", "on")], "after": [("0", "on", "off")]}


def test_a_lost_connection_is_no_short_register(server, source, opened, small_batches):
    server.run(
        "CREATE OR REPLACE VIEW putus AS SELECT n AS no, CASE WHEN n = 20000 THEN "
        "pg_terminate_backend(pg_backend_pid())::text END AS nama "
        "FROM generate_series(1, 50000) AS n",
        f"GRANT SELECT ON putus TO {READER}",
    )
    error = caught(opened, source("putus", KEY))
    assert (error.code, error.exit_status) == ("database-failed", 4)


def test_a_missing_driver_is_told_with_what_to_install(source, opened, monkeypatch):
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", None)
    error = caught(opened, source("peserta"))
    assert error.code == "postgres-missing"
    assert "telusur[postgres]" in str(error.hint)


def test_only_a_state_that_is_one_is_shown():
    class Odd(Exception):
        sqlstate = "Sari, 3171"

    assert "Sari" not in str(faults.failed("register.toml", Odd(), 0.1, 60))


def test_files_of_the_place_start_at_the_description(tmp_path):
    table = PostgresTable(table="t", passfile="se'cret", sslrootcert="ca.pem")
    told = connection._conninfo(table, tmp_path)  # noqa: SLF001
    assert f"passfile='{tmp_path}/se\\'cret'" in told
    assert f"sslrootcert='{tmp_path}/ca.pem'" in told
    system = PostgresTable(table="t", sslrootcert="system")
    assert "sslrootcert='system'" in connection._conninfo(system, tmp_path)  # noqa: SLF001

import random
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.errors import EvidenceError, TelusurError


def database(path, *statements, rows=(), **settings_):
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        for name, value in settings_.items():
            made.execute(f"PRAGMA {name} = {value}")
        made.execute("BEGIN")
        for statement in statements:
            made.execute(statement)
        for statement, values in rows:
            made.executemany(statement, values)
        made.execute("COMMIT")
    return path.read_bytes()


PEOPLE = "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, nik TEXT)"


def people(count):
    values = [(at, f"Ani {at}", str(3271010101800001 + at)) for at in range(1, count + 1)]
    return [("INSERT INTO people VALUES (?, ?, ?)", values)]


def test_every_table_with_types_and_keys(read, tmp_path):
    raw = database(
        tmp_path / "x.db",
        "CREATE TABLE city (code TEXT PRIMARY KEY, name VARCHAR(40) UNIQUE) WITHOUT ROWID",
        "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, city TEXT REFERENCES city, "
        "a INT, b INT, UNIQUE (a, b), FOREIGN KEY (a, b) REFERENCES pair (x, y))",
        "CREATE VIEW everyone AS SELECT * FROM people",
        rows=[
            ("INSERT INTO city VALUES (?, ?)", [("32", "Bandung"), ("31", None)]),
            ("INSERT INTO people VALUES (?, ?, ?, ?)", [(7, "32", 1, 2)]),
        ],
        user_version=5,
        application_id=0x1234,
    )
    dump = read(("dump.csv", raw))
    city, person = dump.file.tables
    assert (dump.file.kind, dump.file.encoding) == ("sqlite", "utf-8")
    assert (city.name, city.columns, city.primary_key) == ("city", ("code", "name"), ("code",))
    assert city.column_types == ("TEXT", "VARCHAR(40)")
    assert city.unique_keys == (("name",),)
    assert dump.values(0) == [("31", None), ("32", "Bandung")]
    assert (person.primary_key, person.unique_keys) == (("id",), (("a", "b"),))
    one, two = person.foreign_keys
    assert (one.columns, one.table, one.references) == (("city",), "city", ())
    assert (two.columns, two.table, two.references) == (("a", "b"), "pair", ("x", "y"))
    hints = {(hint.what, hint.value) for hint in dump.file.hints}
    assert {("user_version", "5"), ("application_id", "0x00001234")} <= hints
    assert ("sequence", "people: 7") in hints
    assert ("tool_version", sqlite3.sqlite_version) in hints
    assert dump.warnings == set()
    assert dump.file.bytes_unread == 0


def test_values_of_every_class(read, tmp_path):
    raw = database(
        tmp_path / "x.db",
        "CREATE TABLE t (v)",
        rows=[
            (
                "INSERT INTO t VALUES (?)",
                [(v,) for v in (1, -(2**63), 1.0, 0.1, 1e300, "é\0x", b"\x00\xff", None, "")]
                + [(3271010101800001.0,), (float("inf"),)],
            ),
            ("INSERT INTO t VALUES (CAST(? AS TEXT))", [(b"caf\xe9",)]),
        ],
    )
    dump = read(raw)
    assert [one for (one,) in dump.values()] == [
        *("1", str(-(2**63)), "1.0", "0.1", "1e+300", "é\0x", "00ff", None, ""),
        *("3271010101800001", "Inf", "caf\ufffd"),
    ]
    assert dump.warnings == {"binary-values", "undecodable-bytes"}


def test_numbers_are_written_as_sqlite_writes_them(read, tmp_path):
    values = [at / 8 for at in range(-50, 50)] + [0.99, 12.5, 1e14, -3.25, 123456.789]
    raw = database(
        tmp_path / "x.db",
        "CREATE TABLE t (v REAL)",
        rows=[("INSERT INTO t VALUES (?)", [(v,) for v in values])],
    )
    with closing(sqlite3.connect(tmp_path / "x.db")) as made:
        expected = made.execute("SELECT CAST(v AS TEXT) FROM t").fetchall()
    assert read(raw).values() == expected


@pytest.mark.parametrize("encoding", ["'UTF-16le'", "'UTF-16be'"])
def test_other_encodings(read, tmp_path, encoding):
    raw = database(
        tmp_path / "x.db",
        "CREATE TABLE t (v)",
        rows=[("INSERT INTO t VALUES (?)", [("né",)])],
        encoding=encoding,
    )
    dump = read(raw)
    assert dump.values() == [("né",)]
    assert dump.file.encoding.startswith("utf-16")


def test_nothing_in_the_database_is_run(read, tmp_path):
    """Views, triggers, computed columns and virtual tables may hold any expression."""
    raw = database(
        tmp_path / "x.db",
        "CREATE TABLE t (a, b AS (hex(zeroblob(99999999))), c AS (a || a) STORED, d)",
        "CREATE VIEW v AS SELECT randomblob(999999999) FROM t",
        "CREATE TRIGGER w AFTER INSERT ON t BEGIN DELETE FROM t; END",
        "CREATE VIRTUAL TABLE f USING fts5 (name)",
        "INSERT INTO f VALUES ('Ani')",
        "CREATE INDEX i ON t (abs(a)) WHERE a > 0",
        "DROP TRIGGER w",
        rows=[("INSERT INTO t (a, d) VALUES (?, ?)", [(1, 2)])],
    )
    dump = read(raw)
    assert [table.name for table in dump.file.tables] == ["t", "f_content"]
    assert dump.values(0) == [("1", "2")]
    assert dump.values(1) == [("1", "Ani")]
    assert {"computed-columns", "tables-skipped"} <= dump.warnings
    assert list(tmp_path.glob("*-journal")) == []


def test_deleted_rows_may_remain(read, tmp_path):
    raw = database(
        tmp_path / "x.db", PEOPLE, "CREATE TABLE gone (v)", "CREATE TABLE kept (v)",
        rows=[("INSERT INTO gone VALUES (?)", [("x" * 900,)] * 200), *people(3)],
        secure_delete=0,
    )  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "x.db")) as made:
        made.execute("DROP TABLE gone")
        made.commit()
    raw = (tmp_path / "x.db").read_bytes()
    dump = read(raw)
    assert dump.warnings == {"free-pages"}
    assert dump.file.bytes_unread == sum(one.bytes for one in dump.file.unread) >= 40 * 4096
    assert {one.reason for one in dump.file.unread} == {"free-page"}


def test_a_journal_beside_it(read, tmp_path):
    raw = database(tmp_path / "x.db", PEOPLE, rows=people(2), journal_mode="WAL")
    assert "journal-missing" in read(raw).warnings
    raw = database(tmp_path / "x.db", PEOPLE, rows=people(2))
    assert "journal-missing" not in read(raw).warnings
    (tmp_path / "dump0.csv-journal").write_bytes(b"x")
    assert "journal-missing" in read(raw).warnings


def test_rows_around_a_damaged_page(read, tmp_path):
    raw = database(tmp_path / "x.db", PEOPLE, rows=people(4000))
    at = len(raw) // 2 // 4096 * 4096
    dump = read(raw[:at] + b"\xff" * 4096 + raw[at + 4096 :])
    numbers = [int(row[0]) for row in dump.values()]
    assert 3800 < len(numbers) < 4000
    assert (numbers[0], numbers[-1]) == (1, 4000)
    (place,) = dump.file.unread
    assert (place.offset, place.bytes, place.reason) == (at, 4096, "damaged-page")
    assert dump.warnings == {"damaged-parts"}


def test_a_cut_file(read, tmp_path):
    raw = database(tmp_path / "x.db", PEOPLE, rows=people(4000))
    dump = read(raw[: len(raw) // 2])
    numbers = [int(row[0]) for row in dump.values()]
    assert numbers == sorted(numbers)
    assert 1000 < len(numbers) < 3000
    assert {"cut-database", "damaged-parts"} <= dump.warnings


def test_bytes_behind_the_end(read, tmp_path):
    raw = database(tmp_path / "x.db", PEOPLE, rows=people(3))
    (place,) = read(raw + b"hidden").file.unread
    assert (place.offset, place.bytes, place.reason) == (len(raw), 6, "behind-the-end")


def test_a_tree_that_repeats_its_pages_is_stopped(read, tmp_path):
    raw = bytearray(database(tmp_path / "x.db", PEOPLE, rows=people(4000)))
    root = next(
        at for at in range(4096, len(raw), 4096) if raw[at] == 5
    )  # an inner page: every child becomes the first one
    count = int.from_bytes(raw[root + 3 : root + 5], "big")
    cells = [
        int.from_bytes(raw[root + 12 + 2 * i : root + 14 + 2 * i], "big") for i in range(count)
    ]
    for cell in cells:
        raw[root + cell : root + cell + 4] = raw[root + cells[0] : root + cells[0] + 4]
    dump = read(bytes(raw))
    numbers = [int(row[0]) for row in dump.values()]
    assert len(numbers) == len(set(numbers)) < 4000


@pytest.mark.parametrize(
    "raw", [b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(200), b"SQLite format 3\x00\x10"]
)
def test_nothing_can_be_read(read, raw):
    with pytest.raises(EvidenceError) as caught:
        read(raw)
    assert caught.value.code == "unreadable-file"


def test_no_rows(read, tmp_path):
    with pytest.raises(EvidenceError) as caught:
        read(database(tmp_path / "x.db", PEOPLE))
    assert caught.value.code == "no-rows"


def test_hostile_names(read, tmp_path):
    raw = database(
        tmp_path / "x.db",
        'CREATE TABLE "a""; DROP TABLE x; --\x1b[31m" ("b"" \n", rowid, oid, _rowid_)',
        """INSERT INTO "a""; DROP TABLE x; --\x1b[31m" VALUES (1, 2, 3, 4)""",
    )
    dump = read(raw)
    (table,) = dump.file.tables
    assert "\x1b" not in table.name
    assert dump.values() == [("1", "2", "3", "4")]


def test_damage_never_crashes(read, tmp_path):
    plain = database(
        tmp_path / "x.db", PEOPLE, "CREATE TABLE w (a PRIMARY KEY, b) WITHOUT ROWID",
        rows=[*people(60), ("INSERT INTO w VALUES (?, ?)", [(f"k{at}", at) for at in range(60)])],
        page_size=512,
    )  # fmt: skip
    chance = random.Random(3)  # noqa: S311  # reproducible damage
    for _ in range(60):
        bad = bytearray(plain)
        for _ in range(chance.randrange(1, 12)):
            bad[chance.randrange(16, len(bad))] = chance.randrange(256)
        if chance.random() < 0.3:
            bad = bad[: chance.randrange(100, len(bad))]
        try:
            read(("x", bytes(bad)))
        except TelusurError as error:
            assert error.exit_status != 70, error  # noqa: PT017  # many do read


value = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=8)
    | st.binary(max_size=8)
)


@given(st.lists(st.tuples(value, value), min_size=1, max_size=30))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_round_trip(read, tmp_path, rows):
    raw = database(
        tmp_path / "x.db", "CREATE TABLE t (a, b)", rows=[("INSERT INTO t VALUES (?, ?)", rows)]
    )

    def text(one):
        return one.hex() if isinstance(one, bytes) else None if one is None else str(one)

    assert read(raw).values() == [tuple(map(text, row)) for row in rows]


def test_the_newest_changes_stand_in_the_log(read, tmp_path):
    path = tmp_path / "made.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = wal")
        made.execute("PRAGMA wal_autocheckpoint = 0")
        made.execute(PEOPLE)
        for statement, values in people(500):
            made.executemany(statement, values)
        made.execute("PRAGMA wal_checkpoint(PASSIVE)")
        made.execute("UPDATE people SET name = 'Budi' WHERE id = 7")
        made.execute("DELETE FROM people WHERE id > 400")
        main, log = path.read_bytes(), path.with_name("made.db-wal").read_bytes()
        index = path.with_name("made.db-shm").read_bytes()
        made.execute("BEGIN")
        made.execute("UPDATE people SET name = 'Citra'")
    for more in ((), (("x.db-shm", index),)):
        dump = read(("x.db", main), ("x.db-wal", log), *more)
        assert len(dump.values()) == 400
        assert dump.values()[6][1] == "Budi"
        assert {"journal-read", "journal-file"} <= dump.warnings
        assert "journal-missing" not in dump.warnings
    (tmp_path / "x.db-wal").unlink()
    (tmp_path / "x.db-shm").unlink()
    old = read(("x.db", main))
    assert len(old.values()) == 500
    assert "journal-missing" in old.warnings


def test_a_log_that_lies_of_its_size_is_left(read, tmp_path):
    path = tmp_path / "made.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = wal")
        made.execute(PEOPLE)
        made.execute("INSERT INTO people VALUES (1, 'Ani', NULL)")
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("INSERT INTO people VALUES (2, 'Budi', NULL)")
        main, log = path.read_bytes(), path.with_name("made.db-wal").read_bytes()
    huge = bytearray(log)
    huge[36:40] = b"\xff\xff\xff\xff"  # pages behind the first commit
    assert len(read(("x.db", main), ("x.db-wal", bytes(huge))).values()) == 1
    for cut in range(64, len(log), 997):
        assert len(read(("x.db", main), ("x.db-wal", log[:cut])).values()) == 1
    assert len(read(("x.db", main), ("x.db-wal", log)).values()) == 2

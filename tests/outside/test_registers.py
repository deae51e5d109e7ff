"""Real public registers, which nobody here wrote: every snapshot against its own history.

Between two versions nothing changes, so no honest interval is narrower than the window in which
the rows of a dump were valid together. ``dating_floor.csv`` tells its width for all rows of a
snapshot; where some are replaced, the rows that are left are asked.
"""

import csv
import gzip
import random
import re
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest

from telusur.options import Options
from telusur.pipeline import verify

pytestmark = pytest.mark.outside

SNAPSHOTS = {
    "us_congress": ("2015-09-03", "2019-05-03", "2023-05-27"),
    "fara_registrants": ("2020-02-20", "2021-08-31", "2022-11-15"),
}
IDS = {"us_congress": "bioguide", "fara_registrants": "Registration_Number"}
EVERY = [(register, date) for register, dates in SNAPSHOTS.items() for date in dates]
MIDDLE = [(register, dates[1]) for register, dates in SNAPSHOTS.items()]
# The rest of a matrix whose middle every run of the tests goes through.
MIDDLE_AND_PROOFS = [
    pytest.param(*each, marks=() if each in MIDDLE else pytest.mark.prove) for each in EVERY
]

WIDER = 1.25  # than the narrowest honest interval
WIDER_BY = timedelta(days=1)

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
AMERICAN = re.compile(r"(\d{2})/(\d{2})/(\d{4})$")

DESCRIPTION = """
[register]
name = "{name}"
holder = "{name}"

[source]
path = "{path}"

[history]
valid_from = "valid_from"
valid_to = "valid_to"
ignore = ["from_commit", "to_commit"]
"""
KEY = """
[[key]]
columns = ["entity_key"]
"""


@pytest.fixture(scope="module")
def truth(outside_data):
    """By register and date: the true window, and the width that all rows together allow."""

    def rows(name):
        with (outside_data / "registers" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    floors = {
        (row["register"], row["snapshot"]): timedelta(days=float(row["window_days_all"]))
        for row in rows("dating_floor.csv")
    }
    windows = {
        (row["register"], row["file"][len("snapshot_") : -len(".csv.gz")]): (
            datetime.fromisoformat(row["window_from"]),
            datetime.fromisoformat(row["window_to_exclusive"]),
        )
        for row in rows("truth_windows.csv")
    }
    assert set(windows) == set(floors) == set(EVERY)  # every snapshot there is
    return {snapshot: (*windows[snapshot], floors[snapshot]) for snapshot in EVERY}


@pytest.fixture
def history(outside_data):
    return lambda register: (outside_data / "registers" / register / "history.parquet").resolve()


@pytest.fixture
def snapshot(outside_data):
    """Where a snapshot lies, and its header and rows."""

    def read(register, date):
        path = outside_data / "registers" / register / f"snapshot_{date}.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return path, header, rows

    return read


@pytest.fixture
def described(tmp_path, history):
    """A ``register.toml`` that says nothing of any column but the key's."""

    def write(register, key=KEY):
        path = tmp_path / f"{register}.toml"
        text = DESCRIPTION.format(name=register, path=history(register))
        path.write_text(text + key, encoding="utf-8")
        return path

    return write


@pytest.fixture
def found(tmp_path):
    """What Telusur finds in a file, or in a header and rows."""

    def run(dump, *registers):
        if isinstance(dump, tuple):
            header, rows = dump
            dump = tmp_path / "dump.csv"
            with dump.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([header, *rows])
        return verify(Options(dump=(dump,), registers=registers, out=tmp_path / "out"))

    return run


def assert_dated(dated, window_from, window_to, floor):
    assert dated.status == "dated"
    assert dated.earliest <= window_from
    assert dated.latest >= window_to
    assert dated.latest - dated.earliest <= WIDER * floor + WIDER_BY


def assert_whole(found, rows, truth):
    """Every row is the register's, and the copy is dated."""
    assert found.verdict.grade == "verified"
    (tested,), (dated,) = found.records, found.dating
    assert (tested.rows, tested.outcome.identical) == (rows, rows)
    assert_dated(dated, *truth)


def recombined(rows, chance):
    """A row of which each column is another row's."""
    return [chance.choice(rows)[column] for column in range(len(rows[0]))]


@pytest.mark.parametrize(("register", "date"), MIDDLE_AND_PROOFS)
def test_snapshot_is_its_own_registers_and_not_the_others(
    register, date, snapshot, described, found, truth
):
    path, _, rows = snapshot(register, date)
    answer = found(path, *(described(name) for name in SNAPSHOTS))
    for name, grade, tested, dated in zip(
        SNAPSHOTS, answer.verdict.candidates, answer.records, answer.dating, strict=True
    ):
        if name == register:
            assert grade.grade == "verified"
            assert (tested.rows, tested.outcome.identical) == (len(rows), len(rows))
            assert_dated(dated, *truth[register, date])
        else:
            assert grade.grade == "not_the_same"
            assert tested.outcome.identical == 0
            assert dated.status == "cannot_tell"
    assert (answer.verdict.grade, answer.verdict.holder) == ("verified", register)


@pytest.mark.parametrize(("register", "date"), MIDDLE)
def test_other_register_alone_is_not_the_same(register, date, snapshot, described, found):
    (other,) = set(SNAPSHOTS) - {register}
    path, _, _ = snapshot(register, date)
    assert found(path, described(other)).verdict.grade == "not_the_same"


@pytest.mark.parametrize(("register", "date"), MIDDLE)
def test_history_without_any_description(register, date, snapshot, history, found, truth):
    path, _, rows = snapshot(register, date)
    assert_whole(found(path, history(register)), len(rows), truth[register, date])


@pytest.mark.parametrize(("register", "date"), MIDDLE)
def test_described_history_without_a_key(register, date, snapshot, described, found, truth):
    path, _, rows = snapshot(register, date)
    assert_whole(found(path, described(register, key="")), len(rows), truth[register, date])


@pytest.mark.parametrize(("register", "date"), MIDDLE_AND_PROOFS)
def test_capitals_and_other_dates(register, date, snapshot, described, found, truth):
    _, header, rows = snapshot(register, date)
    restyled = [[restyle(value) for value in row] for row in rows]
    assert restyled != [[value.upper() for value in row] for row in rows]
    answer = found((header, restyled), described(register))
    assert_whole(answer, len(rows), truth[register, date])


@pytest.mark.parametrize(("register", "date"), MIDDLE_AND_PROOFS)
def test_names_that_say_nothing(register, date, snapshot, described, found, truth):
    _, header, rows = snapshot(register, date)
    chance = random.Random(0)  # noqa: S311  # draws names, keeps no secret
    order = chance.sample(range(len(header)), len(header))
    renamed = [f"q{chance.getrandbits(32):08x}" for _ in order]
    answer = found((renamed, [[row[c] for c in order] for row in rows]), described(register))
    assert_whole(answer, len(rows), truth[register, date])


@pytest.mark.parametrize(("register", "date"), MIDDLE_AND_PROOFS)
def test_fabricated_rows_among_all_genuine_ones(register, date, snapshot, described, found, truth):
    """A quarter of the dump is fabricated: each column of each such row is another row's."""
    _, header, rows = snapshot(register, date)
    chance = random.Random(0)  # noqa: S311  # draws rows, keeps no secret
    mixed = rows + [recombined(rows, chance) for _ in range(len(rows) // 3)]
    chance.shuffle(mixed)
    answer = found((header, mixed), described(register))
    assert answer.verdict.grade == "verified"
    assert answer.records[0].outcome.identical == len(rows)
    assert_dated(answer.dating[0], *truth[register, date])


@pytest.mark.parametrize(("register", "date"), MIDDLE_AND_PROOFS)
def test_fabricated_rows_in_place_of_genuine_ones(
    register, date, snapshot, history, described, found, truth
):
    """The rows that fabricated ones replaced take what they knew of the date with them."""
    _, header, rows = snapshot(register, date)
    chance = random.Random(0)  # noqa: S311  # draws rows, keeps no secret
    replaced = set(chance.sample(range(len(rows)), len(rows) // 4))
    mixed = [recombined(rows, chance) if i in replaced else row for i, row in enumerate(rows)]
    window_from, window_to, _ = truth[register, date]
    column = header.index(IDS[register])
    left = [row[column] for i, row in enumerate(rows) if i not in replaced]
    floor = valid_together(history(register), IDS[register], left, window_from)
    answer = found((header, mixed), described(register))
    assert answer.verdict.grade == "verified"
    assert answer.records[0].outcome.identical == len(left)
    assert_dated(answer.dating[0], window_from, window_to, floor)


def valid_together(history, column, members, moment):
    """Width of the stretch around ``moment`` in which none of the members changed."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.register("members", pa.table({"id": members}))
    since, until = connection.execute(
        f"""
        SELECT epoch_us(max(valid_from)), epoch_us(min(valid_to))
        FROM read_parquet(?) AS versions
        WHERE "{column}" IN (SELECT id FROM members)
          AND valid_from <= ? AND coalesce(valid_to > ?, true)
        """,
        [str(history), moment, moment],
    ).fetchall()[0]
    connection.close()
    assert datetime.fromtimestamp(since / 1e6, UTC) <= moment
    return timedelta(microseconds=until - since)


def restyle(value):
    """In capitals; an ISO date as dd/mm/yyyy, an American one as ISO."""
    if iso := ISO.match(value):
        year, month, day = iso.groups()
        return f"{day}/{month}/{year}"
    if american := AMERICAN.match(value):
        month, day, year = american.groups()
        return f"{year}-{month}-{day}"
    return value.upper()

"""Every row of the dump is what truth says it is: checked by SQL of the test's own."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

if TYPE_CHECKING:
    from conftest import Drill


def _records(drill: Drill) -> list[tuple[int, list[str]]]:
    """(first physical line, fields) of each record, header included, by the csv module."""
    records = []
    with drill.paths.dump.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=";", strict=True)
        line = 1
        for fields in reader:
            records.append((line, fields))
            line = reader.line_num + 1
    return records


@pytest.fixture(scope="module")
def dumped(small_drill: Drill) -> Drill:
    """The readable rows as table ``dump``, values brought to the register's notation."""
    (_, header), *rest = _records(small_drill)
    whole = [fields for _, fields in rest if len(fields) == len(header)]
    table = {name: pa.array([row[at] for row in whole]) for at, name in enumerate(header)}
    raw = pa.table({**table, "row": pa.array(range(len(whole)), pa.int64())})
    small_drill.db.register("raw", raw)
    columns: dict[str, str] = small_drill.truth["columns"]
    values = ", ".join(
        f"nullif(trim(replace({published}, chr(10), ' ')), '') AS {own}"
        for published, own in columns.items()
    )
    small_drill.db.sql(
        f"""CREATE OR REPLACE TABLE dump AS SELECT row, * REPLACE (
            coalesce(try_strptime(tgl_lahir, '%d/%m/%Y')::DATE, tgl_lahir::DATE) AS tgl_lahir)
        FROM (SELECT row, {values} FROM raw)"""
    )
    return small_drill


def _agreement(drill: Drill) -> list[str]:
    """For each dumped column, an SQL test of a dump row ``d`` against a version ``v``."""
    return [
        f"(d.{own}::VARCHAR IS NOT DISTINCT FROM {_written(own)})"
        for own in drill.truth["columns"].values()
    ]


def _written(own: str) -> str:
    return f"upper(v.{own})" if own in ("nama", "tempat_lahir") else f"v.{own}::VARCHAR"


def test_classes_are_counted_from_what_was_written(dumped: Drill) -> None:
    counted = dict(dumped.rows("SELECT class, count(*) FROM planted GROUP BY class"))
    assert counted.pop("broken") == dumped.truth["rows_rejected"]
    assert counted == dumped.truth["classes"]
    assert all(dumped.truth["classes"].values())
    assert sum(counted.values()) == dumped.truth["rows"] == dumped.one("SELECT count(*) FROM dump")


def test_lines_are_where_truth_says(small_drill: Drill) -> None:
    (_, header), *rest = _records(small_drill)
    told = small_drill.rows("SELECT line, row IS NULL FROM planted ORDER BY line")
    assert [line for line, _ in rest] == [line for line, _ in told]
    assert [len(fields) != len(header) for _, fields in rest] == [broken for _, broken in told]
    assert small_drill.paths.dump.read_bytes().count(b"\n") == small_drill.truth["lines"]


@pytest.mark.parametrize("kind", ["genuine", "duplicate"])
def test_genuine_rows_are_the_version_valid_at_the_true_moment(dumped: Drill, kind: str) -> None:
    same = " AND ".join(_agreement(dumped))
    found = dumped.one(
        f"""SELECT count(*) FROM planted p JOIN dump d USING (row)
        JOIN valid v ON v.psnoka = p.member AND {same} WHERE p.class = '{kind}'"""
    )
    assert found == dumped.truth["classes"][kind] > 0


def test_former_rows_are_a_version_that_was_not_valid_then(dumped: Drill) -> None:
    same = " AND ".join(_agreement(dumped))
    query = f"""SELECT count(DISTINCT row) FROM planted p JOIN dump d USING (row)
        JOIN {{}} v ON v.psnoka = p.member AND {same} WHERE p.class = 'former'"""
    assert dumped.one(query.format("valid")) == 0
    assert dumped.one(query.format("register")) == dumped.truth["classes"]["former"] > 0


def test_altered_rows_differ_exactly_where_truth_says(dumped: Drill) -> None:
    own = list(dumped.truth["columns"].values())
    tests = ", ".join(
        f"CASE WHEN NOT {test} THEN '{name}' END"
        for name, test in zip(own, _agreement(dumped), strict=True)
    )
    rows = dumped.rows(
        f"""SELECT altered, list_filter([{tests}], x -> x IS NOT NULL)
        FROM planted p JOIN dump d USING (row) JOIN valid v ON v.psnoka = p.member
        WHERE p.class = 'altered'"""
    )
    assert len(rows) == dumped.truth["classes"]["altered"]
    assert all(sorted(told.split(",")) == sorted(differ) for told, differ in rows)


def test_altered_rows_agree_with_no_version_at_all(dumped: Drill) -> None:
    same = " AND ".join(_agreement(dumped))
    assert not dumped.one(
        f"""SELECT count(*) FROM planted p JOIN dump d USING (row)
        JOIN register v ON {same} WHERE p.class = 'altered'"""
    )


@pytest.mark.parametrize("kind", ["fabricated", "recycled"])
@pytest.mark.parametrize("number", ["psnoka", "noka", "nik", "no_ktp"])
def test_invented_people_bear_no_number_of_a_member(dumped: Drill, kind: str, number: str) -> None:
    chosen = f"FROM planted JOIN dump d USING (row) WHERE class = '{kind}' AND d.{number} <> ''"
    assert dumped.one(f"SELECT count(*) {chosen}") > 0
    assert not dumped.one(
        f"SELECT count(*) {chosen} AND d.{number} IN (SELECT {number} FROM register)"
    )


def test_recycled_rows_come_from_the_older_list(dumped: Drill) -> None:
    older = f"read_csv('{dumped.paths.other_list}', all_varchar = true, header = true)"
    found = dumped.one(
        f"""SELECT count(*) FROM planted JOIN dump d USING (row) SEMI JOIN {older} o
        ON upper(o.nama) = d.nama AND o.tgl_lahir = d.tgl_lahir::VARCHAR
          AND o.nik IS NOT DISTINCT FROM d.nik AND o.no_hp IS NOT DISTINCT FROM d.no_hp
        WHERE class = 'recycled'"""
    )
    assert found == dumped.truth["classes"]["recycled"]
    assert dumped.one(f"SELECT count(*) FROM {older}") == 2 * found


def test_members_lie_inside_the_scope(small_drill: Drill) -> None:
    rule = small_drill.truth["scope"]["rule"]
    inside = f"list_contains({rule['kdkantor']}, kdkantor) AND kdjenispst IN ('21')"
    assert (
        small_drill.one(f"SELECT count(*) FROM valid WHERE {inside}")
        == (small_drill.truth["scope"]["members_inside"])
    )
    assert not small_drill.one(
        f"""SELECT count(*) FROM planted p JOIN valid v ON v.psnoka = p.member
        WHERE NOT ({inside})"""
    )


def test_people_are_counted_once(small_drill: Drill) -> None:
    assert small_drill.truth["distinct_people"] == small_drill.one(
        "SELECT count(DISTINCT member) FROM planted"
    )


def test_nothing_changes_inside_the_true_window(small_drill: Drill) -> None:
    def instant(text: str | None) -> str:
        return f"TIMESTAMP '{(text or '9999-01-01').removesuffix('Z')}'"

    window: dict[str, Any] = small_drill.truth["true_window"]["register"]
    low, high = instant(window["from"]), instant(window["until"])
    taken = instant(small_drill.truth["true_date"])
    changes = "(SELECT valid_from AS moment FROM register UNION ALL SELECT valid_to FROM register)"
    asked = f"SELECT {{}} FROM {changes} WHERE moment"
    assert small_drill.one(f"SELECT {low} <= {taken} AND {taken} < {high}")
    assert not small_drill.one(asked.format("count(*)") + f" > {low} AND moment < {high}")
    assert small_drill.one(asked.format("count(*)") + f" = {low}")
    assert small_drill.one(asked.format("count(*)") + f" = {high}")


def test_quirks_are_there(small_drill: Drill) -> None:
    raw = small_drill.paths.dump.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfPSNOKA;")
    quirks = small_drill.truth["quirks"]
    for name in ("slashed_date", "padded_name", "name_on_two_lines"):
        assert quirks[name] == small_drill.one(f"SELECT count(*) FROM planted WHERE {name}") > 0
    assert small_drill.truth["rows_rejected"] >= 4

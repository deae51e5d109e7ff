"""The register looks like the real one from far, and keeps the rules of its identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Drill


def test_versions_follow_one_another(small_drill: Drill) -> None:
    rows = small_drill.one("SELECT count(*) FROM register")
    members = small_drill.one("SELECT count(DISTINCT psnoka) FROM register")
    assert small_drill.truth["register"]["versions"] == rows
    assert 1.5 < rows / members < 2.5
    assert not small_drill.one(
        """SELECT count(*) FROM (
            SELECT valid_from, valid_to, lead(valid_from) OVER (
                PARTITION BY psnoka ORDER BY valid_from) AS following FROM register)
        WHERE valid_to <= valid_from OR following IS DISTINCT FROM valid_to
          AND following IS NOT NULL"""
    )


def test_one_member_one_card_and_one_nik(small_drill: Drill) -> None:
    assert not small_drill.one(
        "SELECT count(*) FROM (SELECT nik FROM register WHERE nik IS NOT NULL GROUP BY nik "
        "HAVING count(DISTINCT psnoka) > 1)"
    )
    assert not small_drill.one(
        "SELECT count(*) FROM (SELECT psnoka FROM register GROUP BY psnoka "
        "HAVING count(DISTINCT nik) > 1)"  # a NIK never changes
    )


@pytest.mark.parametrize(
    ("column", "pattern"),
    [
        ("psnoka", "000[0-3][0-9]{9}"),
        ("noka", "000[0-3][0-9]{9}"),
        ("nik", "[1-9][0-9]{15}"),
        ("no_kk", "[1-9][0-9]{15}"),
        ("npwp", "[0-9]{15}"),
        ("no_hp", "08[0-9]{9,10}"),
        ("email", r"[a-z]+[0-9]{4}@[a-z]+\.example"),
        ("kdkantor", "(0[1-9]|1[0-3])[0-9]{2}"),
    ],
)
def test_identifiers_are_well_formed(small_drill: Drill, column: str, pattern: str) -> None:
    wrong = f"{column} IS NOT NULL AND NOT regexp_full_match({column}, '{pattern}')"
    assert not small_drill.one(f"SELECT count(*) FROM register WHERE {wrong}")
    assert small_drill.one(f"SELECT count({column}) FROM register")


def test_nik_carries_birth_date_and_sex_but_for_a_few(small_drill: Drill) -> None:
    share = small_drill.one(
        """SELECT avg((nik[7:12] = lpad((day(tgl_lahir) + if(jenkel = 'P', 40, 0))::VARCHAR, 2, '0')
            || strftime(tgl_lahir, '%m%y'))::INT) FROM register WHERE nik IS NOT NULL"""
    )
    assert 0.96 < share < 1


def test_tax_numbers_pass_luhn(small_drill: Drill) -> None:
    def luhn(digits: str) -> int:
        doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
        return sum(sum(divmod(value, 10)) for value in doubled) % 10

    numbers = [row[0] for row in small_drill.rows("SELECT DISTINCT npwp[:9] FROM register")]
    assert {luhn(number) for number in numbers if number} == {0}


def test_families_have_one_head_whose_card_all_share(small_drill: Drill) -> None:
    heads = "SELECT count(DISTINCT psnoka) FROM register WHERE psnoka = noka"
    assert small_drill.one(f"{heads} AND (kdhubkel <> '1' OR flagtanggungan <> '0')") == 0
    families = small_drill.one("SELECT count(DISTINCT noka) FROM register")
    assert families == small_drill.one("SELECT count(DISTINCT no_kk) FROM register")
    size = small_drill.one("SELECT count(DISTINCT psnoka) FROM register") / families
    assert 3 < size < 4.5


def test_segments_have_their_published_shares(small_drill: Drill) -> None:
    shares = dict(
        small_drill.rows(
            """SELECT kdjenispst, count(*) / sum(count(*)) OVER () FROM
            (SELECT DISTINCT psnoka, kdjenispst FROM register) GROUP BY 1"""
        )
    )
    # Millions at the end of 2019, of 223.94 in all; families move together, so tolerance is wide.
    for code, millions in {"21": 96.5, "22": 38.8, "13": 34.1, "14": 30.2}.items():
        assert shares[code] == pytest.approx(millions / 223.94, abs=0.05)


def test_changes_fall_on_working_days_and_lapses_on_the_first(small_drill: Drill) -> None:
    changed = "FROM register WHERE valid_from > TIMESTAMP '2019-01-01'"
    weekend = small_drill.one(
        f"SELECT avg((isodow(valid_from) > 5)::INT) {changed} AND day(valid_from) > 1"
    )
    assert 0.005 < weekend < 0.12
    lapses = f"{changed} AND kdstatuspst = '9' AND tsstatus = valid_from"
    assert small_drill.rows(f"SELECT DISTINCT day(valid_from) {lapses}") == [(1,)]
    assert small_drill.one(f"SELECT count(DISTINCT date_trunc('month', valid_from)) {lapses}") > 12


def test_changes_are_frequent_enough_to_date_a_copy(small_drill: Drill) -> None:
    """At 100,000 members there are some hundred changes a day; here, six a working day."""
    days = small_drill.one(
        "SELECT count(DISTINCT valid_from::DATE) FROM register WHERE isodow(valid_from) < 6"
    )
    assert days > 0.95 * 631  # working days from 2019-01-01 to 2021-05-31


def test_the_dead_stay_dead(small_drill: Drill) -> None:
    dead = "FROM register WHERE kdstatuspst = '2'"
    assert small_drill.one(f"SELECT count(*) {dead}")
    assert not small_drill.one(f"SELECT count(*) {dead} AND (valid_to IS NOT NULL OR tat IS NULL)")

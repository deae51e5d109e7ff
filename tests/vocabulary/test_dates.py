from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.vocabulary.dates import (
    MONTHS,
    date_order_votes,
    decide_order,
    has_time,
    parse_date,
    parse_datetime,
)
from telusur.vocabulary.identifiers import by_name

fuzz = settings(max_examples=20)

INDONESIAN = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
SHORT_ID = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
SHORT_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

# How a date is written, by a name, and the orders under which it is read as that date.
WAYS = {
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "slashed iso": lambda d: f"{d:%Y/%m/%d}",
    "dotted iso": lambda d: f"{d.year}.{d.month}.{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "dashed dmy": lambda d: f"{d:%d-%m-%Y}",
    "slashed dmy": lambda d: f"{d:%d/%m/%Y}",
    "dotted dmy": lambda d: f"{d:%d.%m.%Y}",
    "short dmy": lambda d: f"{d.day}/{d.month}/{d.year}",
    "Indonesian": lambda d: f"{d.day} {INDONESIAN[d.month - 1]} {d.year}",
    "abbreviated": lambda d: f"{d:%d}-{SHORT_ID[d.month - 1].upper()}-{d.year}",
    "English": lambda d: f"{d.day}-{SHORT_EN[d.month - 1]}-{d.year}",
    "American": lambda d: f"{d:%B} {d.day}, {d.year}",
    "with midnight": lambda d: f"{d:%Y-%m-%d} 00:00:00.000",
    "with a time": lambda d: f"{d:%d/%m/%Y} 23:59",
    "compact with a time": lambda d: f"{d:%Y%m%d} 23:59:07",
    "with a zone": lambda d: f"{d:%Y-%m-%d}T23:30:00+07:00",
}
AMERICAN_WAYS = {
    "slashed mdy": lambda d: f"{d:%m/%d/%Y}",
    "short mdy": lambda d: f"{d.month}-{d.day}-{d.year} 1:05 PM",
}
SHORT_YEARS = {
    "two digits": lambda d: f"{d:%d/%m/%y}",
    "Oracle": lambda d: f"{d:%d}-{SHORT_EN[d.month - 1].upper()}-{d:%y}",
}
days = st.dates(date(1800, 1, 1), date(2099, 12, 31))


@fuzz
@given(st.lists(days, min_size=10, max_size=100))
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_is_read(way, evaluate, values) -> None:
    written = [WAYS[way](value) for value in values]
    assert evaluate(parse_date("x", "dmy"), written) == [f"{v:%Y-%m-%d}" for v in values]


@fuzz
@given(st.lists(days, min_size=10, max_size=100))
@pytest.mark.parametrize("way", AMERICAN_WAYS)
def test_month_first(way, evaluate, values) -> None:
    written = [AMERICAN_WAYS[way](value) for value in values]
    assert evaluate(parse_date("x", "mdy"), written) == [f"{v:%Y-%m-%d}" for v in values]


@fuzz
@given(st.lists(st.dates(date(1931, 1, 1), date(2030, 12, 31)), min_size=10, max_size=100))
@pytest.mark.parametrize("way", SHORT_YEARS)
def test_years_of_two_digits_want_a_pivot(way, evaluate, values) -> None:
    written = [SHORT_YEARS[way](value) for value in values]
    assert evaluate(parse_date("x", "dmy", 30), written) == [f"{v:%Y-%m-%d}" for v in values]
    assert evaluate(parse_date("x", "dmy"), written) == [None] * len(values)


def test_every_name_of_a_month_is_read(evaluate) -> None:
    written = [f"7 {name.title()} 2021" for _, names in MONTHS for name in names]
    expected = [f"2021-{number}-07" for number, names in MONTHS for _ in names]
    assert evaluate(parse_date("x"), written) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30", "2021-00-10", "2021-13-01", "31.04.2021", "29/02/1900", "0000-01-01",
        "20211301", "12345678", "2021-1", "05-2021", "7 Foo 2021", "7 Janissary 2021", "Mei 2021",
        "10:30:00", "2021-05-20 24:00", "2021-05-20x", "2021-05/20", "1/2.2021", "", None,
        "2021-05-20 10:30 XYZ", "99/99/9999", "2021-05-20\n",
    ],
)  # fmt: skip
def test_what_no_calendar_has_is_no_date(text, evaluate) -> None:
    assert evaluate(parse_date("x", None, 30), [text]) == [None]
    assert evaluate(parse_datetime("x", None, 30), [text]) == [None]
    assert evaluate(by_name("date").valid("x"), [text]) == [False]


def test_open_ends_are_dates(evaluate) -> None:
    assert evaluate(parse_date("x"), ["9999-12-31", "99991231"]) == ["9999-12-31"] * 2


zones = st.one_of(
    st.none(), st.integers(-14 * 60 + 1, 14 * 60 - 1).map(lambda m: timezone(timedelta(minutes=m)))
)


@fuzz
@given(st.lists(st.tuples(st.datetimes(datetime(1900, 1, 2), datetime(2099, 12, 30)), zones)))  # noqa: DTZ001
def test_moments_are_brought_to_utc(evaluate, moments) -> None:
    moments = [m.replace(tzinfo=zone) for m, zone in moments]
    expected = []
    for moment in moments:
        utc = moment.astimezone(UTC) if moment.tzinfo else moment
        fraction = f"{utc:%f}".rstrip("0")
        expected.append(f"{utc:%Y-%m-%d %H:%M:%S}" + (f".{fraction}" if fraction else ""))
    assert evaluate(parse_datetime("x"), [m.isoformat(" ") for m in moments]) == expected
    assert evaluate(parse_datetime("x"), [m.isoformat() for m in moments]) == expected


def test_moments_as_people_write_them(evaluate) -> None:
    ways = {
        "20/05/2021 10.30 WIB": "2021-05-20 03:30:00",
        "20 Mei 2021 01:30:15 WITA": "2021-05-19 17:30:15",
        "2021-05-20 08:00 WIT": "2021-05-19 23:00:00",
        "2021-12-31T23:30:00-0100": "2022-01-01 00:30:00",
        "2021-05-20T10:30:00Z": "2021-05-20 10:30:00",
        "2021-05-20 12:05 am": "2021-05-20 00:05:00",
        "2021-05-20 12:05:09PM": "2021-05-20 12:05:09",
        "5/20/2021 1:05 PM": "2021-05-20 13:05:00",
        "20210520103015": "2021-05-20 10:30:15",
        "20210520": "2021-05-20 00:00:00",
        "2021-05-20 10:30:15,1234567": "2021-05-20 10:30:15.123456",
    }
    assert evaluate(parse_datetime("x", "mdy"), [*ways][7:8]) == [*ways.values()][7:8]
    del ways["5/20/2021 1:05 PM"]
    assert evaluate(parse_datetime("x"), [*ways]) == [*ways.values()]


def test_a_time_of_day_is_told_from_midnight(evaluate) -> None:
    timed = ["2021-05-20 10:30", "20/05/2021 00:00:01", "20210520103015", "2021-05-20T00:00:00.5"]
    dates = ["2021-05-20", "2021-05-20 00:00:00", "20/05/2021 0:00", "20210520000000", "x", None]
    assert evaluate(has_time("x"), timed + dates) == [True] * 4 + [False] * 6
    assert evaluate(by_name("date").valid("x"), timed) == [False] * 4
    assert evaluate(by_name("datetime").valid("x"), timed) == [True] * 4


@pytest.mark.parametrize(
    ("values", "votes", "order"),
    [
        (["13/01/2021", "02/03/2021"], (1, 0, 0, 1), "dmy"),
        (["01/13/2021", "02/03/21", "x"], (0, 1, 0, 1), "mdy"),
        (["02/03/2021", "04-05-2021 10:30"], (0, 0, 0, 2), "dmy"),
        (["2021-01-13", "20210113", "01/02/2021"], (0, 0, 2, 1), "ymd"),
        (["13/01/2021", "14.01.2021", "01/13/2021"], (2, 1, 0, 0), "dmy"),
        (["21 Mei 2021", None, "99/99/9999"], (0, 0, 0, 0), None),
    ],
)
def test_the_column_tells_the_order(values, votes, order, evaluate) -> None:
    names = ("dmy", "mdy", "ymd", "either")
    counted = {name: evaluate_aggregate(evaluate, name, values) for name in names}
    assert counted == dict(zip(names, votes, strict=True))
    assert decide_order(counted) == order


def evaluate_aggregate(evaluate, name, values) -> int:
    # the fixture's SELECT gives a row per value; a window over all rows gives each the total
    aggregate = date_order_votes("x")[name]
    return evaluate(f"{aggregate} OVER ()", values)[0]

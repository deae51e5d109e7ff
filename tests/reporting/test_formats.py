"""Numbers, shares, dates and sizes as Indonesian and English write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.reporting.formats import Formats

ID, EN = Formats("id"), Formats("en")


def test_numbers_in_full() -> None:
    assert (ID.number(100_002), EN.number(100_002)) == ("100.002", "100,002")
    assert (ID.number(0), EN.number(1_304_401_300)) == ("0", "1,304,401,300")
    assert (ID.decimal(0.978), EN.decimal(1_234.5, 1)) == ("0,98", "1,234.5")


@pytest.mark.parametrize(
    ("rate", "indonesian", "english"),
    [
        (0, "0%", "0%"),
        (1, "100%", "100%"),
        (0.123, "12,3%", "12.3%"),
        (0.9997, "99,97%", "99.97%"),
        (0.0006, "0,06%", "0.06%"),
        (0.9999999999, ">99,9999%", ">99.9999%"),
        (1e-12, "<0,0001%", "<0.0001%"),
    ],
)
def test_shares(rate: float, indonesian: str, english: str) -> None:
    assert (ID.share(rate), EN.share(rate)) == (indonesian, english)


@given(st.floats(0, 1))
def test_a_share_is_nought_or_all_only_when_it_is(rate: float) -> None:
    assert (EN.share(rate) == "0%") == (rate == 0)
    assert (EN.share(rate) == "100%") == (rate == 1)


@given(st.floats(0, 1), st.floats(0, 1))
def test_an_interval_is_rounded_outwards(one: float, other: float) -> None:
    low, high = sorted((one, other))
    shown = [float(end) / 100 for end in EN.interval(low, high).replace("%", "").split("–")]
    assert shown[0] <= low + 1e-9
    assert shown[1] >= high - 1e-9


@given(st.floats(0, 1), st.floats(0, 1))
def test_ends_of_plain_numbers_are_rounded_outwards(one: float, other: float) -> None:
    low, high = sorted((one, other))
    shown = [float(end) for end in EN.between(low, high).split("–")]
    assert low - 0.0101 <= shown[0] <= low
    assert high <= shown[1] <= high + 0.0101


@given(st.floats(0, 1))
def test_an_upper_bound_stays_above(rate: float) -> None:
    assert float(EN.at_most(rate).rstrip("%")) / 100 >= rate - 1e-9


def test_levels_have_no_more_digits_than_they_need() -> None:
    assert (ID.level(0.99), ID.level(0.995), EN.level(0.995)) == ("99%", "99,5%", "99.5%")


def test_dates() -> None:
    day, hour = datetime(2021, 5, 21, tzinfo=UTC), datetime(2021, 5, 21, 7, 30, tzinfo=UTC)
    assert (ID.date(day), EN.date(day)) == ("21 Mei 2021", "21 May 2021")
    assert (ID.moment(day), EN.moment(day)) == ("21 Mei 2021", "21 May 2021")
    assert ID.moment(hour) == "21 Mei 2021, 07.30 UTC"
    assert EN.moment(hour) == "21 May 2021, 07:30 UTC"
    assert (ID.month(day), EN.month(day)) == ("Mei 2021", "May 2021")
    assert ID.span(day, day) == "21 Mei 2021"
    assert ID.span(day, hour) == "21 Mei 2021 – 21 Mei 2021, 07.30 UTC"


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_has_a_form(moment: datetime) -> None:
    assert re.match(r"\d{1,2} \w+ \d+", ID.moment(moment))


def test_sizes_and_durations() -> None:
    assert (ID.size(0), ID.size(1023), ID.size(1536)) == ("0 B", "1.023 B", "1,5 KiB")
    assert EN.size(240 * 1024**2) == "240.0 MiB"
    assert EN.size(5 * 1024**5) == "5,120.0 TiB"
    assert (ID.seconds(0.04), EN.seconds(61.2), EN.seconds(7_325)) == (
        "0,0 s",
        "1 min 1 s",
        "2 h 2 min",
    )
    assert EN.seconds(59.97) == "60.0 s"

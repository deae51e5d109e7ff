"""Figures as each language writes them; bounds are rounded outwards."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.reconciling.grading import Reason
from telusur.reconciling.sentences import SENTENCES
from telusur.vocabulary.wording import at_least, at_most, count, day, one_or_more, say, share


def test_counts() -> None:
    assert (count(100_002).id, count(100_002).en) == ("100.002", "100,002")


@pytest.mark.parametrize(
    ("rate", "english", "indonesian"),
    [
        (0, "0%", "0%"),
        (1, "100%", "100%"),
        (0.99, "99%", "99%"),
        (0.862072, "86.2%", "86,2%"),
        (0.00192, "0.19%", "0,19%"),
        (0.99982, "99.982%", "99,982%"),
        (0.9999999999, ">99.9999%", ">99,9999%"),
        (1e-12, "<0.0001%", "<0,0001%"),
    ],
)
def test_shares(rate: float, english: str, indonesian: str) -> None:
    assert (share(rate).en, share(rate).id) == (english, indonesian)


@given(st.floats(0, 1))
def test_bounds_stay_bounds_and_only_all_is_all(rate: float) -> None:
    low, high = at_least(rate).en, at_most(rate).en
    if low[0] not in "<>":
        assert Decimal(low.rstrip("%")) <= Decimal(str(rate)) * 100
    if high[0] not in "<>":
        assert Decimal(high.rstrip("%")) >= Decimal(str(rate)) * 100
    assert (share(rate).en == "0%") == (rate == 0)
    assert (share(rate).en == "100%") == (rate == 1)


def test_days_and_sentences() -> None:
    moment = day(datetime(2021, 5, 21, tzinfo=UTC))
    assert (moment.id, moment.en) == ("21 Mei 2021", "21 May 2021")
    said = say("{n} pada {d}.", "{n} on {d}.", n=count(1000), d=moment)
    assert (said.id, said.en) == ("1.000 pada 21 Mei 2021.", "1,000 on 21 May 2021.")


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


def test_one_is_no_more() -> None:
    assert [one_or_more(n, "row", "rows") for n in (0, 1, 2)] == ["rows", "row", "rows"]

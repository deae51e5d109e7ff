"""A claim no larger than a report can print."""

import pytest
from pydantic import ValidationError

from telusur.model.claim import MOST, Claim

COUNTS = ("rows_claimed", "people_claimed", "sample_rows", "bytes_claimed")


@pytest.mark.parametrize("name", [*COUNTS, "price"])
def test_a_number_beyond_any_register_is_refused(name):
    assert getattr(Claim(**{name: MOST}), name) == MOST
    for beyond in (MOST + 1, 10**30):
        with pytest.raises(ValidationError) as refused:
            Claim(**{name: beyond})
        assert refused.value.errors()[0]["loc"] == (name,)


@pytest.mark.parametrize("price", [float("inf"), float("nan")])
def test_a_price_is_a_number(price):
    with pytest.raises(ValidationError):
        Claim(price=price)

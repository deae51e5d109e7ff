"""What the seller says, and when the holder came to know."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from telusur.model.base import Frozen
from telusur.model.when import Instant

# A million times the people on Earth, and what a 64-bit count and a printed page can hold: a claim
# beyond it is a slip of the keyboard or an attempt to break the report.
MOST = 10**15

Count = Annotated[int, Field(ge=0, le=MOST)]


class Claim(Frozen):
    """``claim.toml``. Everything is optional: an empty claim claims nothing."""

    title: str | None = Field(default=None, description="of the offer")
    venue: str | None = Field(
        default=None, description="forum, channel or market where it was made"
    )
    seller: str | None = Field(default=None, description="name used by the seller")
    url: str | None = Field(default=None, description="of the offer")
    posted_at: Instant | None = Field(
        default=None, description="when the offer appeared; closes an open date interval"
    )
    price: float | None = Field(
        default=None, ge=0, le=MOST, allow_inf_nan=False, description="asked, in currency"
    )
    currency: str | None = Field(default=None, description="of the price, as written")
    rows_claimed: Count | None = Field(
        default=None, description="rows that the whole is said to hold"
    )
    people_claimed: Count | None = Field(
        default=None, description="people that the whole is said to hold"
    )
    sample_rows: Count | None = Field(
        default=None, description="rows that the sample is said to hold"
    )
    bytes_claimed: Count | None = Field(
        default=None, description="size that the whole is said to have"
    )
    columns_claimed: tuple[str, ...] | None = Field(
        default=None, description="columns that the offer lists"
    )
    holder_claimed: str | None = Field(default=None, description="holder that the offer names")
    controller_knew_at: Instant | None = Field(
        default=None, description="when the holder came to know: deadlines run from here"
    )

"""What the seller says, and when the holder came to know."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from telusur.model.base import Frozen
from telusur.model.when import Instant

Count = Annotated[int, Field(ge=0)]


class Claim(Frozen):
    """``claim.toml``. Everything is optional: an empty claim claims nothing."""

    title: str | None = None
    venue: str | None = None
    seller: str | None = None
    url: str | None = None
    posted_at: Instant | None = None
    price: float | None = Field(default=None, ge=0)
    currency: str | None = None
    rows_claimed: Count | None = None
    people_claimed: Count | None = None
    sample_rows: Count | None = None
    bytes_claimed: Count | None = None
    columns_claimed: tuple[str, ...] | None = None
    holder_claimed: str | None = None
    controller_knew_at: Instant | None = None

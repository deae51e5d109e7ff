"""Moments. Naive times and plain dates are read as UTC, as the design has it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator


def to_instant(value: Any) -> Any:
    """A TOML or JSON date, time or ISO text as an aware datetime; anything else unchanged."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return value  # the type's own check says what was expected
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, tzinfo=UTC)
    return value


Instant = Annotated[datetime, BeforeValidator(to_instant)]

"""The run itself: what made the findings, with which options, how long it took."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from telusur.model.base import Frozen


class Run(Frozen):
    """Not part of what must be equal between two runs."""

    id: str
    telusur: str
    engine: str
    seed: int
    started: datetime
    finished: datetime
    seconds: dict[str, float] = Field(description="seconds by stage, in the order of the flow")
    peak_memory_bytes: int = Field(ge=0)
    options: dict[str, Any] = Field(description="the options given, overrides included")

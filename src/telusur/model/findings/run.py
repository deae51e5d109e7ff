"""The run itself: what made the findings, with which options, how long it took."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from telusur.model.base import Frozen


class Run(Frozen):
    """Not part of what must be equal between two runs."""

    id: str = Field(description="of the run")
    telusur: str = Field(description="version")
    engine: str = Field(description="name and version of the engine")
    seed: int = Field(description="of everything drawn at random")
    started: datetime = Field(description="when, in UTC")
    finished: datetime = Field(description="when, in UTC")
    seconds: dict[str, float] = Field(description="seconds by stage, in the order of the flow")
    peak_memory_bytes: int = Field(ge=0, description="highest resident memory of a process")
    options: dict[str, Any] = Field(description="the options given, overrides included")

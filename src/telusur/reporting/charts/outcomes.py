"""What became of every row: one bar in six parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.model.findings.records import Outcome

if TYPE_CHECKING:
    from telusur.model.findings.records import Records

HEIGHT = 34.0
KINDS = tuple(Outcome.model_fields)


@dataclass(frozen=True)
class Part:
    """One outcome's share of the bar."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class OutcomesPicture:
    """The picture, in px."""

    width: float
    height: float
    parts: tuple[Part, ...]


def layout(records: Records, width: float) -> OutcomesPicture:
    """The outcomes in the order of the contract, to one scale; nothing for an empty dump."""
    parts, done = [], 0
    for kind in KINDS:
        rows = getattr(records.outcome, kind)
        if rows:
            start = round(done / records.rows * width, 1)
            end = round((done + rows) / records.rows * width, 1)
            parts.append(Part(kind, start, round(max(end - start, 0.5), 1)))
        done += rows
    return OutcomesPicture(width, HEIGHT, tuple(parts))

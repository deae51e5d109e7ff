"""From the claimed number to real people: one bar a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reporting.charts.scale import NARROW, Linear, fit

if TYPE_CHECKING:
    from telusur.model.findings.reconciliation import Reconciliation
    from telusur.reporting.language import Language

BAR, GAP, LABEL_LINE = 20.0, 12.0, 18.0
BOLD_DIGIT = 9.1  # px: a bold digit of 13 px in the widest common system font


@dataclass(frozen=True)
class Bar:
    """A step: what is left (solid) and what the step before had (ghost)."""

    label: str
    value: str
    y: float
    label_x: float
    label_y: float
    width: float
    ghost: float
    value_x: float


@dataclass(frozen=True)
class Waterfall:
    """The picture, in px."""

    width: float
    height: float
    left: float
    bar: float
    narrow: bool
    bars: tuple[Bar, ...]


def layout(reconciliation: Reconciliation, language: Language, width: float) -> Waterfall:
    """Bars to one scale from zero; on a phone the label stands above its bar."""
    narrow = width <= NARROW
    number = language.formats.number
    steps = reconciliation.steps
    most = max((step.rows for step in steps), default=0)
    left = 0.0 if narrow else 236.0
    room = max((len(number(step.rows)) for step in steps), default=0) * BOLD_DIGIT + 8
    scale = Linear(0, max(most, 1), 0, width - left - room)
    lead = LABEL_LINE if narrow else 0.0
    pitch = lead + BAR + GAP
    bars, before = [], None
    for index, step in enumerate(steps):
        y = index * pitch + lead
        ghost = scale(before) if before is not None else 0.0
        solid = max(scale(step.rows), 1.0 if step.rows else 0.0)
        bars.append(
            Bar(
                label=fit(language.of("step", step.label), width if narrow else left - 12),
                value=number(step.rows),
                y=y,
                label_x=0.0 if narrow else left - 12,
                label_y=y - 5 if narrow else y + BAR / 2 + 4.5,
                width=solid,
                ghost=max(ghost, solid),
                value_x=left + max(ghost, solid) + 6,
            )
        )
        before = step.rows
    return Waterfall(width, max(1.0, len(steps) * pitch), left, BAR, narrow, tuple(bars))

"""Agreement of each compared column: a dot, its interval, and what chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reporting.charts.scale import NARROW, Linear, fit
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from telusur.model.findings.records import Records
    from telusur.reporting.language import Language

PITCH, LABEL_LINE, HEAD = 24.0, 18.0, 22.0
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Tick:
    """A line of the grid."""

    x: float
    text: str


@dataclass(frozen=True)
class Dot:
    """One column."""

    label: str
    label_x: float
    label_y: float
    y: float
    tested: bool
    x: float
    low: float
    high: float
    chance: float | None
    value: str


@dataclass(frozen=True)
class AgreementPicture:
    """The picture, in px."""

    width: float
    height: float
    narrow: bool
    start: float
    end: float
    grid: tuple[Tick, ...]
    dots: tuple[Dot, ...]


def layout(records: Records, language: Language, width: float) -> AgreementPicture:
    """One line a column, on a scale from 0 to 100 percent."""
    narrow = width <= NARROW
    share = language.formats.share
    start, end = (8.0, width - 76) if narrow else (196.0, width - 84)
    scale = Linear(0, 1, start, end)
    lead = LABEL_LINE if narrow else 0.0
    pitch = PITCH + lead
    dots = []
    for index, column in enumerate(records.agreement):
        y = HEAD + index * pitch + lead + PITCH / 2
        dots.append(
            Dot(
                label=fit(printable(column.dump), width if narrow else start - 20),
                label_x=0.0 if narrow else start - 14,
                label_y=y - 13 if narrow else y + 4.5,
                y=y,
                tested=column.compared > 0,
                x=scale(column.rate),
                low=scale(column.low),
                high=scale(column.high),
                chance=None if column.by_chance is None else scale(column.by_chance),
                value=share(column.rate) if column.compared else "–",
            )
        )
    grid = tuple(
        Tick(scale(quarter), language.formats.level(quarter))
        for quarter in QUARTERS[:: 2 if narrow else 1]
    )
    height = HEAD + max(1, len(dots)) * pitch + 6
    return AgreementPicture(width, height, narrow, start, end, grid, tuple(dots))

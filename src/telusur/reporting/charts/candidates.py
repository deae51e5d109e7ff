"""Candidate holders side by side: how well each one's structure fits, and what only it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reporting.charts.agreement import QUARTERS, Tick
from telusur.reporting.charts.scale import NARROW, Linear, fit
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.reporting.language import Language
    from telusur.reporting.lead import Candidate

HEAD, PITCH, LABEL_LINE = 22.0, 50.0, 20.0
VALUE_ROOM, INSET = 52.0, 8.0
BOLD = 1.12  # bold letters are so much wider
MARK_PITCH, MOST_MARKS = 15.0, 12  # more of them are told by their number alone


@dataclass(frozen=True)
class Mark:
    """A column that only this holder has: found in the dump, or not."""

    x: float
    sign: str
    style: str


@dataclass(frozen=True)
class Bar:
    """One candidate.

    Attributes:
        fit: end of the bar of its score.
        low: start of the score's interval; None where it was not measured.
        high: its end.
        ruled_out: structure alone excludes it.
    """

    label: str
    label_y: float
    y: float
    fit: float
    low: float | None
    high: float | None
    value: str
    ruled_out: bool
    marks: tuple[Mark, ...]
    counts: str
    counts_x: float
    counts_y: float


@dataclass(frozen=True)
class CandidatesPicture:
    """The picture, in px."""

    width: float
    height: float
    start: float
    end: float
    grid: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def layout(known: Sequence[Candidate], language: Language, width: float) -> CandidatesPicture:
    """A bar a candidate, in the order of the registers, on a scale from 0 to 1."""
    start, end = INSET, width - VALUE_ROOM
    scale = Linear(0, 1, start, end)
    bars: list[Bar] = []
    for candidate in known:
        found = candidate.structure
        if found is None:
            continue
        top = HEAD + len(bars) * (PITCH + LABEL_LINE)
        own, lacking = len(found.exclusive_present), len(found.exclusive_absent)
        marks = _marks(own, lacking, start)
        counts_x = marks[-1].x + MARK_PITCH if marks else start
        number = language.formats.number
        counts = language.t("candidates_own", own=number(own), exclusive=number(own + lacking))
        if width > NARROW:
            pairs, dump = len(found.columns), len(found.columns) + len(found.dump_only)
            also = language.t("candidates_pairs", pairs=number(pairs), dump=number(dump))
            counts = f"{counts} · {also}"
        name = f"{candidate.holder} · {candidate.register}"
        if found.excluded:
            name = f"{name} · {language.t('excluded')}"
        bars.append(
            Bar(
                label=fit(printable(name), width / BOLD),
                label_y=top + 13,
                y=top + LABEL_LINE + 8,
                fit=scale(found.score),
                low=None if found.interval is None else scale(found.interval.low),
                high=None if found.interval is None else scale(found.interval.high),
                value=language.formats.decimal(found.score),
                ruled_out=found.excluded,
                marks=marks,
                counts=fit(counts, width - counts_x),
                counts_x=counts_x,
                counts_y=top + LABEL_LINE + 33,
            )
        )
    grid = tuple(
        Tick(scale(share), language.formats.decimal(share))
        for share in QUARTERS[:: 2 if width <= NARROW else 1]
    )
    height = HEAD + len(bars) * (PITCH + LABEL_LINE)
    return CandidatesPicture(width, height, start, end, grid, tuple(bars))


def _marks(own: int, lacking: int, start: float) -> tuple[Mark, ...]:
    if own + lacking > MOST_MARKS:
        return ()
    signs = [("◆", "own")] * own + [("◇", "unpaired")] * lacking
    return tuple(
        Mark(start + at * MARK_PITCH, sign, style) for at, (sign, style) in enumerate(signs)
    )

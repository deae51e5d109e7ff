"""Agreement over time: how many rows fit the register as it stood at each moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reporting.charts.scale import LETTER, NARROW, Linear, seconds, ticks, time_ticks

if TYPE_CHECKING:
    from datetime import datetime

    from telusur.model.findings.dating import Dating
    from telusur.reporting.language import Language

HEIGHT, TOP, BOTTOM = 260.0, 26.0, 34.0
LEAST_BAND = 3.0  # px: an interval of an hour on a scale of years must still be seen


@dataclass(frozen=True)
class Tick:
    """A line of the grid, with its text."""

    at: float
    text: str


@dataclass(frozen=True)
class DatingPicture:
    """The picture, in px."""

    width: float
    height: float
    start: float
    end: float
    top: float
    floor: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    path: str
    band_x: float
    band_width: float
    best: float
    best_text: str
    best_anchor: str
    posted: float | None
    posted_text: str
    posted_anchor: str


def layout(
    dating: Dating, posted_at: datetime | None, language: Language, width: float
) -> DatingPicture | None:
    """A stepped line, the interval as a band, the best moment as a line; None if not dated."""
    curve = dating.curve
    if not curve or dating.best is None or dating.earliest is None or dating.latest is None:
        return None
    formats = language.formats
    moments = [moment.at for moment in curve] + [dating.earliest, dating.best, dating.latest]
    moments += [moment.until for moment in curve if moment.until is not None]
    if posted_at is not None:
        moments.append(posted_at)
    first, last = min(moments), max(moments)
    lowest = min(moment.rows_agreeing for moment in curve)
    highest = max(moment.rows_agreeing for moment in curve)
    margin = max(1, (highest - lowest) * 0.06)
    floor, ceiling = max(0.0, lowest - margin), highest + margin
    rows = ticks(floor, ceiling, 4)
    start = max((len(formats.number(row)) for row in rows), default=1) * LETTER + 8
    end = width - 8
    across = Linear(seconds(first), seconds(last), start, end)
    up = Linear(floor, ceiling, HEIGHT - BOTTOM, TOP)
    band = across(seconds(dating.earliest)), across(seconds(dating.latest))
    wide = max(LEAST_BAND, band[1] - band[0])
    best = across(seconds(dating.best))
    posted = None if posted_at is None else across(seconds(posted_at))
    count = 3 if width <= NARROW else 6
    named = formats.day if (last - first).days < count * 15 else formats.month
    middle = (start + end) / 2
    return DatingPicture(
        width=width,
        height=HEIGHT,
        start=start,
        end=end,
        top=TOP,
        floor=HEIGHT - BOTTOM,
        across=tuple(
            Tick(across(seconds(moment)), named(moment))
            for moment in time_ticks(first, last, count)
        ),
        up=tuple(Tick(up(row), formats.number(row)) for row in rows),
        path=_stepped(dating, across, up, last),
        band_x=round((band[0] + band[1] - wide) / 2, 1),
        band_width=round(wide, 1),
        best=best,
        best_text=formats.date(dating.best),
        best_anchor="end" if best > middle else "start",
        posted=posted,
        posted_text=language.t("chart_posted"),
        posted_anchor="end" if posted is not None and posted > middle else "start",
    )


def _stepped(dating: Dating, across: Linear, up: Linear, last: datetime) -> str:
    """The line: level while a moment holds, then straight up or down to the next."""
    parts: list[str] = []
    for index, moment in enumerate(dating.curve):
        following = dating.curve[index + 1].at if index + 1 < len(dating.curve) else last
        x, y = across(seconds(moment.at)), up(moment.rows_agreeing)
        parts.append(f"{'L' if parts else 'M'}{x} {y}H{across(seconds(moment.until or following))}")
    return "".join(parts)

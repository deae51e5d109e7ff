"""Where the tables of a file lie: title and preamble, header, rows, notes below, further tables.

Lines are told apart by how many values they fill and whether these fit the columns (after Jiang et
al., "Structural annotation of CSV files" (Strudel), 2021; and ``heading.py``). Only lines left out
by a rule named here are no rows, and each is counted under its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text import around, aside, labelled
from telusur.reading.delimited_text.area import Area, LeftOut, same
from telusur.reading.delimited_text.fitting import Model
from telusur.reading.delimited_text.heading import Heading, heading_of
from telusur.reading.delimited_text.segments import LEAST_ROWS, core, main_width, named, segments
from telusur.reading.header import First, shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.delimited_text.survey import Survey

# More lines than this above a table are no preamble.
MOST_LEAD = 30
# Shapes of values that name no column; years, figures and "no" may.
_NEVER_NAMES = frozenset(("email", "date", "time", "url", "uuid", "hash"))
# What a line above a table is of.
_LABEL = re.compile(r"[\"']?[^\W\d][\w ()./-]{0,40}: ")
# Of more lines than this that words make up, a table is likelier.
MOST_PROSE = 3
# A line above the header fills at most this share of what the header fills.
LEAD_FILLS = 0.5


def areas_of(survey: Survey, *, header: bool = True) -> list[Area]:
    """The tables of the file, in order; every line that is not blank is in one of them.

    ``header`` is False where the user said that there is none.
    """
    records = survey.records
    live = np.flatnonzero(~records.blank)
    if not len(live):
        return []
    if survey.dialect.first_only:
        return [_pairs(survey, live, header=header)]
    if _of_fields(survey, live):
        area = _area(survey, live, main_width(records.width[live]), header=False)
        area.heading = Heading(0, First.FIELD, ())
        return [area]
    aside.look_at_odd(survey, live)
    wide = live[records.filled[live] > 1]
    main = main_width(records.width[wide if len(wide) else live])
    if main == 1:
        return [_area(survey, live, 1, header=header)]
    live, beside = aside.parted(survey, live, main)
    if not len(live):
        return []
    areas = _found(survey, live, main, header=header)
    for at, area in enumerate(areas):
        beside.give(area, last=at == len(areas) - 1)
        around.below(survey, area)
        around.again(survey, area)
        around.widen(survey, area)
    return areas


def _of_fields(survey: Survey, live: NDArray[np.int64]) -> bool:
    """Whether the lines name their own fields; a delimiter of tables says that they do not."""
    head = live[: labelled.SAMPLE_LINES]
    if (survey.records.width[head] > 1).any() and survey.dialect.delimiter not in labelled.SIGNS:
        return False
    return labelled.labelled([survey.values(at) for at in head.tolist()])


def _found(survey: Survey, live: NDArray[np.int64], main: int, *, header: bool) -> list[Area]:
    """Tables with what stands above them."""
    areas: list[Area] = []
    loose: list[int] = []  # narrow lines that wait for a table below them
    for segment in segments(survey, live):
        width = core(survey.records, segment)
        first = not areas
        if (
            width < 2  # noqa: PLR2004
            or _listing(survey, segment, width, main, first=first)
            or (first and _prose(survey, segment, live))
        ):
            loose += segment.tolist()
            continue
        if areas and _goes_on(survey, areas[-1], segment, width):
            areas[-1].stop = int(segment[-1]) + 1  # loose lines between are rows cut short
        else:
            lead, rest = _lead(survey, segment, width)
            area = _area(survey, rest, width, header=header)
            above = [*loose, *lead.tolist()]
            if above:
                area.left_out.append(LeftOut("preamble", tuple(above)))
                area.begin = above[0]
                area.title = _title(survey, above) if areas else ""
            areas.append(area)
        loose = []
    if areas and loose:
        areas[-1].stop = loose[-1] + 1
    return areas or [_area(survey, live, main, header=header)]


def _listing(
    survey: Survey, segment: NDArray[np.int64], width: int, main: int, *, first: bool
) -> bool:
    """Whether a segment above the first table says things of it, as ``Printed,2021-05-03`` does."""
    records = survey.records
    most = int(records.filled[segment].max())
    if not first or len(segment) > MOST_LEAD or main < 3 or most > 2:  # noqa: PLR2004
        return False
    rest = np.flatnonzero(records.filled > 2)  # noqa: PLR2004
    if len(rest[rest > segment[-1]]) < len(segment):
        return False
    if len(segment) == 1:
        return True
    labels = sum(bool(_LABEL.match(survey.text(at))) for at in segment.tolist())
    if labels * 2 > len(segment):
        return True
    rows = survey.rows(segment, width)
    words = [row[0].strip() for row in rows]
    held = {shape(row[1]) for row in rows if len(row) > 1 and row[1].strip()}
    return len(set(words)) == len(words) and not any(map(shape, words)) and len(held) != 1


def _prose(survey: Survey, segment: NDArray[np.int64], live: NDArray[np.int64]) -> bool:
    """Whether values parted by blanks are the words of some lines above the tables."""
    return survey.dialect.delimiter == " " and len(segment) <= min(MOST_PROSE, len(live) // 2)


def _goes_on(survey: Survey, area: Area, segment: NDArray[np.int64], width: int) -> bool:
    """Whether the segment's records are further rows of the table above."""
    rows = survey.rows(segment, width)
    if width != area.width:
        return len(rows) <= LEAST_ROWS
    if not rows:
        return True
    if same(rows[0], area.heading.names):
        return True
    if area.model.conflicts(rows[0]) == 0:
        return len(rows) <= LEAST_ROWS or area.model.typed > 0 or not named(rows)
    return len(rows) <= LEAST_ROWS or heading_of(rows).first is not First.NAMES


def _lead(
    survey: Survey, segment: NDArray[np.int64], width: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lines above the header that fill little of the table, and the rest."""
    records = survey.records
    widths, filled = records.width[segment], records.filled[segment]
    fits = (widths == width) & (filled > 1)
    usual = np.median(filled[fits]) if fits.any() else 1
    first = int(np.argmax(fits & (filled > LEAD_FILLS * usual)))
    above = filled[:first]
    if first > MOST_LEAD or (above > max(1, LEAD_FILLS * filled[first])).any():
        several = filled > 1 if width > 2 else widths > 1  # noqa: PLR2004
        first = int(np.argmax(several))
        first = first if first <= MOST_LEAD else 0
    while (
        first and widths[first - 1] == width and _grouping(survey.values(int(segment[first - 1])))
    ):
        first -= 1
    return segment[:first], segment[first:]


def _grouping(values: list[str]) -> bool:
    """Whether a row names groups of columns: several values, and blanks between them."""
    filled = [at for at, value in enumerate(values) if value.strip()]
    return len(filled) > 1 and filled[-1] - filled[0] >= len(filled)


def _area(survey: Survey, segment: NDArray[np.int64], width: int, *, header: bool) -> Area:
    rows = survey.rows(segment, width)
    first, stop = int(segment[0]), int(segment[-1]) + 1
    heading = Heading(0, First.ROW, ())
    if header and survey.records.width[first] != width and width > 1:
        heading = _other_width(survey, segment, width, rows) or heading
        first += heading.rows
    if header and not heading.rows:
        heading = heading_of(rows)
        if heading.rows:  # nothing narrower lies above the header
            matching = segment[survey.records.width[segment] == width]
            first = int(matching[heading.rows - 1]) + 1
            rows = rows[heading.rows :]
    wide = max(width, len(heading.names))
    rows = [row + [""] * (wide - width) for row in rows]
    return Area(int(segment[0]), first, stop, heading, wide, Model.of(rows, wide))


def _pairs(survey: Survey, live: NDArray[np.int64], *, header: bool) -> Area:
    """A combo list has a header only on evidence, and no doubt is worth a word.

    An e-mail address or a telephone number names no column, however odd the secret beside it.
    """
    header = header and shape(survey.values(int(live[0]))[0]) is None
    area = _area(survey, live, 2, header=header)
    if area.heading.first is First.DOUBTFUL:
        area.heading = Heading(0, First.ROW, ())
    return area


def _other_width(
    survey: Survey, segment: NDArray[np.int64], width: int, rows: list[list[str]]
) -> Heading | None:
    """A first record with another number of values than the rows have may still name them."""
    names = [value.strip() for value in survey.values(int(segment[0]))]
    while names and not names[-1]:
        names.pop()
    if len(names) < 2 or len(names) > 2 * width:  # noqa: PLR2004
        return None
    if not all(any(map(str.isalnum, name)) for name in names if name):
        return None  # a drawing
    if any(shape(name) in _NEVER_NAMES for name in names) and len(names) < width:
        return None  # the end of a row, where a file was split: its values are no names
    wide = max(len(names), width)
    full = all(row[-1].strip() for row in rows)
    running = full and [row[0] for row in rows] == [str(at) for at in range(1, len(rows) + 1)]
    shifted = ["", *names] if len(names) == width - 1 and running else names
    padded = [shifted + [""] * (wide - len(shifted))]
    padded += [row + [""] * (wide - width) for row in rows]
    if heading_of(padded).first is First.ROW:
        return None
    return Heading(1, First.NAMES, tuple(padded[0]))


def _title(survey: Survey, above: list[int]) -> str:
    """The last line above a further table with one value."""
    for at in reversed(above):
        filled = [value.strip() for value in survey.values(at) if value.strip()]
        if len(filled) == 1:
            return filled[0]
    return ""

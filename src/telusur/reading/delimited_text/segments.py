"""Runs of a file's records that may be tables of their own.

They are parted by blank lines, where the width changes for good, and before a row that breaks every
type of the rows above it, as the header of a further table does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text.fitting import Model
from telusur.reading.delimited_text.heading import heading_of
from telusur.reading.header import First

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.delimited_text.lexing import Records
    from telusur.reading.delimited_text.survey import Survey

# A further table has this many rows beside its header, else its lines are damaged rows.
LEAST_ROWS = 2
# Rows from which types are told before tables are; with fewer types nothing is cut by them.
HEADER_SAMPLE, LEAST_TYPED = 200, 2
# A file of more widths than this is ragged, and no row of tables.
MOST_RUNS = 12


def mode(widths: NDArray[np.int64]) -> int:
    """The width of most records; of a tie the larger."""
    found, counts = np.unique(widths, return_counts=True)
    return int(found[np.flatnonzero(counts == counts.max())[-1]])


def main_width(widths: NDArray[np.int64]) -> int:
    """The width of most records, where narrow ones count for less: pairs stand around tables."""
    found, counts = np.unique(widths, return_counts=True)
    return int(found[np.argmax(counts * (1 - 1 / found))])


def segments(survey: Survey, live: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Runs of records with nothing blank between them, parted again where a new table begins."""
    blank = np.cumsum(survey.records.blank)
    cuts = np.flatnonzero(np.diff(blank[live]) > 0) + 1
    parted: list[NDArray[np.int64]] = []
    for segment in np.split(live, cuts):
        for one in _parted(survey, segment):
            for part in _at_headers(survey, one):
                if parted and _header_above(survey, parted[-1], part):
                    parted[-1] = np.concatenate((parted[-1], part))
                else:
                    parted.append(part)
    return parted


def _header_above(survey: Survey, alone: NDArray[np.int64], segment: NDArray[np.int64]) -> bool:
    """Whether one record stands by itself above rows that have no header of their own."""
    records = survey.records
    width = core(records, segment)
    if len(alone) > 1 or records.width[alone[0]] != width or width < 2:  # noqa: PLR2004
        return False
    if records.filled[alone[0]] < width or len(segment) < LEAST_ROWS:
        return False
    return not named(survey.rows(segment, width))


def _parted(survey: Survey, segment: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Cut where the width changes for good and the first row of the new width is a header."""
    widths = survey.records.width[segment]
    filled = survey.records.filled[segment]
    solid = np.flatnonzero(filled > 1)
    if len(solid) < 2 * (LEAST_ROWS + 1):
        return [segment]
    changes = np.flatnonzero(np.diff(widths[solid])) + 1
    if not len(changes) or len(changes) > MOST_RUNS:
        return [segment]
    runs = np.split(solid, changes)
    cuts = []
    for before, after in pairwise(runs):
        if min(len(before), len(after)) <= LEAST_ROWS:
            continue
        rows = survey.rows(segment[after], int(widths[after[0]]))
        if heading_of(rows).first is First.NAMES:
            cuts.append(int(before[-1]) + 1)
    return np.split(segment, cuts)


def _at_headers(survey: Survey, segment: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Cut before a row that breaks every type of the rows above it, as a further header does."""
    records = survey.records
    width = mode(records.width[segment])
    rows = survey.rows(segment[:HEADER_SAMPLE], width)
    # The upper half of few rows: below it the types of a further table may be.
    half = max(LEAST_ROWS + 2, len(rows) // 2) if len(rows) < HEADER_SAMPLE else len(rows)
    model = Model.of(rows[1:half], width)
    if model.typed < LEAST_TYPED or len(segment) < 2 * (LEAST_ROWS + 1):
        return [segment]
    usual = np.median(records.digits[segment[:HEADER_SAMPLE]])
    few = (records.digits[segment] * 2 <= usual) & (records.width[segment] == width)
    few &= records.filled[segment] == width
    places = np.flatnonzero(few)
    cuts = [
        place
        for place in places[(places > LEAST_ROWS) & (places < len(segment) - LEAST_ROWS)].tolist()
        if _breaks_all(model, survey.values(int(segment[place])), rows[0])
    ]
    return np.split(segment, cuts) if len(cuts) <= MOST_RUNS else [segment]


def _breaks_all(model: Model, values: list[str], header: list[str]) -> bool:
    if len(values) != len(model.columns) or len(set(values)) < len(values) or values == header:
        return False
    return model.conflicts(values) == model.typed


def core(records: Records, segment: NDArray[np.int64]) -> int:
    """The width of a segment that holds rows, or 1."""
    solid = segment[records.filled[segment] > 1]
    if len(solid) * 2 < len(segment) and len(solid) <= LEAST_ROWS:
        return 1
    return mode(records.width[solid]) if len(solid) else 1


def named(rows: list[list[str]]) -> bool:
    """Whether the first of the rows names the columns."""
    return heading_of(rows).first is First.NAMES

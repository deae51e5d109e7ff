"""Lines around and among a table's rows that are no rows: notes, totals, the header again."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text import totals
from telusur.reading.delimited_text.area import Area, LeftOut, same
from telusur.reading.delimited_text.fitting import Model, pattern
from telusur.reading.delimited_text.mending import mend
from telusur.reading.delimited_text.survey import SAMPLE_ROWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.delimited_text.lexing import Records
    from telusur.reading.delimited_text.survey import Survey

# More lines than this below the rows are no notes.
MOST_NOTES = 30
# Above this share of rows longer than the others, and this many, the table is as wide as they are.
LONG_SHARE, LONG_ROWS = 0.05, 3
# Lines above a header that comes again, among which a page's title is looked for.
MOST_TITLE = 8
# Of the longer rows this share reads as a row of the others' width where a delimiter in a value is
# what makes them longer.
MENDED = 0.8
# A note is a sentence: longer than this many times what its column holds otherwise.
LONG_NOTE = 2

_NOTE = re.compile(
    r"\W*(?:sources?|notes?|footnotes?|remarks?|legend|copyright|last updated|updated|prepared by|"
    r"sumber|catatan|keterangan|ket)\b.{0,30}[:.]|[*†‡§©]|\(?\d\)\s|\(c\)|-{3,}|={3,}|_{3,}|<?end\b"
    r"|[^\W\d]+(?: [^\W\d]+){0,3}: \S",
    re.IGNORECASE,
)


def below(survey: Survey, area: Area) -> None:
    """Leave out the notes and totals below the rows."""
    inside = np.setdiff1d(np.arange(area.first, area.stop), [*area.dropped()])
    notes = _notes(survey, area, inside)
    if notes:
        area.left_out.append(LeftOut("footer", tuple(notes)))


def notes_below(survey: Survey, area: Area) -> list[int]:
    """Notes at the end of a survey of a file's last part; ``area`` is the table that ends in it."""
    return _notes(survey, area, np.arange(len(survey.records)))


def _notes(survey: Survey, area: Area, indices: NDArray[np.int64]) -> list[int]:
    records = survey.records
    if area.width < 2 or survey.dialect.first_only:  # noqa: PLR2004
        return []
    indices = indices[~records.blank[indices]]
    notes: list[int] = []
    longest: int | None = None
    for at in reversed(indices[-MOST_NOTES:].tolist()):
        above = _apart(records, at, area)
        if totals.is_total(survey, area, at, indices, apart=above):
            notes.insert(0, at)
            continue
        if _prose(survey, area, at):
            notes.insert(0, at)
            continue
        if records.filled[at] >= area.width:
            break
        if longest is None:
            rows = survey.rows(indices, area.width)[:-1]
            longest = max((len(row[0]) for row in rows), default=0)
        apart = bool(notes) or above
        if not _note(survey, area, at, longest, apart=apart):
            break
        notes.insert(0, at)
    return notes if len(notes) < len(indices) else []


def _prose(survey: Survey, area: Area, at: int) -> bool:
    """Whether values parted by blanks are the words of a note."""
    return (
        survey.dialect.delimiter == " "
        and bool(_NOTE.match(survey.text(at)))
        and area.model.conflicts(survey.values(at)) > 0
    )


def _apart(records: Records, at: int, area: Area) -> bool:
    """Whether nothing but narrow lines stands between a record and a blank line above it."""
    for above in range(at - 1, max(at - 1 - MOST_NOTES, area.first - 1), -1):
        if records.blank[above]:
            return True
        if records.width[above] >= area.width:
            return False
    return False


def _note(  # noqa: PLR0911  # a rule a return
    survey: Survey, area: Area, at: int, longest: int, *, apart: bool
) -> bool:
    filled = int(survey.records.filled[at])
    width = int(survey.records.width[at])
    if filled >= area.width or (filled > 2 and filled * 3 > area.width):  # noqa: PLR2004
        return False
    values = survey.values(at)
    place = next((at for at, value in enumerate(values) if value.strip()), 0)
    text = values[place].strip()
    if (totals.WORD.match if filled == 1 else totals.ALONE.fullmatch)(text):
        return True
    if filled > 1 and width == area.width:
        return bool(_NOTE.match(text)) and area.model.conflicts(values) > 0
    if filled > 1:
        return (apart or bool(_NOTE.match(text))) and width < area.width
    if width == area.width == 2:  # noqa: PLR2004  # one of two values is there
        return bool(_NOTE.match(text))
    if place < area.width and area.model.columns[place].shape is not None:
        return area.model.columns[place].judge(text) < 0
    return apart or bool(_NOTE.match(text)) or len(text) > LONG_NOTE * longest


def again(survey: Survey, area: Area) -> None:
    """Leave out the header where it comes again among the rows, as in files put together.

    A list printed in pages has its title above each of them: a line that is written like one above
    the first header, page and date aside, goes too.
    """
    names = area.heading.names
    if not any(names) or area.heading.rows != 1:
        return
    records = survey.records
    filled = max(at for at, name in enumerate(names, start=1) if name)
    few = np.flatnonzero(
        np.isin(records.width[area.first : area.stop], (area.width, filled))
        & (records.filled[area.first : area.stop] == sum(map(bool, names)))
        & (records.digits[area.first : area.stop] == sum(c.isdigit() for n in names for c in n))
    )
    sizes = (records.stop - records.start)[area.first + few]
    least = sum(len(name.encode()) for name in names)
    few = few[(sizes >= least) & (sizes <= 2 * least + 4 * area.width)] + area.first
    again = [at for at in few.tolist() if same(survey.values(at), names)]
    if again:
        area.left_out.append(LeftOut("header-again", tuple(_with_titles(survey, area, again))))


def _with_titles(survey: Survey, area: Area, again: list[int]) -> list[int]:
    records = survey.records
    first = [one for part in area.left_out if part.kind == "preamble" for one in part.at]
    titles = {pattern(survey.text(at)) for at in first}
    apart = {one for part in area.left_out for one in part.at}
    found = []
    for header in again if titles else ():
        at = header - 1
        while at >= area.first and header - at <= MOST_TITLE:
            if not records.blank[at] and at not in apart:
                if records.width[at] == area.width or pattern(survey.text(at)) not in titles:
                    break
                found.append(at)
            at -= 1
    return sorted([*again, *found])


def widen(survey: Survey, area: Area) -> None:
    """Make the table as wide as its longer rows, where these are many."""
    records = survey.records
    inside = np.arange(area.first, area.stop)
    inside = inside[~records.blank[inside] & ~records.odd[inside]]
    long = inside[records.width[inside] > area.width]
    if len(long) < max(LONG_ROWS, LONG_SHARE * len(inside)) or survey.dialect.first_only:
        return
    rows = [survey.values(at) for at in long[:SAMPLE_ROWS].tolist()]
    used = [row for row in rows if any(value.strip() for value in row[area.width :])]
    mended = sum(
        not isinstance(mend(survey.text(at), survey.dialect, area.model, odd=False), str)
        for at in long[:SAMPLE_ROWS].tolist()
    )
    if mended >= MENDED * len(rows) and area.model.typed:
        return
    if len(used) * len(long) < max(LONG_ROWS, LONG_SHARE * len(inside)) * len(rows):
        return
    widths = Counter(len(row) for row in used)
    wide = max(widths)
    area.model = Model.of(
        [row + [""] * (wide - area.width) for row in survey.rows(inside, area.width)], wide
    )
    area.width = wide

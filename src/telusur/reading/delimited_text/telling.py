"""What is to be said of a delimited file as a whole, and of its tables' columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Notice
from telusur.model.findings.receipt import Rejected
from telusur.reading.delimited_text.copying import MOST_LINES
from telusur.reading.header import First

if TYPE_CHECKING:
    from telusur.reading.delimited_text.account import Told
    from telusur.reading.delimited_text.area import Area
    from telusur.reading.delimited_text.planning import Plan


def summed(said: list[Told]) -> tuple[Rejected, ...]:
    """Rejections of all tables by reason."""
    rows: dict[str, list[Rejected]] = {}
    for table in said:
        for one in table.rejected:
            rows.setdefault(one.reason, []).append(one)
    return tuple(
        Rejected(
            reason=reason,
            rows=sum(one.rows for one in all_),
            lines=tuple(sorted(line for one in all_ for line in one.lines)[:MOST_LINES]),
        )
        for reason, all_ in sorted(rows.items())
    )


def of_columns(area: Area, places: tuple[int, ...]) -> tuple[Notice, ...]:
    """Of the columns of a table; ``places`` are those that are any."""
    width = len(places)
    if width < area.width:
        text = "every row ends with a delimiter; the empty column behind it was left out"
        if places[0]:
            text = "every row begins with a delimiter; the empty columns at the edges were left out"
        return (Notice(code="trailing-delimiter", text=text),)
    names = len(area.heading.names)
    while names and not area.heading.names[names - 1]:
        names -= 1
    if 0 < names < width:
        text = f"the header has {names} names, most rows have {width} values"
        return (Notice(code="header-differs", text=text),)
    return ()


def of_given(names: tuple[str, ...], width: int) -> tuple[Notice, ...]:
    """Of the names that the user gives, where they are not as many as the columns."""
    if not names or len(names) == width:
        return ()
    text = f"--columns gives {len(names)} names for {width} columns; "
    text += "the others are column_N" if len(names) < width else "the last ones name nothing"
    return (Notice(code="columns-differ", text=text),)


def about(plan: Plan, said: list[Told], *, headed: bool) -> tuple[Notice, ...]:
    """What is to be said of the whole file; the same thing of several tables is said once."""
    notices = []
    if plan.dialect.first_only:
        text = "lines are an account and its secret, split at the first delimiter alone"
        notices.append(Notice(code="combo-list", text=text))
    if plan.dialect.wrapped:
        text = "every line stands in quotes of its own; they were taken away"
        notices.append(Notice(code="lines-in-quotes", text=text))
    if len(said) > 1:
        text = f"the file holds {len(said)} tables, one below the other"
        notices.append(Notice(code="several-tables", text=text))
    if not headed:
        text = "there is no header: columns are named column_1, column_2, …"
        notices.append(Notice(code="no-header", text=text))
    for area in plan.areas:
        if area.heading.first is First.DOUBTFUL:
            text = (
                "nothing tells whether the first row holds names or values: it was read as a row; "
                "--no-header says that it is one, --map column_1=… what a column is"
            )
            notices.append(Notice(code="header-doubtful", text=text))
            break
    if any(area.heading.first is First.FIELD for area in plan.areas):
        text = (
            "lines name their own fields, and a record takes several: they were read line by line, "
            "not as records"
        )
        notices.append(Notice(code="fields-in-lines", text=text))
    seen: dict[str, Notice] = {}
    for table in said:
        for one in table.warnings:
            seen.setdefault(one.code, one)
    return (*notices, *seen.values())

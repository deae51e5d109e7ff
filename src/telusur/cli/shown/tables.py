"""The tables of a dump: which hold people, how they join, how the first rows look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.inspection import FirstRows
    from telusur.model.findings.profile import JoinProposal, TableProfile

# What fits a terminal; --json and inspection.json have all of it.
MOST_TABLES, MOST_JOINS, MOST_COLUMNS, VALUE_WIDTH = 40, 20, 12, 20


def table_lines(tables: Sequence[TableProfile]) -> Iterator[str]:
    """One line a table, those of people first, with the columns that say so."""
    people = sum(table.people for table in tables)
    yield (
        f"{len(tables):,} tables, {people:,} of people"
        if len(tables) > 1
        else ("the table holds people" if people else "nothing says that the table holds people")
    )
    for table in tables[:MOST_TABLES]:
        signs = ", ".join(f"{printable(one.name)} ({one.type})" for one in table.signs)
        mark = "*" if table.verified else " "
        what = "people" if table.people else "other"
        yield f"{mark} {printable(table.name)}  {table.rows:,} rows  {what}" + (
            f": {signs}" if signs else ""
        )
    if len(tables) > MOST_TABLES:
        yield f"  and {len(tables) - MOST_TABLES:,} more"
    if len(tables) > 1:
        yield "* is looked at closely; --table NAME chooses another"


def join_lines(joins: Sequence[JoinProposal]) -> Iterator[str]:
    """One line a join, with what was found of its values."""
    for join in joins[:MOST_JOINS]:
        ours = ", ".join(map(printable, join.columns))
        theirs = ", ".join(map(printable, join.to_columns))
        found = (
            "not counted"
            if join.values is None
            else f"{join.found:,} of {join.values:,} values found"
        )
        yield (
            f"  {printable(join.table)} ({ours}) -> {printable(join.to)} ({theirs}): "
            f"{found}, by {join.basis}"
        )
    if len(joins) > MOST_JOINS:
        yield f"  and {len(joins) - MOST_JOINS:,} more joins"


def first_row_lines(first: FirstRows) -> Iterator[str]:
    """The first rows, masked: a delimiter or header that was told wrong is seen at once."""
    shown = first.columns[:MOST_COLUMNS]
    more = len(first.columns) - len(shown)
    rest = f" | … {more} more" if more else ""
    yield f"first rows of {printable(first.table)}, masked (letters x, digits 9)"
    yield "  " + " | ".join(_short(name) for name in shown) + rest
    for row in first.rows:
        yield "  " + " | ".join(_short(value) for value in row[:MOST_COLUMNS]) + rest


def _short(value: str | None) -> str:
    if value is None:
        return ""
    text = printable(value)
    return text if len(text) <= VALUE_WIDTH else text[: VALUE_WIDTH - 1] + "…"

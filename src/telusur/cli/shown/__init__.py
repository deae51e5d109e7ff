"""What ``inspect`` tells, as lines of text for a terminal; nothing in them is a plain value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.cli.shown.columns import column_lines
from telusur.cli.shown.receipt import file_lines
from telusur.cli.shown.tables import first_row_lines, join_lines, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.inspection import Inspection


def inspection_lines(inspected: Inspection) -> Iterator[str]:
    """All lines: files, then tables and joins, then the table that is looked at closely."""
    receipt, profile = inspected.receipt, inspected.profile
    for file in receipt.files:
        yield from file_lines(file)
    if receipt.quarantine and receipt.quarantine.unavailable:
        layers = ", ".join(receipt.quarantine.unavailable)
        yield f"the reader ran without these layers, which this machine does not offer: {layers}"
    if profile.tables:
        yield ""
        yield from table_lines(profile.tables)
    yield from join_lines(profile.joins)
    closely = [table.name for table in profile.tables if table.verified]
    for first in inspected.first:
        if first.table in closely:
            yield ""
            yield from first_row_lines(first)
    yield ""
    yield from column_lines(profile)


__all__ = ["inspection_lines"]

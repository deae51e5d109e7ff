"""One file of the receipt: what it is, and why its lines, rows and cells are not one number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.findings.receipt import FileReceipt, TableReceipt

# Places and hints shown of one file; the receipt itself has them all.
MOST_PLACES, MOST_HINTS = 5, 20


def file_lines(file: FileReceipt) -> Iterator[str]:
    """The file, its tables, and all that was not read or doubtful in it."""
    inside = f", in {printable(file.inside)}" if file.inside else ""
    yield f"{printable(file.name)}{inside}  {file.bytes:,} bytes  sha256 {file.sha256}"
    yield "  " + ", ".join(_about(file))
    if file.lines is not None and all(table.lines is None for table in file.tables):
        yield f"  {file.lines:,} lines"
    for table in file.tables:
        yield from _table_lines(table)
    for rejected in file.rejected:
        lines = ", ".join(map(str, rejected.lines[:MOST_PLACES]))
        at = f", first at lines {lines}" if lines else ""
        yield f"  rejected: {rejected.rows:,} rows, {rejected.reason}{at}"
    if file.bytes_unread:
        yield f"  not read: {file.bytes_unread:,} bytes"
        for part in file.unread[:MOST_PLACES]:
            yield f"    from byte {part.offset:,}: {part.bytes:,} bytes, {part.reason}"
    for hint in file.hints[:MOST_HINTS]:
        yield f"  it says {hint.what}: {printable(hint.value)} ({printable(hint.source)})"
    if len(file.hints) > MOST_HINTS:
        yield f"  and {len(file.hints) - MOST_HINTS:,} more such hints, all in the receipt"
    for warning in file.warnings:
        yield f"  warning {warning.code}: {printable(warning.text)}"


def _about(file: FileReceipt) -> Iterator[str]:
    yield file.kind
    if file.compression:
        yield file.compression
    if file.encoding:
        yield file.encoding
    if file.delimiter:
        yield f"delimiter {file.delimiter!r}"
        yield f"quote {file.quote}" if file.quote else "no quotes"
        yield "header" if file.header else "no header"


def _table_lines(table: TableReceipt) -> Iterator[str]:
    cells = "" if table.cells is None else f", {table.cells:,} cells"
    yield (
        f"  {printable(table.name)}: {table.rows_read:,} rows read, "
        f"{table.rows_rejected:,} rejected, {len(table.columns)} columns{cells}"
    )
    if table.lines is not None:
        parts = " + ".join(_parts(table))
        yield f"    {table.lines:,} lines" + (f" = {parts}" if parts else "")
    for repaired in table.repaired:
        lines = ", ".join(map(str, repaired.lines[:MOST_PLACES]))
        yield f"    repaired: {repaired.rows:,} rows, {repaired.kind}, first at lines {lines}"
    for left in table.left_out:
        lines = ", ".join(map(str, left.at[:MOST_PLACES]))
        yield f"    left out: {left.lines:,} lines, {left.kind}, first at lines {lines}"


def _parts(table: TableReceipt) -> Iterator[str]:
    """The terms that make up the lines: this is why two counts of one file differ."""
    if table.lines_in_rows is not None:
        left = sum(one.lines for one in table.left_out if one.kind != "preamble")
        yield from (
            f"{count:,} {what}"
            for count, what in (
                (table.lines_skipped, "before the rows"),
                (table.lines_in_rows, f"of {table.rows_read:,} rows"),
                (table.blank_lines, "blank"),
                (left, "left out"),
            )
            if count
        )
        return
    known = (
        (table.lines_skipped, "before the rows"),
        (table.rows_read, "rows"),
        (table.newlines_in_values, "line breaks inside values"),
        (table.lines_rejected, "of rejected rows"),
        (table.blank_lines, "blank"),
    )
    if any(count is None for count, _ in known):
        return
    counted = 0
    for count, what in known:
        counted += count or 0
        if count or what == "rows":
            yield f"{count:,} {what}"
    if (table.lines or 0) > counted:
        yield f"{(table.lines or 0) - counted:,} left out"

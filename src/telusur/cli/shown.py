"""The receipt and the profile as lines of text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.findings.profile import Profile
    from telusur.model.findings.receipt import FileReceipt
    from telusur.pipeline import Inspection

NAME_WIDTH = 24


def receipt_lines(inspected: Inspection) -> Iterator[str]:
    """All lines, files first, then columns."""
    for file in inspected.receipt.files:
        yield from _file_lines(file)
    yield ""
    yield from _column_lines(inspected.profile)


def _file_lines(file: FileReceipt) -> Iterator[str]:
    yield f"{printable(file.name)}  {file.bytes:,} bytes  sha256 {file.sha256}"
    yield (
        f"  {file.kind}"
        + (f", {file.compression}" if file.compression else "")
        + (f", {file.encoding}" if file.encoding else "")
        + (f", delimiter {file.delimiter!r}" if file.delimiter else "")
        + (", header" if file.header else ", no header")
    )
    for table in file.tables:
        yield (
            f"  {printable(table.name)}: {table.rows_read:,} rows read, "
            f"{table.rows_rejected:,} rejected, {len(table.columns)} columns"
            + (f", {table.lines:,} lines" if table.lines is not None else "")
            + (
                f", {table.newlines_in_values:,} line breaks inside values"
                if table.newlines_in_values
                else ""
            )
        )
    for rejected in file.rejected:
        lines = ", ".join(map(str, rejected.lines))
        yield f"  rejected: {rejected.rows:,} rows, {rejected.reason}, first at lines {lines}"
    if file.bytes_unread:
        yield f"  not read: {file.bytes_unread:,} bytes"
    for warning in file.warnings:
        yield f"  warning {warning.code}: {printable(warning.text)}"


def _column_lines(profile: Profile) -> Iterator[str]:
    heads = f"{'type':14}  {'valid':>6}  {'empty':>6}  {'distinct':>12}  masked"
    yield f"{'column':{NAME_WIDTH}}  {heads}"
    for column in profile.columns:
        yield (
            f"{printable(column.name)[:NAME_WIDTH]:{NAME_WIDTH}}  {column.type:14}  "
            f"{column.valid_share:6.1%}  {column.null_share:6.1%}  {column.distinct:12,}  "
            + "  ".join(printable(example) for example in column.masked_examples[:2])
        )
    yield f"{profile.duplicate_rows:,} rows repeat an earlier row exactly"
    for key in profile.keys:
        yield (
            f"key {' + '.join(printable(name) for name in key.columns)}: "
            f"{key.distinct:,} distinct, at most {key.max_multiplicity:,} rows a value"
        )

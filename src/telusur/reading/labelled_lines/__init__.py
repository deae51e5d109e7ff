"""Records of labelled lines: ``nama: Ani``, several such lines a record.

Logs of malware (``URL:``, ``Username:``, ``Password:``), ``sqlite3``'s line mode, address books
(LDIF, vCard) and ``mysql``'s vertical output without its rows of stars are written so. Each record
is a row, each label a column.

1. told from the first lines, and only where records are certain (``telling.py``);
2. the whole text is read once for its labels (``counting.py``): where records do not stay certain
   it is left to the reader of delimited text, to which every line is a row;
3. then record by record (``records.py``), every line counted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError, InternalFault
from telusur.model.base import Notice
from telusur.model.findings.receipt import LeftOut
from telusur.reading import delimited
from telusur.reading.detect import HEAD_BYTES
from telusur.reading.growing import dropped_on_error, outline
from telusur.reading.interface import FileRead, Kind
from telusur.reading.labelled_lines.counting import counted
from telusur.reading.labelled_lines.records import OTHER, Records, name_of
from telusur.reading.labelled_lines.telling import style_of
from telusur.reading.line_count import lines_of
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.interface import Bench, Content, Head, Text
    from telusur.reading.labelled_lines.records import Account


def recognises(head: Head) -> bool:
    """Whether the first lines are records of labelled lines for certain."""
    return style_of(head.raw, whole=head.bytes <= len(head.raw)) is not None


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one text of records.

    Raises:
        EvidenceError: ``no-rows``; as :func:`delimited.read` where records are not certain.
    """
    given = bench.overrides
    with text.path.open("rb") as file:
        style = style_of(file.read(HEAD_BYTES), whole=not file.read(1))
    by_line = given.no_header or given.skip or given.quote is not None
    whole = counted(text.path, style, bench.progress) if style and not by_line else None
    if whole is None or not whole.certain:
        return delimited.read(content, text, bench)
    records, name = Records(bench.tables, whole.style), content.evidence.name
    with dropped_on_error(lambda: [records.table]):
        records.read(text.path, bench.progress)
    account = records.account
    if account.lines != lines_of(text.path):
        raise InternalFault(
            "lines-do-not-add-up",
            f"{name}: lines of records do not add up",
            got=f"{account.lines:,}",
            expected=f"{lines_of(text.path):,}",
        )
    if not records.table.rows:
        raise EvidenceError("no-rows", f"{name} has no rows", got="labels without values")
    counts = {
        "lines": account.lines,
        "lines_skipped": account.skipped,
        "lines_in_rows": account.of_rows,
        "blank_lines": account.blank,
    }
    table = records.table.finish(outline(table_name(name), **counts), name_of)
    update: dict[str, object] = {"left_out": tuple(_left(account))}
    if len(given.columns) == len(table.receipt.columns):
        update["columns"] = named(given.columns)
    table = replace(table, receipt=table.receipt.model_copy(update=update))
    receipt = receipt_of(
        content,
        Kind.LABELLED_LINES,
        table.receipt,
        encoding=text.encoding,
        header=True,
        warnings=(*text.warnings, *_told(account)),
    )
    return FileRead(receipt, (table,))


def _left(account: Account) -> Iterator[LeftOut]:
    for kind, (lines, at) in sorted(account.left_out.items()):
        yield LeftOut(kind=kind, lines=lines, at=tuple(at))


def _told(account: Account) -> Iterator[Notice]:
    if account.unlabelled:
        text = (
            f"{account.unlabelled:,} lines of records have no label, or one that hardly ever "
            f"comes: they are kept whole in the column {OTHER}"
        )
        yield Notice(code="lines-without-label", text=text)
    count, _ = account.left_out.get("comment", (0, []))
    if count:
        text = f"{count:,} lines between records belong to none of them and were left out"
        yield Notice(code="lines-between-records", text=text)

"""JSON lines into the engine: columns are the union of all keys, nested values stay JSON text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import Rejected, TableReceipt
from telusur.reading.delimited import outcome
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from telusur.reading.interface import Bench, Content, Head, Text


def recognises(head: Head) -> bool:
    """Whether the first line is an object, whole."""
    start = head.raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{"):
        return False
    line = start.splitlines()[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return len(line) > len(head.raw) // 2 and len(head.raw) < head.bytes  # cut by the sample


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one text of JSON lines.

    Raises:
        EvidenceError: ``no-rows``.
        LimitReached: ``too-many-columns``.
    """
    relation = "json_read"
    read = bench.engine.read_json_lines(relation, text.path)
    loaded, name = read.loaded, content.evidence.name
    if not loaded.rows or not read.columns:
        raise EvidenceError(
            "no-rows",
            f"{name} has no rows",
            got=f"{loaded.rows_refused:,} lines that are no JSON object with keys",
            expected="a JSON object on every line",
        )
    columns = named(read.columns)
    table = TableReceipt(
        name=table_name(name),
        columns=columns,
        rows_read=loaded.rows,
        rows_rejected=loaded.rows_refused,
        lines=loaded.lines,
        newlines_in_values=0,
        cells=loaded.rows * len(columns),
    )
    rejected = tuple(
        Rejected(reason=one.reason, rows=one.rows, lines=one.lines) for one in loaded.refused
    )
    receipt = receipt_of(
        content,
        Kind.JSON_LINES,
        table,
        encoding=text.encoding,
        header=True,
        rejected=rejected,
        warnings=(*text.warnings, *outcome(loaded)),
    )
    kept = bench.tables.keep(bench.engine, relation, table)
    bench.engine.drop(relation)
    return FileRead(receipt, (kept,))

"""JSON lines into the engine: columns are the union of all keys, nested values stay JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.findings.receipt import Rejected, TableReceipt
from telusur.reading.delimited import outcome
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.reading.interface import Content, Text


def read(engine: Engine, relation: str, content: Content, text: Text) -> FileRead:
    """Read one text of JSON lines into ``relation``.

    Raises:
        EvidenceError: ``no-rows``.
        LimitReached: ``too-many-columns``.
    """
    read = engine.read_json_lines(relation, text.path)
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
    return FileRead(relation, receipt)

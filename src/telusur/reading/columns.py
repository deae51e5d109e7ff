"""A dump that is known by its header alone (``verify --columns FILE``)."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.evidence import EvidenceFile
from telusur.model.findings.receipt import TableReceipt
from telusur.model.tables import DumpTable
from telusur.reading import dialect, receipt
from telusur.reading.interface import Content, Kind, Overrides
from telusur.reading.names import named

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.findings.receipt import Receipt

# A header is a page of names; a larger file is a dump given by mistake.
MAX_BYTES = 1 << 20

# Control characters that lists of names are written with: ends of lines and delimiters.
WRITTEN = frozenset("\t\n\v\f\r\x01\x1a\x1c\x1d\x1e\x1f")


def read_columns(path: Path) -> tuple[Receipt, DumpTable]:
    """Names from ``path``: one a line, or a single delimited line. No row is read.

    Raises:
        EvidenceError: ``missing-file``, ``not-readable``, ``empty-file``, ``not-a-header``.
    """
    raw = _bytes(path)
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if any(unicodedata.category(mark) == "Cc" and mark not in WRITTEN for mark in text):
        raise EvidenceError(
            "not-a-header",
            f"{path.name} is no list of names",
            got="binary data",
            expected="one name a line, or one delimited line",
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise EvidenceError(
            "empty-file", f"{path.name} names no column", hint="write one name a line"
        )
    delimiter = None
    if len(lines) == 1:
        settled = dialect.settle(lines, Overrides())
        lines, delimiter = list(settled.records[0].values), settled.delimiter
    elif (settled := dialect.settle(lines, Overrides())).width > 1 and _rows(settled):
        raise EvidenceError(
            "not-a-header",
            f"{path.name} holds rows, not a header alone",
            got=f"{len(lines)} lines of {settled.width} values",
            expected="one name a line, or one delimited line",
            hint="give it as the dump: telusur verify FILE",
        )
    names = named(lines)
    evidence = EvidenceFile(path, path.name, len(raw), hashlib.sha256(raw).hexdigest(), 0)
    table = TableReceipt(
        name=receipt.table_name(path.name), columns=names, rows_read=0, rows_rejected=0
    )
    one = receipt.receipt_of(
        Content(evidence, path, None),
        Kind.COLUMNS_ONLY,
        table,
        encoding="utf-8",
        delimiter=delimiter if len(names) > 1 else None,
        header=True,
    )
    return receipt.whole([one]), DumpTable(None, table.name, names, 0)


def _rows(settled: dialect.Dialect) -> bool:
    return all(len(record.values) == settled.width for record in settled.records)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise EvidenceError(
            "missing-file", f"{path.name} does not exist", hint="check the path given to --columns"
        ) from None
    except OSError as error:
        raise EvidenceError(
            "not-readable",
            f"{path.name} cannot be read",
            got=type(error).__name__,
            hint="--columns takes a text file of names",
        ) from None
    if len(raw) > MAX_BYTES or b"\x00" in raw.replace(b"\x00", b"", len(raw) // 2):
        raise EvidenceError(
            "not-a-header",
            f"{path.name} is no list of names",
            expected=f"a text of at most {MAX_BYTES:,} bytes",
            hint="give it as the dump: telusur verify FILE",
        )
    return raw

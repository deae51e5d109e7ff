"""What the child sent, held against what it promised: it may have been taken over by the file."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from telusur.engine.protocol import quoted
from telusur.errors import EvidenceError, TelusurError
from telusur.reading.interface import FileRead, Kind, TableRead
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.evidence import EvidenceFile
    from telusur.model.findings.receipt import FileReceipt
    from telusur.reading.quarantine.messages import FileSent

TEXT, NUMBER = "VARCHAR", "BIGINT"
KINDS = frozenset(kind.value for kind in Kind)
# Longer than any path that a file system takes.
MOST_NAME = 4_096
MOST_NOTE = 500
# Fields of a receipt's parts that hold words.
WORDS = ("code", "text", "what", "value", "source", "reason", "kind")
PROBE = "quarantine_probe"

Told = TypeVar("Told", bound=BaseModel)


def not_believed(name: str, got: str) -> EvidenceError:
    """The child said what an honest one does not."""
    return EvidenceError(
        "reader-not-believed",
        f"what came back of {name} is not what was promised, and is not used",
        got=got,
        hint="the file may be crafted to take the reader over; please report this line",
    )


def received(evidence: EvidenceFile, sent: Sequence[FileSent], folder: Path) -> list[FileRead]:
    """Files as the child told of them, their words made safe to show.

    Raises:
        EvidenceError: ``reader-not-believed``.
    """
    return [_file(evidence, one, folder) for one in sent]


def check(engine: Engine, name: str, tables: Sequence[TableRead]) -> None:
    """Hold tables against their receipts. Call it once the child is gone.

    (1) each is a plain file under one name; (2) its columns are those of the receipt, as text, and
    ``line_`` where it was promised; (3) its rows are as many as the receipt says.

    Raises:
        EvidenceError: ``reader-not-believed``.
    """
    for table in tables:
        try:
            kind = table.path.lstat()
        except OSError:
            raise not_believed(name, "a table that is not there") from None
        if not stat.S_ISREG(kind.st_mode) or kind.st_nlink != 1:  # (1)
            raise not_believed(name, "a table that is no plain file")
        width = len(table.receipt.columns)
        wanted = {"row_": NUMBER, **{f"c{at}": TEXT for at in range(width)}}
        if table.lined:
            wanted["line_"] = NUMBER
        try:
            engine.scan_numbered(PROBE, table.path)
            found = {column.name: column.type for column in engine.columns(PROBE)}
            rows = engine.collect(f"SELECT count(*) AS rows_ FROM {quoted(PROBE)}")
        except TelusurError as error:
            if error.code != "engine-failed":
                raise
            raise not_believed(name, "a table that cannot be read") from None
        finally:
            engine.drop(PROBE)
        if found != wanted:  # (2)
            raise not_believed(name, f"columns other than the {width} of the receipt")
        if rows["rows_"][0].as_py() != table.receipt.rows_read:  # (3)
            raise not_believed(name, "a number of rows other than the receipt's")


def _file(evidence: EvidenceFile, sent: FileSent, folder: Path) -> FileRead:
    receipt = _safe(sent.receipt)
    theirs = (receipt.name, receipt.bytes, receipt.sha256)
    if receipt.inside is None and theirs != (evidence.name, evidence.bytes, evidence.sha256):
        raise not_believed(evidence.name, "the receipt of another file")
    if receipt.kind not in KINDS:
        raise not_believed(evidence.name, "a kind of file that there is not")
    if len(sent.tables) != len(receipt.tables):
        raise not_believed(evidence.name, "tables other than those of the receipt")
    return FileRead(
        receipt,
        tuple(
            TableRead(folder / one.file, table, one.first_line, one.lined, one.gaps)
            for one, table in zip(sent.tables, receipt.tables, strict=True)
        ),
    )


def _safe(receipt: FileReceipt) -> FileReceipt:
    """All that is shown as it stands; names of tables and columns are made so where shown."""

    def short(text: str | None, most: int = MOST_NAME) -> str | None:
        return None if text is None else printable(text, most)

    def words(one: Told) -> Told:
        return one.model_copy(
            update={at: printable(getattr(one, at), MOST_NOTE) for at in WORDS if hasattr(one, at)}
        )

    return receipt.model_copy(
        update={
            "name": printable(receipt.name, MOST_NAME),
            "quote": short(receipt.quote, MOST_NOTE),
            "tables": tuple(
                one.model_copy(
                    update={
                        "repaired": tuple(map(words, one.repaired)),
                        "left_out": tuple(map(words, one.left_out)),
                        "column_types": tuple(short(kind) for kind in one.column_types),
                    }
                )
                for one in receipt.tables
            ),
            "rejected": tuple(map(words, receipt.rejected)),
            "unread": tuple(map(words, receipt.unread)),
            "inside": short(receipt.inside),
            "compression": short(receipt.compression, MOST_NOTE),
            "encoding": short(receipt.encoding, MOST_NOTE),
            "hints": tuple(map(words, receipt.hints)),
            "warnings": tuple(map(words, receipt.warnings)),
        }
    )

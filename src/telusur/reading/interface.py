"""What the readers share: what the user may settle, and what reading one file gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.base import Notice
    from telusur.model.evidence import EvidenceFile
    from telusur.model.findings.receipt import FileReceipt

# Called with (bytes done, bytes in all).
Progress = Callable[[int, int], None]


class Kind(StrEnum):
    """Kinds of file that are read; the receipt's words."""

    DELIMITED = "delimited"
    JSON_LINES = "json-lines"
    PARQUET = "parquet"
    COLUMNS_ONLY = "columns-only"


@dataclass(frozen=True)
class Overrides:
    """What the user settles, in place of what the file's content says.

    Attributes:
        encoding: a codec's name (``--encoding``).
        delimiter: one or more characters (``--delimiter``); "tab" and its escape too.
        no_header: the first row is a row (``--no-header``).
        table: name of the only table to take, where the files hold several (``--table``).
        quote: quote character, or an empty text for none (``--quote``).
    """

    encoding: str | None = None
    delimiter: str | None = None
    no_header: bool = False
    table: str | None = None
    quote: str | None = None


@dataclass(frozen=True)
class Content:
    """A file's bytes, unpacked and private.

    Attributes:
        evidence: the file as taken in.
        path: where the unpacked bytes lie; the evidence itself where it is not packed.
        compression: ``gzip``, ``zstd``, ``gzip in zstd`` or None.
    """

    evidence: EvidenceFile
    path: Path
    compression: str | None


@dataclass(frozen=True)
class Text:
    """A file as UTF-8.

    Attributes:
        path: where the text lies.
        encoding: what it was in.
        warnings: what the reader should know of the characters.
    """

    path: Path
    encoding: str
    warnings: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class FileRead:
    """One file in the engine: a relation with ``row_``, ``line_`` and ``c0…cN``, and its receipt.

    The receipt has exactly one table; its columns are those of the relation, in order.
    """

    relation: str
    receipt: FileReceipt

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of ``c0…cN``."""
        return self.receipt.tables[0].columns

    @property
    def rows(self) -> int:
        """Rows in the relation."""
        return self.receipt.tables[0].rows_read

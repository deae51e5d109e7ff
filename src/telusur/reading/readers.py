"""Every reader, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.reading import arrow, delimited, json_document, orc, parquet, sqlite, workbook

if TYPE_CHECKING:
    from telusur.reading.interface import BinaryReader, TextReader

BINARY: tuple[BinaryReader, ...] = (parquet, arrow, orc, sqlite, workbook)
# The last one takes any text.
TEXT: tuple[TextReader, ...] = (json_document, delimited)

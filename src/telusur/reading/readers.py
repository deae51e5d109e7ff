"""Every reader, in the order in which they are asked whether a file is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.reading import (
    arrow,
    avro,
    bson,
    dbf,
    delimited,
    fixed_width,
    json_document,
    labelled_lines,
    link_lists,
    orc,
    parquet,
    sqlite,
    terminal,
    workbook,
    xml,
)
from telusur.reading.sql import raw as sql_raw
from telusur.reading.sql import reader as sql
from telusur.reading.sql import tabs, tabs_raw

if TYPE_CHECKING:
    from telusur.reading.interface import BinaryReader, TextReader

BINARY: tuple[BinaryReader, ...] = (
    parquet, arrow, avro, orc, sqlite, workbook, dbf, bson, sql_raw,
    tabs_raw,
)  # fmt: skip
# The last one takes any text.
TEXT: tuple[TextReader, ...] = (
    json_document, terminal, xml, sql, labelled_lines, tabs, link_lists, fixed_width, delimited,
)  # fmt: skip

"""What kind of file a register lies in, by content."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from telusur.errors import RegisterError

if TYPE_CHECKING:
    from pathlib import Path


class Kind(StrEnum):
    """Kinds of file that a register is read from, compression taken off."""

    PARQUET = "parquet"
    DELIMITED = "delimited"
    JSON_LINES = "json-lines"


GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"

_OTHER = {
    b"SQLite format 3": "an SQLite database",
    b"PK\x03\x04": "a zip archive or a workbook",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PGDMP": "a PostgreSQL dump",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"%PDF": "a PDF document",
}

# Enough to meet a first line and every magic number.
HEAD_BYTES = 64 * 1024


def compression_of(path: Path) -> str | None:
    """``'gzip'``, ``'zstd'`` or None."""
    head = _head(path)
    return "gzip" if head.startswith(GZIP) else "zstd" if head.startswith(ZSTD) else None


def kind_of(path: Path) -> Kind:
    """Kind of the file, looking below gzip or zstd.

    Raises:
        RegisterError: ``source-empty`` or ``source-unreadable``.
    """
    if path.stat().st_size == 0:
        raise RegisterError("source-empty", f"{path.name} is empty", got="0 bytes")
    head = _head(path)
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith((GZIP, ZSTD)):
        return Kind.DELIMITED  # settled on the content, by convert.py
    return text_kind(path.name, head)


def text_kind(name: str, head: bytes) -> Kind:
    """Kind of a text file by its first bytes.

    Raises:
        RegisterError: ``source-unreadable`` when it is no text, or a kind that is not read.
    """
    for magic, what in _OTHER.items():
        if head.startswith(magic):
            raise _refused(name, what)
    if head.startswith(b"PAR1"):
        raise _refused(name, "a compressed Parquet file")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(name, "binary data")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"["):
        raise _refused(name, "one JSON array")
    return Kind.JSON_LINES if start.startswith(b"{") else Kind.DELIMITED


def _refused(name: str, got: str) -> RegisterError:
    return RegisterError(
        "source-unreadable",
        f"{name} cannot be read as a register",
        got=got,
        expected="Parquet, delimited text or JSON lines (also gzip or zstd)",
        hint="export the table to Parquet or CSV",
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise RegisterError(
            "source-unreadable", f"{path.name} cannot be read", got=type(error).__name__
        ) from None

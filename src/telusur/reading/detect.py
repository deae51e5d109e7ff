"""What a file is, by its content: its name is the seller's word."""

from __future__ import annotations

import re

from telusur.errors import EvidenceError

# Enough for every signature below (tar's lies at 257) and for the first lines of a text.
HEAD_BYTES = 64 << 10

PACKED = {
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\xfd7zXZ\x00": "xz",
    b"\x04\x22\x4d\x18": "lz4",
}
# A level, then the first block or the end of none.
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)")
# Usual properties, a dictionary's size (2**n or 3 * 2**n) and no or a believable length.
_LZMA = re.compile(
    rb"\x5d\x00\x00(?:[\x01\x02\x04\x08\x10\x20\x40\x80\xc0\x60\x30]\x00|\x00[\x01-\x10])"
    rb"(?:\xff{8}|.{5}\x00{3})", re.DOTALL
)  # fmt: skip

# (offset, bytes, what it looks like, what to do)
_LATER = "a later version reads it; until then convert its tables to CSV or Parquet"
_UNPACK = "unpack it and give the files inside"
# Programs that turn into text what is not read; on a machine apart, as with all that is hostile.
_DUCKDB = "write its tables with DuckDB itself: EXPORT DATABASE 'folder' (FORMAT parquet)"
_ACCESS = "write each table with mdbtools: mdb-tables -1 FILE, mdb-export FILE TABLE > TABLE.csv"
_READSTAT = "write it as CSV with ReadStat: readstat FILE FILE.csv"
_JOURNAL = "it belongs to a database: merge it on a copy, sqlite3 FILE 'PRAGMA wal_checkpoint'"
_NO_TABLE = "it holds no table; give the files that do"
SIGNATURES = (
    (0, b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (0, b"PK\x05\x06", "an empty ZIP archive", _NO_TABLE),
    (
        0,
        b"PGDMP",
        "a PostgreSQL dump (custom format)",
        "turn it into text, which needs no server: pg_restore -f dump.sql FILE",
    ),
    (
        0,
        b"PGCOPY\n\xff\r\n\x00",
        "a PostgreSQL COPY file (binary)",
        "it names no types: have it written as text, COPY … TO … (FORMAT csv, HEADER)",
    ),
    (8, b"DUCK", "a DuckDB database", _DUCKDB),
    (4, b"Standard Jet DB", "an Access database", _ACCESS),
    (4, b"Standard ACE DB", "an Access database", _ACCESS),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (DOC, PPT, MSG)", _NO_TABLE),
    (12, b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00", "a SAS table", _READSTAT),
    (0, b"HEADER RECORD*******LIB", "a SAS transport file", _READSTAT),
    (0, b"$FL2@(#)", "an SPSS file", _READSTAT),
    (0, b"$FL3@(#)", "an SPSS file", _READSTAT),
    (0, b"<stata_dta><header>", "a Stata file", _READSTAT),
    (0, b"\x89HDF\r\n\x1a\n", "an HDF5 file", "write its tables as CSV (h5dump, PyTables)"),
    (0, b"\x37\x7f\x06\x82", "an SQLite write-ahead log", _JOURNAL),
    (0, b"\x37\x7f\x06\x83", "an SQLite write-ahead log", _JOURNAL),
    (0, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", "an SQLite journal", _JOURNAL),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (0, b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (0, b"\xfd7zXZ\x00", "an XZ file", _UNPACK),
    (0, b"BZh", "a bzip2 file", _UNPACK),
    (0, b"\x04\x22\x4d\x18", "an LZ4 file", _UNPACK),
    (257, b"ustar", "a TAR archive", _UNPACK),
    (0, b"%PDF-", "a PDF document", _NO_TABLE),
    (0, b"{\\rtf", "an RTF document", _NO_TABLE),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture", _NO_TABLE),
    (0, b"\xff\xd8\xff", "a JPEG picture", _NO_TABLE),
    (0, b"GIF8", "a GIF picture", _NO_TABLE),
    (0, b"\x7fELF", "an executable", _NO_TABLE),
    (0, b"MZ", "a Windows executable", _NO_TABLE),
    (0, b"\xca\xfe\xba\xbe", "an executable", _NO_TABLE),
    (0, b"\xcf\xfa\xed\xfe", "an executable", _NO_TABLE),
)
# Parts of an office file that is a ZIP archive by its first bytes.
OFFICE = (
    (b"xl/", "an XLSX workbook", _LATER),
    (b"opendocument.spreadsheet", "an ODS workbook", _LATER),
    (b"word/", "a DOCX document", _NO_TABLE),
)
# Control bytes that text does not hold; tab, line ends, form feed, ESC and 0x1a do occur in dumps,
# 0x01 and 0x1f separate values in some.
_BINARY = re.compile(rb"[\x02-\x08\x0e-\x19\x1c-\x1e\x7f]")
# Above this share of such bytes (and NUL) a file is no text in any encoding.
MOST_BINARY = 0.02

_STRICT = (
    "only JSON's own grammar is read: no comments, no comma before a closing bracket, and names "
    "and texts in double quotes"
)
# As psql writes them.
_TYPESET = re.compile(
    r"\\begin\{(?:tabular|longtable|center)\}|\.(?:LP|sp|DS C)\n|\.TS\n"
    r"|(?:\.[^\n]{1,200}\n)?\[(?:cols|options)=\"[^\n]*\]\n\|===="
)
_TYPESET_HINT = "have it written as text or CSV; psql does so with \\pset format aligned or csv"
_REMARKS = re.compile(r"\A(?:\s|//[^\n]*\n|/\*(?:(?!\*/).)*+\*/)++", re.DOTALL)
# A name in angle brackets before a delimiter is the header of a table, as price feeds write it.
_MARKUP = re.compile(
    r"\s*(?!<\w+>\s*[,;|\t]\s*<\w+>)<(?:\?xml|!doctype|html|\w+[ >/])", re.IGNORECASE
)


def packed_as(head: bytes) -> str | None:
    """``gzip``, ``zstd``, ``xz``, ``lz4``, ``bzip2``, ``lzma`` or None."""
    if _BZIP2.match(head):
        return "bzip2"
    if _LZMA.match(head):
        return "lzma"
    return next((kind for magic, kind in PACKED.items() if head.startswith(magic)), None)


def refuse_known(head: bytes, name: str) -> None:
    """Refuse what is known and is not read.

    Raises:
        EvidenceError: ``unknown-kind``, naming what the file looks like.
    """
    if head.startswith(b"PK\x03\x04"):
        for part, looks_like, hint in OFFICE:
            if part in head:
                raise unknown_kind(name, looks_like, hint)
    for offset, magic, looks_like, hint in SIGNATURES:
        if head.startswith(magic, offset) and not (magic in _SHORT and is_text(head)):
            raise unknown_kind(name, looks_like, hint)


# Two or three letters that a text may begin with as well.
_SHORT = frozenset({b"MZ", b"BZh", b"GIF8", b"PGDMP"})


def is_text(head: bytes) -> bool:
    """Whether no byte of it is one that text does not hold."""
    return b"\x00" not in head and not _BINARY.search(head)


def refuse_binary(head: bytes, name: str) -> None:
    """Refuse what is text in no encoding. ``head`` is UTF-8, or of an encoding without NULs.

    Raises:
        EvidenceError: ``unknown-kind``.
    """
    strange = len(_BINARY.findall(head)) + head.count(b"\x00")
    if strange > MOST_BINARY * len(head):
        raise unknown_kind(name, "binary data", "give the tables as CSV, JSON lines or Parquet")


def refuse_text(head: str, name: str) -> None:
    """Refuse text that is known and is not of rows in lines.

    Raises:
        EvidenceError: ``unknown-kind`` for markup and whole JSON documents.
    """
    start = _REMARKS.sub("", head.lstrip("\ufeff"))
    if start.startswith("{") or _begins_as_json(start):
        raise unknown_kind(name, "JSON with faults", _STRICT)
    if _TYPESET.match(start):
        raise unknown_kind(name, "a table for printing (LaTeX, troff or AsciiDoc)", _TYPESET_HINT)
    if _MARKUP.match(start):
        raise unknown_kind(name, "an XML or HTML document", _LATER)


def _begins_as_json(text: str) -> bool:
    return bool(
        re.match(
            r"\[(?:\s|//[^\n]*\n|/\*(?:(?!\*/).)*+\*/)*+(?:[\[{\]]|\"(?:[^\"\\]|\\.)*\"\s*[,\]])",
            text,
        )
    )


def unknown_kind(name: str, looks_like: str, hint: str) -> EvidenceError:
    """The error for a file that is none of the kinds read."""
    return EvidenceError(
        "unknown-kind",
        f"{name} is no table that can be read",
        got=looks_like,
        expected="text in rows, JSON, XML, an SQL dump, a database, a workbook, or an archive",
        hint=hint,
    )

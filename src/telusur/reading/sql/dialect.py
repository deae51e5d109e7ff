"""Whose SQL a dump is written in, by its content: that settles what a backslash means."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Read from the start and from three places further on, to tell the dialect by.
HEAD_BYTES = 256 << 10
PLACE_BYTES = 32 << 10
# A tool names itself this early.
TOOL_BYTES = 2 << 10
# Encodings in which a backslash or a quote may be the second half of a character.
DOUBLE_BYTE = frozenset({"big5", "big5hkscs", "cp932", "cp949", "cp950", "gb18030", "gbk",
                         "johab", "shift_jis"})  # fmt: skip

_MYSQL = re.compile(
    rb"(?i)/\*!\d{5}|\b(?:MySQL|MariaDB) dump|phpMyAdmin|HeidiSQL|mydumper"
    rb"|ENGINE ?= ?(?:InnoDB|MyISAM)"
    rb"|AUTO_INCREMENT|LOCK TABLES|INSERT (?:IGNORE )?INTO `|CREATE TABLE (?:IF NOT EXISTS )?`"
)
_POSTGRES = re.compile(
    rb"PostgreSQL database|pg_catalog|standard_conforming_strings|search_path"
    rb"|(?m:^COPY [^\n]{1,4000}FROM stdin)|(?m:^\\(?:connect|restrict) )|::[a-z]"
)
_SERVER = re.compile(
    rb"(?im)^GO\s*$|\[dbo\]\.|SET IDENTITY_INSERT|\bNVARCHAR\b|INSERT (?:INTO )?\[|CREATE TABLE \["
)
_ORACLE = re.compile(
    rb"(?im)\bVARCHAR2\b|^REM INSERTING|^SET DEFINE|\bTO_(?:DATE|TIMESTAMP)\s*\(|^INSERT ALL\b"
)
_SQLITE = re.compile(rb"(?im)^PRAGMA \w+|^BEGIN TRANSACTION;|sqlite")
# The first words of a dump by these tools settle it, whatever its values hold.
_TOOLS = re.compile(
    rb"(?im)\A(?:\s|--[^\n]*\n|#[^\n]*\n|/\*[^\n]*\n)*?"
    rb"(?:(?P<mysql>(?:--|#) (?:MySQL dump|MariaDB dump|phpMyAdmin|Adminer [\d.]+ MySQL|mydumper"
    rb"|Host: )|/\*M?!\d{5})|(?P<postgresql>-- PostgreSQL database|-- Adminer [\d.]+ PostgreSQL)"
    rb"|(?P<sqlserver>USE \[|/\*{4,} Object:)|(?P<oracle>REM INSERTING|-- +File created -)"
    rb"|(?P<sqlite>PRAGMA foreign_keys))"
)
_BRACKETS = re.compile(rb"(?i)(?:INTO|TABLE(?: IF (?:NOT )?EXISTS)?|\.) ?\[\w")
_OFF = re.compile(rb"(?i)standard_conforming_strings\s*=\s*'?off")
_NO_ESCAPES = re.compile(rb"(?i)sql_mode\s*=\s*[^;\n]{0,400}NO_BACKSLASH_ESCAPES")
# A quote behind a backslash that cannot end a value, for no comma and no parenthesis follows; and
# one that can.
_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\'(?![\s]*[,);:])")
_ENDING = re.compile(rb"(?<!\\)(?:\\\\)*\\'[\s]*[,)]")
_ESCAPED_DOUBLE = re.compile(_ESCAPED.pattern.replace(b"'", b'"'))
_ENDING_DOUBLE = re.compile(_ENDING.pattern.replace(b"'", b'"'))
_SINGLE, _DOUBLE = re.compile(rb"[(,]\s*'"), re.compile(rb'[(,]\s*"')
_DECLARED = re.compile(
    rb"(?i)SET\s+(?:NAMES\s+'?|client_encoding\s*(?:=|TO)\s*'|character_set_client\s*=\s*)(\w+)"
)
# MySQL's latin1 is cp1252, PostgreSQL's LATIN1 is ISO 8859-1; names that Python knows stand alone.
_CODECS = {
    ("mysql", "latin1"): "cp1252", ("mysql", "latin2"): "iso8859-2",
    ("mysql", "greek"): "iso8859-7", ("mysql", "hebrew"): "iso8859-8",
    ("mysql", "latin5"): "iso8859-9", ("mysql", "tis620"): "tis-620",
    ("postgresql", "latin1"): "iso8859-1", ("postgresql", "latin2"): "iso8859-2",
    ("postgresql", "latin5"): "iso8859-9", ("postgresql", "latin9"): "iso8859-15",
}  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """How a dump is to be read.

    Attributes:
        name: ``mysql``, ``postgresql``, ``sqlserver``, ``oracle``, ``sqlite`` or ``sql``.
        backslash: a backslash in plain quotes changes the next character.
        brackets: names may stand in square brackets.
        escape_strings: ``E'…'`` is a string with backslashes, and ``$tag$`` quotes.
        own_quotes: ``q'[…]'`` is a string, as Oracle has it.
    """

    name: str
    backslash: bool = False
    brackets: bool = False
    escape_strings: bool = False
    own_quotes: bool = False

    @property
    def is_mysql(self) -> bool:
        """MySQL or MariaDB: ``#`` comments, ``/*!`` is code, ``--`` needs a space behind it."""
        return self.name == "mysql"


def sample(path: Path) -> bytes:
    """The start of a file and three places further on."""
    size = path.stat().st_size
    with path.open("rb") as file:
        found = [file.read(HEAD_BYTES)]
        for quarter in (1, 2, 3):
            place = size * quarter // 4
            if place > HEAD_BYTES:
                file.seek(place)
                found.append(file.read(PLACE_BYTES))
    return b"\n".join(found)


def tell(some: bytes) -> Dialect:
    """The dialect of a dump, by a sample of it; the most signs win."""
    signs = {
        name: len(pattern.findall(some))
        for name, pattern in (
            ("mysql", _MYSQL),
            ("postgresql", _POSTGRES),
            ("sqlserver", _SERVER),
            ("oracle", _ORACLE),
            ("sqlite", _SQLITE),
        )
    }
    name = max(signs, key=lambda one: signs[one])
    name = name if signs[name] else "sql"
    tool = _TOOLS.match(some[:TOOL_BYTES])
    if tool and tool.lastgroup:
        name = tool.lastgroup
    brackets = name == "sqlserver" or (name != "postgresql" and bool(_BRACKETS.search(some)))
    if name == "mysql":
        return Dialect(name, backslash=not _NO_ESCAPES.search(some))
    if name == "postgresql":
        return Dialect(name, backslash=bool(_OFF.search(some)), escape_strings=True)
    backslash = name == "sql" and not brackets and _escapes(some)
    return Dialect(
        name,
        backslash=backslash,
        brackets=brackets,
        escape_strings=name == "sql",
        own_quotes=name in {"oracle", "sql"},
    )


def _escapes(some: bytes) -> bool:
    """Whether a backslash before a quote is more often part of a value than its last sign."""
    escaped, ending = _ESCAPED, _ENDING
    if len(_DOUBLE.findall(some)) > len(_SINGLE.findall(some)):
        escaped, ending = _ESCAPED_DOUBLE, _ENDING_DOUBLE
    return len(escaped.findall(some)) > len(ending.findall(some))


def declared(some: bytes, dialect: Dialect) -> str | None:
    """The codec of the character set that a dump says it is in; None: none, or none known."""
    for found in _DECLARED.finditer(some):
        name = found.group(1).decode().lower()
        if name in {"binary", "default", "utf8mb3", "utf8mb4"}:
            name = "utf-8"
        name = _CODECS.get((dialect.name, name), re.sub(r"^win(?=\d)", "cp", name))
        try:
            codec = codecs.lookup(name)
            "x".encode(codec.name)
        except (LookupError, ValueError, UnicodeError):
            continue
        return codec.name
    return None

"""Rows without VALUES, rewritten with it: ``INSERT … SELECT 'a', 1 UNION ALL SELECT 'b', 2``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql.names import NAME, PART, TableName, table_name
from telusur.reading.sql.tokens import CLOSE, COMMA, OPEN

if TYPE_CHECKING:
    from telusur.reading.sql.tokens import Tokeniser

_WORDS = re.compile(
    rb"(?i)\bUNION(?:\s+ALL)?\s+SELECT\b|\bSELECT\b|(?<!\s)\s+FROM\s+(?:DUAL|SYSIBM\.SYSDUMMY1)\b"
    rb"|\bFROM\b|(?<!\s)\s+AS\s+" + PART + rb"(?=\s*(?:,|UNION\b|FROM\b|;|\Z))"
)
_SET = re.compile(rb"(?i)\s+SET\s+(?=" + PART + rb"\s*=)")
_PAIR = re.compile(rb"\s*(" + PART + rb")\s*=(.*)\Z", re.DOTALL)
_TABLE = re.compile(rb"(?i)\b(?:INTO|REPLACE|INSERT)\s*(?!INTO\b)(" + NAME + rb")\s*\S")


def table_of(text: bytes) -> TableName | None:
    """The table that an INSERT fills, where more than its name is there."""
    found = _TABLE.search(text[:4096])
    return table_name(found.group(1)) if found else None


def set_as_values(text: bytes, tokeniser: Tokeniser) -> bytes | None:
    """MySQL's ``INSERT INTO t SET a = 1, b = 'x'`` with VALUES; None where it is something else."""
    start = _SET.search(text[:4096])
    if not start:
        return None
    body = text[start.end() :].rstrip().rstrip(b";")
    tokens = tokeniser.tokens(body)
    depth = np.cumsum((tokens.what == OPEN).astype(int) - (tokens.what == CLOSE))
    commas = tokens.at[(tokens.what == COMMA) & (depth == 0)].tolist()
    pairs = [
        _PAIR.match(body[begin:end])
        for begin, end in zip([0, *(at + 1 for at in commas)], [*commas, len(body)], strict=True)
    ]
    if not all(pairs):
        return None
    names, values = zip(*(pair.groups() for pair in pairs if pair), strict=True)
    head = text[: start.start()] + b" (" + b", ".join(names) + b") VALUES ("
    return head + b", ".join(values) + b")"


def as_values(text: bytes, tokeniser: Tokeniser) -> bytes | None:
    """The same INSERT with VALUES; None where it takes rows from a table, or is something else."""
    found = list(_WORDS.finditer(text))
    if not found:
        return None
    tokens = tokeniser.tokens(text)
    outside = tokens.outside(np.array([match.start() for match in found]))
    parts, begin, begun = [], 0, False
    for match, counts in zip(found, outside.tolist(), strict=True):
        if not counts:
            continue
        word = match.group().strip().upper()
        parts.append(text[begin : match.start()])
        begin = match.end()
        if word.startswith(b"UNION") and begun:
            parts.append(b"),(")
        elif word == b"SELECT" and not begun:
            parts.append(b" VALUES (")
            begun = True
        elif word == b"FROM" or not (word.startswith((b"AS", b"FROM")) and begun):
            return None
    if not begun:
        return None
    return b"".join([*parts, text[begin:].rstrip().rstrip(b";"), b")"])

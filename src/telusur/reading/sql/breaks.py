r"""Places where SQL's own structure ends for a while: COPY, ``\`` lines, DELIMITER, ``$$``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.sql.copying import HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from telusur.reading.sql.dialect import Dialect
    from telusur.reading.sql.tokens import Tokens

_FIRST = np.zeros(256, bool)
_FIRST[[*b"\\CcDdRrPp"]] = True
_LINE = re.compile(rb"[^\n]*\n?")
_DELIMITER = re.compile(rb"(?i)DELIMITER\s+\S+")
_DELIMITER_BACK = re.compile(rb"(?im)^DELIMITER\s+;[^\S\n]*\r?$")
# SQLite's and Oracle's triggers hold statements; PostgreSQL's only name a function.
_TRIGGER = re.compile(
    rb"(?is)CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?TRIGGER\b[^;]{1,2000}?\bBEGIN\b"
)
_TRIGGER_END = re.compile(rb"(?i)\bEND\b\s*[\w\"]*\s*;")
_SQLPLUS = re.compile(rb"(?i)(?:REM(?:ARK)?|PROMPT)\b")
_DOLLAR = re.compile(rb"(?<![\w$])\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$")


@dataclass(frozen=True)
class Break:
    """One such place.

    Attributes:
        at: where it begins in the piece.
        end: where SQL goes on; -1: behind the piece.
        copy: the line that begins a COPY.
        meta: the line is a command to psql.
        kind: for the count of statements left out.
        within: it stands within a statement.
    """

    at: int
    end: int
    copy: re.Match[bytes] | None = None
    meta: bool = False
    kind: str = ""
    within: bool = False


def first_break(tokens: Tokens, dialect: Dialect, *, final: bool) -> Break | None:
    """The first in the piece; ``final``: nothing follows the piece."""
    found = _of_lines(tokens, dialect, final=final)
    if dialect.escape_strings and b"$" in tokens.data:
        limit = found.at if found else len(tokens.data)
        quoted = _of_dollars(tokens, limit, final=final)
        return quoted or found
    return found


def _of_lines(tokens: Tokens, dialect: Dialect, *, final: bool) -> Break | None:
    raw = tokens.bytes_
    starts = np.concatenate([np.zeros(1, np.int64), tokens.newlines + 1])
    starts = starts[starts < len(raw)]
    for at in _likely(tokens, starts[_FIRST[raw[starts]]]):
        found = _at_line(tokens, at, dialect, final=final)
        if found:
            return found
    return None


def _likely(tokens: Tokens, places: NDArray[np.int64]) -> Iterator[int]:
    outside = tokens.outside(places) if len(places) else places.astype(bool)
    yield from places[outside].tolist()


def _at_line(tokens: Tokens, at: int, dialect: Dialect, *, final: bool) -> Break | None:
    data = tokens.data
    first = data[at : at + 1].upper()
    line = _LINE.match(data, at)
    end = line.end() if line else len(data)
    whole = final or data[end - 1 : end] == b"\n"
    if first == b"\\":
        return Break(at, end if whole else -1, meta=True)
    if first == b"C":
        copy = data[at : at + 4].upper() == b"COPY"
        return (_copy if copy else _trigger)(data, at, dialect, final=final)
    if first == b"D" and _DELIMITER.match(data, at):
        return _delimited(data, at, end, final=final)
    if dialect.name == "oracle" and _SQLPLUS.match(data, at):
        return Break(at, end if whole else -1)
    return None


def _trigger(data: bytes, at: int, dialect: Dialect, *, final: bool) -> Break | None:
    if dialect.is_mysql or not _TRIGGER.match(data, at):
        return None
    behind = _TRIGGER_END.search(data, at)
    if behind:
        return Break(at, behind.end(), kind="CREATE TRIGGER")
    return None if final else Break(at, -1)


def _copy(data: bytes, at: int, _: Dialect, *, final: bool) -> Break | None:
    copy = HEADER.match(data, at)
    if copy:
        return Break(at, copy.end(), copy)
    semicolon = data.find(b";", at)
    whole = final or (semicolon >= 0 and data.find(b"\n", semicolon) >= 0)
    return None if whole else Break(at, -1)


def _delimited(data: bytes, at: int, end: int, *, final: bool) -> Break:
    """Routines between another delimiter and the return of the semicolon; one line without it."""
    back = _DELIMITER_BACK.search(data, end)
    if back and (back.end() < len(data) or final):
        return Break(at, back.end(), kind="DELIMITER")
    return Break(at, end if final else -1, kind="DELIMITER" if final else "")


def _of_dollars(tokens: Tokens, limit: int, *, final: bool) -> Break | None:
    found = [match.span() for match in _DOLLAR.finditer(tokens.data, 0, limit)]
    if not found:
        return None
    places = np.array([begin for begin, _ in found])
    for at in np.flatnonzero(tokens.outside(places)).tolist():
        begin, end = found[at]
        tag = tokens.data[begin:end]
        closing = tokens.data.find(tag, end)
        if closing >= 0:
            return Break(begin, closing + len(tag), within=True)
        if not final:
            return Break(begin, -1, within=True)
    return None

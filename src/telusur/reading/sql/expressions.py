"""The rarer ways to write a value: hexadecimal, casts, dates as calls, conditional comments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.sql.escapes import Escapes, unescaped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.sql.dialect import Dialect

# Comments in a value, and the two ends of one that MySQL takes for code.
_COMMENTS = (
    r"(?s)^(?:\s|\*/|/\*!\d*|/\*.*?\*/|--[^\n]*\n|#[^\n]*\n)+"
    r"|(?:\s|\*/|/\*!\d*|/\*[^'\"]*?\*/|--[^\n'\"]*\n?)+$"
)
_CALLS = (
    r"to_date|to_timestamp|to_timestamp_tz|to_clob|to_nclob|to_char|to_number|cast|try_cast|unistr|"
    r"str_to_date|timestamp|datetime|date|time|json|"
    r"convert\s*\(\s*\w+(?:\s*\([\d, max]*\))?\s*,|"
    r"(?:st_)?(?:geom|geometry|point)fromtext|hextoraw|unhex|from_base64|decode"
)
_WORDS = "date|time|timestamp|timestamptz|datetime|interval|json|bytea|uuid|text"
_STRING = (
    rf"(?is)^(?P<call>(?:{_CALLS})\s*\(?\s*|(?:{_WORDS})\s+|_[a-z0-9]+\s*)?(?P<mark>%s)'"
    r"(?P<body>(?:[^'\\]|''|%s)*)'(?P<rest>\s*::[\w\s.\[\]\"(),]+|\s*collate\s+\S+|\s*(?:as\s|,).*\)|"
    r"\s*\)(?:\s*::[\w\s.]+)?)?$"
)
_NUMBER = (
    r"(?is)^(?:(?:cast|try_cast|convert)\s*\(\s*)?(?P<body>[-+]?[\d.]+(?:e[-+]?\d+)?)"
    r"(?:\s+as\s.*\)|\s*::[\w\s.]+(?:\([\d, ]*\))?)?$"
)
_HEX = r"(?is)^0x(?P<body>[0-9a-f]*)$"
_WORD = r"(?is)^(?P<body>true|false|nan|[-+]?infinity|t|f)$"
_OWN_QUOTE = r"(?s)^[nN]?[qQ]'.(?P<body>.*).'$"
_NULL = (
    r"(?is)^(?:null\s*(?:::[\w\s.]+)?|cast\s*\(\s*null\s+as\s.*\)|empty_[bc]lob\s*\(\s*\)|default)$"
)


_PART = re.compile(
    rb"(?is)\s*(?:(?:N|E)?'((?:[^']|'')*)'|(?:n?chr|n?char|unichr)\s*\(\s*(\d{1,7})"
    rb"(?:\s+using\s+\w+)?\s*\)|to_n?clob\s*\(\s*'((?:[^']|'')*)'\s*\))\s*(\|\||\+|\Z)"
)


@dataclass(frozen=True)
class Found:
    """What values stand for; ``values`` are as written where they are expressions."""

    values: pa.Array
    null: NDArray[np.bool_]
    hexadecimal: NDArray[np.bool_]
    expression: NDArray[np.bool_]


def literals_of(values: pa.Array, dialect: Dialect) -> Found:
    """Read ``values`` (Arrow binary, no nulls) that are neither plain strings nor numbers."""
    values = pc.replace_substring_regex(values, _COMMENTS, "")
    left = np.ones(len(values), bool)
    null = _matches(values, _NULL)
    hexadecimal = np.zeros(len(values), bool)
    left &= ~null
    result = values
    patterns = (_HEX, _NUMBER, _WORD, _OWN_QUOTE) if dialect.own_quotes else (_HEX, _NUMBER, _WORD)
    for pattern in patterns:
        result, done = _body(values, result, pattern, left)
        if pattern is _HEX:
            hexadecimal |= done
        left &= ~done
    for marks, backslash in (("(?:u&|[nxb])?", dialect.backslash), ("e", True)):
        result, done, digits = _strings(values, result, left, marks, _flavour(dialect, backslash))
        hexadecimal |= digits
        left &= ~done
    result, done = _concatenated(result, left)
    return Found(result, null, hexadecimal, left & ~done)


def _concatenated(values: pa.Array, left: NDArray[np.bool_]) -> tuple[pa.Array, NDArray[np.bool_]]:
    """``'It'||chr(39)||'s'``, as Oracle's tools write what they do not like in a string."""
    done = left & _matches(values, r"'\s*(?:\|\||\+)|\)\s*(?:\|\||\+)\s*(?:N?'|n?cha?r)")
    texts = []
    for at in np.flatnonzero(done).tolist():
        text = _one(values[at].as_py())
        done[at] = text is not None
        if text is not None:
            texts.append(text)
    return pc.replace_with_mask(values, pa.array(done), pa.array(texts, pa.binary())), done


def _one(value: bytes) -> bytes | None:
    parts, at = [], 0
    while found := _PART.match(value, at):
        text, number, large, sign = found.groups()
        if number is not None:
            parts.append(chr(min(int(number), 0x10FFFF)).encode("utf-8", "replace"))
        else:
            parts.append((text if text is not None else large).replace(b"''", b"'"))
        at = found.end()
        if not sign:
            return b"".join(parts) if at == len(value) else None
    return None


def _strings(
    values: pa.Array, result: pa.Array, left: NDArray[np.bool_], marks: str, flavour: Escapes | None
) -> tuple[pa.Array, NDArray[np.bool_], NDArray[np.bool_]]:
    """One string with a mark, a cast or a call around it; which are done, which hold digits."""
    digits = np.zeros(len(values), bool)
    found = pc.extract_regex(values, pattern=_STRING % (marks, r"\\." if flavour else r"\\"))
    done = left & ~_flags(found.is_null())
    chosen = np.flatnonzero(done)
    if not len(chosen):
        return result, done, digits
    at = pa.array(chosen)
    body, mark, call = (_plain(found.field(one).take(at)) for one in ("body", "mark", "call"))
    texts = unescaped(body, flavour, "'")
    is_hex = _matches(mark, "(?i)^x$") | _matches(call, "(?i)^(?:hextoraw|unhex)")
    digits[chosen[is_hex & _matches(texts, "(?i)^(?:[0-9a-f]{2})*$")]] = True
    return pc.replace_with_mask(result, pa.array(done), texts), done, digits


def _body(
    values: pa.Array, result: pa.Array, pattern: str, left: NDArray[np.bool_]
) -> tuple[pa.Array, NDArray[np.bool_]]:
    found = pc.extract_regex(values, pattern=pattern)
    done = left & ~_flags(found.is_null())
    if done.any():
        body = found.field(0)
        result = pc.replace_with_mask(
            result, pa.array(done), _plain(body.take(pa.array(np.flatnonzero(done))))
        )
    return result, done


def _matches(values: pa.Array, pattern: str) -> NDArray[np.bool_]:
    return _flags(pc.match_substring_regex(values, pattern))


def _flags(values: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(values.to_numpy(zero_copy_only=False), bool)


def _plain(values: pa.Array) -> pa.Array:
    return pa.concat_arrays([pc.fill_null(values, b"")])


def _flavour(dialect: Dialect, backslash: bool) -> Escapes | None:
    if not backslash:
        return None
    return Escapes.MYSQL if dialect.is_mysql else Escapes.POSTGRES

"""Backslashes and doubled quotes taken out of many values at once."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AS_WRITTEN, _NUMBER = -1, -2


class Escapes(Enum):
    """Whose meaning a backslash has."""

    MYSQL = "mysql"
    POSTGRES = "postgresql"
    COPY = "copy"
    LOAD = "load data"
    BATCH = "mysql --batch"


def _table(pairs: dict[str, str], other: str) -> NDArray[np.int16]:
    """For the byte behind a backslash: what both become, or one of the codes above."""
    table = (
        np.full(256, _AS_WRITTEN, np.int16) if other == "keep" else np.arange(256, dtype=np.int16)
    )
    for sign, meaning in pairs.items():
        table[ord(sign)] = ord(meaning)
    return table


_COMMON = {"b": "\b", "n": "\n", "r": "\r", "t": "\t"}
# MySQL 8.4 manual, 11.1.1, table "Special Character Escape Sequences". MySQL drops a backslash
# before any other character; no tool writes one there, so it is text and stays.
_TABLES = {
    Escapes.MYSQL: _table(
        {**_COMMON, "0": "\0", "Z": "\x1a", "\\": "\\", "'": "'", '"': '"'}, "keep"
    ),
    # PostgreSQL 18 manual, 4.1.2.2, and COPY, "Text Format"
    Escapes.POSTGRES: _table({**_COMMON, "f": "\f"}, "drop"),
    Escapes.COPY: _table({**_COMMON, "f": "\f", "v": "\v"}, "drop"),
    # MySQL 8.4 manual, 15.2.9, LOAD DATA: a tab or a line end behind a backslash is itself
    Escapes.LOAD: _table({**_COMMON, "0": "\0", "Z": "\x1a"}, "drop"),
    # MySQL 8.4 manual, 6.5.1.1, --batch: nothing else is escaped
    Escapes.BATCH: _table({"n": "\n", "t": "\t", "0": "\0", "\\": "\\"}, "keep"),
}
for _flavour in (Escapes.POSTGRES, Escapes.COPY):
    _TABLES[_flavour][[*b"01234567xuU"]] = _NUMBER
_TABLES[Escapes.COPY][[*b"uU"]] = [ord("u"), ord("U")]
_NUMBERED = re.compile(
    rb"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL
)


def unescaped(values: pa.Array, flavour: Escapes | None, quote: str | None) -> pa.Array:
    """The values (Arrow binary, without nulls) as they were before they were written.

    Args:
        values: contents of strings, without their quotes.
        flavour: what backslashes mean; None: nothing.
        quote: the quote around them, doubled inside; None: none.
    """
    offsets = np.frombuffer(values.buffers()[1], np.int32)[
        values.offset : values.offset + len(values) + 1
    ].astype(np.int64)
    data = values.buffers()[2]
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    raw = whole[offsets[0] : offsets[-1]].copy()
    offsets -= offsets[0]
    dropped = np.zeros(len(raw), bool)
    escaped = np.empty(0, np.int64)
    numbered = np.empty(0, np.int64)
    if flavour:
        places = np.flatnonzero(raw == ord("\\"))
        places = places[_leads(places, offsets)]
        ends = offsets[np.searchsorted(offsets, places, side="right")]
        places = places[places + 1 < ends]  # one at the very end stands for itself
        escaped = places + 1
        meaning = _TABLES[flavour][raw[escaped]]
        plain = meaning >= 0
        dropped[places[plain]] = True
        raw[escaped[plain]] = meaning[plain]
        numbered = np.searchsorted(offsets, places[meaning == _NUMBER], side="right") - 1
    if quote:
        quotes = np.flatnonzero(raw == ord(quote))
        if len(escaped):
            mark = np.zeros(len(raw), bool)
            mark[escaped] = True
            quotes = quotes[~mark[quotes]]
        dropped[quotes[1::2]] = True
    gone = np.concatenate([np.zeros(1, np.int64), np.cumsum(dropped)])
    short = (offsets - gone[offsets]).astype(np.int32)
    result = pa.Array.from_buffers(
        pa.binary(), len(values), [None, pa.py_buffer(short), pa.py_buffer(raw[~dropped])]
    )
    return _with_numbers(values, result, np.unique(numbered), flavour, quote)


def _leads(places: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the backslashes begin an escape: every other one of a run, in its own value."""
    first = np.ones(len(places), bool)
    first[1:] = np.diff(places) != 1
    at = np.searchsorted(offsets, places)
    first |= offsets[np.minimum(at, len(offsets) - 1)] == places
    index = np.arange(len(places))
    begin = np.maximum.accumulate(np.where(first, index, 0))
    even: NDArray[np.bool_] = (index - begin) % 2 == 0
    return even


def _with_numbers(
    values: pa.Array,
    result: pa.Array,
    at: NDArray[np.int64],
    flavour: Escapes | None,
    quote: str | None,
) -> pa.Array:
    """The few values with numbers behind a backslash, one by one: no tool writes them often."""
    if not len(at):
        return result
    mask = np.zeros(len(values), bool)
    mask[at] = True
    replaced = []
    for value in values.take(pa.array(at)).to_pylist():
        text = _NUMBERED.sub(lambda found: _numbered(found, flavour), value)
        replaced.append(text.replace(quote.encode() * 2, quote.encode()) if quote else text)
    return pa.compute.replace_with_mask(result, mask, pa.array(replaced, pa.binary()))


def _numbered(found: re.Match[bytes], flavour: Escapes | None) -> bytes:
    octal, hexadecimal, short, long, other = found.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    if short or long:
        number = int(short or long, 16)
        return chr(number).encode("utf-8", "replace") if number < 0x110000 else b"\xef\xbf\xbd"  # noqa: PLR2004
    table = _TABLES[flavour] if flavour else None
    meaning = int(table[other[0]]) if table is not None else other[0]
    return bytes([meaning]) if meaning >= 0 else other

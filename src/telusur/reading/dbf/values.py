"""Values of each type of field as text, whole columns at a time.

A value that is none of its type is kept as it was written, and counted: it is evidence too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.dbf import codes
from telusur.reading.dbf.layout import SEVEN, Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from telusur.reading.dbf.codes import Bytes

BLANK = " \0"
NUMBER = r"^[+-]?[0-9]*[.,]?[0-9]*([eE][+-]?[0-9]+)?$"
DATE, NO_DATE = r"^([0-9]{4})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$", "00000000"
# Days from the first of the Julian calendar's to the first of 1970, and milliseconds of a day.
EPOCH_DAY, DAY_MS = 2_440_588, 86_400_000
# Far enough: the year 9999.
LAST_DAY = 2_932_896
YES, NO, UNSET = ("T", "t", "Y", "y"), ("F", "f", "N", "n"), ("?", "")
STAMP = 8  # bytes of a binary date and time
TEXT = pa.string()
Result = tuple[pa.Array, int]


def value(field: Field, column: Bytes, version: int, encoding: str) -> Result:
    """A field's column as text, and how many values are not of its type."""
    if field.type in WRITTEN:
        return WRITTEN[field.type](codes.text(column, "ascii"))
    found = _binary(field, column, version)
    if found:
        return found
    text = pc.utf8_rtrim(codes.text(column, encoding), BLANK)
    odd = pc.sum(pc.match_substring(text, codes.UNKNOWN)).as_py() or 0
    return _or_none(text), odd


def _binary(field: Field, column: Bytes, version: int) -> Result | None:
    """Types that are no text; None where the field's length is not that of its type."""
    seven, size = version in SEVEN, field.length
    if field.type in "I+" and size == np.dtype(np.int32).itemsize:
        return pa.array(_big(column) if seven else _little(column, "<i4")).cast(TEXT), 0
    if field.type in "T@" and size == STAMP:
        return _moment(column)
    if field.type == "Y" and size == np.dtype(np.int64).itemsize:
        return _money(_little(column, "<i8"))
    if field.type in "OB" and size == np.dtype(np.float64).itemsize:
        return _double(_seven_double(column) if seven else _little(column, "<f8"))
    if field.binary or field.type == "Q":
        return _hex(column, np.ones(len(column), bool)), 0
    return None


def _or_none(text: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(text, ""), None, text)


def _number(text: pa.Array) -> Result:
    text = pc.utf8_trim(text, BLANK)
    stars = pc.match_substring_regex(text, r"^\*+$")  # too large for its field
    text = pc.if_else(stars, "", text)
    bad = pc.invert(pc.match_substring_regex(text, NUMBER))
    return _or_none(text), pc.sum(bad).as_py() or 0


def _date(text: pa.Array) -> Result:
    text = pc.utf8_trim(text, BLANK)
    good = pc.match_substring_regex(text, DATE)
    bad = pc.invert(pc.or_(good, pc.is_in(text, pa.array(["", NO_DATE]))))
    iso = pc.replace_substring_regex(text, DATE, r"\1-\2-\3")
    return _or_none(pc.if_else(pc.equal(text, NO_DATE), "", iso)), pc.sum(bad).as_py() or 0


def _logical(text: pa.Array) -> Result:
    text = pc.utf8_trim(text, BLANK)
    yes, no, unset = (pc.is_in(text, pa.array(one)) for one in (YES, NO, UNSET))
    bad = pc.invert(pc.or_(pc.or_(yes, no), unset))
    told = pc.if_else(yes, "true", pc.if_else(no, "false", pc.if_else(unset, None, text)))
    return told, pc.sum(bad).as_py() or 0


def _little(column: Bytes, kind: str) -> np.ndarray:
    return np.ascontiguousarray(column).view(kind).ravel()


def _big(column: Bytes) -> np.ndarray:
    """As dBase 7 has it: most telling byte first, the sign's bit set for what is not negative."""
    return np.ascontiguousarray(column).view(">u4").ravel().astype(np.int64) - (1 << 31)


def _seven_double(column: Bytes) -> np.ndarray:
    raw = np.ascontiguousarray(column).view(">u8").ravel().astype(np.uint64)
    top = np.uint64(1 << 63)
    return np.where(raw & top, raw ^ top, ~raw).view(np.float64)


def _double(numbers: np.ndarray) -> Result:
    whole = np.isfinite(numbers) & (np.abs(numbers) < 2**53) & (numbers == np.trunc(numbers))
    integers = pa.array(np.where(whole, numbers, 0).astype(np.int64)).cast(TEXT)
    return pc.if_else(pa.array(whole), integers, pa.array(map(repr, numbers.tolist()), TEXT)), 0


def _money(units: np.ndarray) -> Result:
    """Ten-thousandths, exactly."""
    pairs = np.stack([units, units >> 63], axis=1)
    buffers = [None, pa.py_buffer(np.ascontiguousarray(pairs))]
    return pa.Array.from_buffers(pa.decimal128(20, 4), len(units), buffers).cast(TEXT), 0


def _hex(raw: Bytes, wanted: np.ndarray) -> pa.Array:
    pairs = zip(raw, wanted, strict=True)
    return pa.array([row.tobytes().hex() if one else None for row, one in pairs], TEXT)


def _moment(column: Bytes) -> Result:
    """A day's number and milliseconds; zeros or blanks are no value."""
    raw = np.ascontiguousarray(column)
    empty = (raw == 0).all(axis=1) | (raw == ord(" ")).all(axis=1)
    pair = raw.view("<i4").astype(np.int64)
    days, rest = pair[:, 0] - EPOCH_DAY, pair[:, 1]
    good = ~empty & (np.abs(days) < LAST_DAY) & (rest >= 0) & (rest < DAY_MS)
    stamps = pa.array(np.where(good, days * DAY_MS + rest, 0)).cast(pa.timestamp("ms")).cast(TEXT)
    told = pc.replace_substring_regex(stamps, r"\.000$", "")
    bad = ~good & ~empty
    odd = _hex(raw, bad)
    return pc.if_else(pa.array(good), told, odd), int(bad.sum())


WRITTEN: dict[str, Callable[[pa.Array], Result]] = {
    "N": _number,
    "F": _number,
    "D": _date,
    "L": _logical,
}

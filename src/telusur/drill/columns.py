"""Arrow columns made from numpy columns without a Python object a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

_QUADS = np.frombuffer(
    "".join(f"{number:04d}" for number in range(10_000)).encode(), dtype="<u4"
)  # four digits at a time: one load instead of four divisions


def digits(parts: list[NDArray[Any]], valid: NDArray[np.bool_] | None = None) -> pa.Array:
    """Fixed-width digit strings from groups of four digits.

    Args:
        parts: integer columns of values 0 to 9,999, the leftmost group first.
        valid: where the value is not null; all are when not given.

    Returns:
        A string array of ``4 * len(parts)`` digits a value.
    """
    return fixed(quads(parts), valid)


def quads(parts: list[NDArray[Any]]) -> NDArray[np.uint8]:
    """The same digits as bytes, one row a value, for cutting before they become strings."""
    out = np.empty((len(parts[0]), len(parts)), dtype="<u4")
    for at, part in enumerate(parts):
        np.take(_QUADS, part, out=out[:, at], mode="clip")
    return out.view(np.uint8)


def split(number: NDArray[Any], groups: int) -> list[NDArray[Any]]:
    """A non-negative integer column as groups of four digits, the leftmost first."""
    out: list[NDArray[Any]] = []
    rest = number.astype(np.uint64)
    for _ in range(groups - 1):
        upper = rest // np.uint64(10_000)
        out.append((rest - upper * np.uint64(10_000)).astype(np.int32))
        rest = upper
    out.append(rest.astype(np.int32))
    return out[::-1]


def fixed(text: NDArray[np.uint8], valid: NDArray[np.bool_] | None = None) -> pa.Array:
    """Strings of one width from a byte matrix of shape (values, width)."""
    rows, width = text.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    body = pa.py_buffer(np.ascontiguousarray(text))
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), body, *_mask(valid))


def ragged(text: NDArray[np.uint8], length: NDArray[Any], valid: NDArray[np.bool_]) -> pa.Array:
    """Strings of the first ``length`` bytes of each row of a byte matrix."""
    offsets = np.zeros(len(text) + 1, dtype=np.int32)
    np.cumsum(length, out=offsets[1:])
    kept = text[np.arange(text.shape[1]) < length[:, None]]
    body = pa.py_buffer(kept)
    return pa.StringArray.from_buffers(len(text), pa.py_buffer(offsets), body, *_mask(valid))


def coded(
    codes: NDArray[Any], values: list[str] | pa.Array, valid: NDArray[np.bool_] | None = None
) -> pa.DictionaryArray:
    """A dictionary column: ``values[code]``, null where not valid."""
    dictionary = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    indices = pa.array(codes.astype(np.int32, copy=False), mask=None if valid is None else ~valid)
    return pa.DictionaryArray.from_arrays(indices, dictionary)


def days(number: NDArray[Any], valid: NDArray[np.bool_] | None = None) -> pa.Array:
    """Dates from days since 1970-01-01."""
    mask = None if valid is None else ~valid
    return pa.array(number.astype(np.int32, copy=False), mask=mask).view(pa.date32())


def seconds(number: NDArray[Any], valid: NDArray[np.bool_] | None = None) -> pa.Array:
    """Moments from seconds since 1970-01-01, in microseconds as Parquet readers expect."""
    mask = None if valid is None else ~valid
    micros = number.astype(np.int64, copy=False) * 1_000_000
    return pa.array(micros, mask=mask).view(pa.timestamp("us"))


def _mask(valid: NDArray[np.bool_] | None) -> tuple[pa.Buffer | None, int]:
    if valid is None:
        return None, 0
    return pa.py_buffer(np.packbits(valid, bitorder="little")), int(len(valid) - valid.sum())

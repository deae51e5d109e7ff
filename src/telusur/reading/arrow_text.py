"""Arrow values as text: the words in which the engine reads Parquet, for every kind of file.

Dates and times are ISO, whole floats have no fraction, nested values are JSON. The engine puts the
values to text; what it does not take, or would break on when crafted, is made plain before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from telusur.errors import EvidenceError, InternalFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine

# Deeper types than this are made to exhaust a stack, not to hold data.
DEEPEST = 64
DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
# The engine's calendar goes 292,000 years either way; this is a little less.
LAST_MOMENT = {"s": 9 * 10**12, "ms": 9 * 10**15, "us": 9 * 10**18, "ns": 2**63 - 1}
# Arrow's own word for a number that is no date or time; the number is what was stored.
_OUT_OF_RANGE = r"<value out of range: (-?\d+)>"
# What a damaged or crafted batch makes Arrow say.
ARROW_ERRORS = (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, KeyError)


def text_of(engine: Engine, batch: pa.RecordBatch | pa.Table) -> list[pa.Array]:
    """One array of text a column, rows in order; the batch has passed ``validate(full=True)``.

    Raises:
        EvidenceError: ``unreadable-file`` where a value has no text.
    """
    columns = [_plain(column) for column in batch.columns]
    if not columns or not batch.num_rows:
        return [pa.nulls(batch.num_rows, pa.string()) for _ in columns]
    names = [f"c{at}" for at in range(len(columns))]
    try:
        return _whole(engine.as_text(pa.table(columns, names=names)).columns)
    except InternalFault:  # one value without text, such as a date past the year 294,246
        return [_alone(engine, column) for column in columns]


def _whole(columns: Sequence[pa.ChunkedArray]) -> list[pa.Array]:
    return [pa.array([], pa.string()) if not c.num_chunks else c.combine_chunks() for c in columns]


def _alone(engine: Engine, column: pa.Array) -> pa.Array:
    try:
        return _whole(engine.as_text(pa.table([column], names=["c0"])).columns)[0]
    except InternalFault:
        pass
    if pa.types.is_timestamp(column.type):
        return _stamps(engine, column)
    try:
        return pc.replace_substring_regex(column.cast(pa.string()), _OUT_OF_RANGE, r"\1")
    except ARROW_ERRORS:
        pass
    try:
        values = column.to_pylist()
        texts = [None if one is None else json.dumps(one, default=str) for one in values]
        return pa.array(texts, pa.string())
    except (*ARROW_ERRORS, RecursionError):
        raise EvidenceError(
            "unreadable-file",
            "a column holds values that cannot be put to text",
            got=str(column.type)[:80],
        ) from None


def _stamps(engine: Engine, column: pa.Array) -> pa.Array:
    """Moments; those past the engine's calendar as the numbers that were stored."""
    numbers = column.view(pa.int64())
    last = LAST_MOMENT[column.type.unit]
    inside = pc.and_(pc.less_equal(numbers, last), pc.greater_equal(numbers, -last))
    known = pc.if_else(inside, numbers, None).cast(column.type)
    told = _whole(engine.as_text(pa.table([known], names=["c0"])).columns)[0]
    return pc.if_else(inside, told, numbers.cast(pa.string()))


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The column in a type that the engine takes."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # too long for one array of its type
        column = pa.concat_arrays(column.cast(plain_type(column.type)).chunks)
    if isinstance(column, pa.RunEndEncodedArray):
        column = pc.run_end_decode(column)
    kind = column.type
    if pa.types.is_time(kind):
        raw = column.view(pa.int64() if pa.types.is_time64(kind) else pa.int32()).drop_null()
        bounds = pc.min_max(raw).as_py()
        if bounds["min"] is None or (bounds["min"] >= 0 and bounds["max"] < DAY[kind.unit]):
            return column
        return pc.replace_substring_regex(column.cast(pa.string()), _OUT_OF_RANGE, r"\1")
    wanted = plain_type(kind, top=True)
    return column if wanted == kind else column.cast(wanted)


def plain_type(kind: pa.DataType, depth: int = 0, *, top: bool = False) -> pa.DataType:
    """The nearest type that the engine takes: no dictionaries, wide decimals or null types.

    Views of lists it takes as they are; Arrow's own cast of them makes arrays that are not valid.

    Raises:
        EvidenceError: ``unreadable-file`` for a type nested past ``DEEPEST``.
    """
    if depth > DEEPEST:
        raise EvidenceError(
            "unreadable-file", "a column is nested too deeply", expected=f"at most {DEEPEST} levels"
        )
    below = depth + 1
    types = pa.types
    if isinstance(kind, pa.BaseExtensionType) and not top:
        return plain_type(kind.storage_type, below)
    if types.is_dictionary(kind):
        return plain_type(kind.value_type, below, top=top)
    if types.is_null(kind) or types.is_decimal256(kind) or (types.is_time(kind) and not top):
        return pa.string()
    if types.is_float16(kind):
        return pa.float32()
    return _nested(kind, below)


def _nested(kind: pa.DataType, below: int) -> pa.DataType:
    types = pa.types
    if types.is_list(kind):
        return pa.list_(plain_type(kind.value_type, below))
    if types.is_large_list(kind):
        return pa.large_list(plain_type(kind.value_type, below))
    if types.is_fixed_size_list(kind):
        return pa.list_(plain_type(kind.value_type, below), kind.list_size)
    if types.is_map(kind):
        return pa.map_(plain_type(kind.key_type, below), plain_type(kind.item_type, below))
    if types.is_struct(kind):
        fields = [kind.field(at) for at in range(kind.num_fields)]
        return pa.struct([pa.field(one.name, plain_type(one.type, below)) for one in fields])
    return kind

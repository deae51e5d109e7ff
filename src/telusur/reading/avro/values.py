"""Values as Avro stores them into Arrow columns of the type that they stand for."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from telusur.reading.arrow_text import ARROW_ERRORS
from telusur.reading.avro.schema import Schema, Type, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SIMPLE = {
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "string": pa.string(),
    "enum": pa.string(),
    "bytes": pa.binary(),
    "fixed": pa.binary(),
}
LOGICAL = {
    "date": pa.date32(),
    "time-millis": pa.time32("ms"),
    "time-micros": pa.time64("us"),
    "timestamp-millis": pa.timestamp("ms", "UTC"),
    "timestamp-micros": pa.timestamp("us", "UTC"),
    "timestamp-nanos": pa.timestamp("ns", "UTC"),
    "local-timestamp-millis": pa.timestamp("ms"),
    "local-timestamp-micros": pa.timestamp("us"),
    "local-timestamp-nanos": pa.timestamp("ns"),
}


def column(schema: Schema, kind: Type, values: Sequence[Any]) -> pa.Array:
    """One column."""
    word, whole = kind_of(schema, kind)
    if word not in SIMPLE:
        return pa.array([_json(schema, kind, value) for value in values], pa.string())
    logical = whole.get("logicalType")
    if logical == "decimal":
        return pa.array([_decimal(whole, value) for value in values], pa.string())
    if logical == "uuid" and word == "fixed":
        return pa.array([value and value.hex() for value in values], pa.string())
    array = pa.array(values, SIMPLE[word])
    if word in ("int", "long") and logical in LOGICAL:
        try:
            return array.cast(LOGICAL[logical])
        except ARROW_ERRORS:  # of another width than the type's
            return array
    return array


def _decimal(whole: Type, value: bytes | None) -> str | None:
    if value is None:
        return None
    scale = whole.get("scale", 0)
    digits = Decimal(int.from_bytes(value, "big", signed=True))
    return str(digits.scaleb(-scale)) if isinstance(scale, int) and scale else str(digits)


def _json(schema: Schema, kind: Type, value: Any) -> str | None:
    """A nested value as JSON; one of a union of simple types as itself."""
    if value is None:
        return None
    told = _told(schema, kind, value)
    if isinstance(told, str):
        return told
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _told(schema: Schema, kind: Type, value: Any) -> Any:
    word, whole = kind_of(schema, kind)
    if isinstance(value, dict) and word in ("record", "error"):
        parts = {one["name"]: one["type"] for one in whole["fields"]}
        return {name: _told(schema, part, value.get(name)) for name, part in parts.items()}
    if isinstance(value, dict) and word == "map":
        return {key: _told(schema, whole["values"], one) for key, one in value.items()}
    if isinstance(value, list) and word == "array":
        return [_told(schema, whole["items"], one) for one in value]
    if isinstance(value, (dict, list)):  # of a union: which of its types is not said
        return json.loads(json.dumps(value, default=lambda one: bytes(one).hex()))
    return _simple(word, whole, value)


def _simple(word: str, whole: Type, value: Any) -> Any:
    logical = whole.get("logicalType") if isinstance(whole, dict) else None
    if isinstance(value, bytes):
        if logical == "decimal":
            return _decimal(whole, value)
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, int) and logical in LOGICAL:
        return _moment(word, str(logical), value)
    return value


def _moment(word: str, logical: str, value: int) -> str | int:
    try:
        return str(pa.scalar(value, SIMPLE[word]).cast(LOGICAL[logical]).as_py())
    except ARROW_ERRORS:
        return value

"""How a JSON text is laid out: a value a line, values one after another, or one document."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.json_document.fields import Oddities, unlawful
from telusur.reading.json_document.keyed import keyed
from telusur.reading.json_document.pieces import BOM, keys_of
from telusur.reading.json_document.tokens import ARRAY, OBJECT, SCALAR, STRING, tokenised

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from telusur.reading.json_document.tokens import Tokens

# Lines that show how the rest is laid out.
SAMPLE_LINES = 20
MOST_LINES = 400  # blank ones included
# One in so many is a value by itself; lines of what is laid out over lines hardly ever are.
FEWEST = 3
# A value that ends within so many bytes, and is followed by another, is a record.
START_BYTES = 2 << 20
# Tokens at the start that have to be JSON for the text to be.
SAMPLE_TOKENS = 200
SURE_TOKENS = 3
MOST_BAD = 0.1  # damage, not another kind


class Shape(Enum):
    """How records are found."""

    LINES = "lines"
    VALUES = "values"
    DOCUMENT = "document"


def is_json(head: bytes) -> bool:
    """Whether a text that begins so is JSON of any shape."""
    start = head.removeprefix(BOM).lstrip(b" \t\r\n")
    if not start.startswith((b"{", b"[")):
        return False
    if _line_by_line(start, whole=False):
        return True
    raw = np.frombuffer(start, dtype=np.uint8)
    tokens = tokenised(raw)
    bad = unlawful(raw, tokens, Oddities())
    if len(bad) and tokens.kind[-1] == SCALAR:
        bad[-1] = False  # cut by the sample
    first = bad[:SAMPLE_TOKENS]
    return len(bad) > 1 and not bad[:SURE_TOKENS].any() and first.mean() <= MOST_BAD


def shape_of(path: Path) -> tuple[Shape, frozenset[tuple[str, ...]]]:
    """The shape of the JSON at ``path``, by its first piece; the keys of objects that are lists."""
    with path.open("rb") as file:
        start = file.read(START_BYTES).removeprefix(BOM)
        whole = not file.read(1)
    lines = _line_by_line(start, whole=whole)
    if lines and start.rstrip().count(b"\n"):
        return Shape.LINES, frozenset()
    raw = np.frombuffer(start, dtype=np.uint8)
    tokens = tokenised(raw)
    top = np.flatnonzero(tokens.value & (tokens.level == 0))
    if len(top) > 1:
        kinds = tokens.kind[top]
        if (kinds == OBJECT).all() or not _lists_of_records(tokens, int(top[0])):
            return Shape.VALUES, frozenset()
    keys = frozenset(keys_of(raw, tokens, one) for one in keyed(raw, tokens))
    return (Shape.LINES if lines and not keys else Shape.DOCUMENT), keys


def _line_by_line(start: bytes, *, whole: bool) -> bool:
    lines = start.split(b"\n", MOST_LINES)
    if not whole or len(lines) > MOST_LINES:
        lines = lines[:-1]  # cut by the sample
    lines = [line.strip() for line in lines if line.strip()][:SAMPLE_LINES]
    values = [_value(line) for line in lines]
    if not lines or (values[0] is None and (lines[0] == b"{" or lines[0].startswith(b"["))):
        return False  # the first line opens what later ones close
    objects = sum(isinstance(value, dict) for value in values)
    lists = sum(isinstance(value, list) for value in values)
    if len(values) == 1 and whole:
        return bool(objects) and not _holds_records(values[0]) and not _columnar(values[0])
    if objects * FEWEST >= len(values) and objects:
        return objects > 1 or not _holds_records(next(filter(None, values), None))
    return lists * FEWEST >= len(values) and lists > 1


def _value(line: bytes) -> object:
    try:
        return json.loads(line.rstrip(b","))
    except (ValueError, RecursionError):
        return None


def _holds_records(value: object) -> bool:
    """Whether lists of records lie in an object, on any depth of objects."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list) and one and all(map(_is_record, one)):
            return True
    return False


def _is_record(value: object) -> bool:
    """Whether it is an object or a list, and no value in MongoDB's wrapper."""
    if isinstance(value, dict):
        return not all(key.startswith("$") for key in value)
    return isinstance(value, list)


def _columnar(value: object) -> bool:
    """Whether an object is lists of one length, two or more of them."""
    lists = list(value.values()) if isinstance(value, dict) else []
    lengths = {len(one) if isinstance(one, list) else 0 for one in lists}
    return len(lists) > 1 and len(lengths) == 1 and min(lengths) > 1


def _lists_of_records(tokens: Tokens, top: int) -> bool:
    """Whether the first value is a list of objects or of lists."""
    inside = tokens.value & (tokens.inside == top)
    kinds: NDArray[np.uint8] = tokens.kind[inside]
    return bool(tokens.kind[top] == ARRAY and len(kinds) and (kinds < STRING).all())

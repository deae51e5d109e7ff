"""Whether the first record names the columns, told by how it differs from the records below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Shapes of values that no header has, most specific first.
SHAPES = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")),
    ("date", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?")),
    ("time", re.compile(r"\d{1,2}:\d{2}(?::\d{2}.*)?")),
    ("url", re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)),
    ("uuid", re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)),
    ("hash", re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})", re.IGNORECASE)),
    ("number", re.compile(r"[-+]?(?:\d[\d.,]*|\.\d+)(?:[eE][-+]?\d+)?%?")),
    ("phone", re.compile(r"\+?[\d ()-]{7,20}")),
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
# Share of a column's values that must have one shape for the column to have it.
MOST = 0.8


def has_header(records: Sequence[Sequence[str]]) -> bool:
    """Vote by columns: a first value of the column's own shape says data, of none says names.

    Where no column has a shape, a first value that comes again below says data; with no vote at
    all the first record is taken for names, as is the custom.
    """
    first, rest = records[0], records[1:]
    if not rest:
        return not any(shape(value) for value in first) and len(set(first)) == len(first)
    votes = 0
    for position, name in enumerate(first):
        below = [row[position] for row in rest if len(row) > position and row[position].strip()]
        votes += _vote(name.strip(), below)
    return votes >= 0


def _vote(name: str, below: list[str]) -> int:
    own, common = shape(name), _common(below)
    if not name or not below:
        return -1 if own and not _YEAR.fullmatch(name) else 0
    if common is None:
        return -1 if own or name in below else 0
    if own is None:
        return 1
    return 0 if _YEAR.fullmatch(name) else -1


def shape(value: str) -> str | None:
    """Name of the first shape that the whole value has, or None."""
    value = value.strip()
    return next((name for name, pattern in SHAPES if pattern.fullmatch(value)), None)


def _common(values: list[str]) -> str | None:
    if not values:
        return None
    shapes = [shape(value) for value in values]
    for name, _ in SHAPES:
        if shapes.count(name) >= MOST * len(shapes):
            return name
    return None

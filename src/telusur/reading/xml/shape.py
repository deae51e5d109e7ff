"""Which elements of an XML text are records, told from its beginning."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any
from xml.parsers import expat

# Elements that hold one value of a record, named by an attribute.
NAMED = frozenset(("field", "column", "col", "property", "value", "data", "cell"))
SAMPLE_BYTES = 1 << 20
# Deeper than any record.
MOST_DEPTH = 100


class TooDeep(Exception):
    """Elements in elements without end."""


class _Survey:
    """How often each path of elements occurs, and whether it holds more than text."""

    def __init__(self) -> None:
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.filled: set[tuple[str, ...]] = set()
        self.most: Counter[tuple[str, ...]] = Counter()
        self._path: list[str] = []
        self._beside: list[Counter[str]] = [Counter()]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._path) == MOST_DEPTH:
            raise TooDeep
        if self._path:
            self.filled.add(tuple(self._path))
        self._path.append(name)
        path = tuple(self._path)
        self._beside[-1][name] += 1
        self.seen[path] += 1
        self.most[path] = max(self.most[path], self._beside[-1][name])
        if attributes and not (name in NAMED and "name" in attributes):
            self.filled.add(path)
        self._beside.append(Counter())

    def end(self, _: str) -> None:
        self._path.pop()
        self._beside.pop()


def record_depth(sample: bytes, parser: Any) -> int:
    """Elements around a record: the shallowest that repeat beside each other and hold fields.

    Without any, the children of the root are the fields of one record.
    """
    survey = _Survey()
    parser.StartElementHandler, parser.EndElementHandler = survey.start, survey.end
    with suppress(expat.ExpatError, TooDeep):
        parser.Parse(sample, False)
    repeated = [
        path
        for path, beside in survey.most.items()
        if beside > 1 and path in survey.filled and path[-1] not in NAMED and len(path) > 1
    ]
    if repeated:
        # A list of tables, each of many records, repeats as well: its records are meant.
        depths = Counter(len(path) for path in repeated)
        shallow = min(depths)
        inner = [path for path in repeated if len(path) > shallow]
        tables = [path for path in repeated if len(path) == shallow]
        named = all(path[-1].lower() in TABLES for path in tables)
        return min(map(len, inner)) - 1 if inner and named else shallow - 1
    rows = [path for path in survey.filled if path[-1].lower() in ROWS]
    return min(map(len, rows)) - 1 if rows else 1 if _flat(survey) else 0


# What repeats although it is no record, where records lie in it.
TABLES = frozenset(("table_data", "database", "resultset", "dataset", "sheet", "worksheet"))
ROWS = frozenset(("row", "record", "item", "entry", "document", "object", "table"))


def _flat(survey: _Survey) -> bool:
    """Whether the children of the root hold more than text."""
    return any(len(path) == 2 and path in survey.filled for path in survey.seen)  # noqa: PLR2004

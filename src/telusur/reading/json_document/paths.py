"""Names of values inside records: keys joined by dots, MongoDB's type wrappers taken off.

``{"_id": {"$oid": "…"}}`` is column ``_id``, ``{"at": {"$date": {"$numberLong": "…"}}}`` is ``at``
(https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Hashable

WRAPPERS = frozenset(
    ("$oid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$date", "$binary",
     "$uuid", "$symbol", "$code", "$timestamp", "$regularExpression", "$minKey", "$maxKey",
     "$undefined", "$dbPointer")
)  # fmt: skip
# What a wrapper holds is the value itself, or stands beside it under a plainer name.
INNER = {"base64": None, "pattern": None, "subType": "subType"}
BESIDE = {"$type": "subType", "$options": "options"}
SECOND = 1000  # milliseconds
# Milliseconds of the years 1 to 9999; a date beyond stays the number that it is.
FIRST_DATE, LAST_DATE = -62_135_596_800_000, 253_402_300_799_999
_NUMBER = r"^-?\d{1,15}$"


class Paths:
    """Every path met so far, numbered; a path is (parent, key), a root is a table."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int, str | int], int] = {}
        self._keys: list[tuple[str, ...]] = []
        self._target: list[int] = []
        self._roots: set[int] = set()
        self._dates: set[int] = set()

    def root(self) -> int:
        """A new table's own path."""
        made = self._new((), None)
        self._roots.add(made)
        return made

    def of(self, parent: int, key: str | int) -> int:
        """The path of ``key`` in ``parent``."""
        known = self._ids.get((parent, key))
        if known is None:
            known = self._made(parent, key)
            self._ids[parent, key] = known
        return known

    def column(self, path: int) -> int:
        """The path whose column holds the values of ``path``."""
        return self._target[path]

    def is_date(self, path: int) -> bool:
        """Whether numbers under ``path`` are milliseconds since 1970."""
        return path in self._dates

    def name(self, path: Hashable) -> str:
        """The dotted name of a path."""
        assert isinstance(path, int)  # noqa: S101 - columns are told apart by paths
        return ".".join(self._keys[path])

    def _made(self, parent: int, key: str | int) -> int:
        target = self._target[parent]
        wrapped = target != parent
        if parent in self._roots or isinstance(key, int):
            return self._new((*self._keys[target], str(key)), None)
        if wrapped and key in INNER:
            plain = INNER[key]
            return self.of(target, plain) if plain else parent
        if key in BESIDE:
            return self.of(target, BESIDE[key])
        if key in WRAPPERS:
            made = self._new((), target)
            if key == "$date" or parent in self._dates:
                self._dates.add(made)
            return made
        if wrapped:  # such as t and i of a $timestamp
            return self.of(target, key)
        return self._new((*self._keys[target], key), None)

    def _new(self, keys: tuple[str, ...], target: int | None) -> int:
        made = len(self._keys)
        self._keys.append(keys)
        self._target.append(made if target is None else target)
        return made


def dated(values: pa.Array) -> pa.Array:
    """Milliseconds since 1970 as ``2021-05-20T01:02:03.456Z``; what is no such number stays."""
    number = pc.fill_null(pc.match_substring_regex(values, _NUMBER), fill_value=False)
    if not pc.any(number).as_py():
        return values
    millis = pc.if_else(number, values, None).cast(pa.int64())
    fits = pc.and_(pc.greater_equal(millis, FIRST_DATE), pc.less_equal(millis, LAST_DATE))
    millis = pc.if_else(fits, millis, None)
    text = millis.cast(pa.timestamp("ms")).cast(pa.string())
    text = pc.replace_substring_regex(text, r"^(\S+) (\S+?)(?:\.000)?$", r"\1T\2Z")
    return pc.coalesce(text, values)

"""Where the row groups of a Parquet file lie, by its footer.

pyarrow's own answer ends the process where one number of a column's description contradicts
another, as in a damaged or crafted footer. So the few numbers that are needed are read here: the
footer is Thrift's compact protocol
(https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md), its fields are
those of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TAIL_BYTES = 8  # length of the footer, and the magic
# A longer footer is not read here: it is that of a file of a million columns.
MOST_BYTES = 64 << 20
DEEPEST = 16
# A list of more elements than this says how many in a number of its own.
LONG = 0x0F
LONGEST_NUMBER = 10
# Types of values.
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT, UUID = range(1, 14)
# Fields: of the file, of a row group, of a column, of what is said of it.
ROW_GROUPS, COLUMNS, DESCRIPTION = 4, 1, 3
PACKED_BYTES, DATA_OFFSET, DICTIONARY_OFFSET = 7, 9, 11

_FIXED = {BYTE: 1, DOUBLE: 8, UUID: 16}


def places(path: Path) -> list[tuple[int, int]]:
    """(offset, bytes) of each row group, in order; none where the footer cannot be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(size - TAIL_BYTES, 0))
        length = int.from_bytes(file.read(4), "little")
        if not 0 < length <= min(size - TAIL_BYTES, MOST_BYTES):
            return []
        file.seek(size - TAIL_BYTES - length)
        footer = file.read(length)
    return [_within(place, size) for place in groups(footer)]


def groups(footer: bytes) -> list[tuple[int, int]]:
    """The same, of the footer itself."""
    try:
        told = _Footer(footer).struct(0)
        return [_place(group) for group in told.get(ROW_GROUPS, [])]
    except (ValueError, TypeError, AttributeError, LookupError):
        return []


def _place(group: Any) -> tuple[int, int]:
    columns = [column[DESCRIPTION] for column in group[COLUMNS] if DESCRIPTION in column]
    starts = [column.get(DICTIONARY_OFFSET) or column[DATA_OFFSET] for column in columns]
    size = sum(column[PACKED_BYTES] for column in columns)
    return max(min(starts, default=0), 0), max(size, 0)


def _within(place: tuple[int, int], size: int) -> tuple[int, int]:
    """A damaged footer may name places that no file of ``size`` bytes has: cut off at its end."""
    start = min(place[0], size)
    return start, min(place[1], size - start)


class _Footer:
    """Values one after another."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def struct(self, depth: int) -> dict[int, Any]:
        """Fields by their number."""
        if depth > DEEPEST:
            raise ValueError
        found: dict[int, Any] = {}
        field = 0
        while byte := self._byte():
            step, kind = byte >> 4, byte & 0x0F
            field = field + step if step else self._signed()
            found[field] = kind == TRUE if kind in (TRUE, FALSE) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (I16, I32, I64):
            return self._signed()
        if kind == BINARY:
            return self._skip(self._number())
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind in (LIST, SET):
            return self._list(depth + 1)
        if kind == MAP:
            return self._map(depth + 1)
        return self._skip(_FIXED.get(kind, len(self._raw)))

    def _list(self, depth: int) -> list[Any]:
        byte = self._byte()
        count, kind = byte >> 4, byte & 0x0F
        count = self._number() if count == LONG else count
        return [self._element(kind, depth) for _ in range(self._plausible(count))]

    def _map(self, depth: int) -> None:
        count = self._number()
        if count:
            kinds = self._byte()
            for _ in range(self._plausible(count)):
                self._element(kinds >> 4, depth)
                self._element(kinds & 0x0F, depth)

    def _element(self, kind: int, depth: int) -> Any:
        return self._byte() if kind in (TRUE, FALSE) else self._value(kind, depth)

    def _plausible(self, count: int) -> int:
        """Each element takes a byte at least."""
        if count > len(self._raw) - self._at:
            raise ValueError
        return count

    def _skip(self, count: int) -> None:
        if count > len(self._raw) - self._at:
            raise ValueError
        self._at += count

    def _byte(self) -> int:
        byte = self._raw[self._at]
        self._at += 1
        return byte

    def _number(self) -> int:
        """Seven bits a byte, the lowest first."""
        value = 0
        for place in range(LONGEST_NUMBER):
            byte = self._byte()
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follow
                return value
        raise ValueError

    def _signed(self) -> int:
        value = self._number()
        return (value >> 1) ^ -(value & 1)

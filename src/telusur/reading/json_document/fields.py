"""Records of a piece into columns: paths of keys level by level, values as slices of the text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.json_document.keyed import KEY, with_keys
from telusur.reading.json_document.paths import dated
from telusur.reading.json_document.tokens import ARRAY, OBJECT, SCALAR, STRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from telusur.reading.json_document.paths import Paths
    from telusur.reading.json_document.tokens import Flags, Ints, Tokens

# Objects nested deeper stay JSON text: no column's name is that long.
MOST_NESTED = 16
# Cells handed on at once: a wide and sparse table must not fill the memory.
MOST_CELLS = 4_000_000

# Leading zeros are no JSON, but telephone numbers have them; NaN and the like are Python's.
LITERAL = r"^(?:true|false|null|[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|-?NaN|-?Infinity)$"
_STRANGE = r"^-?(?:NaN|Infinity)$"
_ESCAPED = r'^"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$'
_BLANKS = r'("(?:[^"\\]|\\.)*")|[ \t\r\n]+'
_PIECE = 1 << 32


@dataclass
class Oddities:
    """What was read although it is no strict JSON."""

    repeated: int = 0
    surrogates: int = 0
    not_numbers: int = 0


class Slices:
    """Text of tokens, without a copy of the piece; ``starts`` and ``ends`` ascend."""

    def __init__(self, raw: NDArray[np.uint8]) -> None:
        self._raw = pa.py_buffer(raw)

    def of(self, starts: Ints, ends: Ints) -> pa.Array:
        """The slices as an array of text."""
        if not len(starts):
            return pa.array([], pa.string())
        offsets = np.empty(2 * len(starts), dtype=np.int32)
        offsets[0::2], offsets[1::2] = starts, ends
        both = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), self._raw)
        return both.take(pa.array(np.arange(0, len(offsets) - 1, 2)))


def unlawful(raw: NDArray[np.uint8], tokens: Tokens, odd: Oddities) -> Flags:
    """Tokens that stand wrongly, or are no literal or string of JSON."""
    bad, slices = tokens.bad.copy(), Slices(raw)
    scalars = np.flatnonzero(tokens.kind == SCALAR)
    text = slices.of(tokens.at[scalars], tokens.end[scalars])
    bad[scalars] |= ~_flags(pc.match_substring_regex(text, LITERAL))
    odd.not_numbers += int(_flags(pc.match_substring_regex(text, _STRANGE)).sum())
    escaped = np.flatnonzero(escapes(raw, tokens))
    text = slices.of(tokens.at[escaped], tokens.end[escaped])
    bad[escaped] |= ~_flags(pc.match_substring_regex(text, _ESCAPED))
    return bad


def escapes(raw: NDArray[np.uint8], tokens: Tokens) -> Flags:
    """Strings that hold a backslash."""
    slashes = np.flatnonzero(raw == ord("\\"))
    if not len(slashes):
        return np.zeros(len(tokens.at), dtype=np.bool_)
    found: Flags = np.searchsorted(slashes, tokens.at) != np.searchsorted(slashes, tokens.end)
    found &= tokens.kind == STRING
    return found


class Fields:
    """Values of chosen records of one table in one piece."""

    def __init__(self, raw: NDArray[np.uint8], tokens: Tokens, paths: Paths, odd: Oddities) -> None:
        self._raw, self._tokens, self._paths, self._odd = raw, tokens, paths, odd
        self._escapes = escapes(raw, tokens)

    def of(self, rows: Ints, root: int) -> Iterator[tuple[int, int, dict[int, pa.Array]]]:
        """First and one past the last of ``rows``, and their values by column.

        ``rows`` are the tokens that open the records, all of one kind, ascending.
        """
        kind = self._tokens.kind[rows[0]]
        if kind == OBJECT:
            leaves, paths, at = self._objects(rows, root)
            if (self._tokens.key[rows] >= 0).all():
                leaves, order = with_keys(rows, self._tokens.key, leaves)
                own = np.full(len(rows), self._paths.of(root, KEY))
                paths = np.concatenate((paths, own))[order]
                at = np.concatenate((at, np.arange(len(rows))))[order]
        elif kind == ARRAY:
            leaves, paths, at = self._lists(rows, root)
        else:
            leaves, at = rows, np.arange(len(rows))
            paths = np.full(len(rows), self._paths.of(root, "value"))
        texts = self._texts(leaves)
        order = np.argsort(paths, kind="stable")
        found, begun = np.unique(paths[order], return_index=True)
        groups = np.split(order, begun[1:]) if len(found) else []
        step = max(1, MOST_CELLS // max(1, len(found)))
        seen = sorted(zip(found.tolist(), groups, strict=True), key=lambda one: int(one[1][0]))
        for first in range(0, len(rows), step):
            last = min(first + step, len(rows))
            yield first, last, self._columns(seen, at, texts, first, last)

    def _columns(
        self, seen: list[tuple[int, Ints]], at: Ints, texts: pa.Array, first: int, last: int
    ) -> dict[int, pa.Array]:
        values: dict[int, pa.Array] = {}
        for path, members in seen:
            lower, upper = np.searchsorted(at[members], (first, last))
            chosen = members[lower:upper]
            place = np.full(last - first, -1, dtype=np.int64)
            place[at[chosen] - first] = chosen  # of a key that comes again the last value counts
            missing = place < 0
            self._odd.repeated += len(chosen) - int(len(place) - missing.sum())
            array = texts.take(pa.array(place, mask=missing))
            if self._paths.is_date(path):
                array = dated(array)
            column = self._paths.column(path)
            known = values.get(column)
            values[column] = array if known is None else pc.coalesce(known, array)
        return values

    def _objects(self, rows: Ints, root: int) -> tuple[Ints, Ints, Ints]:
        tokens = self._tokens
        owner = self._owners(rows)
        base = int(tokens.arrays[rows[0]])
        inner = tokens.value & (owner >= 0) & (tokens.arrays == base) & (tokens.key >= 0)
        inner[rows] = False
        at = np.flatnonzero(inner)
        depth = tokens.level[at] - tokens.level[rows][owner[at]]
        at, depth = at[depth <= MOST_NESTED], depth[depth <= MOST_NESTED]
        codes, keys = self._keys(tokens.key[at])
        path = np.full(len(tokens.at), -1, dtype=np.int64)
        path[rows] = root
        for level in range(1, int(depth.max(initial=0)) + 1):
            here = np.flatnonzero(depth == level)
            both = path[tokens.inside[at[here]]] * _PIECE + codes[here]
            unique, first, back = np.unique(both, return_index=True, return_inverse=True)
            ids = np.empty(len(unique), dtype=np.int64)
            for one in np.argsort(first).tolist():
                parent, code = divmod(int(unique[one]), _PIECE)
                ids[one] = self._paths.of(parent, keys[code])
            path[at[here]] = ids[back]
        opens = (tokens.kind[at] == OBJECT) & (tokens.close[at] > at + 1) & (depth < MOST_NESTED)
        leaves = at[~opens]
        return leaves, path[leaves], owner[leaves]

    def _lists(self, rows: Ints, root: int) -> tuple[Ints, Ints, Ints]:
        tokens = self._tokens
        owner = self._owners(rows)
        row = np.zeros(len(tokens.at), dtype=np.bool_)
        row[rows] = True
        leaves = np.flatnonzero(tokens.value & (tokens.inside >= 0) & row[tokens.inside])
        unique, back = np.unique(tokens.place[leaves], return_inverse=True)
        ids = np.array([self._paths.of(root, place) for place in unique.tolist()], dtype=np.int64)
        return leaves, ids[back] if len(leaves) else leaves, owner[leaves]

    def _owners(self, rows: Ints) -> Ints:
        """The record in which each token lies, or -1."""
        tokens = self._tokens
        owner = np.full(len(tokens.at), -1, dtype=np.int64)
        owner[rows] = np.arange(len(rows))
        behind = tokens.close[rows] + 1
        stop = behind[behind < len(owner)]
        marks = np.full(len(owner), -2, dtype=np.int64)
        marks[stop] = -1
        marks[rows] = np.arange(len(rows))
        last = np.maximum.accumulate(np.where(marks > -2, np.arange(len(owner)), -1))  # noqa: PLR2004 - no mark
        return np.where(last >= 0, marks[last], -1)

    def _keys(self, at: Ints) -> tuple[Ints, list[str]]:
        """Codes of the keys, in order, and what they stand for."""
        order = np.argsort(at, kind="stable")
        texts = Slices(self._raw).of(self._tokens.at[at[order]], self._tokens.end[at[order]])
        coded = texts.dictionary_encode()
        codes = np.empty(len(at), dtype=np.int64)
        codes[order] = coded.indices.to_numpy()
        return codes, [clean(json.loads(key, strict=False)) for key in coded.dictionary.to_pylist()]

    def _texts(self, leaves: Ints) -> pa.Array:
        """Values as text: strings without quotes and escapes, null as none, the rest as written."""
        tokens = self._tokens
        kind = tokens.kind[leaves]
        string, bracket = kind == STRING, kind <= ARRAY
        close = np.where(bracket, tokens.close[leaves], leaves)
        texts = Slices(self._raw).of(tokens.at[leaves] + string, tokens.end[close] - string)
        escaped = self._escapes[leaves]
        if escaped.any():
            plain = self._unescaped(texts.filter(pa.array(escaped)).to_pylist())
            texts = pc.replace_with_mask(texts, pa.array(escaped), plain)
        if bracket.any():
            nested = texts.filter(pa.array(bracket))
            compact = pc.replace_substring_regex(nested, _BLANKS, r"\1")
            texts = pc.replace_with_mask(texts, pa.array(bracket), compact)
        none = (kind == SCALAR) & (self._raw[tokens.at[leaves]] == ord("n"))
        return pc.if_else(pa.array(none), pa.scalar(None, pa.string()), texts)

    def _unescaped(self, texts: list[str]) -> pa.Array:
        whole: list[str] = json.loads('["' + '","'.join(texts) + '"]', strict=False)
        try:
            return pa.array(whole, pa.string())
        except UnicodeEncodeError:
            cleaned = [clean(one) for one in whole]
            pairs = zip(cleaned, whole, strict=True)
            self._odd.surrogates += sum(one != other for one, other in pairs)
            return pa.array(cleaned, pa.string())


def clean(text: str) -> str:
    """The text with each half of a surrogate pair as U+FFFD."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return text


def _flags(found: Any) -> Flags:
    flags: Flags = np.asarray(found, dtype=np.bool_)
    return flags

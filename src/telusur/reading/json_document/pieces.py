"""JSON read piece by piece: values line by line, one after another, or one document around all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from telusur.model.findings.receipt import Unread
from telusur.reading.json_document.fields import clean
from telusur.reading.json_document.keyed import as_lists, keyed
from telusur.reading.json_document.lines import apart, mended
from telusur.reading.json_document.tokens import ARRAY, COMMA, OBJECT, SCALAR, STRING, tokenised

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from telusur.reading.json_document.sink import Sink
    from telusur.reading.json_document.tokens import Ints, Tokens

PIECE_BYTES = 1 << 20  # what a processor's cache holds with its tokens
# A record, or a line, longer than this is none.
MOST_BYTES = 64 << 20
LF = 0x0A
BOM = b"\xef\xbb\xbf"


class Pieces:
    """A text in pieces that begin where a record may begin.

    Attributes:
        lines: physical lines of the text.
        blank: lines without a token, where every line was looked at.
        unread: places that could not be read.
        cut: whether the text ends inside a record.
    """

    def __init__(
        self,
        path: Path,
        sink: Sink,
        progress: Callable[[int], None],
        known: frozenset[tuple[str, ...]] = frozenset(),
    ) -> None:
        self.lines = self.blank = 0
        self.unread: list[Unread] = []
        self.cut = False
        self._path, self._sink, self._progress = path, sink, progress
        self._prefix, self._keyed = b"", known
        self._keys: dict[tuple[int, ...], tuple[str, ...]] = {}

    def read(self, take: Callable[[NDArray[np.uint8], int, bool], int]) -> None:
        """Feed ``take(piece, lines before it, last)``, which says how many bytes it is done with.

        A negative number says that nothing behind the bytes done can be read: ``~done``.
        """
        held, offset, line = b"", 0, 0
        with self._path.open("rb") as file:
            while True:
                more = file.read(PIECE_BYTES)
                raw = held + more
                if not offset and raw.startswith(BOM):
                    raw = b"   " + raw[len(BOM) :]
                last = len(more) < PIECE_BYTES
                done = take(np.frombuffer(self._prefix + raw, dtype=np.uint8), line, last)
                stop = done < 0
                done = ~done if stop else done
                offset, line, held = offset + done, line + raw.count(b"\n", 0, done), raw[done:]
                self._progress(offset)
                if last or stop:
                    break
                if len(held) > MOST_BYTES:
                    stop = True
                    break
            rest, written = self._path.stat().st_size - offset, bool(held.strip())
            line += held.count(b"\n")
            while more := file.read(PIECE_BYTES):  # where reading stopped early
                line += more.count(b"\n")
                written = written or bool(more.strip())
            if rest and written:
                self.unread.append(Unread(offset=offset, bytes=rest, reason=self._reason(stop)))
                self.cut = not stop
        with self._path.open("rb") as file:
            file.seek(max(self._path.stat().st_size - 1, 0))
            self.lines = line + (file.read(1) not in (b"", b"\n"))

    @staticmethod
    def _reason(stop: bool) -> str:
        return "not-json" if stop else "cut-in-mid-row"

    def by_line(self, raw: NDArray[np.uint8], line: int, last: bool) -> int:
        """Every line by itself: a damaged one costs no other."""
        ends = np.flatnonzero(raw == LF)
        done = len(raw) if last else int(ends[-1]) + 1 if len(ends) else 0
        if not done:
            return 0
        raw, ends = raw[:done], ends[ends < done]
        begins = np.concatenate(([0], ends + 1))
        begins = begins[begins < done]
        ends = np.append(ends, done)[: len(begins)]
        tokens, broken = tokenised(raw), np.zeros(0, dtype=np.int64)
        if tokens.broken < done or not apart(tokens, ends):
            raw, broken = mended(raw, begins, ends)
            tokens = tokenised(raw)
        at_line = np.searchsorted(ends, tokens.at)
        numbers = line + 1 + at_line
        rows = np.flatnonzero(tokens.value & (tokens.level == 0))
        values = np.bincount(at_line[rows], minlength=len(begins))
        single = np.bincount(at_line[rows[tokens.kind[rows] >= STRING]], minlength=len(begins))
        stray = (values == 0) | ((values > 1) & (single > 0))  # words, not a value
        rows = rows[~stray[at_line[rows]]]
        stray[broken] = False
        written = np.bincount(at_line, minlength=len(begins)) > 0
        self.blank += int((stray & ~written).sum())
        self._sink.refuse("not-json", line + 1 + broken)
        self._sink.refuse("not-json", line + 1 + np.flatnonzero(stray & written))
        self._sink.take(raw, tokens, {(): rows} if len(rows) else {}, numbers)
        self.cut = last and bool(len(broken)) and int(broken[-1]) == len(begins) - 1
        self.cut = self.cut and int(ends[-1]) == done
        return done

    def by_value(self, raw: NDArray[np.uint8], line: int, last: bool) -> int:
        """Values one after another, over any number of lines."""
        tokens = tokenised(raw)
        rows = np.flatnonzero(tokens.value & (tokens.level == 0))
        whole = (tokens.kind[rows] >= STRING) | (tokens.close[rows] >= 0)
        if not last:  # a number at the end may go on
            whole &= (tokens.kind[rows] != SCALAR) | (tokens.end[rows] < len(raw))
        rows = rows[whole]
        done = int(tokens.end[np.maximum(tokens.close[rows[-1]], rows[-1])]) if len(rows) else 0
        numbers = line + 1 + np.searchsorted(np.flatnonzero(raw == LF), tokens.at)
        self._sink.take(raw, tokens, {(): rows} if len(rows) else {}, numbers)
        return ~done if self._hopeless(raw, tokens) else done

    def in_document(self, raw: NDArray[np.uint8], line: int, last: bool) -> int:
        """One document: elements of its outermost lists are rows, what stands beside them one."""
        plain, shift = tokenised(raw), len(self._prefix)
        tokens = self._with_keyed(raw, plain)
        stop = len(tokens.at)
        single = (tokens.level == 0) & (tokens.kind >= COMMA)  # no document: what follows it
        outer_bad = np.flatnonzero((tokens.bad & (tokens.arrays == 0)) | single)
        hopeless: bool = self._hopeless(raw, tokens) or len(outer_bad) > 0
        if len(outer_bad):
            stop = int(outer_bad[0])
        holder = np.where(tokens.inside >= 0, tokens.kind[tokens.inside], 0)
        comma = (tokens.kind == COMMA) & (tokens.level > 0) & _between_rows(tokens, holder)
        comma[stop:] = False
        at = np.flatnonzero(comma)
        final = bool(len(tokens.at)) and stop == len(tokens.at) and _closed(tokens)
        end = stop if final else int(at[-1]) + 1 if len(at) else 0
        opens = tokens.value & (holder == ARRAY) & (tokens.arrays == 1)
        whole = (tokens.kind >= STRING) | (tokens.close >= 0)
        limit = stop if last or hopeless else end
        rows = np.flatnonzero((opens & whole)[:limit])
        if last and tokens.broken == len(raw):
            rows = rows[(tokens.kind[rows] != SCALAR) | (tokens.end[rows] < len(raw))]
        upto = end
        if len(rows):
            closed = int(np.maximum(tokens.close[rows[-1]], rows[-1])) + 1
            upto = max(end, closed)
        numbers = line + 1 + np.searchsorted(np.flatnonzero(raw[shift:] == LF) + shift, tokens.at)
        self._sink.take(raw, tokens, self._placed(raw, tokens, rows), numbers)
        self._beside(raw, tokens, upto)
        if final:
            entire = last and tokens.broken == len(raw)
            done = (len(raw) if entire else int(tokens.end[-1])) - shift
            self._prefix = b""
            return ~done if hopeless else done
        if hopeless or last:
            done = max(int(tokens.end[upto - 1]) - shift, 0) if upto else 0
            return ~done if hopeless else done
        if not end:
            return 0
        self._prefix = _prefix(raw, plain, int(at[-1]))
        return int(tokens.end[at[-1]]) - shift

    def _with_keyed(self, raw: NDArray[np.uint8], plain: Tokens) -> Tokens:
        """The tokens with objects that are lists by another name as lists."""

        def keys(one: int) -> tuple[str, ...]:
            return keys_of(raw, plain, one)

        tokens = as_lists(plain, self._keyed, keys) if self._keyed else plain
        more = frozenset(map(keys, keyed(raw, tokens)))
        if more:
            self._keyed |= more
            tokens = as_lists(plain, self._keyed, keys)
        return tokens

    def _hopeless(self, raw: NDArray[np.uint8], tokens: Tokens) -> bool:
        """Whether a bracket too many, or too deep, ends what can be told."""
        broken = tokens.broken
        return broken < len(raw) and raw[broken] != ord('"')

    def _placed(
        self, raw: NDArray[np.uint8], tokens: Tokens, rows: Ints
    ) -> dict[tuple[str, ...], Ints]:
        lists, group = np.unique(tokens.inside[rows], return_inverse=True)
        placed: dict[tuple[str, ...], list[Ints]] = {}
        for at, one in enumerate(lists.tolist()):
            placed.setdefault(keys_of(raw, tokens, one), []).append(rows[group == at])
        return {keys: np.sort(np.concatenate(found)) for keys, found in placed.items()}

    def _beside(self, raw: NDArray[np.uint8], tokens: Tokens, stop: int) -> None:
        """Single values outside every list."""
        empty = (tokens.kind == OBJECT) & (tokens.close == np.arange(len(tokens.at)) + 1)
        leaf = tokens.value & (tokens.arrays == 0) & ((tokens.kind >= STRING) | empty)
        leaf[stop:] = False
        for one in np.flatnonzero(leaf).tolist():
            text = raw[tokens.at[one] : tokens.end[one]].tobytes().decode()
            self._sink.beside(keys_of(raw, tokens, one), text)


def _between_rows(tokens: Tokens, holder: Ints) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (tokens.arrays == 0) | ((tokens.arrays == 1) & (holder == ARRAY))
    return found


def _closed(tokens: Tokens) -> bool:
    return bool(tokens.level[-1] == 0 and tokens.kind[-1] > ARRAY)


def keys_of(raw: NDArray[np.uint8], tokens: Tokens, token: int) -> tuple[str, ...]:
    """Keys that lead to a token."""
    keys: list[str] = []
    while token >= 0:
        key = int(tokens.key[token])
        if key >= 0:
            text = raw[tokens.at[key] : tokens.end[key]].tobytes().decode()
            try:
                keys.append(clean(json.loads(text, strict=False)))
            except ValueError:
                keys.append(clean(text[1:-1]))
        token = int(tokens.inside[token])
    return tuple(reversed(keys))


def _prefix(raw: NDArray[np.uint8], tokens: Tokens, token: int) -> bytes:
    """What brings an empty reader to where ``token`` stands."""
    parts: list[bytes] = []
    around = int(tokens.inside[token])
    while around >= 0:
        parts.append(b"{" if tokens.kind[around] == OBJECT else b"[")
        key = int(tokens.key[around])
        if key >= 0:
            parts.append(raw[tokens.at[key] : tokens.end[key]].tobytes() + b":")
        around = int(tokens.inside[around])
    return b"".join(reversed(parts))

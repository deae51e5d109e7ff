"""Records of labelled lines taken in batch by batch: a row each, a column for each label."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.engine.protocol import MOST_LINES
from telusur.reading import text_lines
from telusur.reading.growing import Growing
from telusur.reading.labelled_lines.style import What, begins_of, first_codes, parts, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from telusur.reading.labelled_lines.style import Lines, Style
    from telusur.reading.text_lines import Batch
    from telusur.reading.writing import Tables

    Ints = NDArray[np.int64]

# A label that comes again in a record is a column of its own, so often; then lines are kept whole.
MOST_AGAIN = 9
# A record of more lines or bytes than this is closed: what follows belongs to none.
MOST_RECORD_LINES, MOST_RECORD_BYTES = 50_000, 16 << 20
OTHER = "other_lines"


@dataclass
class Account:
    """Lines by what they are; together they are all lines there are.

    Attributes:
        skipped: before the first record.
        preamble: lines of those that are not blank, the first of them by number.
        of_rows: of records.
        blank: blank ones behind the first record's beginning.
        left_out: the others, by kind: how many, and the first of them by number.
        unlabelled: lines of records that have no label of their own.
    """

    skipped: int = 0
    of_rows: int = 0
    blank: int = 0
    unlabelled: int = 0
    left_out: dict[str, tuple[int, list[int]]] = field(default_factory=dict)

    def leave(self, kind: str, numbers: Ints) -> None:
        """Lines that are of no record."""
        if len(numbers):
            count, first = self.left_out.get(kind, (0, []))
            room = MOST_LINES - len(first)
            self.left_out[kind] = (count + len(numbers), first + numbers[:room].tolist())

    @property
    def lines(self) -> int:
        """All of them."""
        left = sum(count for kind, (count, _) in self.left_out.items() if kind != "preamble")
        return self.skipped + self.of_rows + self.blank + left


class Records:
    """The one table of a text.

    Attributes:
        table: its rows.
        account: what became of its lines.
    """

    def __init__(self, tables: Tables, style: Style) -> None:
        self.table, self.account = Growing(tables, lined=True), Account()
        self._style = style
        self._begun = False
        self._ldif = "dn" in style.first

    def read(self, path: Path, progress: Callable[[int], None]) -> None:
        """Read all of it."""
        held: Batch | None = None
        for batch in text_lines.batches(path):
            whole = batch if held is None else text_lines.joined(held, batch)
            held = whole.starting(self._take(whole))
            progress(int(batch.begins[-1]))

    def _take(self, batch: Batch) -> int:
        """Lines used: all but those of a record that may go on."""
        lines = told(self._style, batch.text)
        begins = np.flatnonzero(begins_of(self._style, lines, first_codes(self._style, lines)))
        stop = len(batch)
        if not batch.last and len(begins):
            size = int(batch.begins[-1] - batch.begins[begins[-1]])
            endless = len(batch) - begins[-1] > MOST_RECORD_LINES or size > MOST_RECORD_BYTES
            stop = len(batch) if endless else int(begins[-1])
        begins = begins[begins < stop]
        owner = self._owners(lines, begins, stop)
        self._count(lines.what[:stop], owner, batch.line)
        if len(begins):
            self._write(batch, lines, owner, begins)
        return stop

    def _owners(self, lines: Lines, begins: Ints, stop: int) -> Ints:
        """The record of each line; -1 for those of none, blank lines and rules."""
        begun = np.zeros(stop, dtype=np.int64)
        begun[begins] = 1
        owner = np.cumsum(begun) - 1
        if len(begins):
            part = parts(self._style, lines)[:stop]
            owner[part != part[begins][np.maximum(owner, 0)]] = -1
        kept = np.isin(lines.what[:stop], (What.PLAIN, What.FIELD, What.MORE))
        return np.where(kept, owner, -1)

    def _count(self, what: NDArray[np.int8], owner: Ints, line: int) -> None:
        numbers = line + np.arange(len(what))
        if not self._begun:
            first = int(np.argmax(owner >= 0)) if (owner >= 0).any() else len(what)
            self._begun = first < len(what)
            self.account.skipped += first
            self.account.leave("preamble", numbers[:first][what[:first] != What.BLANK])
            what, owner, numbers = what[first:], owner[first:], numbers[first:]
        free = owner < 0
        self.account.of_rows += int((~free).sum())
        self.account.blank += int((what == What.BLANK).sum())
        self.account.leave("rule", numbers[free & (what == What.RULE)])
        other = free & (what != What.RULE) & (what != What.BLANK)
        self.account.leave("comment", numbers[other])

    def _write(self, batch: Batch, lines: Lines, owner: Ints, begins: Ints) -> None:
        rows, what = len(begins), lines.what[: len(owner)]
        text = batch.text.slice(0, len(owner))
        mine = (owner >= 0) & ((what == What.FIELD) | (what == What.MORE))
        at = np.flatnonzero(mine)
        fields = at[what[at] == What.FIELD]
        values = self._values(text, lines.values, at, what[at] == What.FIELD)
        codes = np.asarray(
            pc.index_in(lines.labels.take(pa.array(fields)), pa.array(self._style.labels or ()))
        ).astype(np.int64)
        turns = _turns(owner[fields], codes)
        columns = {}
        for key in _in_order(codes * (MOST_AGAIN + 1) + np.minimum(turns, MOST_AGAIN)):
            code, turn = divmod(key, MOST_AGAIN + 1)
            if turn == MOST_AGAIN:
                continue
            chosen = np.flatnonzero((codes == code) & (turns == turn))
            place = np.full(rows, -1, dtype=np.int64)
            place[owner[fields[chosen]]] = chosen
            column = values.take(pa.array(place, mask=place < 0))
            columns[((self._style.labels or ())[code], turn)] = _filled(column)
        plain = np.flatnonzero((owner >= 0) & (what == What.PLAIN))
        spare = np.sort(np.concatenate((plain, fields[turns >= MOST_AGAIN])))
        self.account.unlabelled += len(spare)
        if len(spare):
            columns[OTHER, 0] = _gathered(text.take(pa.array(spare)), owner[spare], rows)
        self.table.write(columns, rows, pa.array(batch.line + begins))

    def _values(
        self, text: pa.Array, values: pa.Array, at: Ints, own: NDArray[np.bool_]
    ) -> pa.Array:
        """Values of the fields, each with the lines that go on with it."""
        if own.all():
            found = values.take(pa.array(at))
        else:
            more = text
            if self._style.folded:
                more = pc.replace_substring_regex(text, r"^[ \t]", "")
            elif self._style.place is None:
                more = pc.utf8_trim(text, " \t")
            both = pc.if_else(pa.array(own), values.take(pa.array(at)), more.take(pa.array(at)))
            offsets = pa.array(np.append(np.flatnonzero(own), len(at)), pa.int32())
            joint = "" if self._style.folded else "\n"
            found = pc.binary_join(pa.ListArray.from_arrays(offsets, both), joint)
        return _decoded(found) if self._ldif else found


def name_of(key: Any) -> str:
    """A column's name: its label, numbered where that comes again in a record."""
    label, turn = key
    return f"{label}_{turn + 1}" if turn else str(label)


def _filled(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def _turns(owner: Ints, codes: Ints) -> Ints:
    """For each field how many of its label its record had before it."""
    order = np.lexsort((np.arange(len(owner)), codes, owner))
    owner, codes = owner[order], codes[order]
    fresh = np.concatenate(([True], (owner[1:] != owner[:-1]) | (codes[1:] != codes[:-1])))
    at = np.arange(len(order))
    turns = np.empty(len(order), dtype=np.int64)
    turns[order] = at - np.maximum.accumulate(np.where(fresh, at, 0))
    return turns


def _in_order(keys: Ints) -> list[int]:
    """Distinct keys as they first appear."""
    distinct, first = np.unique(keys, return_index=True)
    return [int(one) for one in distinct[np.argsort(first)]]


def _gathered(texts: pa.Array, owner: Ints, rows: int) -> pa.Array:
    """For each record its texts, one a line; none where it has none. ``owner`` ascends."""
    offsets = np.searchsorted(owner, np.arange(rows + 1)).astype(np.int32)
    return _filled(pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), texts), "\n"))


def _decoded(values: pa.Array) -> pa.Array:
    """Values behind a doubled sign, which LDIF writes in base64 (RFC 2849), as text."""
    coded = pc.starts_with(values, ":")
    if not pc.any(coded).as_py():
        return values
    plain = pa.array([_plain(one) for one in values.filter(coded).to_pylist()], pa.string())
    return pc.replace_with_mask(values, coded, plain)


def _plain(coded: str) -> str:
    try:
        return base64.b64decode(coded[1:].strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):  # no text: as it is written
        return coded

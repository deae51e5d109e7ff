"""The account of a file's lines: each is a row's, inside a value, refused, blank or skipped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from telusur.engine.duckdb import lines
from telusur.engine.duckdb.records import rows_of
from telusur.engine.protocol import MOST_LINES, Loaded, Refused, quoted

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from numpy.typing import NDArray

    from telusur.engine.duckdb.records import Records
    from telusur.engine.protocol import Delimited

BROKEN_QUOTE, TOO_LONG = "broken-quote", "line-too-long"


def _none() -> NDArray[np.int64]:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Damage:
    """Lines (1-based) whose bytes were taken out before reading, by reason."""

    quote: NDArray[np.int64] = field(default_factory=_none)
    long: NDArray[np.int64] = field(default_factory=_none)
    head: NDArray[np.int64] = field(default_factory=_none)

    @property
    def refused(self) -> NDArray[np.int64]:
        """Lines that were records: all but the head's."""
        return np.setdiff1d(np.union1d(self.quote, self.long), self.head)

    @property
    def lines(self) -> NDArray[np.int64]:
        """All of them, ascending."""
        return np.union1d(self.refused, self.head)

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(len(self.quote) or len(self.long) or len(self.head))

    def with_(self, other: Damage) -> Damage:
        """Both together."""
        return Damage(
            np.union1d(self.quote, other.quote),
            np.union1d(self.long, other.long),
            np.union1d(self.head, other.head),
        )


@dataclass(frozen=True)
class Account:
    """Where every line went. ``balanced``: nothing is left over, and nothing counted twice."""

    lines: int
    end: bytes
    rows: int
    newlines: int
    skipped: int
    refused_at: NDArray[np.int64]
    refused_inner: NDArray[np.int64]
    reasons: NDArray[np.object_]
    blank: NDArray[np.int64]
    blank_lines: int
    damage: Damage
    balanced: bool
    known: bool

    @property
    def swallowing(self) -> NDArray[np.int64]:
        """First lines of refused records whose quote swallowed the lines behind it."""
        found = (self.reasons == BROKEN_QUOTE) & (self.refused_inner > 0)
        swallowed: NDArray[np.int64] = self.refused_at[found]
        return swallowed

    def gaps(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Start and length of every run of lines that belong to no row kept, ascending."""
        starts = np.concatenate((self.refused_at, self.damage.refused, self.blank))
        sizes = np.ones(len(starts), dtype=np.int64)
        sizes[: len(self.refused_inner)] += self.refused_inner
        if self.skipped:
            starts = np.append(starts, 1)
            sizes = np.append(sizes, self.skipped)
        order = np.argsort(starts, kind="stable")
        return starts[order], sizes[order]

    def loaded(self, *, open_end: bool) -> Loaded:
        """The account as the reader's answer."""
        at = np.concatenate((self.refused_at, self.damage.refused))
        long = np.isin(self.damage.refused, self.damage.long)
        damaged = np.where(long, TOO_LONG, BROKEN_QUOTE).astype(object)
        reasons = np.concatenate((self.reasons, damaged))
        refused = []
        for reason in sorted(set(reasons.tolist())):
            mine = np.sort(at[reasons == reason])
            refused.append(Refused(reason, len(mine), tuple(mine[:MOST_LINES].tolist())))
        ends = at + np.concatenate((self.refused_inner, np.zeros(len(damaged), dtype=np.int64)))
        return Loaded(
            rows=self.rows,
            refused=tuple(refused),
            lines=self.lines,
            newlines_in_values=self.newlines,
            blank_lines=self.blank_lines,
            lines_known=self.known,
            cut=open_end and bool((ends == self.lines).any()),
            repaired=int(np.sum(~long)),
        )


def unbalanced(whole: int) -> Account:
    """The account of a file that the reader gave up on."""
    nothing = np.zeros(0, dtype=object)
    return Account(
        whole, lines.LF, 0, 0, 0, _none(), _none(), nothing, _none(), 0, Damage(), False, False
    )


def account(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Delimited,
    read: Records,
    path: Path,
    count: lines.Count,
    damage: Damage,
) -> Account:
    """Weigh the lines of ``path`` against the records read from it."""
    start = read.refused["start"].to_numpy()
    inner = read.refused["inner"].to_numpy()
    reasons = read.refused["reason"].to_numpy(zero_copy_only=False).astype(object)
    at = lines.lines_at(path, count.end, start) if len(start) else _none()
    skipped = min(source.skip_lines, count.lines)
    left = count.lines - skipped - read.rows - len(at) - len(damage.refused)
    newlines, blank, blank_lines, known = 0, _none(), 0, True
    if left > 0:  # every line left over is inside a value, inside a refused record, or blank
        newlines, empty_in_values = _inside_values(connection, name, source, count.end)
        left -= newlines + int(inner.sum())
        if left > 0 and len(source.columns) > 1:  # in one column a blank line is a row
            empty, outside = lines.empty_lines(path, count.end, source.quote)
            free = _free(empty, skipped, damage, at, inner)
            if free.sum() - empty_in_values == left:
                blank_lines, left = left, 0
                blank = empty[free] if not empty_in_values else empty[free & outside]
                known = len(blank) == blank_lines
    return Account(
        lines=count.lines,
        end=count.end,
        rows=read.rows,
        newlines=newlines,
        skipped=skipped,
        refused_at=at,
        refused_inner=inner,
        reasons=reasons,
        blank=blank if known else _none(),
        blank_lines=blank_lines,
        damage=damage,
        balanced=left == 0,
        known=known and left == 0,
    )


def _inside_values(
    connection: duckdb.DuckDBPyConnection, name: str, source: Delimited, end: bytes
) -> tuple[int, int]:
    """Line ends inside the values of all rows, and how many lines without a byte they make."""
    sign = f"chr({end[0]})"
    values = [quoted(column) for column in source.columns]
    inside = " OR ".join(f"contains({value}, {sign})" for value in values)
    single = f"regexp_replace(text_, {sign} || '+', {sign}, 'g')"
    # The sign between two values keeps runs of line ends apart.
    found = connection.execute(
        f"""SELECT coalesce(CAST(sum(length(text_) - length(replace(text_, {sign}, ''))) AS BIGINT),
                            0) AS ends,
                   coalesce(CAST(sum(length(text_) - length({single})) AS BIGINT), 0) AS empty
        FROM (SELECT replace(concat_ws(chr(31), {", ".join(values)}),
                             chr(13) || chr(10), chr(10)) AS text_
              FROM {quoted(rows_of(name))} WHERE {inside})"""
    ).to_arrow_table()
    return found["ends"][0].as_py(), found["empty"][0].as_py()


def _free(
    empty: NDArray[np.int64],
    skipped: int,
    damage: Damage,
    refused_at: NDArray[np.int64],
    refused_inner: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Which of the empty lines lie neither in the head, nor among the damaged, nor in a refusal."""
    free = (empty > skipped) & ~np.isin(empty, damage.lines)
    if len(refused_at):
        before = np.searchsorted(refused_at, empty, side="right") - 1
        reach = refused_at[np.maximum(before, 0)] + refused_inner[np.maximum(before, 0)]
        free &= (before < 0) | (empty > reach)
    return free

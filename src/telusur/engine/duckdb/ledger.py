"""The account of a file's lines, and from it the line on which each row starts.

Lines that belong to no row kept (head, blank, refused) are *gaps*. A row starts on the line that it
would have without gaps, plus the length of the gaps before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.engine.duckdb import lines
from telusur.engine.duckdb.records import rows_of
from telusur.engine.protocol import MOST_LINES, Loaded, Refused, comma, quoted

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    from numpy.typing import NDArray

    from telusur.engine.duckdb.records import Records
    from telusur.engine.protocol import Delimited

# Up to here gaps are told in the view's own text; beyond, rows are numbered once and kept.
MOST_GAPS_IN_A_VIEW = 24
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
    single = f"regexp_replace(text_, {sign} || '+', {sign}, 'g')"
    found = connection.execute(
        f"""SELECT coalesce(CAST(sum(length(text_) - length(replace(text_, {sign}, ''))) AS BIGINT),
                            0) AS ends,
                   coalesce(CAST(sum(length(text_) - length({single})) AS BIGINT), 0) AS empty
        FROM (SELECT replace({_joined(source)}, chr(13) || chr(10), chr(10)) AS text_
              FROM {quoted(rows_of(name))})
        WHERE contains(text_, {sign})"""
    ).to_arrow_table()
    return found["ends"][0].as_py(), found["empty"][0].as_py()


def _joined(source: Delimited) -> str:
    """All values of a row as one text; the sign between keeps runs of line ends apart."""
    return f"concat_ws(chr(31), {', '.join(quoted(column) for column in source.columns)})"


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


def number(
    connection: duckdb.DuckDBPyConnection, name: str, source: Delimited, whole: Account
) -> None:
    """Make relation ``name`` over the rows read: ``row_``, ``line_`` where asked for, values."""
    values = comma([quoted(column) for column in source.columns])
    rows = quoted(rows_of(name))
    if not source.numbered:
        body = f"SELECT rowid + 1 AS row_, {values} FROM {rows}"
    elif not whole.known:
        body = f"SELECT rowid + 1 AS row_, CAST(NULL AS BIGINT) AS line_, {values} FROM {rows}"
    else:
        starts, sizes = whole.gaps()
        # The line on which the next row would start, were there no gaps.
        at = starts - (np.cumsum(sizes) - sizes)
        if not whole.newlines and len(np.unique(at)) <= MOST_GAPS_IN_A_VIEW:
            body = f"SELECT rowid + 1 AS row_, {_line(at, sizes)} AS line_, {values} FROM {rows}"
        else:
            _keep_numbered(connection, name, source, whole, at, np.cumsum(sizes))
            body = f"SELECT row_, line_, {values} FROM {rows}"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {body}")


def _line(at: NDArray[np.int64], sizes: NDArray[np.int64]) -> str:
    places, which = np.unique(at, return_inverse=True)
    lengths = np.bincount(which, weights=sizes).astype(np.int64) if len(at) else _none()
    terms = [
        f"CASE WHEN rowid + 1 >= {place} THEN {length} ELSE 0 END"
        for place, length in zip(places.tolist(), lengths.tolist(), strict=True)
    ]
    return " + ".join(["rowid + 1", *terms])


def _keep_numbered(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Delimited,
    whole: Account,
    at: NDArray[np.int64],
    passed: NDArray[np.int64],
) -> None:
    """Replace the rows by rows with ``row_`` and ``line_``."""
    sign = f"chr({whole.end[0]})"
    text = _joined(source)
    inside = f"length({text}) - length(replace({text}, {sign}, ''))" if whole.newlines else "0"
    gaps = pa.table(
        {
            "at_": np.concatenate(([0], at)),
            "passed_": np.concatenate(([0], passed)),
            "order_": np.arange(len(at) + 1),
        }
    )
    rows, numbered = quoted(rows_of(name)), quoted(f"{name}_numbered")
    values = comma([quoted(column) for column in source.columns])
    connection.register("gaps_", gaps)
    try:
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE {numbered} AS
            WITH counted AS (
              SELECT rowid + 1 AS row_, {inside} AS inside_, {values} FROM {rows}
            ), placed AS (
              SELECT *, CAST(row_ - inside_ + sum(inside_) OVER (
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS place_
              FROM counted
            ), gaps AS (SELECT at_, max(passed_) AS passed_ FROM gaps_ GROUP BY at_)
            SELECT row_, CAST(place_ + passed_ AS BIGINT) AS line_, {values}
            FROM placed ASOF JOIN gaps ON place_ >= at_"""
        )
    finally:
        connection.unregister("gaps_")
    connection.execute(f"DROP TABLE {rows}")
    connection.execute(f"ALTER TABLE {numbered} RENAME TO {rows}")

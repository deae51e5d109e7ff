"""What became of a table's lines, as its receipt says it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import LeftOut, Rejected, Repaired, TableReceipt
from telusur.reading.delimited_text.copying import MOST_LINES, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Loaded

# Above this share of refused records the dialect is more likely wrong than the file.
MANY_REFUSED = 0.2
# Repairs of rows whose number of values differs: one warning for all of them.
RAGGED = ("short-row", "surplus-empty")
PREAMBLE, FOOTER = "preamble", "footer"


@dataclass(frozen=True)
class Bounds:
    """Physical lines of a table.

    Attributes:
        first: of its own: preamble, header or row.
        last: of its own.
        rows_from: of its first row.
        among: lines from there on that were left out.
    """

    first: int
    last: int
    rows_from: int
    among: int


@dataclass(frozen=True)
class Told:
    """One table's receipt, the rows rejected in it, and what is to be said of it."""

    receipt: TableReceipt
    rejected: tuple[Rejected, ...]
    warnings: tuple[Notice, ...]


def told(
    name: str,
    columns: tuple[str, ...],
    bounds: Bounds,
    loaded: Loaded,
    outcome: Outcome,
    left_out: Sequence[LeftOut],
) -> Told:
    """The account; every line between the bounds is in it.

    Raises:
        EvidenceError: ``unreadable-file``, where it does not add up.
    """
    rejected = _rejected(loaded, outcome)
    refused_lines = _refused_lines(loaded, outcome, bounds.rows_from - 1)
    skipped = bounds.rows_from - bounds.first
    lines = bounds.last - bounds.first + 1
    blank = lines - skipped - loaded.rows - loaded.newlines_in_values - refused_lines - bounds.among
    if blank < 0:
        raise EvidenceError(
            "unreadable-file",
            "lines of a table are accounted for twice",
            got=f"{lines - blank:,} lines of {lines:,}",
            hint="give --delimiter, --quote or --skip if they were told wrong",
        )
    receipt = TableReceipt(
        name=name,
        columns=columns,
        rows_read=loaded.rows,
        rows_rejected=sum(one.rows for one in rejected),
        lines=lines,
        newlines_in_values=loaded.newlines_in_values,
        cells=loaded.rows * len(columns),
        lines_skipped=skipped,
        lines_rejected=refused_lines,
        blank_lines=blank,
        repaired=tuple(
            Repaired(kind=kind, rows=count.rows, lines=tuple(count.at))
            for kind, count in sorted(outcome.repaired.items())
        ),
        left_out=tuple(left_out),
    )
    return Told(receipt, rejected, _warnings(receipt, loaded))


def _rejected(loaded: Loaded, outcome: Outcome) -> tuple[Rejected, ...]:
    rows: Counter[str] = Counter()
    at: dict[str, list[int]] = {}
    for reason, count in outcome.rejected.items():
        rows[reason] += count.rows
        at.setdefault(reason, []).extend(count.at)
    for one in loaded.refused:
        rows[one.reason] += one.rows
        at.setdefault(one.reason, []).extend(one.lines)
    return tuple(
        Rejected(reason=reason, rows=count, lines=tuple(sorted(at[reason])[:MOST_LINES]))
        for reason, count in sorted(rows.items())
    )


def _refused_lines(loaded: Loaded, outcome: Outcome, skipped: int) -> int:
    accounted = skipped + loaded.rows + loaded.newlines_in_values + loaded.blank_lines
    own = sum(count.lines for count in outcome.rejected.values())
    return own + max(loaded.lines - accounted, 0)


def _warnings(receipt: TableReceipt, loaded: Loaded) -> tuple[Notice, ...]:
    refused = receipt.rows_rejected
    kinds: Counter[str] = Counter()
    for one in receipt.left_out:
        kinds[one.kind] += one.lines
    mended = {one.kind: one.rows for one in receipt.repaired}
    ragged = sum(mended.pop(kind, 0) for kind in RAGGED)
    repairs = ", ".join(f"{kind} {rows:,}" for kind, rows in mended.items())
    said = {
        "preamble": kinds[PREAMBLE] and f"{kinds[PREAMBLE]} line(s) before the table were left out",
        "footer": kinds[FOOTER]
        and f"{kinds[FOOTER]} line(s) below the rows, notes or totals, were left out",
        "comment-lines": kinds["comment"]
        and f"{kinds['comment']:,} line(s) that begin with # were left out",
        "ruled-lines": kinds["rule"] and f"{kinds['rule']:,} ruled line(s) were left out",
        "page-numbers": kinds["page"]
        and f"{kinds['page']:,} line(s) that number pages were left out",
        "header-again": kinds["header-again"]
        and f"the header, or a page's title, comes again in {kinds['header-again']:,} line(s)",
        "ragged-rows": ragged
        and f"{ragged:,} rows had fewer values or empty ones too many: absent values are empty",
        "rows-repaired": repairs and f"rows read as their columns show, by kind: {repairs}",
    }
    own = tuple(Notice(code=code, text=text) for code, text in said.items() if text)
    return (*own, *outcome(loaded, receipt.blank_lines or 0, refused))


def outcome(
    loaded: Loaded, blank: int | None = None, refused: int | None = None
) -> tuple[Notice, ...]:
    """What became of a file's lines beyond rows; counts that the reader knows better win."""
    blank = loaded.blank_lines if blank is None else blank
    refused = loaded.rows_refused if refused is None else refused
    whole = loaded.rows + refused
    said = {
        "blank-lines": blank and f"{blank:,} blank lines, which are no rows",
        "cut-in-mid-row": loaded.cut
        and "the file ends in the middle of a row: it was cut, and more may be missing",
        "quotes-repaired": loaded.repaired
        and f"{loaded.repaired:,} lines with a broken quote were rejected one by one; "
        "the lines behind them were read",
        "quotes-ignored": loaded.unquoted
        and "quotes do not close as they should: they were read as part of the values",
        "mixed-line-ends": loaded.mixed_line_ends
        and "lines end in several ways: all were read as LF, a CR inside a value as a blank",
        "line-numbers-unknown": not loaded.lines_known
        and "blank lines in and between values cannot be told apart: rows have no line number",
        "many-rows-rejected": refused > MANY_REFUSED * whole
        and f"{refused:,} of {whole:,} rows were rejected: check --delimiter, --quote, --encoding",
    }
    return tuple(Notice(code=code, text=text) for code, text in said.items() if text)

"""Delimited text into the engine, with its receipt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import Delimited, quoted
from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import Rejected, TableReceipt
from telusur.reading import dialect as dialects
from telusur.reading.header import First, first_of
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named, numbered
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine, Loaded
    from telusur.model.findings.receipt import FileReceipt
    from telusur.reading.dialect import Dialect
    from telusur.reading.interface import Bench, Content, Head, Overrides, Text

# Above this share of refused records the dialect is more likely wrong than the file.
MANY_REFUSED = 0.2


@dataclass(frozen=True)
class Plan:
    """What the sample says: how to split, what the columns are called, where rows start."""

    dialect: Dialect
    header: bool
    columns: tuple[str, ...]
    skip_lines: int
    trailing: bool
    warnings: tuple[Notice, ...]


def recognises(head: Head) -> bool:  # noqa: ARG001  # the readers' common signature
    """Any text may be delimited: this reader comes last."""
    return True


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one delimited text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    engine, relation = bench.engine, "delimited"
    plan = plan_of(text.path, bench.overrides)
    if not plan.dialect.records:
        raise _no_rows(content, plan, 0)
    positions = tuple(f"c{at}" for at in range(len(plan.columns)))
    target = bench.tables.path()
    loaded = engine.read_delimited(
        f"{relation}_read",
        Delimited(
            path=text.path,
            columns=positions,
            delimiter=plan.dialect.delimiter,
            quote=plan.dialect.quote,
            escape=plan.dialect.escape,
            skip_lines=plan.skip_lines,
            numbered=True,
            target=target,
        ),
    )
    if not loaded.rows:
        raise _no_rows(content, plan, loaded.rows_refused)
    columns = plan.columns
    trailing = plan.trailing and _empty(engine, f"{relation}_read", positions[-1])
    if trailing:
        columns = columns[:-1]
    receipt = _receipt(content, text, plan, columns, loaded)
    if trailing:  # the table has one column less than the file that was read into
        kept = bench.tables.keep(engine, f"{relation}_read", receipt.tables[0])
        target.unlink()
    else:
        kept = bench.tables.kept(target, receipt.tables[0], loaded.numbers)
    engine.drop(f"{relation}_read")
    return FileRead(receipt, (kept,))


def plan_of(path: Path, overrides: Overrides) -> Plan:
    """How to read the text at ``path``."""
    sample = sample_of(path)
    dialect = dialects.settle(sample, overrides)
    rows = [record.values for record in dialect.records]
    first = first_of(rows) if rows and not overrides.no_header else First.ROW
    header = first is First.NAMES
    body = rows[1:] if header else rows
    width = _width(body) if body else dialect.width if not rows else len(rows[0])
    given = rows[0] if header else ()
    trailing = header and all(not row[-1] for row in body if len(row) == width)
    trailing = trailing and (width == len(given) + 1 or (width == len(given) and not given[-1]))
    names = named((*given[:width], *[""] * (width - len(given)))) if header else numbered(width)
    warnings = _about(dialect, given if header else None, width, trailing=trailing)
    if first is First.DOUBTFUL:
        warnings = (*warnings, _doubtful())
    skip = dialect.records[0].last_line if header else dialect.preamble_lines
    return Plan(dialect, header, names, skip, trailing, warnings)


def sample_of(path: Path) -> list[str]:
    """The first whole lines of a text, their ends as LF."""
    with path.open("rb") as file:
        raw = file.read(dialects.SAMPLE_BYTES)
        more = bool(file.read(1))
    end = b"\n" if b"\n" in raw else b"\r"
    if more and end in raw:
        raw = raw[: raw.rindex(end) + 1]
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    text = text if end == b"\n" else text.replace("\r", "\n")
    lines = [line + "\n" for line in text.split("\n")]
    return lines[:-1] if text.endswith("\n") else [*lines[:-1], lines[-1][:-1]]


def _width(rows: list[tuple[str, ...]]) -> int:
    widths = Counter(len(row) for row in rows)
    return max(widths, key=lambda width: (widths[width], width))


def _empty(engine: Engine, relation: str, column: str) -> bool:
    found = engine.collect(f"SELECT count({column}) AS n FROM {quoted(relation)}")
    return bool(found["n"][0].as_py() == 0)


def _about(
    dialect: Dialect, given: tuple[str, ...] | None, width: int, *, trailing: bool
) -> tuple[Notice, ...]:
    notices = []
    if dialect.preamble_lines:
        text = f"{dialect.preamble_lines} line(s) before the table were left out"
        notices.append(Notice(code="preamble", text=text))
    if given is None:
        text = "there is no header: columns are named column_1, column_2, …"
        notices.append(Notice(code="no-header", text=text))
    elif trailing:
        text = "every row ends with a delimiter; the empty column behind it was left out"
        notices.append(Notice(code="trailing-delimiter", text=text))
    elif len(given) != width:
        text = f"the header has {len(given)} names, most rows have {width} values"
        notices.append(Notice(code="header-differs", text=text))
    return tuple(notices)


def _doubtful() -> Notice:
    text = (
        "nothing tells whether the first row holds names or values: it was read as a row; "
        "--no-header says that it is one, --map column_1=… what a column is"
    )
    return Notice(code="header-doubtful", text=text)


def _no_rows(content: Content, plan: Plan, refused: int) -> EvidenceError:
    name = content.evidence.name
    if refused:
        return EvidenceError(
            "no-rows",
            f"no row of {name} could be read",
            got=f"{refused:,} rows that do not fit {len(plan.columns)} columns",
            hint="give --delimiter, --quote or --encoding if they were told wrong",
        )
    return EvidenceError(
        "no-rows",
        f"{name} has no rows",
        got="a header alone" if plan.header else "blank lines alone",
        expected="at least one row",
        hint="verify --columns takes a dump that is known by its header alone",
    )


def _receipt(
    content: Content, text: Text, plan: Plan, columns: tuple[str, ...], loaded: Loaded
) -> FileReceipt:
    table = TableReceipt(
        name=table_name(content.evidence.name),
        columns=columns,
        rows_read=loaded.rows,
        rows_rejected=loaded.rows_refused,
        lines=loaded.lines,
        newlines_in_values=loaded.newlines_in_values,
        cells=loaded.rows * len(columns),
    )
    return receipt_of(
        content,
        Kind.DELIMITED,
        table,
        encoding=text.encoding,
        delimiter=plan.dialect.delimiter if len(plan.columns) > 1 else None,
        quote=None if loaded.unquoted else plan.dialect.quote or None,
        header=plan.header,
        rejected=tuple(
            Rejected(reason=one.reason, rows=one.rows, lines=one.lines) for one in loaded.refused
        ),
        warnings=(*text.warnings, *plan.warnings, *outcome(loaded)),
    )


def outcome(loaded: Loaded) -> tuple[Notice, ...]:
    """What became of the file beyond rows: every line is in the receipt, so are these."""
    refused, whole = loaded.rows_refused, loaded.rows + loaded.rows_refused
    said = {
        "blank-lines": loaded.blank_lines
        and f"{loaded.blank_lines:,} blank lines, which are no rows",
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

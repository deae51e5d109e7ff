"""Delimited text into tables, with its receipt.

1. plan: dialect, tables, and what in them is damaged (``delimited_text/planning.py``);
2. a table whose lines are all regular is read as it lies, by the engine;
3. any other one is copied first, its damaged lines mended or taken out (``copying.py``);
4. what the engine refuses of a file too large to be looked at whole sends it back to (3).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.engine.protocol import Delimited
from telusur.errors import EvidenceError
from telusur.model.findings.receipt import LeftOut
from telusur.reading.delimited_text import account, copying, line_ends, planning, telling, values
from telusur.reading.delimited_text.account import Bounds, Told, outcome
from telusur.reading.delimited_text.copying import MOST_LINES, Outcome
from telusur.reading.header import First
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named, printable
from telusur.reading.receipt import receipt_of, table_name

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Loaded
    from telusur.reading.delimited_text.area import Area
    from telusur.reading.delimited_text.planning import Plan
    from telusur.reading.dialect import Dialect
    from telusur.reading.interface import Bench, Content, Head, TableRead, Text

__all__ = ["outcome", "read", "recognises"]

RELATION, SETTLED = "delimited_read", "delimited_settled"


def recognises(head: Head) -> bool:  # noqa: ARG001  # the readers' common signature
    """Any text may be delimited: this reader comes last."""
    return True


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one delimited text.

    Raises:
        EvidenceError: ``no-rows``, ``unreadable-file``.
    """
    plan = planning.plan_of(text.path, bench.overrides)
    copies = [bench.work / f"delimited.{kind}" for kind in ("unified", "mended", "unwrapped")]
    try:
        if plan.dialect.wrapped:
            planning.unwrap(text.path, copies[2])
            plan = planning.plan_of(copies[2], bench.overrides, wrapped=True)
        if plan.whole and plan.areas and not plan.direct:
            return _read(content, text, bench, _one_end(plan, copies[0], bench), copies[1])
        try:
            return _read(content, text, bench, plan, copies[1])
        except EvidenceError as error:  # such as a CR alone outside quotes
            other = _one_end(plan, copies[0], bench) if plan.whole else plan
            if error.code != "unreadable-file" or other is plan:
                raise
            return _read(content, text, bench, other, copies[1])
    finally:
        for copy in copies:
            copy.unlink(missing_ok=True)


def _one_end(plan: Plan, target: Path, bench: Bench) -> Plan:
    """The plan of a copy with LF as its only line end, where there are several kinds."""
    stray, _ = line_ends.strays(plan.path)
    if not stray:
        return plan
    line_ends.unified(plan.path, target, plan.signs.delimiter)
    return planning.plan_of(target, bench.overrides, wrapped=plan.dialect.wrapped)


def _read(content: Content, text: Text, bench: Bench, plan: Plan, copy: Path) -> FileRead:
    mixed = plan.path.name.endswith(".unified")
    return _Reading(content, text, bench, plan, copy, mixed=mixed).settle()


class _Reading:
    """One file on its way in."""

    def __init__(
        self, content: Content, text: Text, bench: Bench, plan: Plan, copy: Path, *, mixed: bool
    ) -> None:
        self.content, self.text, self.bench, self.plan = content, text, bench, plan
        self.copy, self.mixed = copy, mixed

    def settle(self) -> FileRead:
        """All tables of the file."""
        plan, given = self.plan, self.bench.overrides
        said: list[Told] = []
        tables: list[TableRead] = []
        empty = 0
        for at, area in enumerate(plan.areas):
            if area.stop <= area.first:
                empty += 1
                continue
            one = self._table(at, area)
            if one is not None:
                said.append(one[0])
                tables.append(one[1])
        if not tables:
            raise self._no_rows(sum(one.receipt.rows_rejected for one in said), named=bool(empty))
        headed = all(
            area.heading.first is First.NAMES for area in plan.areas if area.stop > area.first
        )
        return FileRead(
            receipt_of(
                self.content,
                Kind.DELIMITED,
                [one.receipt for one in said],
                encoding=self.text.encoding,
                delimiter=plan.dialect.delimiter if max(a.width for a in plan.areas) > 1 else None,
                quote=plan.dialect.quote or None,
                header=headed and not given.columns,
                rejected=telling.summed(said),
                warnings=(*self.text.warnings, *telling.about(plan, said, headed=headed)),
            ),
            tuple(tables),
        )

    def _table(self, at: int, area: Area) -> tuple[Told, TableRead] | None:
        plan, engine = self.plan, self.bench.engine
        target = self.bench.tables.path()
        outcome, loaded = Outcome(), None
        if plan.direct or (not plan.whole and len(plan.areas) == 1 and not plan.notes):
            loaded = self._load(plan.path, plan.dialect, area, target)
            loaded = replace(loaded, mixed_line_ends=loaded.mixed_line_ends or self.mixed)
            if not plan.whole and (loaded.refused or loaded.repaired or loaded.unquoted):
                loaded = None
        if loaded is None:
            dialect, outcome = copying.copied(
                plan.path, self.copy, plan.span(at), plan.dialect, area.model, plan.signs
            )
            loaded = self._load(self.copy, dialect, area, target)
            loaded = replace(loaded, mixed_line_ends=self.mixed, cut=self._cut(at, area))
        columns = self._columns(area)
        places = values.shown(engine, RELATION, area, loaded.rows)
        name = table_name(self.content.evidence.name)
        if at:
            name = printable(area.title) or f"{name}_{at + 1}"
        one = account.told(
            name,
            tuple(columns[place] for place in places),
            self._bounds(at, area, loaded),
            loaded,
            outcome,
            self._left(area),
        )
        told = telling.of_columns(area, places)
        told += telling.of_given(self.bench.overrides.columns, len(places))
        if not loaded.rows:
            kept = None
        elif len(places) < area.width or plan.marks.any:  # not all is as it was read into the file
            told += values.settled(engine, RELATION, SETTLED, places, plan.marks)
            kept = self.bench.tables.keep(engine, SETTLED, one.receipt, in_order=True)
            target.unlink()
            engine.drop(SETTLED)
        else:
            kept = self.bench.tables.kept(target, one.receipt, loaded.numbers)
        engine.drop(RELATION)
        one = replace(one, warnings=(*told, *one.warnings))
        return (one, kept) if kept else None

    def _load(self, path: Path, dialect: Dialect, area: Area, target: Path) -> Loaded:
        return self.bench.engine.read_delimited(
            RELATION,
            Delimited(
                path=path,
                columns=tuple(f"c{place}" for place in range(area.width)),
                delimiter=dialect.delimiter,
                quote=dialect.quote,
                escape=dialect.escape,
                skip_lines=int(self.plan.survey.records.line[area.first]) - 1,
                numbered=True,
                target=target,
            ),
        )

    def _columns(self, area: Area) -> tuple[str, ...]:
        given = self.bench.overrides.columns or area.heading.names
        return named((*given[: area.width], *[""] * (area.width - len(given))))

    def _bounds(self, at: int, area: Area, loaded: Loaded) -> Bounds:
        plan = self.plan
        records = plan.survey.records
        first = 1 if not at else int(records.line[area.begin])
        if at < len(plan.areas) - 1:
            last = int(records.line[plan.areas[at + 1].begin]) - 1
        else:
            last = plan.lines if plan.whole else loaded.lines
        inside = [one for part in area.left_out for one in part.at if one >= area.first]
        among = int(records.lines[inside].sum())
        return Bounds(first, last, int(records.line[area.first]), among)

    def _left(self, area: Area) -> list[LeftOut]:
        records = self.plan.survey.records
        return [
            LeftOut(
                kind=one.kind,
                lines=int(records.lines[list(one.at)].sum()),
                at=tuple(int(records.line[at]) for at in one.at[:MOST_LINES]),
            )
            for one in area.left_out
        ]

    def _cut(self, at: int, area: Area) -> bool:
        records = self.plan.survey.records
        last = at == len(self.plan.areas) - 1 and area.stop == len(records)
        return (
            last
            and self.plan.whole
            and self.plan.open_end
            and bool(records.width[-1] < area.width)
            and area.stop - 1 not in area.dropped()
        )

    def _no_rows(self, refused: int, *, named: bool) -> EvidenceError:
        name = self.content.evidence.name
        if refused:
            return EvidenceError(
                "no-rows",
                f"no row of {name} could be read",
                got=f"{refused:,} rows that do not fit its columns",
                hint="give --delimiter, --quote or --encoding if they were told wrong",
            )
        skip = self.bench.overrides.skip
        if skip and not named:
            return EvidenceError(
                "no-rows",
                f"{name} has no rows",
                got=f"no row behind the {skip:,} lines that --skip leaves out",
                hint="give --skip fewer lines",
            )
        return EvidenceError(
            "no-rows",
            f"{name} has no rows",
            got="a header alone" if named else "blank lines alone",
            expected="at least one row",
            hint="verify --columns takes a dump that is known by its header alone",
        )

"""What a delimited text is, before it is read: dialect, tables, and which lines need a closer look.

A file up to ``SURVEY_BYTES`` is looked at whole. Of a larger one the first part says how it is
written; what does not fit is found by the fast reader, which refuses it, and by a look at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading import dialect as dialects
from telusur.reading.delimited_text import lexing
from telusur.reading.delimited_text.areas import areas_of
from telusur.reading.delimited_text.around import notes_below
from telusur.reading.delimited_text.copying import Span
from telusur.reading.delimited_text.survey import Survey
from telusur.reading.delimited_text.values import Marks, marks_of
from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.reading.delimited_text.area import Area
    from telusur.reading.dialect import Dialect
    from telusur.reading.interface import Overrides

# Beyond this a whole look would cost more than a tenth of what reading does.
SURVEY_BYTES = 16 << 20
# Of a larger file: the part that says how it is written, and the end where notes may stand.
HEAD_BYTES, TAIL_BYTES = 4 << 20, 256 << 10


@dataclass
class Plan:
    """How to read a text.

    Attributes:
        path: where it lies.
        dialect: how it is written.
        signs: the same in bytes.
        survey: its records, or those of its first part.
        areas: its tables; the last one goes on to the end of the file.
        whole: the survey holds all of the file.
        start_line: physical line on which the first table may begin.
        lines: physical lines of the survey.
        open_end: the last line has no line end.
        notes: bytes at the end of a larger file on which lines start that are no rows.
        marks: signs in values that stand for something else.
    """

    path: Path
    dialect: Dialect
    signs: lexing.Signs
    survey: Survey
    areas: list[Area]
    whole: bool
    start_line: int
    lines: int
    open_end: bool
    notes: tuple[int, ...] = field(default=())
    marks: Marks = field(default=Marks())

    @property
    def direct(self) -> bool:
        """Whether the one table's lines can be read as they are."""
        if len(self.areas) != 1 or self.dialect.first_only or self.notes:
            return False
        (area,) = self.areas
        records = self.survey.records
        inside = slice(area.first, area.stop)
        hollow = records.blank & (records.stop > records.start)
        if area.width == 1:
            return area.stop == len(records) and not records.odd[inside].any()
        return not (
            area.dropped()
            or hollow[area.first :].any()
            or records.odd[inside].any()
            or ((records.width != area.width) & ~records.blank)[inside].any()
            or (~records.blank)[area.stop :].any()
        )

    def span(self, at: int) -> Span:
        """Where the rows of one table lie."""
        area, records = self.areas[at], self.survey.records
        dropped = {int(records.start[one]) for one in area.dropped()}
        last = at == len(self.areas) - 1
        if last:
            dropped |= set(self.notes)
        stop = int(records.next[area.stop - 1]) if area.stop > area.first else None
        return Span(
            start=int(records.start[area.first]),
            stop=None if last and not self.whole else stop,
            line=int(records.line[area.first]),
            dropped=frozenset(dropped),
        )


def unwrap(path: Path, target: Path) -> None:
    """Copy ``path`` without the quotes around its lines."""
    with path.open("rb") as source, create(target) as out:
        held = b""
        while piece := source.read(lexing.PIECE_BYTES):
            whole, end, held = (held + piece).rpartition(b"\n")
            out.write(dialects.unwrapped(whole) + end)
        out.write(dialects.unwrapped(held))


def plan_of(path: Path, overrides: Overrides, *, wrapped: bool = False) -> Plan:
    """How to read the text at ``path``; ``wrapped``: quotes around its lines were taken away."""
    start, line = _skipped(path, overrides.skip or 0)
    sample = sample_of(path, start)
    dialect = dialects.settle(sample, overrides)
    dialect = replace(dialect, wrapped=wrapped or dialect.wrapped)
    if dialect.told:
        start, line = _skipped(path, line)
    end = _end(path)
    signs = lexing.Signs.of(dialect, end)
    size = path.stat().st_size
    whole = size - start <= SURVEY_BYTES
    found = lexing.pieces(
        path, signs, start=start, line=line, size=lexing.PIECE_BYTES if whole else HEAD_BYTES
    )
    pieces = list(found) if whole else [next(found)] if size > start else []
    with path.open("rb") as file:
        file.seek(max(size - 1, 0))
        open_end = file.read(1) != bytes([end])
    survey = Survey(pieces, dialect)
    if not pieces:
        return Plan(path, dialect, signs, survey, [], whole, line, 0, open_end)
    areas = areas_of(survey, header=not overrides.no_header)
    records = survey.records
    lines = int(records.line[-1] + records.lines[-1] - 1)
    plan = Plan(path, dialect, signs, survey, areas, whole, line, lines, open_end)
    plan.marks = Marks() if dialect.first_only else marks_of(pieces, signs)
    if areas and not whole:
        plan.notes = _tail(plan, size)
    return plan


def sample_of(path: Path, start: int = 0) -> list[str]:
    """The first whole lines of a text from byte ``start``, their ends as LF."""
    with path.open("rb") as file:
        file.seek(start)
        raw = file.read(dialects.SAMPLE_BYTES)
        more = bool(file.read(1))
    end = b"\n" if b"\n" in raw else b"\r"
    if more and end in raw:
        raw = raw[: raw.rindex(end) + 1]
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    text = text if end == b"\n" else text.replace("\r", "\n")
    lines = [line + "\n" for line in text.split("\n")]
    return lines[:-1] if text.endswith("\n") else [*lines[:-1], lines[-1][:-1]]


def _end(path: Path) -> int:
    returns = False
    with path.open("rb") as file:
        while piece := file.read(lexing.PIECE_BYTES):
            if b"\n" in piece:
                return lexing.LF
            returns = returns or b"\r" in piece
    return lexing.CR if returns else lexing.LF


def _skipped(path: Path, lines: int) -> tuple[int, int]:
    """The byte behind so many lines, and the number of the line that begins there."""
    end = bytes([_end(path)])
    passed = offset = 0
    with path.open("rb") as file:
        while passed < lines and (piece := file.read(lexing.PIECE_BYTES)):
            ends = np.flatnonzero(np.frombuffer(piece, dtype=np.uint8) == end[0])
            if passed + len(ends) >= lines:
                return offset + int(ends[lines - passed - 1]) + 1, lines + 1
            passed, offset = passed + len(ends), offset + len(piece)
    return offset, passed + 1


def _tail(plan: Plan, size: int) -> tuple[int, ...]:
    """Bytes of the notes below the last table of a large file."""
    start = size - TAIL_BYTES
    with plan.path.open("rb") as file:
        file.seek(start)
        head = file.read(TAIL_BYTES)
    end = bytes([plan.signs.end])
    if end not in head:
        return ()
    start += head.index(end) + 1
    found = list(lexing.pieces(plan.path, plan.signs, start=start))
    if not found:
        return ()
    survey = Survey(found, plan.dialect)
    return tuple(int(survey.records.start[at]) for at in notes_below(survey, plan.areas[-1]))

"""Columns of the dump beside columns of the register, joined where they correspond."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from telusur.reporting.charts.scale import NARROW, fit
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from telusur.model.findings.structure import StructureCandidate
    from telusur.reporting.language import Language

PITCH, HEAD = 22.0, 26.0
MOST_ROWS = 90  # beyond it a picture no longer fits a page of paper; the table has them all
MOST_ALONE = 10  # of the unpaired; what only the holder has comes first
STRONG = 0.9  # drawn as a full line from here: a matter of looks, the score stands beside it


@dataclass(frozen=True)
class Name:
    """A column's name on one side."""

    text: str
    x: float
    y: float
    anchor: str
    style: str
    mark: str


@dataclass(frozen=True)
class Link:
    """A line between two columns, with its score."""

    x1: float
    y1: float
    x2: float
    y2: float
    strong: bool
    score: str
    score_x: float
    score_y: float


@dataclass(frozen=True)
class StructurePicture:
    """The picture, in px."""

    width: float
    height: float
    heads: tuple[Name, ...]
    names: tuple[Name, ...]
    links: tuple[Link, ...]
    left_out: int


def layout(candidate: StructureCandidate, language: Language, width: float) -> StructurePicture:
    """Pairs first, each on its own line; then split or joined columns; then the unpaired."""
    sheet = _Sheet(candidate, language, width)
    for match in candidate.columns[:MOST_ROWS]:
        sheet.pair((match.dump,), (match.register_,), match.score)
    composed: set[str] = set()
    for composite in candidate.composites:
        if sheet.row + max(len(composite.dump), len(composite.register_)) <= MOST_ROWS:
            sheet.pair(composite.dump, composite.register_, composite.score)
            composed |= {*composite.dump, *composite.register_}
    rest = list(
        zip_longest(
            [name for name in candidate.dump_only if name not in composed],
            sorted(
                (name for name in candidate.register_only if name not in composed),
                key=lambda name: name not in candidate.exclusive_absent,
            ),
        )
    )
    for dump_name, register_name in rest[: min(MOST_ALONE, max(0, MOST_ROWS - sheet.row))]:
        sheet.alone(dump_name, register_name)
    every = {*candidate.dump_only, *(("", name) for name in candidate.register_only)}
    every |= {match.dump for match in candidate.columns}
    every |= {("", match.register_) for match in candidate.columns}
    every |= {name for part in candidate.composites for name in part.dump}
    every |= {("", name) for part in candidate.composites for name in part.register_}
    return StructurePicture(
        width=width,
        height=HEAD + max(sheet.row, 1) * PITCH + 4,
        heads=sheet.heads(),
        names=tuple(sheet.names),
        links=tuple(sheet.links),
        left_out=len(every) - len(sheet.names),
    )


class _Sheet:
    """The picture while it is drawn, one row of columns after another."""

    def __init__(self, candidate: StructureCandidate, language: Language, width: float) -> None:
        lane = 84.0 if width <= NARROW else 200.0
        self.left, self.right, self.middle = (width - lane) / 2, (width + lane) / 2, width / 2
        self.candidate, self.language = candidate, language
        self.marks = dict.fromkeys(candidate.exclusive_absent, "◇")
        self.marks |= dict.fromkeys(candidate.exclusive_present, "◆")
        self.names: list[Name] = []
        self.links: list[Link] = []
        self.row = 0

    def heads(self) -> tuple[Name, ...]:
        register = fit(printable(self.candidate.register_), self.left - 14)
        return (
            Name(self.language.t("dump"), self.left - 8, 14, "end", "head", ""),
            Name(register, self.right + 8, 14, "start", "head", ""),
        )

    def pair(self, dump: tuple[str, ...], register: tuple[str, ...], score: float) -> None:
        """Columns that correspond: one to one, or several of one side to one of the other."""
        height = max(len(dump), len(register))
        for at, name in enumerate(dump):
            self._name(name, self.row + at, dump=True, style="paired")
        for at, name in enumerate(register):
            self._name(name, self.row + at, dump=False, style="paired")
        for at in range(height):
            y1 = self._y(self.row + min(at, len(dump) - 1))
            y2 = self._y(self.row + min(at, len(register) - 1))
            text = "" if at else self.language.formats.decimal(score)
            self.links.append(
                Link(
                    x1=self.left,
                    y1=y1,
                    x2=self.right,
                    y2=y2,
                    strong=score >= STRONG,
                    score=text,
                    score_x=self.middle,
                    score_y=(y1 + y2) / 2 + 4,
                )
            )
        self.row += height

    def alone(self, dump: str | None, register: str | None) -> None:
        """Columns without a counterpart; they share a row only to save paper."""
        if dump is not None:
            self._name(dump, self.row, dump=True, style="unpaired")
        if register is not None:
            self._name(register, self.row, dump=False, style="unpaired")
        self.row += 1

    def _name(self, name: str, row: int, *, dump: bool, style: str) -> None:
        mark = "" if dump else self.marks.get(name, "")
        self.names.append(
            Name(
                text=fit(printable(name), self.left - 12 - (18 if mark else 0)),
                x=self.left - 8 if dump else self.right + 8,
                y=self._y(row) + 4.5,
                anchor="end" if dump else "start",
                style=f"{style} own" if mark else style,
                mark=mark,
            )
        )

    @staticmethod
    def _y(row: int) -> float:
        return HEAD + PITCH / 2 + row * PITCH

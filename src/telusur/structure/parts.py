"""Columns that together are one of the other side; and what a header alone says of them.

Without rows the words of the header tell: the first and the last of a name, a date's parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.model.findings.structure import Composite
from telusur.model.transforms import Transform
from telusur.structure.said_forms import PARTS_BY_WORDS, PARTS_NOT_COMPARED, put_together
from telusur.structure.signals.words import read_names
from telusur.vocabulary.transforms import DATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.structure.interface import Sides
    from telusur.structure.signals.agreement import Agreement

BY_WORDS = 0.75  # what the words of a header alone are worth
NAME_PARTS = frozenset({"first", "middle", "last"})
DATE_PARTS = frozenset({"date", "month", "year"})
PLACES = ("first", "year", "middle", "month", "last", "date")


@dataclass(frozen=True)
class Parts:
    """Columns of ``side`` that together are one column, ``whole``, of the other side.

    Attributes:
        transform: how they are joined.
        agreement: of the joined value with the whole; None: told by words alone.
    """

    whole: int
    transform: Transform
    agreement: Agreement | None = None

    @property
    def score(self) -> float:
        """How well they fit, 1 = fully."""
        return max(0.0, self.agreement.beyond_chance) if self.agreement else BY_WORDS

    @property
    def dump(self) -> tuple[int, ...]:
        """Columns of the dump."""
        return self.transform.parts if self.transform.side == "dump" else (self.whole,)

    @property
    def register(self) -> tuple[int, ...]:
        """Columns of the register."""
        return self.transform.parts if self.transform.side == "register" else (self.whole,)

    def finding(self, sides: Sides) -> Composite:
        """As it stands in the findings."""
        told = PARTS_BY_WORDS if self.agreement is None else put_together(self.agreement)
        basis = (told,) if self.compared else (told, PARTS_NOT_COMPARED)
        return Composite(
            dump=tuple(sides.dump.columns[i] for i in self.dump),
            register_=tuple(sides.register.columns[j] for j in self.register),
            score=round(self.score, 4),
            basis=tuple(why.en for why in basis),
            explained=basis,
        )

    @property
    def compared(self) -> bool:
        """Whether rows are compared by it."""
        return self.agreement is not None and self.transform.side == "dump"


def told_by_words(sides: Sides) -> Iterator[Parts]:
    """Names and dates whose parts the dump's header names apart, where none is named whole.

    A date and its year stand beside each other in many tables; a day is one where a month is too,
    and where the column is not seen to hold whole dates.
    """
    dump = [name.words - {"full"} for name in read_names(sides.dump.columns)]
    whole = {facts.position for facts in sides.dump_facts if facts.type in DATES}
    free = set(range(len(dump))) - {*sides.settled} - sides.ignored - whole
    for j, named in enumerate(read_names(sides.register.columns)):
        words = named.words - {"full"}
        for parts, sort, fewest in ((NAME_PARTS, "name", 2), (DATE_PARTS, "date", 3)):
            if sort not in words or words & (parts - {sort}) or j in sides.settled.values():
                continue
            rest = words - parts
            rests = (rest, frozenset[str]()) if rest == {"name"} else (rest,)
            told = {
                i: PLACES.index(next(iter(dump[i] & parts)))
                for i in sorted(free)
                if len(dump[i] & parts) == 1 and dump[i] - parts in rests
            }
            named_whole = sort == "name" and words in dump
            if len({*told.values()}) == len(told) >= fewest and not named_whole:
                order = tuple(sorted(told, key=told.__getitem__))
                free -= {*order}
                yield Parts(j, Transform("joined", "normal", side="dump", parts=order))

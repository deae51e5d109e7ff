"""One table of a delimited text: which records are its header, its rows, and what is neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.reading.delimited_text.fitting import Model
    from telusur.reading.delimited_text.heading import Heading


@dataclass(frozen=True)
class LeftOut:
    """Lines that are no rows: what they are, and the records."""

    kind: str
    at: tuple[int, ...]


@dataclass
class Area:
    """One table: records of the survey by their index.

    Attributes:
        begin: index of the first record that belongs to it: preamble, header or row.
        first: index of the first row.
        stop: index behind the last one.
        heading: its header.
        width: columns.
        model: what they hold.
        left_out: lines around and among its rows that are none of them.
    """

    begin: int
    first: int
    stop: int
    heading: Heading
    width: int
    model: Model
    left_out: list[LeftOut] = field(default_factory=list)
    title: str = ""

    def dropped(self) -> set[int]:
        """Indices between ``first`` and ``stop`` that are no rows."""
        return {at for one in self.left_out for at in one.at if self.first <= at < self.stop}


def same(row: list[str], names: tuple[str, ...]) -> bool:
    """Whether a row is the header again."""
    return bool(names) and [value.strip() for value in row] == list(names[: len(row)])

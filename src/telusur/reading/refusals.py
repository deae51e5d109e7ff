"""Rows that were not read, gathered by reason while a file is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telusur.engine.protocol import MOST_LINES
from telusur.model.findings.receipt import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Refusals:
    """How many rows by reason, and the lines of the first of them."""

    rows: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, reason: str, lines: Iterable[int], rows: int | None = None) -> None:
        """Rows that begin on ``lines``; ``rows`` where their lines are not known."""
        found = [int(line) for line in lines]
        number = len(found) if rows is None else rows
        if number:
            self.rows[reason] = self.rows.get(reason, 0) + number
            self.lines[reason] = sorted([*self.lines.get(reason, []), *found])[:MOST_LINES]

    def merge(self, other: Refusals) -> None:
        """Those of another table of the file as well."""
        for reason, rows in other.rows.items():
            self.add(reason, other.lines[reason], rows)

    @property
    def total(self) -> int:
        """Rows refused for any reason."""
        return sum(self.rows.values())

    def told(self) -> tuple[Rejected, ...]:
        """As the receipt says it."""
        return tuple(
            Rejected(reason=reason, rows=rows, lines=tuple(self.lines[reason]))
            for reason, rows in sorted(self.rows.items())
        )

"""What is to be made: sizes, shares, scope and the true moment, settled before anything is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from telusur.drill import marginals as m
from telusur.drill.draws import stream_start
from telusur.drill.identifiers import CARD_SPACE, GROUPS, LAST_SERIAL
from telusur.drill.people import DAY_SECONDS
from telusur.drill.places import places
from telusur.drill.plant import (
    ALTERED,
    DUPLICATE,
    FABRICATED,
    FORMER,
    GENUINE,
    RECYCLED,
    Scope,
)
from telusur.errors import UsageError

BLOCK: Final = 131_072  # members a block: two in the making stay below half a gigabyte
MIN_MEMBERS: Final = 500  # below this some classes of rows would be empty
MIN_ROWS: Final = 100
SHARES: Final = {  # of the rows of the dump
    GENUINE: 0.40, DUPLICATE: 0.22, FORMER: 0.04, ALTERED: 0.04, FABRICATED: 0.16, RECYCLED: 0.14,
}  # fmt: skip
SCOPE_SEGMENT: Final = "21"
SCOPE_DIVISIONS: Final = (4, 5, 6, 7, 13)  # offices of Java, Lampung and West Kalimantan
TAKEN_FROM: Final = date(2020, 11, 1)  # the true moment lies in these days, at night
TAKEN_DAYS: Final = 171
TWO_LINES_SHARE: Final = 1 / 50_000  # rows whose name is broken over two lines; at least 3
BROKEN_SHARE: Final = 1 / 50_000  # lines that cannot be read; at least 4
CARDS_PER_MEMBER: Final = 4  # running numbers a block uses, in block sizes: members and others


@dataclass(frozen=True)
class Plan:
    """A drill to be made.

    Attributes:
        members: people the register ever holds.
        seed: of all chance.
        sample_rows: readable rows of the dump.
        block: members a block.
        scope: what the copy covers, and when it is taken.
        shares: of the rows of the dump, by class; they add up to one.
        two_lines: names broken over two lines.
        broken: lines that cannot be read.
    """

    members: int
    seed: int
    sample_rows: int
    block: int
    scope: Scope
    shares: dict[int, float]
    two_lines: int
    broken: int

    @property
    def blocks(self) -> int:
        """How many blocks there are; the last may be smaller."""
        return -(-self.members // self.block)

    def size(self, block: int) -> int:
        """Members in this block."""
        return min(self.block, self.members - block * self.block)

    def part(self, total: int, block: int) -> int:
        """This block's part of a total, in proportion to its members; the parts add up."""
        start = block * self.block
        return total * (start + self.size(block)) // self.members - total * start // self.members

    def quota(self, block: int) -> dict[int, int]:
        """Rows of each class that this block gives; over all blocks they are the sample."""
        counted = {kind: round(share * self.sample_rows) for kind, share in self.shares.items()}
        counted[GENUINE] += self.sample_rows - sum(counted.values())
        return {kind: self.part(total, block) for kind, total in counted.items()}


def make_plan(members: int, seed: int, sample_rows: int | None, block: int) -> Plan:
    """Settle what is to be made.

    Raises:
        UsageError: ``drill-members``, ``drill-sample-rows``, ``drill-seed``.
    """
    most = min(LAST_SERIAL // GROUPS * block, int(CARD_SPACE) // (2 * CARDS_PER_MEMBER))
    if not MIN_MEMBERS <= members <= most:
        raise UsageError(
            "drill-members",
            "a drill of this size cannot be made",
            got=f"{members} members",
            expected=f"{MIN_MEMBERS} to {most}",
        )
    rows = round(members * m.SAMPLE_SHARE) if sample_rows is None else sample_rows
    if not MIN_ROWS <= rows <= members:
        raise UsageError(
            "drill-sample-rows",
            "a dump of this size cannot be taken from this register",
            got=f"{rows} rows",
            expected=f"{MIN_ROWS} to {members}",
        )
    if seed < 0:
        raise UsageError("drill-seed", "a seed is a whole number from 0 up", got=str(seed))
    inside = np.array([office.division in SCOPE_DIVISIONS for office in places().offices])
    return Plan(
        members=members,
        seed=seed,
        sample_rows=rows,
        block=block,
        scope=Scope(m.SEGMENT_CODES.index(SCOPE_SEGMENT), inside, _taken(seed)),
        shares=SHARES,
        two_lines=max(3, round(rows * TWO_LINES_SHARE)),
        broken=max(4, round(rows * BROKEN_SHARE)),
    )


def _taken(seed: int) -> int:
    """The true moment: a night between two and four, in seconds since 1970-01-01."""
    luck = int(stream_start(seed, "taken"))
    day = TAKEN_FROM.toordinal() - date(1970, 1, 1).toordinal() + luck % TAKEN_DAYS
    return day * DAY_SECONDS + 2 * 3600 + luck // TAKEN_DAYS % 7200

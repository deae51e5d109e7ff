"""What linking without a key works with: its bounds, and the values that pass between its steps.

The method is Fellegi and Sunter's (JASA 64, 1969) with term frequencies, by Splink (Linacre and
others, International Journal of Population Data Science 7, 2022); docs/methods/linkage.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.model.findings.linkage import Linkage

# Rows without a key match that are tried; beyond it those whose contents a hash draws.
BUDGET = 20_000
# A row is a member's when it is so with this probability: the same bar as for rows with a key.
THRESHOLD = 0.99
# Rows matched by key that teach how a member's values are written in this dump, and test it.
KNOWN = 4_000
# Fewer teach nothing that the defaults do not.
FEWEST_KNOWN = 100
# Members set aside, half of them to calibrate by: none of the other half taken for another member
# bounds that share at 0.3 %, with 99 %.
SET_ASIDE = 4_000
# Pairs of different members by which chance agreement is counted.
CHANCE_PAIRS = 200_000
# A register of fewer members does not show what agrees by chance.
FEWEST_MEMBERS = 100
# Columns without which no row can be told from another.
FEWEST_COLUMNS = 2
# Pairs that one way of finding candidates may make, and all together: what is held in memory.
PAIRS_OF_A_RULE = 1_000_000
PAIRS = 2_000_000
# A value that more members share finds nobody in particular.
MEMBERS_OF_A_BLOCK = 1_000
RULES = 6
# What the second DuckDB may take: about 400 bytes a pair, with room to spare.
MEMORY_BYTES = 4 << 30
THREADS = 2

# Why rows were not tried: codes of ``linkage.why``, explained in docs/methods/linkage.md.
NOTHING_LEFT = "nothing-left"
PREPARED = "register-prepared"
TOO_FEW_COLUMNS = "too-few-columns"
TOO_FEW_MEMBERS = "too-few-members"
TOO_FEW_VALUES = "too-few-values"
NO_RULE = "no-blocking-rule"
NO_MEMORY = "memory-limit"


class NotTried(Exception):
    """Rows cannot be linked without their key; ``why`` is a code from above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Probable:
    """What linking without a key found.

    Attributes:
        relation: ``row_``, ``entity_``, ``probability`` of the rows linked; None when none was.
        pairs: ``row_``, ``entity_``, ``probability`` of each tried row's best member, those below
            the threshold included: what a clerk reviews.
        rows: how many are linked.
        finding: for the findings.
    """

    finding: Linkage
    relation: str | None = None
    pairs: str | None = None
    rows: int = 0


@dataclass(frozen=True)
class Compared:
    """One compared column: its place among the pairs, and by what ways of agreeing.

    Attributes:
        at: index into the mapping's pairs.
        levels: (name, SQL over ``cN_l`` and ``cN_r``), the closest first; the last is ELSE.
        likely: how a member's own row falls on the levels where nothing taught otherwise.
        frequent: whether agreeing on a common value counts for less.
    """

    at: int
    levels: tuple[tuple[str, str], ...]
    likely: tuple[float, ...]
    frequent: bool

    @property
    def name(self) -> str:
        """Of the column in the second DuckDB."""
        return f"c{self.at}"


@dataclass(frozen=True)
class Rule:
    """One way of finding candidates: members that agree with the row on all its parts.

    Attributes:
        parts: (index into the pairs, SQL over ``{}`` that cuts the value, or '{}' for all of it).
    """

    parts: tuple[tuple[int, str], ...]

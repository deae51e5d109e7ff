"""What the re-test of the rows shows of one candidate.

1. Keys: is the match rate above, or far above, what drawn identifiers reach?
2. Rows: do the columns of a row jointly belong to the member found, more often than in rows with
   swapped attributes?
3. Columns: which ones agree beyond what swapped people agree on, and which of these are the
   holder's own? A column that found the member says nothing by agreeing: it counts as a key.
4. Together: a copy, a part of one, public facts, identifiers alone, or nothing but chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from telusur.reconciling import thresholds as limit

if TYPE_CHECKING:
    from telusur.model.findings.records import Agreement, Records
    from telusur.reconciling.candidate import Candidate


class RowFinding(StrEnum):
    """What the rows say by themselves, before structure is heard."""

    UNTESTED = "untested"
    TOO_FEW = "too_few"
    TOO_FEW_PEOPLE = "too_few_people"
    CHANCE = "chance"
    DENSE_KEYS_ALONE = "dense_keys_alone"
    STRANGERS = "strangers"
    KEYS_ALONE = "keys_alone"
    WIDELY_KNOWN = "widely_known"
    OWN_IN_PART = "own_in_part"
    COPY = "copy"


@dataclass(frozen=True)
class ColumnEvidence:
    """One compared column that can tell people apart.

    Attributes:
        at: its index in ``records[].agreement``.
        lift: lower bound of the share of the room above chance that it fills; negative: below.
    """

    at: int
    agreement: Agreement
    own: bool
    lift: float

    @property
    def far(self) -> bool:
        """It agrees far beyond chance."""
        return self.lift >= limit.COLUMN_FAR

    @property
    def above(self) -> bool:
        """It agrees beyond chance."""
        return self.lift >= limit.COLUMN_ABOVE


@dataclass(frozen=True)
class RowEvidence:
    """The finding, and the columns that it was made from (keys left out)."""

    finding: RowFinding
    columns: tuple[ColumnEvidence, ...] = ()
    own_key: bool = False

    @property
    def own(self) -> tuple[ColumnEvidence, ...]:
        """Columns that only the holder has."""
        return tuple(column for column in self.columns if column.own)


def excess(low: float, chance: float) -> float:
    """What is left of a lower bound once chance is taken off, as a share of the room above it."""
    return 0.0 if chance >= 1 else max(0.0, (low - chance) / (1 - chance))


def far_above(low: float, chance: float) -> bool:
    """Whether a lower bound lies far above the upper bound of chance."""
    return excess(low, chance) >= limit.FAR_EXCESS and low >= limit.FAR_RATIO * chance


def read_rows(candidate: Candidate) -> RowEvidence:
    """What the rows show; numbered as in the head of this file."""
    records = candidate.tested
    if records is None:
        return RowEvidence(RowFinding.UNTESTED)
    few = _too_few(candidate, records)
    if few:
        return RowEvidence(few)

    chance = records.decoys.chance.upper_bound  # (1)
    key_above = records.match_rate.low > chance
    key_far = far_above(records.match_rate.low, chance)

    joint_above = joint_far = False  # (2)
    if records.consistent is not None:
        by_swap = records.decoys.swap.upper_bound
        joint_above = records.consistent.low > by_swap
        joint_far = far_above(records.consistent.low, by_swap)

    columns = informative(candidate, records)  # (3)
    bound = any(column.far for column in columns)
    own_key = bound and (key_far or joint_far) and _own_key(candidate, records)
    above = any(column.above for column in columns)

    def finding() -> RowFinding:  # (4)
        if (key_far or joint_far) and _enough_own(candidate, columns, own_key):
            return RowFinding.COPY
        # A sparse key that is found as rarely as drawn ones, in rows that hold together no more
        # than swapped ones, is chance; a dense key says nothing, so the columns are asked.
        if not (key_above or joint_above) and chance < limit.DENSE_CHANCE:
            return RowFinding.CHANCE
        if not columns:
            return RowFinding.KEYS_ALONE if key_far else RowFinding.DENSE_KEYS_ALONE
        if not above:
            return RowFinding.STRANGERS if key_far else RowFinding.CHANCE
        if own_key or any(column.own and column.above for column in columns):
            return RowFinding.OWN_IN_PART
        return RowFinding.WIDELY_KNOWN

    return RowEvidence(finding(), columns, own_key)


def swapped(records: Records) -> bool:
    """Whether people could be swapped, so that it is known what columns agree on by chance."""
    return (
        records.decoys.swap.tried > 0
        or records.consistent is not None
        or any(agreement.by_chance is not None for agreement in records.agreement)
    )


def _too_few(candidate: Candidate, records: Records) -> RowFinding | None:
    """Rows too few to test, or people too few to swap: what columns show is not known then.

    Rows of which hardly any is found in a register of many are chance by their keys alone.
    """
    if sample_size(records) < limit.MIN_ROWS:
        return RowFinding.TOO_FEW
    if swapped(records):
        return None
    found = records.match_rate.low > records.decoys.chance.upper_bound
    members = candidate.facts.members
    alone = members is not None and members < limit.MIN_MEMBERS
    if alone or (found and records.distinct_people < limit.MIN_MEMBERS):
        return RowFinding.TOO_FEW_PEOPLE
    return None


def sample_size(records: Records) -> int:
    """Distinct rows with a key; where that was not counted, at most so many.

    A row that has no key and was linked by its other columns is none of them.
    """
    linked = records.linkage.without_key if records.linkage else 0
    if records.distinct_outcome is not None:
        once = records.distinct_outcome
        return records.distinct_rows - once.unusable - min(linked, once.probable)
    return min(records.distinct_rows, records.rows - records.outcome.unusable - linked)


def informative(candidate: Candidate, records: Records) -> tuple[ColumnEvidence, ...]:
    """Compared columns that are no key, whose chance was measured and leaves room."""
    keys = {column for key in records.keys_used for column in key}
    return tuple(
        ColumnEvidence(
            at,
            agreement,
            candidate.own(agreement.register_),
            (agreement.low - agreement.by_chance) / (1 - agreement.by_chance),
        )
        for at, agreement in enumerate(records.agreement)
        if agreement.register_ not in keys
        and agreement.compared >= limit.MIN_COMPARED
        and agreement.by_chance is not None
        and agreement.by_chance <= limit.UNINFORMATIVE
    )


def _own_key(candidate: Candidate, records: Records) -> bool:
    """Whether the members were found by a key that only the holder has.

    With several keys it is not known which row was found by which, so the key's own agreement
    has to show it: it is high only if the key found the rows or agrees where another did.
    """
    agreements = {agreement.register_: agreement for agreement in records.agreement}
    for key in records.keys_used:
        if not all(candidate.own(column) for column in key):
            continue
        if len(records.keys_used) == 1:
            return True
        shown = [agreements.get(column) for column in key]
        if all(one is not None and one.low >= limit.OWN_SHARE for one in shown):
            return True
    return False


def _enough_own(candidate: Candidate, columns: tuple[ColumnEvidence, ...], own_key: bool) -> bool:
    own = [column for column in columns if column.own]
    agreeing = sum(column.far for column in own)
    needed = limit.OWN_COLUMNS
    if candidate.facts.exclusive:
        needed = min(needed, len(candidate.facts.exclusive))
    return agreeing + own_key >= needed and agreeing >= limit.OWN_SHARE * len(own)

"""The grade of one candidate: rows are asked first, structure where they are silent.

1. Structure that excludes the holder settles it, unless the rows agree on what only the holder
   has: then the evidence contradicts itself.
2. A header alone is graded on its names, and never above ``similar``.
3. Rows or people too few to test anything leave the question open.
4. Rows that were tested are graded on what they show.
5. Rows that were not tested leave the structure with its values.
The ladder with examples: ``docs/methods/verdict.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from telusur.model.findings.verdict import Grade
from telusur.reconciling import thresholds as limit
from telusur.reconciling.rows import RowEvidence, RowFinding, read_rows, swapped
from telusur.reconciling.shape import ShapeFinding, fit, header_only, read_shape

if TYPE_CHECKING:
    from telusur.model.findings.profile import Profile
    from telusur.model.findings.receipt import Receipt
    from telusur.reconciling.candidate import Candidate


class Reason(StrEnum):
    """Why a candidate has its grade; worded in ``reasons.py``."""

    EXCLUDED = "excluded"
    EXCLUDED_YET_ROWS_AGREE = "excluded_yet_rows_agree"
    HEADER_FITS = "header_fits"
    HEADER_FITS_LITTLE = "header_fits_little"
    NOTHING_IN_COMMON = "nothing_in_common"
    TOO_FEW_ROWS = "too_few_rows"
    TOO_FEW_PEOPLE = "too_few_people"
    COPY = "copy"
    CHANCE = "chance"
    CHANCE_BY_KEYS = "chance_by_keys"
    CHANCE_IN_PART_OF_REGISTER = "chance_in_part_of_register"
    STRANGERS = "strangers"
    DENSE_KEYS_ALONE = "dense_keys_alone"
    KEYS_ALONE = "keys_alone"
    WIDELY_KNOWN = "widely_known"
    OWN_IN_PART = "own_in_part"
    STRUCTURE_WITH_VALUES = "structure_with_values"
    STRUCTURE_IN_PART = "structure_in_part"
    STRUCTURE_FITS_LITTLE = "structure_fits_little"


# What fits better comes later. "Undecided" stands below "similar", which is a finding, and above
# "not the same", which rules the candidate out.
RANK = {
    Grade.NOT_THE_SAME: 0,
    Grade.UNDECIDED: 1,
    Grade.SIMILAR: 2,
    Grade.STRONGLY_SUSPECTED: 3,
    Grade.VERIFIED: 4,
}


@dataclass(frozen=True)
class Weighed:
    """A candidate with its grade and grounds."""

    candidate: Candidate
    grade: Grade
    reason: Reason
    rows: RowEvidence
    shape: ShapeFinding


def grade(candidate: Candidate, receipt: Receipt, profile: Profile) -> Weighed:
    """Weigh one candidate; numbered as in the head of this file."""
    rows, shape = read_rows(candidate), read_shape(candidate, receipt)
    return Weighed(candidate, *_settle(candidate, receipt, profile, rows, shape), rows, shape)


def distinct_rows(candidate: Candidate, receipt: Receipt, profile: Profile) -> int:
    """Distinct rows that were compared; of the whole dump, where nothing was compared.

    Tables that were not compared with the register say nothing about it, however long.
    """
    if candidate.records is not None:
        return candidate.records.distinct_rows
    return receipt.rows_read - profile.duplicate_rows


def _settle(
    candidate: Candidate,
    receipt: Receipt,
    profile: Profile,
    rows: RowEvidence,
    shape: ShapeFinding,
) -> tuple[Grade, Reason]:
    if shape is ShapeFinding.EXCLUDED:  # (1)
        if rows.finding in (RowFinding.COPY, RowFinding.OWN_IN_PART):
            return Grade.UNDECIDED, Reason.EXCLUDED_YET_ROWS_AGREE
        return Grade.NOT_THE_SAME, Reason.EXCLUDED
    if header_only(receipt):  # (2)
        return _HEADER[shape]
    few = distinct_rows(candidate, receipt, profile) < limit.MIN_ROWS
    if rows.finding is RowFinding.TOO_FEW or few:  # (3)
        return Grade.UNDECIDED, Reason.TOO_FEW_ROWS
    if rows.finding is RowFinding.UNTESTED:  # (5)
        return _untested(candidate, shape)
    return _tested(candidate, rows, shape)  # (4)


_HEADER = {
    ShapeFinding.CLOSE: (Grade.SIMILAR, Reason.HEADER_FITS),
    ShapeFinding.PART: (Grade.SIMILAR, Reason.HEADER_FITS),
    ShapeFinding.LITTLE: (Grade.UNDECIDED, Reason.HEADER_FITS_LITTLE),
    ShapeFinding.NOTHING: (Grade.NOT_THE_SAME, Reason.NOTHING_IN_COMMON),
}

_BY_ROWS = {
    RowFinding.TOO_FEW_PEOPLE: (Grade.UNDECIDED, Reason.TOO_FEW_PEOPLE),
    RowFinding.COPY: (Grade.VERIFIED, Reason.COPY),
    RowFinding.WIDELY_KNOWN: (Grade.SIMILAR, Reason.WIDELY_KNOWN),
    # The identifiers are the register's, what stands beside them is not: one of the two was
    # made or taken from elsewhere, and neither "the same" nor "not the same" is true.
    RowFinding.STRANGERS: (Grade.UNDECIDED, Reason.STRANGERS),
    RowFinding.DENSE_KEYS_ALONE: (Grade.UNDECIDED, Reason.DENSE_KEYS_ALONE),
}


def _tested(candidate: Candidate, rows: RowEvidence, shape: ShapeFinding) -> tuple[Grade, Reason]:
    if rows.finding in _BY_ROWS:
        return _BY_ROWS[rows.finding]
    close = shape is ShapeFinding.CLOSE
    if rows.finding is RowFinding.CHANCE:
        # Other rows in the register's shape are not the register's rows, unless only a part of
        # the register was given.
        if close and candidate.incomplete:
            return Grade.UNDECIDED, Reason.CHANCE_IN_PART_OF_REGISTER
        records = candidate.tested
        heard = records is not None and swapped(records)
        return Grade.NOT_THE_SAME, Reason.CHANCE if heard else Reason.CHANCE_BY_KEYS
    if rows.finding is RowFinding.OWN_IN_PART:
        # No column is declared exclusive in an inferred register, so none can be present; that
        # columns of no widely known type agree takes its place.
        structure = candidate.structure
        shaped = structure is not None and fit(structure) >= limit.CLOSE_FIT
        inferred = candidate.basis == "inferred" and shaped
        suspected = close or inferred
        return (
            Grade.STRONGLY_SUSPECTED if suspected else Grade.SIMILAR,
            Reason.OWN_IN_PART,
        )
    return Grade.STRONGLY_SUSPECTED if close else Grade.SIMILAR, Reason.KEYS_ALONE


def _untested(candidate: Candidate, shape: ShapeFinding) -> tuple[Grade, Reason]:
    if shape is ShapeFinding.CLOSE:
        return Grade.STRONGLY_SUSPECTED, Reason.STRUCTURE_WITH_VALUES
    if shape is ShapeFinding.PART:
        return Grade.SIMILAR, Reason.STRUCTURE_IN_PART
    if shape is ShapeFinding.LITTLE and candidate.facts.header_only:
        return Grade.UNDECIDED, Reason.STRUCTURE_FITS_LITTLE
    # Both sides had values, none of the register's keys is in the dump, and little else is.
    return Grade.NOT_THE_SAME, Reason.NOTHING_IN_COMMON

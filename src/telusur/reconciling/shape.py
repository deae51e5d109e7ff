"""What the structure shows of one candidate."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from telusur.reconciling import thresholds as limit

if TYPE_CHECKING:
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.structure import StructureCandidate
    from telusur.reconciling.candidate import Candidate


class ShapeFinding(StrEnum):
    """How well the columns fit; ``EXCLUDED`` is the structure stage's own finding."""

    EXCLUDED = "excluded"
    NOTHING = "nothing"
    LITTLE = "little"
    PART = "part"
    CLOSE = "close"


def header_only(receipt: Receipt) -> bool:
    """Whether no value of the dump was seen; a register without values is another matter."""
    return receipt.rows_read == 0


def fit(structure: StructureCandidate) -> float:
    """Share of the dump's columns with a counterpart, each weighed with its score."""
    scores = {match.dump: match.score for match in structure.columns}
    for composite in structure.composites:
        for column in composite.dump:
            scores[column] = max(scores.get(column, 0.0), composite.score)
    columns = len(scores.keys() | set(structure.dump_only))
    return sum(scores.values()) / columns if columns else 0.0


def read_shape(candidate: Candidate, receipt: Receipt) -> ShapeFinding:
    """The finding; a header alone is never closer than ``PART``."""
    structure = candidate.structure
    if structure is None:
        return ShapeFinding.NOTHING
    if structure.excluded:
        return ShapeFinding.EXCLUDED
    fitting = fit(structure)
    if fitting == 0:
        return ShapeFinding.NOTHING
    names_alone = header_only(receipt)
    if not names_alone and fitting >= limit.CLOSE_FIT and _exclusive_present(candidate):
        return ShapeFinding.CLOSE
    compared = not names_alone and not candidate.facts.header_only
    part = limit.PART_OF_VALUES if compared else limit.PART_OF_HEADER
    return ShapeFinding.PART if fitting >= part else ShapeFinding.LITTLE


def _exclusive_present(candidate: Candidate) -> bool:
    """Enough of the declared exclusive columns hold fitting values; none declared: none are."""
    declared = len(candidate.facts.exclusive)
    present = len(candidate.structure.exclusive_present) if candidate.structure else 0
    return (
        declared > 0
        and present >= min(limit.OWN_COLUMNS, declared)
        and present >= limit.EXCLUSIVE_SHARE * declared
    )

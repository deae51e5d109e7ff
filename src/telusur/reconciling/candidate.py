"""One register's findings side by side, and where they stand in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.reconciling.thresholds import COMPLETE

if TYPE_CHECKING:
    from telusur.model.claim import Claim
    from telusur.model.findings.dating import Dating
    from telusur.model.findings.records import Records
    from telusur.model.findings.structure import Structure, StructureCandidate
    from telusur.model.register import RegisterFacts

# What a control total of distinct members is called in register.toml.
MEMBERS = "members"


@dataclass(frozen=True)
class Candidate:
    """What was found of one register; what a run did not get to is None.

    Attributes:
        at: JSON pointers of ``registers``, ``structure``, ``records`` and ``dating``; only of
            those that are there.
    """

    facts: RegisterFacts
    structure: StructureCandidate | None
    records: Records | None
    dating: Dating | None
    at: dict[str, str]

    @property
    def name(self) -> str:
        """The register's name."""
        return self.facts.name

    @property
    def holder(self) -> str:
        """Who keeps it."""
        return self.facts.holder

    @property
    def tested(self) -> Records | None:
        """The re-test, where it had rows with a key to look for."""
        return self.records if self.records and self.records.match_rate.trials else None

    @property
    def basis(self) -> str:
        """Whose word says that a column is the holder's own."""
        return "declared" if self.facts.exclusive else "inferred"

    def own(self, column: str) -> bool:
        """Whether only the holder has this column; inferred: it is of no widely known type."""
        if self.facts.exclusive:
            return column in self.facts.exclusive
        return column not in self.facts.widely_known

    @property
    def incomplete(self) -> bool:
        """Whether the register as given is a part of what its own control totals count."""
        totals = [total.value for total in self.facts.counts if total.what == MEMBERS]
        return (
            bool(totals)
            and self.facts.members is not None
            and self.facts.members < COMPLETE * max(totals)
        )


def candidates(
    registers: tuple[RegisterFacts, ...],
    structure: Structure,
    records: tuple[Records, ...],
    dating: tuple[Dating, ...],
) -> tuple[Candidate, ...]:
    """Every register with its findings, in the order of ``--register``."""
    shapes = {one.register_: (at, one) for at, one in enumerate(structure.candidates)}
    tests = {one.register_: (at, one) for at, one in enumerate(records)}
    dates = {one.register_: (at, one) for at, one in enumerate(dating)}
    found = []
    for index, facts in enumerate(registers):
        at = {"registers": f"/registers/{index}"}
        shape, test, dated = (
            shapes.get(facts.name),
            tests.get(facts.name),
            dates.get(facts.name),
        )
        if shape:
            at["structure"] = f"/structure/candidates/{shape[0]}"
        if test:
            at["records"] = f"/records/{test[0]}"
        if dated:
            at["dating"] = f"/dating/{dated[0]}"
        found.append(
            Candidate(
                facts,
                shape[1] if shape else None,
                test[1] if test else None,
                dated[1] if dated else None,
                at,
            )
        )
    return tuple(found)


def is_claimed(claim: Claim, facts: RegisterFacts) -> bool:
    """Whether the claim names this register or its holder, whatever the case or punctuation."""
    claimed = _plain(claim.holder_claimed or "")
    return bool(claimed) and claimed in (_plain(facts.holder), _plain(facts.name))


def ceiling(facts: RegisterFacts) -> tuple[int, str] | None:
    """The most distinct members that the register can have had, and its place within the facts.

    The larger of what it holds over all time and of its control totals, so that a claim above it
    exceeds every count that is known.
    """
    known = [
        (total.value, f"/counts/{at}/value")
        for at, total in enumerate(facts.counts)
        if total.what == MEMBERS
    ]
    if facts.members is not None:
        known.append((facts.members, "/members"))
    return max(known, default=None)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))

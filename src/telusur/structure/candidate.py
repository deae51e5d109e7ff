"""How well the whole of a dump fits one register, and whether structure alone rules it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.model.findings.structure import ColumnMatch, StructureCandidate
from telusur.structure import said
from telusur.structure.interval import score_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.model.base import Bilingual
    from telusur.model.findings.structure import NotTested
    from telusur.model.tables import RegisterTable
    from telusur.structure.interface import Sides, Weighed
    from telusur.structure.parts import Parts

# What a column says of whose data this is: one that only this holder has counts for two, one that
# half the country's registers have counts for half.
EXCLUSIVE_WEIGHT = 2.0
WIDELY_KNOWN_WEIGHT = 0.5
# A holder whose schema lacks a third of the dump's fields, at least five, did not export it. The
# civil registry ruled itself out on 20 May 2021 with far more of the thirty missing; a seller who
# adds a few columns of another source does not reach a third.
FOREIGN_SHARE = 1 / 3
FOREIGN_COLUMNS = 5
# Where values were seen on both sides and no row names a member, a register that explains less
# than this of the dump is another one: two unlike registers still share a name, a state, a date.
LEAST_SCORE = 0.35


@dataclass(frozen=True)
class Fit:
    """What is known of one register's columns against the dump's, before it is judged.

    Attributes:
        found: columns of the dump to columns of the register.
        pairs: points of every pair that was weighed.
        present: exclusive columns that are there and fit.
        rows: rows of the dump's sample that were linked with members; 0: none could be.
        composites: columns split or joined, which are no pairs.
        not_tested: what could not be tried.
    """

    sides: Sides
    found: Mapping[int, int]
    pairs: Mapping[tuple[int, int], Weighed]
    present: tuple[str, ...]
    rows: int = 0
    composites: tuple[Parts, ...] = ()
    not_tested: tuple[NotTested, ...] = ()

    @property
    def register(self) -> RegisterTable:
        """The register."""
        return self.sides.register

    @property
    def dump(self) -> tuple[tuple[int, str], ...]:
        """Position and name of the dump's columns that take part."""
        return tuple(
            (i, name)
            for i, name in enumerate(self.sides.dump.columns)
            if i not in self.sides.ignored
        )

    @property
    def dump_only(self) -> tuple[str, ...]:
        """The dump's columns that have no counterpart."""
        taken = {*self.found, *(i for each in self.composites for i in each.dump)}
        return tuple(name for i, name in self.dump if i not in taken)

    @property
    def register_only(self) -> tuple[str, ...]:
        """The register's columns that have none."""
        taken = {*self.found.values(), *(j for each in self.composites for j in each.register)}
        return tuple(n for j, n in enumerate(self.register.columns) if j not in taken)


def candidate(fit: Fit) -> StructureCandidate:
    """The finding for one register."""
    excluded, why = _judged(fit)
    score = round(_score(fit), 4)
    return StructureCandidate(
        register_=fit.register.spec.name,
        holder=fit.register.spec.holder,
        score=score,
        interval=score_interval(score, _explained(fit, _turned_down(fit))),
        columns=tuple(
            ColumnMatch(
                dump=fit.sides.dump.columns[i],
                register_=fit.register.columns[j],
                score=round(fit.pairs[i, j].score, 4),
                basis=tuple(why.en for why in fit.pairs[i, j].basis),
                explained=fit.pairs[i, j].basis,
            )
            for i, j in fit.found.items()
        ),
        composites=tuple(each.finding(fit.sides) for each in fit.composites),
        dump_only=fit.dump_only,
        register_only=fit.register_only,
        exclusive_present=fit.present,
        exclusive_absent=tuple(
            name for name in fit.register.facts.exclusive if name not in fit.present
        ),
        excluded=excluded,
        why=why.en,
        explained=why,
        header_only=not fit.sides.seen,
        not_tested=fit.not_tested,
    )


def _score(fit: Fit) -> float:
    """Share of the dump's columns that the register explains, by weight and by certainty."""
    counted = _explained(fit, turned_down={})
    total = sum(weight for weight, _ in counted)
    return sum(weight * chance for weight, chance in counted) / total if total else 0.0


def _weight(fit: Fit, i: int) -> float:
    """What the dump's column counts for."""
    counterpart = fit.register.columns[fit.found[i]] if i in fit.found else None
    if counterpart in fit.register.facts.exclusive:
        return EXCLUSIVE_WEIGHT
    return WIDELY_KNOWN_WEIGHT if counterpart in fit.register.facts.widely_known else 1.0


def _turned_down(fit: Fit) -> dict[int, float]:
    """For each column of the dump the likeliest pair with a column that is still free."""
    taken = set(fit.found.values())
    likeliest: dict[int, float] = {}
    for (i, j), weighed in fit.pairs.items():
        if j not in taken:
            likeliest[i] = max(likeliest.get(i, 0.0), weighed.score)
    return likeliest


def _explained(fit: Fit, turned_down: Mapping[int, float]) -> list[tuple[float, float]]:
    """Weight of each column of the dump and the probability that the register explains it."""
    joined = {i: each.score for each in fit.composites for i in each.dump}
    return [
        (
            _weight(fit, i),
            fit.pairs[i, fit.found[i]].score
            if i in fit.found
            else joined.get(i, turned_down.get(i, 0.0)),
        )
        for i, _ in fit.dump
    ]


def _judged(fit: Fit) -> tuple[bool, Bilingual]:
    """Whether the holder is ruled out, and the sentence that says why or why not."""
    explained = said.explained(len(fit.found), len(fit.dump))
    missing = [name for name in fit.register.facts.required if name in fit.register_only]
    if missing:
        return True, said.required_absent(explained, missing)
    foreign = fit.dump_only
    if fit.rows:
        return False, said.linked(explained, fit.rows)
    if len(foreign) >= FOREIGN_COLUMNS and len(foreign) >= FOREIGN_SHARE * len(fit.dump):
        return True, said.foreign(explained, foreign)
    if fit.sides.seen and _score(fit) < LEAST_SCORE:
        return True, said.unlinked(explained)
    return False, explained

"""What linked rows say of each pair of columns.

1. Look the dump's sampled values up in the register's keys, then in its other telling columns;
   where the dump has hashes, look these up among the hashes of the same columns.
2. Link rows by the pair that finds the most, and measure agreement of every pair of columns, as
   they stand and transformed.
3. A link holds when other columns agree on the rows it links; the first that holds settles all.
4. A pair whose values are found, but on whose rows nothing else agrees, is an accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from telusur.model.transforms import Transform
from telusur.structure import said, said_forms
from telusur.structure.interface import CEILING, Evidence, Signal, interpolated
from telusur.structure.signals.agreement import Agreement, agreements
from telusur.structure.signals.hashed import found_hashed
from telusur.structure.signals.labels import labelled, labels
from telusur.structure.signals.links import Found, candidates, lay_out, link, looked_up
from telusur.structure.signals.transformed import transformed
from telusur.vocabulary.common_form import is_time
from telusur.vocabulary.transforms import FORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.base import Bilingual
    from telusur.model.tables import ColumnFacts
    from telusur.structure.drawn import Looked
    from telusur.structure.interface import Sides

# Fewer rows that both hold a value say nothing.
FEWEST_COMPARED = 10
# Link by so many columns at most before giving up: each costs a pass over the register.
MOST_LINKS = 3
# Hash so many of the register's columns at most, its keys first: each costs several passes.
MOST_HASHED = 6
# Agreement beyond chance that other columns reach where a link joins the same people. Neighbours
# share a district, not a name: rows linked by a rare village agree on a third of what surrounds it.
CONFIRMS = 0.5
# Of so many columns that agree best, the one in the middle is looked at.
CONFIRMED_BY = 3
# A column where random rows agree this often cannot tell.
TOO_COMMON = 0.95
# Agreement beyond chance, in points: a copy that was half re-typed still agrees on a good part;
# nothing but the same column agrees on most. It still rises at its end: of a name and the name as
# printed, which agree in nearly every row, each agrees most with itself.
POINTS = ((0.0, -6.0), (0.05, -4.0), (0.2, 0.0), (0.35, 5.0), (0.6, 8.0), (1.0, CEILING))
PART_CEILING = 7.0
# Values found beyond the decoys, as a share of those tried, where no other column could confirm.
FOUND_POINTS = ((0.0, 0.0), (0.05, 2.0), (0.3, 4.0), (0.8, 6.0))
# So much found, and on none of those rows anything else agrees: another numbering of the same kind.
# Less is how often two strangers share a birthday or a street, and says nothing.
ACCIDENT_SHARE, ACCIDENT = 0.2, -4.0
# Linked rows speak against a pair in full when they are a quarter of the sample; a few rows may be
# neighbours or namesakes of members.
SPEAKS_AGAINST = 0.25


@dataclass(frozen=True)
class Linked:
    """Evidence of the linked rows.

    Attributes:
        signal: of every pair that the rows say something of.
        rows: on which it rests; 0: none could be linked.
        transforms: the pairs whose values are equal only once transformed.
        opaque: columns of the dump whose values are hashes or masked, whatever is known of them.
    """

    signal: Signal = field(default_factory=dict)
    rows: int = 0
    transforms: dict[tuple[int, int], Transform] = field(default_factory=dict)
    opaque: frozenset[int] = frozenset()


def linked(engine: Engine, sides: Sides, looked: Looked) -> Linked:
    """Steps 1 to 4 for one register; a prepared one has no values to be hashed, masked or cut."""
    dump, hashes = looked.sample, looked.hashes
    known = labels(engine, sides)
    looks = looked.masks | {
        i: [Transform("hash", form, name) for form in FORMS] for i, name in hashes.items()
    }
    opaque = frozenset(looks)
    told: Signal = {}
    alone: dict[tuple[int, int], Transform] = {}
    tried = hashes if sides.register.prepared is None else {}
    columns = candidates(sides) if looked.tried or tried else []
    for at, (column, as_it_stands) in enumerate(looked_up(engine, sides, columns, looked)):
        if len(told) == MOST_LINKS:
            break
        if at == MOST_HASHED:
            tried = {}
        # (1) look up
        found = [as_it_stands, found_hashed(engine, sides, column, tried)]
        for by in (best[0] for best in found if best and best[0].links):
            # (2) link
            rows = link(engine, sides, dump, by)
            if rows < FEWEST_COMPARED:
                continue
            lay_out(engine, sides, dump)
            measured = agreements(engine, rows)
            forms = transformed(engine, sides, rows, measured, looks, known)
            measured |= {pair: agreement for pair, (agreement, _) in forms.items()}
            transforms = {pair: transform for pair, (_, transform) in forms.items()}
            if by.transform is not None:
                transforms[by.dump, by.register] = by.transform
            # (3) confirm
            others = {
                pair: agreement
                for pair, agreement in measured.items()
                if by.dump != pair[0] and by.register != pair[1] and _tells(agreement)
            }
            if _quality(others) >= CONFIRMS:
                signal = _signal(by, measured, rows, rows / dump.rows, transforms)
                return Linked(_sighted(signal, opaque), rows, transforms, opaque)
            # (4) accident
            told[by.dump, by.register] = _unconfirmed(by, others)
            if by.transform is not None and told[by.dump, by.register].points > 0:
                alone[by.dump, by.register] = by.transform
    listed = labelled(engine, sides, dump, known)
    alone |= {pair: known[pair[1]] for pair in listed}
    kept = telling(sides.register_facts, told) | {
        pair: told[pair] for pair in alone if pair in told
    }
    return Linked(_sighted(kept, opaque) | listed, transforms=alone, opaque=opaque)


def telling(register: Sequence[ColumnFacts], told: Signal) -> Signal:
    """Without what says nothing: few values found, or days, of which any two tables share many."""
    return {
        pair: evidence
        for pair, evidence in told.items()
        if evidence.points and not is_time(register[pair[1]])
    }


def _sighted(signal: Signal, opaque: frozenset[int]) -> Signal:
    """Without what hashes and masked values seem to say against a pair: they agree with nothing."""
    return {
        pair: evidence
        for pair, evidence in signal.items()
        if evidence.points >= 0 or pair[0] not in opaque
    }


def _quality(others: dict[tuple[int, int], Agreement]) -> float:
    """Agreement beyond chance of the middle one of the best columns; 0 where there are none."""
    best: dict[int, float] = {}
    for (i, _), agreement in others.items():
        best[i] = max(best.get(i, 0.0), agreement.beyond_chance)
    top = sorted(best.values(), reverse=True)[:CONFIRMED_BY]
    return median(top) if top else 0.0


def _tells(agreement: Agreement) -> bool:
    return agreement.compared >= FEWEST_COMPARED and agreement.chance < TOO_COMMON


def _signal(
    by: Found,
    measured: dict[tuple[int, int], Agreement],
    rows: int,
    share: float,
    transforms: dict[tuple[int, int], Transform],
) -> Signal:
    against = min(1.0, share / SPEAKS_AGAINST)
    signal = {
        pair: Evidence(
            min(
                _weighted(interpolated(each.beyond_chance, POINTS), against),
                _most(transforms.get(pair)),
            ),
            said_forms.transformed(
                transforms.get(pair), said.agree(each.rate, each.compared, each.chance)
            ),
        )
        for pair, each in measured.items()
        if _tells(each)
    }
    signal[by.dump, by.register] = Evidence(CEILING, said.linking(_found(by), rows))
    return signal


def _most(transform: Transform | None) -> float:
    """A part of a value, or another code for it, leaves more room for accident than the value."""
    return CEILING if transform is None or transform.whole else PART_CEILING


def _weighted(points: float, against: float) -> float:
    return points if points >= 0 else points * against


def _unconfirmed(by: Found, others: dict[tuple[int, int], Agreement]) -> Evidence:
    share = (by.found - by.by_chance) / by.tried
    if others:
        points = ACCIDENT if share >= ACCIDENT_SHARE else 0.0
        return Evidence(points, said.accident(_found(by)))
    return Evidence(interpolated(share, FOUND_POINTS), _found(by))


def _found(by: Found) -> Bilingual:
    return said_forms.transformed(by.transform, said.found(by.found, by.tried, by.by_chance))

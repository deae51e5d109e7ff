"""The date of the copy: against each register, an interval at 99 %, or why it cannot be told.

Steps:
    1. votes of cells, presence and loose values, summed over the register's history
    2. a first best moment; from it, the rate at which each kind of vote is wrong
    3. if the dump covers the register then valid, votes of absence as well
    4. the moments that explain the votes about as well as the best: the interval
    5. rows of another age: told, or where they are nearly as many, no single date
    6. an open end is closed at what is known of the claim and the register

A moment here is one at which the register held these values. When the copy was taken, and when the
values were true, can differ from it by the register's own lag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.dating import basis, votes
from telusur.dating.basis import VoteCount
from telusur.dating.likelihood import CONFIDENCE, Weights, weight
from telusur.dating.mixture import find_mixture
from telusur.dating.moments import best_plateau, curve, instant, micros, support
from telusur.dating.values import count_value_votes
from telusur.model.findings.dating import Dating

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telusur.dating.moments import Plateau, Support
    from telusur.engine.protocol import Engine
    from telusur.model.base import Bilingual
    from telusur.model.tables import LinkTable, RegisterTable


def date_copy(
    engine: Engine,
    links: LinkTable,
    register: RegisterTable,
    prefix: str,
    posted_at: datetime | None = None,
) -> Dating:
    """Date the copy against one register.

    Args:
        engine: holds the links and the register.
        links: agreement of rows with versions.
        register: as opened.
        prefix: first part of the names of the relations made here.
        posted_at: when the dump was offered; closes an open end.
    """
    name = register.facts.name
    if not register.has_history:
        return cannot_tell(name, basis.NO_HISTORY)
    if not links.found_rows:
        return cannot_tell(name, basis.NO_KEY_FOUND)
    if not _any_member(engine, links):
        return cannot_tell(name, basis.NO_ROW_BELONGS)
    votes.count_votes(engine, links, prefix)
    values = count_value_votes(engine, links, prefix)
    votes.sweep(engine, links, register, prefix, loose_values=values, absences=False)  # (1)
    first = best_plateau(engine, prefix, "(cells + absent_rows + unheld)")  # (2)
    count = _count_votes(engine, links, register, prefix, first, values)
    if count.covers:
        votes.sweep(engine, links, register, prefix, loose_values=values, absences=True)  # (3)
        first = best_plateau(engine, prefix, "(cells + absent_rows + unheld + missing)")
    weights = Weights(
        cells=(
            weight(first.cells, count.cells, dispersion=_dispersion(engine, prefix, first))
            if count.cells
            else 0
        ),
        presence=weight(first.absent_rows, count.found_rows, odds=False),
        absence=weight(first.missing, count.members_then, odds=False) if count.covers else 0,
        values=weight(first.unheld, values, odds=False) if values else 0,
    )
    found = support(engine, prefix, weights)  # (4)
    if not found.excluded:
        return cannot_tell(name, basis.NO_MOMENT_BETTER)
    mixture = find_mixture(engine, prefix, found.best)  # (5)
    if mixture is not None and mixture.two_dates:
        return cannot_tell(name, basis.two_ages(mixture)).model_copy(
            update={"mixture": mixture.parts(), "curve": curve(engine, prefix)}
        )
    dated = _dated(engine, register, prefix, found, count, posted_at)
    if mixture is not None and mixture.told:
        said = (*dated.explained, basis.another_age(mixture))
        dated = dated.model_copy(
            update={
                "mixture": mixture.parts(),
                "basis": tuple(one.en for one in said),
                "explained": said,
            }
        )
    return dated


def cannot_tell(register: str, why: Bilingual) -> Dating:
    """The answer where there is no date."""
    return Dating(
        register_=register,
        status="cannot_tell",
        best=None,
        earliest=None,
        latest=None,
        confidence=None,
        basis=(why.en,),
        explained=(why,),
    )


def _any_member(engine: Engine, links: LinkTable) -> bool:
    """Whether any row is its member's; where none is, what moments explain is coincidence."""
    rows = engine.collect(f"SELECT count(*) AS n FROM {links.found} WHERE consistent")
    return bool(rows["n"][0].as_py())


def _count_votes(
    engine: Engine,
    links: LinkTable,
    register: RegisterTable,
    prefix: str,
    then: Plateau,
    values: int,
) -> VoteCount:
    # The most cells of a row that differ in one version is the number of its cells that can vote.
    cells = engine.collect(
        "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS n FROM (SELECT row_, max(against) AS n "
        f"FROM {prefix}row_votes GROUP BY row_) AS v"
    )["n"][0].as_py()
    valid = f"from_us <= {then.at_us} AND (to_us IS NULL OR to_us > {then.at_us})"
    members, found = (
        engine.collect(f"SELECT count(DISTINCT entity_) AS n FROM {relation} WHERE {valid}")
        for relation in (register.relation, links.links)
    )
    return VoteCount(
        cells=cells,
        values=values,
        found_rows=links.found_rows,
        found_members=found["n"][0].as_py(),
        members_then=members["n"][0].as_py(),
        drawn_share=links.drawn_share,
    )


def _dispersion(engine: Engine, prefix: str, then: Plateau) -> float:
    """How many votes of one row err together at the best moment: sum of squares over sum."""
    row = engine.collect(
        "SELECT CAST(coalesce(sum(against), 0) AS BIGINT) AS once, "
        "CAST(coalesce(sum(against * against), 0) AS BIGINT) AS squared "
        f"FROM {prefix}row_votes WHERE from_us <= {then.at_us} "
        f"AND (to_us IS NULL OR to_us > {then.at_us})"
    ).to_pylist()[0]
    return float(row["squared"] / row["once"]) if row["once"] else 1.0


def _dated(
    engine: Engine,
    register: RegisterTable,
    prefix: str,
    found: Support,
    count: VoteCount,
    posted_at: datetime | None,
) -> Dating:
    facts = register.facts
    first_us = engine.collect(f"SELECT min(at_us) AS t FROM {prefix}sweep")["t"][0].as_py()
    closes = _close(found.first_us, posted_at, facts.as_of, facts.last_change)
    if facts.snapshot_dates:
        best, earliest, latest = _neighbours(found, facts.snapshot_dates, closes)
    else:
        best, earliest, latest = _between_changes(found, closes)
    said = basis.of_date(found, count)
    if posted_at is not None and found.first_us > micros(posted_at):
        said = (*said, basis.NEWER_THAN_CLAIM)
    return Dating(
        register_=facts.name,
        status="dated",
        best=best,
        earliest=earliest,
        latest=latest,
        confidence=CONFIDENCE,
        basis=tuple(one.en for one in said),
        explained=said,
        curve=curve(engine, prefix),
        open_start=found.first_us == first_us,
        open_end=found.last_us is None,
    )


def _close(first_us: int, *ends: datetime | None) -> datetime:
    """Where an interval without an end closes: the first of ``ends`` that is not before it."""
    start = instant(first_us)
    return next((end for end in ends if end is not None and end >= start), start)


def _between_changes(found: Support, closes: datetime) -> tuple[datetime, datetime, datetime]:
    """Middle of the best stretch, and the ends of the interval (6)."""
    earliest = instant(found.first_us)
    latest = closes if found.last_us is None else instant(found.last_us)
    start = instant(found.best.at_us)
    end = closes if found.best.next_us is None else instant(found.best.next_us)
    best = start + (max(end, start) - start) / 2
    return best, earliest, max(latest, best)


def _neighbours(
    found: Support, dates: Sequence[datetime], closes: datetime
) -> tuple[datetime, datetime, datetime]:
    """Best snapshot, and the snapshots before and after the ones that fit (6).

    Between two snapshots nothing is known, so the copy can be as old as the one before.
    """
    ordered = sorted(dates)
    best = instant(found.best.at_us)
    earliest = max((date for date in ordered if date < instant(found.first_us)), default=best)
    latest = closes if found.last_us is None else instant(found.last_us)
    return best, min(earliest, best), max(latest, best)

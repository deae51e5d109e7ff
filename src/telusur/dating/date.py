"""The date of the copy: against each register, an interval at 99 %, or why it cannot be told.

Steps:
    1. votes of cells and presence, summed over the register's history
    2. a first best moment; from it, the rate at which each kind of vote is wrong
    3. if the dump covers the register then valid, votes of absence as well
    4. the moments that explain the votes about as well as the best: the interval
    5. an open end is closed at what is known of the claim and the register

A moment here is one at which the register held these values. When the copy was taken, and when the
values were true, can differ from it by the register's own lag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.dating import votes
from telusur.dating.likelihood import CONFIDENCE, Weights, weight
from telusur.dating.moments import best_plateau, curve, instant, micros, support
from telusur.model.findings.dating import Dating

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telusur.dating.moments import Plateau, Support
    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable, RegisterTable

# Members missing from the dump say when it was taken only where nearly all are in it: below this
# the missing are a scope, not a date.
COVERAGE_FOR_ABSENCES = 0.8


@dataclass(frozen=True)
class VoteCount:
    """How many votes of each kind were cast, and how many members the register then had."""

    cells: int
    found_rows: int
    found_members: int
    members_then: int


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
    why_not = _not_datable(links, register)
    if why_not:
        return cannot_tell(register.facts.name, why_not)
    votes.count_votes(engine, links, prefix)
    votes.sweep(engine, links, register, prefix, absences=False)  # (1)
    first = best_plateau(engine, prefix, "(cells + absent_rows)")  # (2)
    count = _count_votes(engine, links, register, prefix, first)
    covered = count.found_members >= COVERAGE_FOR_ABSENCES * count.members_then
    if covered:
        votes.sweep(engine, links, register, prefix, absences=True)  # (3)
        first = best_plateau(engine, prefix, "(cells + absent_rows + missing)")
    weights = Weights(
        cells=weight(first.cells, count.cells) if count.cells else 0,
        presence=weight(first.absent_rows, count.found_rows, odds=False),
        absence=weight(first.missing, count.members_then, odds=False) if covered else 0,
    )
    found = support(engine, prefix, weights)  # (4)
    if not found.excluded:
        return cannot_tell(
            register.facts.name,
            "no moment of the register's history explains the rows better than another",
        )
    return _dated(engine, register, prefix, found, count, posted_at, covered=covered)


def cannot_tell(register: str, why: str) -> Dating:
    """The answer where there is no date."""
    return Dating(
        register_=register,
        status="cannot_tell",
        best=None,
        earliest=None,
        latest=None,
        confidence=None,
        basis=(why,),
    )


def _not_datable(links: LinkTable, register: RegisterTable) -> str:
    if not register.has_history:
        return "the register has neither a history of versions nor dated snapshots"
    if not links.found_rows:
        return "no row's key was found in the register"
    return ""


def _count_votes(
    engine: Engine, links: LinkTable, register: RegisterTable, prefix: str, then: Plateau
) -> VoteCount:
    # A row's largest number of cells that differ from the best held is the number that can vote.
    row = engine.collect(
        f"SELECT CAST(coalesce(sum(n), 0) AS BIGINT) AS cells FROM (SELECT row_, "
        f"max(against) AS n FROM {prefix}row_votes GROUP BY row_) AS v"
    ).to_pylist()[0]
    valid = f"from_us <= {then.at_us} AND (to_us IS NULL OR to_us > {then.at_us})"
    members = engine.collect(
        f"SELECT count(DISTINCT entity_) AS n FROM {register.relation} WHERE {valid}"
    )["n"][0].as_py()
    found = engine.collect(f"SELECT count(DISTINCT entity_) AS n FROM {links.links} WHERE {valid}")[
        "n"
    ][0].as_py()
    return VoteCount(row["cells"], links.found_rows, found, members)


def _dated(
    engine: Engine,
    register: RegisterTable,
    prefix: str,
    found: Support,
    count: VoteCount,
    posted_at: datetime | None,
    *,
    covered: bool,
) -> Dating:
    facts = register.facts
    first_us = engine.collect(f"SELECT min(at_us) AS t FROM {prefix}sweep")["t"][0].as_py()
    open_start = found.first_us == first_us
    closes = _close(found.first_us, posted_at, facts.as_of, facts.last_change)
    if facts.snapshot_dates:
        best, earliest, latest = _neighbours(found, facts.snapshot_dates, closes)
    else:
        earliest = instant(found.first_us)
        latest = closes if found.last_us is None else instant(found.last_us)
        end = found.best.next_us
        best_end = latest if end is None else min(latest, instant(end))
        best_start = instant(found.best.at_us)
        best = best_start + (max(best_end, best_start) - best_start) / 2
        latest = max(latest, best)
    basis = [
        (
            f"{count.cells} cells changed in the register's history and vote; at the best moment "
            f"{found.best.cells} vote against it"
        ),
        (
            f"{found.best.absent_rows} of {count.found_rows} rows name members that the register did "
            "not have at the best moment"
        ),
        (
            f"{found.moments} of {found.moments + found.excluded} stretches between changes explain "
            "the rows about as well"
        ),
    ]
    if covered:
        basis.append(
            f"{count.found_members} of {count.members_then} members then registered are in the "
            "dump, so the missing ones vote as well"
        )
    if posted_at is not None and found.first_us > micros(posted_at):
        basis.append("the values are newer than the claim: the posting date or the history errs")
    return Dating(
        register_=facts.name,
        status="dated",
        best=best,
        earliest=earliest,
        latest=latest,
        confidence=CONFIDENCE,
        basis=tuple(basis),
        curve=curve(engine, prefix),
        open_start=open_start,
        open_end=found.last_us is None,
    )


def _close(first_us: int, *ends: datetime | None) -> datetime:
    """Where an interval without an end closes: the first of ``ends`` that is not before it."""
    start = instant(first_us)
    return next((end for end in ends if end is not None and end >= start), start)


def _neighbours(
    found: Support, dates: Sequence[datetime], closes: datetime
) -> tuple[datetime, datetime, datetime]:
    """Best snapshot, and the snapshots before and after the ones that fit.

    Between two snapshots nothing is known, so the copy can be as old as the one before.
    """
    ordered = sorted(dates)
    best = instant(found.best.at_us)
    first = ordered.index(instant(found.first_us))
    earliest = ordered[max(0, first - 1)]
    latest = closes if found.last_us is None else instant(found.last_us)
    return best, earliest, max(latest, best)

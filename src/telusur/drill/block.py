"""One block of members: its register file, and its piece of the dump.

A block depends on the plan and its number alone. It uses these running numbers of cards: its own
members', and, beyond those of all members, one stretch for forged people and two for the older
list, so that no two people of a drill share a card.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from telusur.drill.draws import Draws
from telusur.drill.dress import Dressed, dress
from telusur.drill.history import OPEN, START, Versions, make_versions
from telusur.drill.identifiers import FORGED, MEMBERS, OLDER, Numbering
from telusur.drill.invent import OTHER_LIST, fabricate, invent
from telusur.drill.people import DAY_SECONDS, make_people
from telusur.drill.plan import CARDS_PER_MEMBER, Plan
from telusur.drill.plant import FABRICATED, RECYCLED, Planted, plant
from telusur.drill.record import make_records

if TYPE_CHECKING:
    from pathlib import Path

COUNT_DATE: Final = date(2021, 5, 1)  # of the register's control total
_COUNTED: Final = (COUNT_DATE.toordinal() - date(1970, 1, 1).toordinal()) * DAY_SECONDS
_STATISTICS: Final = ["psnoka", "valid_from", "valid_to"]  # what readers may skip by


@dataclass(frozen=True)
class Piece:
    """What a block hands over.

    Attributes:
        planted: its rows of the dump, as values.
        dressed: the same as text.
        other: its lines of the older list.
        versions: rows of its register file.
        counted: members on ``COUNT_DATE``.
        last_change: newest change of the register up to the true moment, in seconds.
        next_change: the earliest one after it; ``OPEN`` when there is none.
    """

    planted: Planted
    dressed: Dressed
    other: bytes
    versions: int
    counted: int
    last_change: int
    next_change: int


def make_block(plan: Plan, block: int, data: Path) -> Piece:
    """Make one block.

    Args:
        plan: what is to be made.
        block: its number.
        data: folder of the register's files; this block's is written here.

    Returns:
        Its piece of the dump.
    """
    draws = Draws(plan.seed, f"members {block}")
    people = make_people(draws, plan.size(block))
    versions = make_versions(draws, people)
    numbering = Numbering(block * plan.block, MEMBERS, block, plan.blocks)
    records = make_records(draws, people, versions, numbering)
    _write(records, data / f"members-{block:05d}.parquet")

    quota = plan.quota(block)
    beyond = (plan.blocks + (CARDS_PER_MEMBER - 1) * block) * plan.block
    forged = fabricate(
        Draws(plan.seed, f"fabricated {block}"),
        quota[FABRICATED],
        Numbering(beyond, FORGED, block, plan.blocks),
        plan.scope.taken,
    )
    older = invent(
        Draws(plan.seed, f"recycled {block}"),
        2 * quota[RECYCLED],  # half of the older list found its way into the dump
        Numbering(beyond + plan.block, OLDER, block, plan.blocks),
        plan.scope.taken,
    )
    invented = {FABRICATED: forged, RECYCLED: older.slice(0, quota[RECYCLED])}
    planted = plant(draws, people, versions, records, plan.scope, quota, invented)
    two_lines, broken = plan.part(plan.two_lines, block), plan.part(plan.broken, block)
    last_change, next_change = _changes_around(versions, plan.scope.taken)
    return Piece(
        planted=planted,
        dressed=dress(draws, planted, two_lines, broken),
        other=_listed(older),
        versions=len(versions.start),
        counted=int(((versions.start <= _COUNTED) & (versions.end > _COUNTED)).sum()),
        last_change=last_change,
        next_change=next_change,
    )


def _changes_around(versions: Versions, taken: int) -> tuple[int, int]:
    """The newest change up to a moment, and the earliest after it."""
    changes = np.concatenate([versions.start, versions.end[versions.end != OPEN]])
    past = changes <= taken
    return int(changes[past].max(initial=START)), int(changes[~past].min(initial=OPEN))


def _write(records: pa.Table, path: Path) -> None:
    coded = [field.name for field in records.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(
        records,
        path,
        compression="zstd",
        compression_level=1,
        use_dictionary=coded,
        write_statistics=_STATISTICS,
        store_schema=False,  # plain strings to every reader
    )


def _listed(older: pa.Table) -> bytes:
    """The older list's columns as CSV."""
    columns = {name: older[name].cast(pa.string()) for name in OTHER_LIST}
    sink = io.BytesIO()
    csv.write_csv(pa.table(columns), sink, csv.WriteOptions(include_header=False))
    return sink.getvalue()

"""Which rows one block gives to the dump, and what is done to them.

1. The copy is what the register held at the true moment, within the scope.
2. Of the people in it, some give an earlier version instead (*former*), some a changed one
   (*altered*), the others the true one (*genuine*); a person is in one class only.
3. *Duplicates* repeat genuine rows; *fabricated* and *recycled* rows are of people who are in no
   register: the former put together column by column, the latter whole people of another list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from telusur.drill import marginals as m
from telusur.drill.columns import days
from telusur.drill.draws import Draws, below, mix
from telusur.drill.history import Versions, first_versions
from telusur.drill.identifiers import phones
from telusur.drill.places import places
from telusur.drill.record import DUMPED

if TYPE_CHECKING:
    from telusur.drill.people import People

Column = NDArray[Any]

GENUINE, DUPLICATE, FORMER, ALTERED, FABRICATED, RECYCLED, BROKEN = range(7)
CLASSES: Final = (
    "genuine", "duplicate", "former", "altered", "fabricated", "recycled", "broken",
)  # fmt: skip
SECOND_CHANGE: Final = 0.3  # altered rows with a second value changed
ALTERATIONS: Final = ("no_hp", "nama", "tgl_lahir", "kdkantor", "kdstatuspst")


@dataclass(frozen=True)
class Scope:
    """What the copy covers.

    Attributes:
        segment: number of the segment (``marginals.SEGMENT_CODES``).
        offices: True for each office number inside.
        taken: the true moment, in seconds since 1970-01-01.
    """

    segment: int
    offices: NDArray[np.bool_]
    taken: int


@dataclass(frozen=True)
class Planted:
    """Rows of one block, in the order in which they stand in the dump.

    Attributes:
        values: the thirty columns as the register has them, dictionaries decoded.
        row_class: class number of each row (``CLASSES``).
        member: person in the block, -1 where there is none.
        altered: bits by ``ALTERATIONS``.
        in_scope: members inside the scope at the true moment.
        people: distinct members that rows were made from.
        latest_start: newest beginning of a genuine row's version; ``None`` without genuine rows.
        first_end: earliest end of one.
    """

    values: pa.Table
    row_class: NDArray[np.int8]
    member: NDArray[np.int32]
    altered: NDArray[np.uint8]
    in_scope: int
    people: int
    latest_start: int | None
    first_end: int | None


def plant(
    draws: Draws,
    people: People,
    versions: Versions,
    records: pa.Table,
    scope: Scope,
    quota: dict[int, int],
    invented: dict[int, pa.Table],
) -> Planted:
    """Choose, change and shuffle one block's rows.

    Args:
        draws: the block's chance.
        people: the block's people.
        versions: their versions.
        records: their records, a row a version.
        scope: what the copy covers, and when it was taken.
        quota: rows of each class that this block should give.
        invented: records of people who are no members, by class.

    Returns:
        As many rows as the quota says. Where the scope holds too few people, duplicates take
        the place of what is missing.
    """
    current = (versions.start <= scope.taken) & (versions.end > scope.taken)
    inside = current & (people.segment[versions.person] == scope.segment)
    inside &= scope.offices[versions.office]
    eligible = _shuffled(draws, "choice", np.flatnonzero(inside))
    first = np.zeros(people.count, dtype=np.int64)
    at = first_versions(versions)
    first[versions.person[at]] = at
    earlier = eligible - first[versions.person[eligible]]

    aged = np.flatnonzero(earlier > 0)[: quota[FORMER]]
    back = 1 + draws.shorts("age", len(aged)) % earlier[aged]
    former = eligible[aged] - back
    others = np.delete(eligible, aged)
    altered_count = min(quota[ALTERED], len(others))
    altered = others[:altered_count]
    genuine = others[altered_count : altered_count + quota[GENUINE]]
    wanted = quota[GENUINE] + quota[FORMER] + quota[ALTERED]
    found = len(former) + len(altered) + len(genuine)
    repeated = quota[DUPLICATE] + wanted - found if len(genuine) else 0

    changed, bits = _alter(draws, _decoded(records.take(pa.array(altered))))
    parts = [_decoded(records.take(pa.array(np.concatenate([genuine, former])))), changed]
    parts += [_decoded(invented[kind]) for kind in (FABRICATED, RECYCLED)]
    pool = pa.concat_tables(parts)
    members = np.concatenate([versions.person[genuine], versions.person[former]])
    members = np.concatenate([members, versions.person[altered]])
    sizes = [len(genuine), len(former), len(altered)]
    sizes += [invented[kind].num_rows for kind in (FABRICATED, RECYCLED)]
    kinds = np.repeat([GENUINE, FORMER, ALTERED, FABRICATED, RECYCLED], sizes).astype(np.int8)
    member = np.full(len(kinds), -1, dtype=np.int32)
    member[: len(members)] = members
    marks = np.zeros(len(kinds), dtype=np.uint8)
    marks[sizes[0] + sizes[1] : sizes[0] + sizes[1] + sizes[2]] = bits

    again = (draws.words("duplicates", repeated) % np.uint64(max(1, len(genuine)))).astype(np.int64)
    source = np.concatenate([np.arange(len(kinds)), again])
    kinds = np.concatenate([kinds, np.full(repeated, DUPLICATE, dtype=np.int8)])
    order = _shuffled(draws, "order", np.arange(len(source)))
    return Planted(
        values=pool.take(pa.array(source[order])),
        row_class=kinds[order],
        member=member[source][order],
        altered=marks[source][order],
        in_scope=len(eligible),
        people=len(np.unique(members)),
        latest_start=int(versions.start[genuine].max()) if len(genuine) else None,
        first_end=int(versions.end[genuine].min()) if len(genuine) else None,
    )


def _shuffled(draws: Draws, stream: str, values: Column) -> Column:
    """The values in an order of chance; the same on every machine, ties included."""
    bits = max(1, len(values)).bit_length()
    key = draws.words(stream, len(values)) >> np.uint64(bits) << np.uint64(bits)
    key |= np.arange(len(values), dtype=np.uint64)
    key.sort()
    return np.asarray(values[(key & np.uint64((1 << bits) - 1)).astype(np.int64)])


def _decoded(records: pa.Table) -> pa.Table:
    """The dumped columns, codes as text."""
    return pa.table(
        {
            name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
            for name, column in ((name, records[name].combine_chunks()) for name in DUMPED)
        }
    )


def _alter(draws: Draws, rows: pa.Table) -> tuple[pa.Table, NDArray[np.uint8]]:
    """Change one or two values of each row; which ones, as bits."""
    count = rows.num_rows
    luck = draws.columns("alter", count, 3)
    first, second = luck[0] % len(ALTERATIONS), luck[1] % len(ALTERATIONS)
    second = np.where(below(luck[2], SECOND_CHANGE), second, first)
    bits = (1 << first.astype(np.uint8)) | (1 << second.astype(np.uint8))

    def where(name: str, new: pa.Array) -> None:
        nonlocal rows
        at = ALTERATIONS.index(name)
        chosen = pa.array((bits >> at & 1).astype(np.bool_))
        old = rows[name].combine_chunks()
        rows = rows.set_column(
            rows.schema.get_field_index(name), name, pc.if_else(chosen, new, old)
        )

    where("no_hp", phones(mix(draws.words("other phones", count)), np.ones(count, dtype=np.bool_)))
    where("nama", pc.utf8_replace_slice(rows["nama"].combine_chunks(), 1, 2, ""))  # a lost letter
    born = rows["tgl_lahir"].combine_chunks().view(pa.int32()).to_numpy(zero_copy_only=False)
    where("tgl_lahir", days(born - 1 - (luck[2] & 15)))
    where("kdkantor", _next_code(rows["kdkantor"], [office.code for office in places().offices]))
    where("kdstatuspst", _next_code(rows["kdstatuspst"], list(m.STATUS_CODES)))
    return rows, bits.astype(np.uint8)


def _next_code(column: pa.ChunkedArray, codes: list[str]) -> pa.Array:
    """Another code of the same list."""
    at = pc.index_in(column.combine_chunks(), pa.array(codes))
    following = (at.to_numpy(zero_copy_only=False).astype(np.int64) + 1) % len(codes)
    return pa.array(codes).take(pa.array(following))

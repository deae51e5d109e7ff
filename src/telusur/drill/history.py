"""What changes in a person's record, and when: from slots of chance to versions.

1. Each person has a few slots; a slot is nothing, or a change of one kind at one moment.
2. Slots are put in order of time, after the person joined.
3. A small machine walks the slots, all people at once, and drops what changes nothing
   (resuming when active, anything after death or departure).
4. What is left, with the first version, is laid out person by person, oldest first.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from telusur.drill import marginals as m
from telusur.drill.draws import Draws, below
from telusur.drill.people import (
    CHILD,
    DAY_SECONDS,
    DAYS,
    END_DAY,
    KIND,
    SECONDS,
    START_DAY,
    YEAR,
    People,
)
from telusur.drill.places import places

Column = NDArray[Any]

START: Final = START_DAY * DAY_SECONDS
END: Final = END_DAY * DAY_SECONDS
OPEN: Final = int(np.iinfo(np.int64).max)  # the version is still valid
_KIND_BITS: Final = 12
_DETAIL_BITS: Final = 16


def _kinds() -> NDArray[np.int8]:
    """Kind of change by (segment kind, 12-bit draw)."""
    rows = []
    for kind in range(len(m.CLASS_SHARES)):
        row = np.zeros(1 << _KIND_BITS, dtype=np.int8)
        at = 0
        for change, expected in m.CHANGES.items():
            wide = max(1, round(expected[kind] / m.SLOTS * len(row)))
            row[at : at + wide] = change
            at += wide
        rows.append(row)
    return np.concatenate(rows)


def _next_months() -> NDArray[np.int32]:
    """For each day of the history, the first day of the month after it."""
    day = np.arange(START_DAY, END_DAY + 1).astype("datetime64[D]")
    following = (day.astype("datetime64[M]") + 1).astype("datetime64[D]")
    return np.asarray(following.astype(np.int32))


_CHANGE_OF: Final = _kinds()
_NEXT_MONTH: Final = _next_months()
_LAPSED: Final = np.array(m.LAPSED, dtype=np.int8)
_LAPSED_AT_START: Final = np.round(np.array(m.LAPSED_AT_START) * 65536).astype(np.int32)


@dataclass(frozen=True)
class Versions:
    """Versions of the people of one block, person by person, oldest first.

    Attributes:
        person: position of the person in the block.
        start: moment from which the version is valid, in seconds.
        end: moment at which it ends; ``OPEN`` while it is still valid.
        updated: last update as the record says it; before the history for first versions.
        status: status number (``marginals.STATUS_CODES``).
        status_since: moment of the last change of status.
        office: office number.
        phone: how many times the phone number changed so far.
        married: how many times the marital status changed so far.
        filled: how many times gaps were filled so far.
        birth: how many times the birth date was corrected so far.
        user: 16 bits of chance: who made the version.
    """

    person: Column
    start: Column
    end: Column
    updated: Column
    status: Column
    status_since: Column
    office: Column
    phone: Column
    married: Column
    filled: Column
    birth: Column
    user: Column


@dataclass
class _State:
    """Where the machine stands, one value a person."""

    status: Column
    since: Column
    office: Column
    alive: Column
    closed: Column
    phone: Column
    married: Column
    filled: Column
    birth: Column
    last: Column
    layers: list[tuple[Column, ...]] = field(default_factory=list)


def make_versions(draws: Draws, people: People) -> Versions:
    """The versions of everyone who joined before the history ends."""
    moments, change, detail = _slots(draws, people)
    kind = KIND[people.segment]
    joined = people.joined
    present = joined < END
    first = np.maximum(joined, START)
    existing = joined < START
    # Before the history, the last update lies anywhere since the person joined.
    reach = np.maximum(START - joined, 1)
    share = draws.shorts("before", people.count)
    before = joined + (reach >> 16) * share
    updated = np.where(existing & ~below(share, m.NEVER_UPDATED), before, joined)
    lapsed = existing & (draws.shorts("lapsed", people.count) < _LAPSED_AT_START[kind])
    inactive = _LAPSED[kind]
    count = people.count
    zeros = np.zeros(count, dtype=np.int8)
    state = _State(
        status=np.where(lapsed, inactive, m.ACTIVE).astype(np.int8),
        since=np.where(lapsed, updated, joined),
        office=places().office[people.regency].astype(np.int16),
        alive=present.copy(),
        closed=np.full(count, OPEN),
        phone=zeros,
        married=zeros,
        filled=zeros,
        birth=zeros,
        last=first,
    )
    user = draws.shorts("users", count)
    _keep(state, present, first, updated, user)
    for slot in range(m.SLOTS):
        _step(state, moments[slot], change[slot], detail[slot], kind, people)
    return _lay_out(state)


def _slots(draws: Draws, people: People) -> tuple[list[Column], list[Column], list[Column]]:
    """Moments, kinds and details of each slot, in order of time within each person."""
    packed = np.empty((m.SLOTS, people.count), dtype=np.int64)
    kind = KIND[people.segment].astype(np.int32) << _KIND_BITS
    for slot in range(m.SLOTS):
        parts = draws.words(f"slot {slot}", people.count).view("<u2").reshape(-1, 4)
        change = _CHANGE_OF[kind + (parts[:, 0] >> (16 - _KIND_BITS))]
        day = DAYS[parts[:, 1]]
        second = SECONDS[parts[:, 2]]
        lapse = change == m.LAPSE  # decided by a run on the first of the month, at night
        day = np.where(lapse, _NEXT_MONTH[day - START_DAY], day)
        second = np.where(lapse, parts[:, 2] >> 3, second)
        moment = day.astype(np.int64) * DAY_SECONDS + second - START
        packed[slot] = (moment << (4 + _DETAIL_BITS)) | change.astype(np.int64) << _DETAIL_BITS
        packed[slot] |= parts[:, 3]
    _birthdays(packed, people)
    packed.sort(axis=0)
    moments = [(row >> (4 + _DETAIL_BITS)) + START for row in packed]
    changes = [((row >> _DETAIL_BITS) & 15).astype(np.int8) for row in packed]
    details = [(row & 0xFFFF).astype(np.uint16) for row in packed]
    return moments, changes, details


def _birthdays(packed: NDArray[np.int64], people: People) -> None:
    """A worker's child that turns 21 during the history loses its cover on the next first."""
    birthday = people.birth + round(m.CHILDREN_UNTIL * YEAR)
    due = (people.relation == CHILD) & (KIND[people.segment] == m.WORKERS)
    due &= (birthday >= START_DAY) & (birthday < END_DAY)
    day = _NEXT_MONTH[np.where(due, birthday - START_DAY, 0)].astype(np.int64)
    moment = day * DAY_SECONDS + 3600 - START
    packed[0] = np.where(
        due, (moment << (4 + _DETAIL_BITS)) | _COMES_OF_AGE << _DETAIL_BITS, packed[0]
    )


_COMES_OF_AGE: Final = 15


def _step(
    state: _State, moment: Column, change: Column, detail: Column, kind: Column, people: People
) -> None:
    """Apply one slot to everyone."""
    due = state.alive & (change != m.NOTHING) & (moment > state.last) & (moment < END)
    active = state.status == m.ACTIVE
    lapses = due & active & (change == m.LAPSE)
    resumes = due & (change == m.RESUME) & ~active & (state.status != m.TOO_OLD)
    ages = due & (change == _COMES_OF_AGE) & (state.status != m.TOO_OLD)
    young = people.birth > END_DAY - round(50 * YEAR)
    dies = due & (change == m.DEATH) & (~young | below(detail, m.DEATHS_OF_THE_YOUNG))
    leaves = due & (change == m.LEFT)
    moved = places().office[places().draw[detail]]
    moves = due & (change == m.OFFICE) & (moved != state.office)
    phones = due & (change == m.PHONE)
    marries = due & (change == m.MARRIED) & (people.birth < END_DAY - round(19 * YEAR))
    fills = due & (change == m.FILLED)
    corrects = due & (change == m.BIRTH)

    status = np.where(lapses, _LAPSED[kind], state.status)
    status = np.where(resumes, m.ACTIVE, status)
    status = np.where(ages, m.TOO_OLD, status)
    state.status = np.where(dies, m.DEAD, status).astype(np.int8)
    turned = lapses | resumes | ages | dies
    state.since = np.where(turned, moment, state.since)
    state.office = np.where(moves, moved, state.office)
    state.phone = state.phone + phones
    state.married = state.married + marries
    state.filled = state.filled + fills
    state.birth = state.birth + corrects
    state.closed = np.where(leaves, moment, state.closed)
    state.alive = state.alive & ~dies & ~leaves
    kept = turned | moves | phones | marries | fills | corrects
    state.last = np.where(kept, moment, state.last)
    _keep(state, kept, moment, moment, detail)


def _keep(state: _State, kept: Column, start: Column, updated: Column, user: Column) -> None:
    state.layers.append(
        (
            kept,
            start,
            updated,
            state.status,
            state.since,
            state.office,
            state.phone,
            state.married,
            state.filled,
            state.birth,
            user,
        )
    )


def _lay_out(state: _State) -> Versions:
    """From one layer a slot to versions, person by person."""
    kept = np.stack([layer[0] for layer in state.layers], axis=1)
    person = np.flatnonzero(kept) // kept.shape[1]

    def flat(at: int) -> Column:
        return np.asarray(np.stack([layer[at] for layer in state.layers], axis=1)[kept])

    start = flat(1)
    end = state.closed[person]
    same = person[1:] == person[:-1]
    end[:-1] = np.where(same, start[1:], end[:-1])
    return Versions(
        person=person.astype(np.int32),
        start=start,
        end=end,
        updated=flat(2),
        status=flat(3),
        status_since=flat(4),
        office=flat(5),
        phone=flat(6),
        married=flat(7),
        filled=flat(8),
        birth=flat(9),
        user=flat(10),
    )


def chosen(versions: Versions, rows: Column) -> Versions:
    """These versions only."""
    return Versions(**{each.name: getattr(versions, each.name)[rows] for each in fields(Versions)})


def first_versions(versions: Versions) -> NDArray[np.int64]:
    """For each person that has any, the row of the first version."""
    return np.asarray(np.flatnonzero(np.diff(versions.person, prepend=-1)))

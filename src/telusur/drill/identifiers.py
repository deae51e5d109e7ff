"""Numbers that name people: cards, NIK, family cards, tax numbers, phones. All of them invented.

Formats are public (``docs/methods/drill.md``). Card numbers and NIKs of members are unique by
construction, whatever the size: no table of numbers given out is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from telusur.drill import marginals as m
from telusur.drill.columns import digits, fixed, quads, ragged, split
from telusur.drill.draws import Draws, Words, mix, stream_start, table
from telusur.drill.people import YEAR, People
from telusur.drill.places import places

if TYPE_CHECKING:
    import pyarrow as pa

Column = NDArray[Any]

CARD_SPACE: Final = np.uint64(3_200_000_000)  # numbers begin 0000 to 0003, as real ones do
_CARD_STEP: Final = np.uint64(1_234_567_891)  # shares no factor with the space: a bijection
MEMBERS, FORGED, OLDER = range(3)  # who is numbered: each has serials of its own
GROUPS: Final = 3
MOST_RANKS: Final = 4  # people of one block with the same region, date and sex that get a NIK
LAST_SERIAL: Final = 9_999
_FIRST_DAY: Final = -30_000  # 1887: before any birth date
_NIK_EPOCH: Final = np.arange(_FIRST_DAY, 25_000).astype("datetime64[D]")
_ONE: Final = np.uint64(1)


def _calendar() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Day of the month, and MMYY, for each day from ``_FIRST_DAY``."""
    month = _NIK_EPOCH.astype("datetime64[M]")
    year = _NIK_EPOCH.astype("datetime64[Y]")
    day = (_NIK_EPOCH - month).astype(np.int32) + 1
    month_number = (month - year).astype(np.int32) + 1
    return day, month_number * 100 + (year.astype(np.int32) + 1970) % 100


_DAY, _MONTH_YEAR = _calendar()
_PREFIX_OF: Final = table(
    list(m.PHONE_PREFIXES.values()), [int(prefix) for prefix in m.PHONE_PREFIXES]
).astype(np.int32)


def _luhn_sums() -> NDArray[np.int32]:
    """For four digits, the Luhn sum with the second and the fourth doubled."""
    number = np.arange(10_000)
    total = np.zeros(10_000, dtype=np.int32)
    for place in range(4):
        digit = number // 10 ** (3 - place) % 10
        doubled = digit * 2 // 10 + digit * 2 % 10
        total += np.where(place % 2 == 1, doubled, digit).astype(np.int32)
    return total


_LUHN: Final = _luhn_sums()


@dataclass(frozen=True)
class Numbering:
    """Which numbers a block of people may use.

    Attributes:
        first_card: number of the block's first card, before shuffling.
        group: ``MEMBERS``, ``FORGED`` or ``OLDER``.
        block: number of the block within its group.
        blocks: how many blocks a group has.
    """

    first_card: int
    group: int
    block: int
    blocks: int


def cards(seed: int, index: Column) -> NDArray[np.uint64]:
    """Card numbers by running number: no two alike below ``CARD_SPACE``."""
    offset = stream_start(seed, "cards") % CARD_SPACE
    return np.asarray((index.astype(np.uint64) * _CARD_STEP + offset) % CARD_SPACE)


def card_text(number: Column, valid: NDArray[np.bool_] | None = None) -> pa.Array:
    """Thirteen digits."""
    return fixed(quads(split(number, 4))[:, 3:], valid)


def nik_parts(
    draws: Draws, people: People, at_birth: Column, numbering: Numbering
) -> tuple[list[Column], NDArray[np.bool_]]:
    """NIK in four groups of digits, and who can have one.

    PPKKCC of the region of first registration, DDMMYY (women DD + 40), serial from 0001.
    """
    code = places().code[people.nik_regency]
    luck = draws.shorts("district", people.count)
    district = 1 + luck % places().districts[people.nik_regency]
    cell = (people.nik_regency.astype(np.int64) * 8 + district) << 17
    cell = (cell | (at_birth - _FIRST_DAY)) << 1 | people.sex
    day = _DAY[at_birth - _FIRST_DAY] + np.where(people.sex == 1, 40, 0)
    serial, valid = _serials(cell, numbering)
    return [code, district * 100 + day, _MONTH_YEAR[at_birth - _FIRST_DAY], serial], valid


def _serials(cell: Column, numbering: Numbering) -> tuple[Column, NDArray[np.bool_]]:
    """Serials that keep one region, date and sex apart, within a block and between blocks."""
    count = len(cell)
    bits = max(1, int(count - 1).bit_length())
    key = (cell << bits) | np.arange(count)
    key.sort()
    order = key & ((1 << bits) - 1)
    run = np.flatnonzero(np.diff(key >> bits, prepend=-1))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count) - np.repeat(run, np.diff(run, append=count))
    # Each block has its own slot in each cell, another one in the next cell.
    slots = GROUPS * numbering.blocks
    own = np.uint64(numbering.group * numbering.blocks + numbering.block)
    slot = ((mix(cell.astype(np.uint64)) % np.uint64(slots)) + own) % np.uint64(slots)
    ranks = min(MOST_RANKS, LAST_SERIAL // slots)
    return 1 + slot.astype(np.int64) * ranks + rank, rank < ranks


def family_cards(draws: Draws, people: People) -> pa.Array:
    """KK: sixteen digits, the same for all of a family, by where it lives and when it was made."""
    word = draws.words("family cards", people.count)[people.head]
    made = 14_000 + (word >> np.uint64(48)).astype(np.int64) % round(10 * YEAR)  # 2008 to 2018
    code = places().code[people.regency]
    district = 1 + (word >> np.uint64(32)).astype(np.int64) % places().districts[people.regency]
    serial = 1 + (word & np.uint64(0xFFFF)).astype(np.int64) % 9_998
    return digits(
        [code, district * 100 + _DAY[made - _FIRST_DAY], _MONTH_YEAR[made - _FIRST_DAY], serial]
    )


def tax_numbers(words: Words) -> pa.Array:
    """NPWP: eight digits, a Luhn check digit, the tax office, the branch 000."""
    body = words >> np.uint64(20)
    upper = (body % np.uint64(10_000)).astype(np.int32)
    lower = (body // np.uint64(10_000) % np.uint64(10_000)).astype(np.int32)
    check = -(_LUHN[upper] + _LUHN[lower]) % 10
    office = 1 + (words & np.uint64(0xFFFFF)).astype(np.int32) % 952
    return fixed(quads([upper, lower, check * 1000 + office, np.zeros_like(upper)])[:, :15])


def phones(words: Words, valid: NDArray[np.bool_]) -> pa.Array:
    """Mobile numbers: an operator's prefix and seven or eight digits more."""
    prefix = _PREFIX_OF[(words >> np.uint64(48)).astype(np.int64)]
    rest = words % np.uint64(100_000_000)
    text = quads([prefix, *split(rest, 2)])
    short = (words >> np.uint64(40)) & np.uint64(0xFF) < np.uint64(80)
    length = np.where(valid, np.where(short, 11, 12), 0)
    return ragged(text, length, valid)

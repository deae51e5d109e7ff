"""People of one block: families, and what of a person does not change.

Used for members and, with other streams and numbers, for the invented people of the dump.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from telusur.drill import marginals as m
from telusur.drill.draws import Draws, Shorts, below, quantiles, table
from telusur.drill.names import FAMILY_TABLE, FIRST_TABLE, GROUPS, SECOND_TABLE, WORDS
from telusur.drill.places import places

Column = NDArray[Any]

_EPOCH: Final = date(1970, 1, 1).toordinal()
END_DAY: Final = m.HISTORY_END.toordinal() - _EPOCH
START_DAY: Final = m.HISTORY_START.toordinal() - _EPOCH
LAUNCH_DAY: Final = m.LAUNCH.toordinal() - _EPOCH
YEAR: Final = 365.25
DAY_SECONDS: Final = 86_400
MALE, FEMALE = 0, 1
HEAD, HUSBAND, WIFE, CHILD = range(4)
PROTESTANT, CATHOLIC, HINDU = 1, 2, 3  # places in ``marginals.RELIGIONS``
THIRD_WORD: Final = 0.22  # people with a third word in their name; invented


def _business_days(first: int, last: int) -> NDArray[np.int32]:
    """Days in [first, last) by 16-bit draw, weekdays weighing more."""
    weights = [m.WEEKDAYS[(day + 3) % 7] for day in range(first, last)]  # 1970-01-01: Thursday
    return table(weights, np.arange(first, last, dtype=np.int32))


SIZE_TABLE: Final = table(m.FAMILY_SIZES, range(1, len(m.FAMILY_SIZES) + 1))
SEGMENT_TABLE: Final = table([weight for _, weight in m.SEGMENTS.values()])
KIND: Final = np.array([m.SEGMENT_KIND[code] for code in m.SEGMENT_CODES], dtype=np.int8)
CLASS_TABLE: Final = np.concatenate([table(shares).astype(np.int8) for shares in m.CLASS_SHARES])
HEAD_AGE_TABLE: Final = quantiles(m.HEAD_AGES, round(5 * YEAR)) + round(20 * YEAR)
RELIGION_TABLE: Final = np.concatenate(
    [table(m.RELIGION_SHARES[group]).astype(np.int8) for group in GROUPS]
)
EARLIER_DAYS: Final = _business_days(LAUNCH_DAY + 30, START_DAY)
DAYS: Final = _business_days(START_DAY, END_DAY)
SECONDS: Final = quantiles(m.HOURS, 3600)
NPWP_SHARE: Final = np.round(np.array(m.NPWP_SHARE) * 65536).astype(np.int32)
# Someone of a minority religion is likelier to have a name of that culture.
_CHRISTIAN_NAMES: Final = GROUPS.index("timur")
_HINDU_NAMES: Final = GROUPS.index("bali")
_BATAK: Final = GROUPS.index("batak")
_MELAYU: Final = GROUPS.index("melayu")
_WORDS: Final = pa.array(WORDS, pa.string())
_LATER_WORDS: Final = pa.array([word and " " + word for word in WORDS], pa.string())


@dataclass(frozen=True)
class People:
    """Columns over people of one block; days count from 1970-01-01, moments are seconds.

    ``head`` is the position, within the block, of the head of one's family.
    """

    count: int
    head: Column
    family: Column
    relation: Column
    sex: Column
    birth: Column
    segment: Column
    care_class: Column
    regency: Column
    birth_regency: Column
    nik_regency: Column
    religion: Column
    name: pa.Array
    first_word: Column
    joined: Column
    luck: list[Shorts]


def make_people(draws: Draws, count: int) -> People:
    """Families until there are ``count`` people; the last family may be cut.

    Args:
        draws: where chance comes from; its block names the result.
        count: how many people.

    Returns:
        The people, families together, the head first.
    """
    size = SIZE_TABLE[draws.shorts("sizes", count)]  # at most one family a person
    ends = np.cumsum(size)
    families = int(np.searchsorted(ends, count)) + 1
    size, ends = size[:families], ends[:families]
    family = np.repeat(np.arange(families, dtype=np.int32), size)[:count]
    head = (ends - size)[family].astype(np.int32)
    place = np.arange(count, dtype=np.int32) - head

    of_family = draws.columns("families", families, 9)
    segment_f = SEGMENT_TABLE[of_family[0]].astype(np.int8)
    class_f = CLASS_TABLE[(KIND[segment_f].astype(np.int32) << 16) + of_family[1]]
    regency_f = places().draw[of_family[2]]
    culture_f = places().culture[regency_f].astype(np.int32)
    religion_f = RELIGION_TABLE[(culture_f << 16) + of_family[3]]
    male_head_f = below(of_family[4], m.MALE_HEADS)
    married_f = below(of_family[5], m.MARRIED_SHARE) & (size > 1)
    head_birth_f = END_DAY - HEAD_AGE_TABLE[of_family[6]]
    names_f = _names_group(culture_f, religion_f)

    luck = draws.columns("people", count, 12)
    male_head = male_head_f[family]
    spouse = (place == 1) & married_f[family]
    relation = np.where(place == 0, HEAD, np.where(spouse, HUSBAND, CHILD)).astype(np.int8)
    relation[spouse & male_head] = WIFE
    child = relation == CHILD
    sex = np.where(below(luck[0], m.BOYS), MALE, FEMALE).astype(np.int8)
    sex[place == 0] = np.where(male_head, MALE, FEMALE)[place == 0]
    sex[spouse] = np.where(male_head, FEMALE, MALE)[spouse]
    birth = _births(head_birth_f[family], child, spouse, male_head, luck[1])

    segment = segment_f[family]
    regency = regency_f[family]
    anywhere = places().draw[luck[2]]
    birth_regency = np.where(below(luck[3], m.BORN_ELSEWHERE) & ~child, anywhere, regency)
    nik_regency = np.where(below(luck[4], 0.86), birth_regency, regency)
    joined = _joined(KIND[segment_f], of_family[7], of_family[8], family, birth, luck)
    surname = draws.shorts("surnames", families)[family]
    name, first_word = _names(names_f[family], sex, surname, luck)
    return People(
        count=count,
        head=head,
        family=family,
        relation=relation,
        sex=sex,
        birth=birth,
        segment=segment,
        care_class=class_f[family],
        regency=regency,
        birth_regency=birth_regency,
        nik_regency=nik_regency,
        religion=religion_f[family],
        name=name,
        first_word=first_word,
        joined=joined,
        luck=luck,
    )


def _births(
    head_birth: Column, child: Column, spouse: Column, male_head: Column, luck: Shorts
) -> NDArray[np.int32]:
    birth = head_birth.astype(np.int32)
    # A spouse is up to 9 years younger than a male head, 3 older; the other way round for women.
    gap = (luck.astype(np.int32) * round(12 * YEAR) >> 16) - round(3 * YEAR)
    birth = np.where(spouse, birth + np.where(male_head, gap, -gap), birth)
    # Children come 18 to 42 years after the head, and not after the history's last quarter.
    room = np.minimum(END_DAY - 100 - (head_birth + round(18 * YEAR)), round(24 * YEAR))
    later = round(18 * YEAR) + (luck.astype(np.int64) * np.maximum(room, 30) >> 16)
    return np.where(child, head_birth + later, birth).astype(np.int32)


def _joined(
    kind: Column, when: Shorts, how: Shorts, family: Column, birth: Column, luck: list[Shorts]
) -> NDArray[np.int64]:
    """Moment of registration: most long ago, some during the history, children after birth."""
    newcomer = below(how, m.NEWCOMERS)
    day = np.where(newcomer, DAYS[when], EARLIER_DAYS[when])
    migrated = ~newcomer & below(how - np.uint16(round(m.NEWCOMERS * 65536)), 0.5)
    migrated &= kind != m.INDEPENDENT
    day = np.where(migrated, LAUNCH_DAY, day)
    second = np.where(migrated[family], luck[5] >> 6, SECONDS[luck[5]])  # within 17 minutes
    born_later = day[family] < birth + 3
    after_birth = birth + 3 + (luck[6] >> 10)
    personal = np.where(born_later, after_birth, day[family])
    moment = personal.astype(np.int64) * DAY_SECONDS
    moment += np.where(born_later, SECONDS[luck[5]], second)
    return np.asarray(moment)


def _names_group(culture: Column, religion: Column) -> NDArray[np.int32]:
    """Whose names a family bears: of its region, or of its religion where that says more."""
    christian = (religion == PROTESTANT) | (religion == CATHOLIC)
    group = np.where(christian & (culture != _BATAK), _CHRISTIAN_NAMES, culture)
    group = np.where(~christian & (culture == _BATAK), _MELAYU, group)
    group = np.where(~christian & (culture == _CHRISTIAN_NAMES), _MELAYU, group)
    group = np.where((religion != HINDU) & ~christian & (culture == _HINDU_NAMES), _MELAYU, group)
    return np.where(religion == HINDU, _HINDU_NAMES, group).astype(np.int32)


def _names(
    group: Column, sex: Column, surname: Shorts, luck: list[Shorts]
) -> tuple[pa.Array, Column]:
    at = (group * 2 + sex) << 16
    first = FIRST_TABLE[at + luck[7]]
    second = SECOND_TABLE[at + luck[8]]
    third = np.where(below(luck[9], THIRD_WORD), SECOND_TABLE[at + luck[10]], 0)
    third[third == second] = 0
    second[second == first] = 0
    last = FAMILY_TABLE[(group << 16) + surname]
    third = np.where(last > 0, last, third)
    name = pc.binary_join_element_wise(
        _WORDS.take(pa.array(first)),
        _LATER_WORDS.take(pa.array(second)),
        _LATER_WORDS.take(pa.array(third)),
        "",
    )
    return name, first

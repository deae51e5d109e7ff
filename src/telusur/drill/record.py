"""The register's columns, from people and their versions.

``COLUMNS`` is the order in the register; the thirty of the dump come first, in the dump's order.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from telusur.drill import marginals as m
from telusur.drill.columns import coded, days, digits, seconds
from telusur.drill.draws import Draws, below, mix, table
from telusur.drill.history import OPEN, Versions
from telusur.drill.identifiers import (
    Numbering,
    card_text,
    cards,
    family_cards,
    nik_parts,
    phones,
    tax_numbers,
)
from telusur.drill.names import WORDS
from telusur.drill.people import CHILD, DAY_SECONDS, END_DAY, HEAD, KIND, LAUNCH_DAY, YEAR, People
from telusur.drill.places import places

Column = NDArray[Any]

# Register column: header in the dump.
DUMPED: Final[dict[str, str]] = {
    "psnoka": "PSNOKA", "noka_lama": "PSNOKALAMA", "noka_lama2": "PSNOKALAMA2", "nama": "NAMA",
    "nama_cetak": "NMCETAK", "jenkel": "JENKEL", "agama": "AGAMA", "tempat_lahir": "TMPLHR",
    "tgl_lahir": "TGLLHR", "flagtanggungan": "FLAGTANGGUNGAN", "no_hp": "NOHP", "nik": "NIK",
    "no_ktp": "NOKTP", "tmt": "TMT", "tat": "TAT", "npwp": "NPWP", "email": "EMAIL",
    "noka": "NOKA", "kdhubkel": "KDHUBKEL", "kdstawin": "KDSTAWIN", "kdnegara": "KDNEGARA",
    "kdgoldarah": "KDGOLDARAH", "kdstatuspst": "KDSTATUSPST", "kdkantor": "KDKANTOR",
    "tsinput": "TSINPUT", "tsupdate": "TSUPDATE", "userinput": "USERINPUT",
    "userupdate": "USERUPDATE", "tsstatus": "TSSTATUS", "daftar": "DAFTAR",
}  # fmt: skip
KEPT_BACK: Final = ("no_kk", "kdjenispst", "hakkelas")  # in the register, not in the dump
HISTORY: Final = ("valid_from", "valid_to")
COLUMNS: Final = (*DUMPED, *KEPT_BACK, *HISTORY)

PRINTED_LENGTH: Final = 22  # characters of a name that fit on a card
USERS_PER_OFFICE: Final = 24
SYSTEM_USERS: Final = ("MIGRASI", "EDABU", "MOBILEJKN", "BATCH")
_MIGRATION, _EMPLOYERS, _APP, _BATCH = range(len(SYSTEM_USERS))
COUNTRIES: Final = ("ID", "MY", "SG", "CN", "IN", "AU")
DOMAINS: Final = ("contoh.example", "surel.example", "pos.example", "kotak.example")
_COUNTRY_OF: Final = table((0.9988, 0.0004, 0.0002, 0.0003, 0.0002, 0.0001))
_BLOOD_OF: Final = table((*m.BLOOD_SHARES, 1 - sum(m.BLOOD_SHARES)))
_BLOOD_FILLED: Final = table(m.BLOOD_SHARES)
_DOMAIN_OF: Final = table((0.6, 0.2, 0.12, 0.08))
_ALONE: Final = table(m.HEADS_ALONE, (0, 2, 3))  # single, divorced, widowed
_CHANNEL_OF: Final = table(m.CHANNEL_SHARES)
_NIGHT: Final = 3 * 3600  # changes before this hour are runs, not people
_UNKNOWN_BLOOD: Final = len(m.BLOOD_SHARES)
_LOWER: Final = pa.array([word.lower().replace(" ", "") for word in WORDS], pa.string())
_NPWP_SHARE: Final = np.round(np.array(m.NPWP_SHARE) * 65536).astype(np.int32)
_NEXT_NUMBER: Final = np.uint64(0x9E3779B97F4A7C15)


def users() -> list[str]:
    """All user names: the system's own, then those of each office."""
    return [
        *SYSTEM_USERS,
        *(
            f"{office.code}-{user:02d}"
            for office in places().offices
            for user in range(1, USERS_PER_OFFICE + 1)
        ),
    ]


def make_records(
    draws: Draws, people: People, versions: Versions, numbering: Numbering
) -> pa.Table:
    """One row a version, with the columns of ``COLUMNS``.

    Args:
        draws: the block's chance.
        people: the block's people.
        versions: their versions.
        numbering: which numbers the block may use.

    Returns:
        The table, in the order of ``versions``.
    """
    who, luck = versions.person, people.luck
    of = pa.array(who)
    card = cards(draws.seed, numbering.first_card + np.arange(people.count))
    kind = KIND[people.segment]
    extra = draws.columns("record", people.count, 8)
    niks, no_ktps = _niks(draws, people, versions, extra, numbering)
    values = {
        "psnoka": card_text(card).take(of),
        "noka_lama": _old_cards(draws, people, "old cards", m.OLD_CARD_SHARE).take(of),
        "noka_lama2": _old_cards(draws, people, "older cards", m.OLDER_CARD_SHARE).take(of),
        "nama": people.name.take(of),
        "nama_cetak": _printed(people.name).take(of),
        "jenkel": coded(people.sex[who], ["L", "P"]),
        "agama": coded(people.religion[who], list(m.RELIGIONS)),
        "tempat_lahir": coded(people.birth_regency[who], places().name),
        "tgl_lahir": days(_birth_dates(people, versions, extra)),
        "flagtanggungan": coded((people.relation != HEAD)[who], ["0", "1"]),
        "no_hp": _phones(draws, people, versions, extra),
        "nik": niks,
        "no_ktp": no_ktps,
        "tmt": days(_cover_starts(people, kind)[who]),
        "tat": days(versions.status_since // DAY_SECONDS - 1, versions.status != m.ACTIVE),
        "npwp": _tax(draws, people, kind).take(of),
        "email": _emails(draws, people, versions),
        "noka": card_text(card[people.head]).take(of),
        "kdhubkel": coded(people.relation[who], list(m.RELATIONS)),
        "kdstawin": coded(_marital(people, versions, luck[11]), list(m.MARITAL)),
        "kdnegara": coded(_COUNTRY_OF[extra[4]][who], list(COUNTRIES)),
        "kdgoldarah": _blood(versions, extra[5]),
        "kdstatuspst": coded(versions.status, list(m.STATUS_CODES)),
        "kdkantor": coded(versions.office, [office.code for office in places().offices]),
        "tsinput": seconds(people.joined[who]),
        "tsupdate": seconds(versions.updated),
        "userinput": coded(_made_by(people, kind, extra[6])[who], users()),
        "userupdate": coded(_changed_by(versions), users()),
        "tsstatus": seconds(versions.status_since),
        "daftar": coded(_channels(people, extra[7])[who], list(m.CHANNELS)),
        "no_kk": family_cards(draws, people).take(of),
        "kdjenispst": coded(people.segment[who], list(m.SEGMENT_CODES)),
        "hakkelas": coded(people.care_class[who], ["1", "2", "3"]),
        "valid_from": seconds(versions.start),
        "valid_to": seconds(versions.end, versions.end != OPEN),
    }
    return pa.table({name: values[name] for name in COLUMNS})


def _niks(
    draws: Draws, people: People, versions: Versions, extra: list[Column], numbering: Numbering
) -> tuple[pa.Array, pa.Array]:
    """NIK, null until filled in; and the identity card's number, which is the NIK of adults."""
    # Some birth dates were corrected after the NIK was given: it keeps the first one.
    shift = np.where(below(extra[0], m.NIK_DATE_MISMATCH), 1 + (extra[1] & 31), 0)
    parts, valid = nik_parts(draws, people, people.birth - shift, numbering)
    who = versions.person
    text = digits(parts).take(pa.array(who))
    infant = people.birth > END_DAY - round(2 * YEAR)
    missing = np.where(infant, m.NIK_MISSING_INFANT, m.NIK_MISSING) * 65536 > extra[2]
    has_nik = valid[who] & (~missing[who] | (versions.filled > 0))
    adult = people.birth < END_DAY - round(17 * YEAR)
    has_card = has_nik & (adult & below(extra[3], 0.88))[who]
    return _masked(text, has_nik), _masked(text, has_card)


def _masked(text: pa.Array, valid: Column) -> pa.Array:
    return pc.if_else(pa.array(valid), text, pa.scalar(None, pa.string()))


def _old_cards(draws: Draws, people: People, stream: str, share: float) -> pa.Array:
    words = draws.words(stream, people.count)
    valid = (words >> np.uint64(48)).astype(np.int64) < round(share * 65536)
    number = (words & np.uint64(0xFFFFFFFFFF)) % np.uint64(1_000_000_000_000)
    return card_text(number, valid)


def _printed(name: pa.Array) -> pa.Array:
    return pc.ascii_rtrim_whitespace(
        pc.utf8_slice_codeunits(pc.ascii_upper(name), 0, PRINTED_LENGTH)
    )


def _birth_dates(people: People, versions: Versions, extra: list[Column]) -> Column:
    """Birth dates; a correction moves them by a few days."""
    shift = (1 + (extra[1] & 15).astype(np.int32))[versions.person] * versions.birth
    return np.asarray(people.birth[versions.person] - shift)


def _phones(draws: Draws, people: People, versions: Versions, extra: list[Column]) -> pa.Array:
    who = versions.person
    with_head = (people.relation != HEAD) & below(extra[0] * np.uint16(7), m.PHONE_OF_HEAD)
    owner = np.where(with_head, people.head, np.arange(people.count))
    base = draws.words("phones", people.count)[owner][who]
    words = mix(base + versions.phone.astype(np.uint64) * _NEXT_NUMBER)
    missing = below(draws.shorts("phone missing", people.count), m.PHONE_MISSING)
    return phones(words, (versions.phone > 0) | ~missing[who])


def _tax(draws: Draws, people: People, kind: Column) -> pa.Array:
    words = draws.words("tax", people.count)
    share = np.where(people.relation == HEAD, _NPWP_SHARE[kind], 600)
    holders = np.flatnonzero((words >> np.uint64(48)).astype(np.int64) < share)
    numbers = tax_numbers(mix(words[holders].copy()))
    return _scatter(numbers, holders, people.count)


def _scatter(values: pa.Array, at: Column, count: int) -> pa.Array:
    """``values`` at the positions ``at``, null elsewhere."""
    index = np.full(count, -1, dtype=np.int32)
    index[at] = np.arange(len(at), dtype=np.int32)
    return values.take(pa.array(index, mask=index < 0))


def _emails(draws: Draws, people: People, versions: Versions) -> pa.Array:
    luck = draws.columns("emails", people.count, 3)
    ever = np.flatnonzero(below(luck[0], m.EMAIL_SHARE * 2))
    local = _LOWER.take(pa.array(people.first_word[ever]))
    number = digits([luck[1][ever] % 10_000])
    domain = pa.array(DOMAINS).take(pa.array(_DOMAIN_OF[luck[2]][ever]))
    address = pc.binary_join_element_wise(
        local, pc.binary_join_element_wise(number, domain, "@"), ""
    )
    index = np.full(people.count, -1, dtype=np.int32)
    index[ever] = np.arange(len(ever), dtype=np.int32)
    index = index[versions.person]
    known = (luck[0] < round(m.EMAIL_SHARE * 65536))[versions.person] | (versions.filled > 0)
    return address.take(pa.array(index, mask=(index < 0) | ~known))


def _cover_starts(people: People, kind: Column) -> Column:
    """Independents wait 14 days, workers begin on a first, the aided at once."""
    day = people.joined // DAY_SECONDS
    first = day.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]")
    wait = np.where(kind == m.INDEPENDENT, day + 14, day)
    return np.where((kind == m.WORKERS) & (day > LAUNCH_DAY), first.astype(np.int64), wait)


def _marital(people: People, versions: Versions, luck: Column) -> Column:
    """Single, married, divorced, widowed; a change moves to the likeliest next."""
    adult_child = (people.relation == CHILD) & (people.birth < END_DAY - round(22 * YEAR))
    family = np.bincount(people.family, weights=(people.relation % CHILD) != HEAD) > 0
    alone = _ALONE[luck]
    base = np.where(people.relation == HEAD, np.where(family[people.family], 1, alone), 1)
    base = np.where(people.relation == CHILD, adult_child & below(luck, m.MARRIED_CHILDREN), base)
    now = base[versions.person]
    changed = np.where(now == 1, 2 + (versions.user & 1), 1)
    return np.where(versions.married % 2 == 1, changed, now)


def _blood(versions: Versions, luck: Column) -> pa.DictionaryArray:
    group = _BLOOD_OF[luck][versions.person]
    filled = _BLOOD_FILLED[luck * np.uint16(5)][versions.person]
    group = np.where((group == _UNKNOWN_BLOOD) & (versions.filled > 0), filled, group)
    known = group != _UNKNOWN_BLOOD
    return coded(np.where(known, group, 0), list(m.BLOOD_GROUPS), known)


def _made_by(people: People, kind: Column, luck: Column) -> Column:
    office = places().office[people.regency].astype(np.int32)
    user = len(SYSTEM_USERS) + office * USERS_PER_OFFICE + luck % USERS_PER_OFFICE
    user = np.where((kind == m.WORKERS) & ~below(luck, m.WORKERS_AT_OFFICE), _EMPLOYERS, user)
    user = np.where((kind == m.INDEPENDENT) & ~below(luck, m.INDEPENDENT_AT_OFFICE), _APP, user)
    return np.where(people.joined // DAY_SECONDS == LAUNCH_DAY, _MIGRATION, user)


def _changed_by(versions: Versions) -> Column:
    office = versions.office.astype(np.int32)
    user = len(SYSTEM_USERS) + office * USERS_PER_OFFICE + versions.user % USERS_PER_OFFICE
    user = np.where(below(versions.user, m.CHANGED_BY_APP), _APP, user)
    night = versions.updated % DAY_SECONDS < _NIGHT
    return np.where(night, _BATCH, user)


def _channels(people: People, luck: Column) -> Column:
    migrated = people.joined // DAY_SECONDS == LAUNCH_DAY
    return np.where(migrated, len(m.CHANNELS) - 1, _CHANNEL_OF[luck])

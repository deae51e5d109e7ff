"""How many people the whole dump can hold: counted, bounded, or left open with the reason.

Three things can be said without assuming how a sample was drawn:

1. a dump of which every row is in hand holds the members that its rows point to: counted;
2. a whole holds at least the members of its sample;
3. claimed rows beyond the number of members are no distinct members (pigeonhole).

A figure for the whole of a sampled dump would need the sample to be drawn at random, which a
seller's sample is not known to be; until that is tested there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual, Interval
from telusur.reconciling.candidate import ceiling
from telusur.vocabulary.wording import count, say, share

if TYPE_CHECKING:
    from telusur.model.claim import Claim
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.records import Records
    from telusur.model.register import RegisterFacts

COUNTED = "counted: every row of the dump was in hand"


def rows_in_hand(receipt: Receipt) -> int:
    """Rows that were received, readable or not."""
    return receipt.rows_read + receipt.rows_rejected


def rows_missing(claim: Claim, receipt: Receipt) -> int:
    """Claimed rows that were not received."""
    return max(0, (claim.rows_claimed or 0) - rows_in_hand(receipt))


def beyond_chance(records: Records) -> bool:
    """Whether the members found are more than drawn identifiers or swapped rows would find."""
    if records.match_rate.low <= records.decoys.chance.upper_bound:
        return False
    return records.consistent is None or records.consistent.low > records.decoys.swap.upper_bound


def why_not_estimated(claim: Claim, receipt: Receipt, records: Records | None) -> Bilingual | None:
    """Why the number of people in the whole dump cannot be given; None if it can."""
    if records is None or not records.match_rate.trials:
        return Bilingual(
            id="Tidak ada baris yang dapat diuji terhadap register, sehingga orangnya tidak dapat "
            "dihitung.",
            en="No row could be tested against the register, so people cannot be counted.",
        )
    if not beyond_chance(records):
        return Bilingual(
            id="Kecocokan tidak terbukti melampaui kebetulan, sehingga yang ditemukan tidak dapat "
            "dianggap orang dalam data ini.",
            en="The match is not shown to exceed chance, so those found cannot be taken for the "
            "people of this dump.",
        )
    missing = rows_missing(claim, receipt)
    if missing:
        return say(
            "{missing} baris yang diklaim tidak diterima, dan tidak terbukti bahwa sampelnya "
            "diambil secara acak.",
            "{missing} claimed rows were not received, and nothing shows that the sample was "
            "drawn at random.",
            missing=count(missing),
        )
    return None


def estimated_people(claim: Claim, receipt: Receipt, records: Records | None) -> Interval | None:
    """Distinct members in the whole dump, where they can be counted (1)."""
    if records is None or why_not_estimated(claim, receipt, records):
        return None
    people = records.distinct_people
    # members whom only probable rows point to may be others, or the same again
    most = people + (records.linkage.people if records.linkage else 0)
    return Interval(value=people, low=people, high=most, method=COUNTED)


def sample_limits(
    claim: Claim, receipt: Receipt, facts: RegisterFacts | None, records: Records | None
) -> tuple[Bilingual, ...]:
    """What the rows in hand can and cannot say of the whole, in that order."""
    said = []
    if facts is not None:
        said += _beyond_members(claim, facts)
    missing, in_hand = rows_missing(claim, receipt), rows_in_hand(receipt)
    if missing and in_hand and claim.rows_claimed:
        said.append(
            say(
                "{in_hand} baris di tangan adalah {part} dari {claimed} baris yang diklaim; "
                "angka di sini berlaku untuk baris yang di tangan.",
                "The {in_hand} rows in hand are {part} of the {claimed} rows claimed; the figures "
                "hold for the rows in hand.",
                in_hand=count(in_hand),
                part=share(in_hand / claim.rows_claimed),
                claimed=count(claim.rows_claimed),
            )
        )
        if records is not None and records.match_rate.trials and beyond_chance(records):
            said.append(  # (2)
                say(
                    "Jika baris itu memang bagian dari keseluruhan, keseluruhannya memuat "
                    "sedikitnya {people} peserta berbeda.",
                    "If these rows are part of the whole, the whole holds at least {people} "
                    "distinct members.",
                    people=count(records.distinct_people),
                )
            )
    reason = why_not_estimated(claim, receipt, records)
    return tuple(said) + ((reason,) if reason else ())


def _beyond_members(claim: Claim, facts: RegisterFacts) -> list[Bilingual]:
    """The pigeonhole (3), for rows and for people."""
    top = ceiling(facts)
    if top is None:
        return []
    kinds = (
        ("baris", "rows", claim.rows_claimed),
        ("orang", "people", claim.people_claimed),
    )
    return [
        say(
            "Klaim {claimed} {what_id} melampaui {members} peserta {holder} sebanyak {beyond}: "
            "sedikitnya sebanyak itu bukan peserta yang berbeda, dengan cara pengambilan apa pun.",
            "The {claimed} {what_en} claimed exceed the {members} members of {holder} by {beyond}: "
            "at least that many are no distinct member, however they were taken.",
            claimed=count(claimed),
            what_id=indonesian,
            what_en=english,
            members=count(top[0]),
            holder=facts.holder,
            beyond=count(claimed - top[0]),
        )
        for indonesian, english, claimed in kinds
        if claimed is not None and claimed > top[0]
    ]

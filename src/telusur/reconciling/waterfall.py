"""From the claimed number to real people, step by step.

Each step says how many rows are left and why the others went. Every step from ``in_hand`` on is a
part of the step before it; only the claim may be smaller than what is in hand, since a claim can
be wrong either way.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from telusur.errors import InternalFault
from telusur.model.base import Bilingual
from telusur.model.findings.reconciliation import Claimed, Reconciliation, Step
from telusur.reconciling.candidate import is_claimed
from telusur.reconciling.people import estimated_people, rows_in_hand, sample_limits
from telusur.reconciling.subject import rows_found
from telusur.vocabulary.wording import at_most, count, say, share

if TYPE_CHECKING:
    from telusur.model.claim import Claim
    from telusur.model.findings.profile import Profile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.records import Outcome, Records
    from telusur.model.register import RegisterFacts


def reconcile(
    claim: Claim,
    receipt: Receipt,
    profile: Profile,
    registers: tuple[RegisterFacts, ...],
    records: tuple[Records, ...],
) -> Reconciliation:
    """Claimed against found.

    The register is the claimed holder's, else the one that the rows fit best.

    Raises:
        InternalFault: a step has more rows than the one before it (``waterfall-rises``).
    """
    facts, tested = _register(claim, registers, records)
    steps = [
        *_claimed(claim),
        *_received(claim, receipt),
        *_matched(receipt, profile, tested),
    ]
    _check([step for step in steps if step.label != "claimed"])
    return Reconciliation(
        steps=tuple(steps),
        claimed=Claimed(rows=claim.rows_claimed, people=claim.people_claimed),
        estimated_people=estimated_people(claim, receipt, tested),
        sample_limits=sample_limits(claim, receipt, facts, tested),
    )


def _register(
    claim: Claim, registers: tuple[RegisterFacts, ...], records: tuple[Records, ...]
) -> tuple[RegisterFacts | None, Records | None]:
    tests = {one.register_: one for one in records}
    claimed = [facts for facts in registers if is_claimed(claim, facts)]
    facts = min(
        claimed or registers,
        key=lambda one: (-rows_found(tests.get(one.name)), one.holder, one.name),
        default=None,
    )
    return facts, tests.get(facts.name) if facts else None


def _claimed(claim: Claim) -> list[Step]:
    if claim.rows_claimed is None:
        return []
    why = say(
        "Klaim menyebut {rows} baris.",
        "The claim says {rows} rows.",
        rows=count(claim.rows_claimed),
    )
    return [Step(label="claimed", rows=claim.rows_claimed, why=why, people=claim.people_claimed)]


def _received(claim: Claim, receipt: Receipt) -> list[Step]:
    in_hand = rows_in_hand(receipt)
    if claim.rows_claimed:
        received = say(
            "{rows} baris diterima: {part} dari yang diklaim.",
            "{rows} rows were received: {part} of those claimed.",
            rows=count(in_hand),
            part=share(in_hand / claim.rows_claimed),
        )
    else:
        received = say("{rows} baris diterima.", "{rows} rows were received.", rows=count(in_hand))
    readable = _lost(
        receipt.rows_rejected,
        Bilingual(
            id="{rows} baris rusak dan tidak terbaca.",
            en="{rows} rows are damaged and could not be read.",
        ),
        Bilingual(id="Tidak ada baris yang ditolak.", en="No row was rejected."),
    )
    return [
        Step(label="in_hand", rows=in_hand, why=received),
        Step(label="readable", rows=receipt.rows_read, why=readable),
    ]


def _matched(receipt: Receipt, profile: Profile, records: Records | None) -> list[Step]:
    """Repeats are a step where the outcomes of distinct rows are known, or nothing follows it.

    Rows that no register was asked about end here: how many are members is then not said.
    """
    if records is None or not records.match_rate.trials:
        return [_distinct(receipt.rows_read - profile.duplicate_rows, profile.duplicate_rows)]
    steps = []
    if records.rows < receipt.rows_read:
        why = say(
            "{rows} baris berada pada tabel yang tidak dibandingkan dengan register ini.",
            "{rows} rows are in tables that were not compared with this register.",
            rows=count(receipt.rows_read - records.rows),
        )
        steps.append(Step(label="compared", rows=records.rows, why=why))
    repeats = records.rows - records.distinct_rows
    known = records.distinct_outcome or (records.outcome if repeats == 0 else None)
    if known:
        steps.append(_distinct(records.distinct_rows, repeats))
    return steps + _linked(known or records.outcome, records, 0 if known else repeats)


def _distinct(rows: int, repeats: int) -> Step:
    why = _lost(
        repeats,
        Bilingual(
            id="{rows} baris mengulang baris lain sama persis.",
            en="{rows} rows repeat another row exactly.",
        ),
        Bilingual(
            id="Tidak ada baris yang mengulang baris lain.", en="No row repeats another exactly."
        ),
    )
    return Step(label="distinct_rows", rows=rows, why=why)


def _linked(outcome: Outcome, records: Records, repeats: int) -> list[Step]:
    usable = outcome.total() - outcome.unusable
    linked = usable - outcome.absent
    found = linked - outcome.probable
    no_key = _lost(
        outcome.unusable,
        Bilingual(
            id="{rows} baris tidak memuat apa pun untuk dicocokkan.",
            en="{rows} rows hold nothing to match on.",
        ),
        Bilingual(
            id="Setiap baris memuat kunci untuk dicocokkan.",
            en="Every row holds a key to match on.",
        ),
    )
    absent = _lost(
        outcome.absent,
        Bilingual(
            id="{rows} baris tidak ada dalam register; pengenal acak ditemukan secara kebetulan "
            "paling banyak {drawn}.",
            en="{rows} rows are not in the register; of drawn identifiers, at most {drawn} are "
            "found by chance.",
        ),
        Bilingual(
            id="Setiap baris ada dalam register; pengenal acak ditemukan secara kebetulan paling "
            "banyak {drawn}.",
            en="Every row is in the register; of drawn identifiers, at most {drawn} are found by "
            "chance.",
        ),
        drawn=at_most(records.decoys.chance.upper_bound),
    )
    people = _lost(
        max(0, found - records.distinct_people),
        Bilingual(
            id="{rows} baris lagi menunjuk peserta yang sudah terhitung"
            + (" ({repeats} baris adalah ulangan sama persis)." if repeats else "."),
            en="{rows} more rows point to members already counted"
            + (" ({repeats} rows are exact repeats)." if repeats else "."),
        ),
        Bilingual(
            id="Setiap baris menunjuk peserta yang berbeda.",
            en="Every row points to a different member.",
        ),
        repeats=count(repeats),
    )
    members = records.distinct_people
    if not outcome.probable:
        steps = [Step(label="key_found", rows=found, why=absent)]
    else:
        steps = [
            Step(label="linked", rows=linked, why=absent),
            Step(label="key_found", rows=found, why=_probable(outcome.probable, records)),
        ]
    return [
        Step(label="usable", rows=usable, why=no_key),
        *steps,
        Step(label="distinct_members", rows=members, why=people, people=members),
    ]


def _probable(rows: int, records: Records) -> Bilingual:
    """Rows that no key found: they are counted apart, and nothing rests on them."""
    linkage = records.linkage
    false = linkage.expected_false.high if linkage and linkage.expected_false else rows
    return say(
        "{rows} baris tidak ditemukan melalui kunci dan terhubung melalui kolom lain; paling "
        "banyak {false} di antaranya diperkirakan keliru.",
        "{rows} rows were found by no key and linked by other columns; at most {false} of them are "
        "expected to be mistaken.",
        rows=count(rows),
        false=count(min(rows, ceil(false))),
    )


def _lost(rows: int, some: Bilingual, none: Bilingual, **parts: Bilingual) -> Bilingual:
    """Why ``rows`` rows go at this step, or that none do."""
    sentence = some if rows else none
    return say(sentence.id, sentence.en, rows=count(rows), **parts)


def _check(steps: list[Step]) -> None:
    for before, after in pairwise(steps):
        if after.rows > before.rows:
            raise InternalFault(
                "waterfall-rises",
                f"step {after.label} has more rows than {before.label}",
                got=str(after.rows),
                expected=f"at most {before.rows}",
                hint="report this with findings of the run; its counts cannot be used",
            )

"""The answer in sentences: each in both languages, each with pointers to what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.model.findings.verdict import Grade, Statement
from telusur.reconciling.candidate import ceiling, is_claimed
from telusur.reconciling.grading import RANK
from telusur.reconciling.people import rows_in_hand, rows_missing
from telusur.reconciling.reasons import declared, grounds, why
from telusur.vocabulary.wording import at_least, at_most, count, day, one_or_more, say, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.claim import Claim
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.records import Outcome
    from telusur.reconciling.candidate import Candidate
    from telusur.reconciling.grading import Weighed

# Grades under which the rows belong, at least in part, to the candidate's people.
_PEOPLE_MATCH = (Grade.SIMILAR, Grade.STRONGLY_SUSPECTED, Grade.VERIFIED)


def statements(
    claim: Claim, receipt: Receipt, chosen: Weighed | None, weighed: tuple[Weighed, ...]
) -> tuple[Statement, ...]:
    """The answer first, then what it rests on, then what limits it."""
    if chosen is None:
        return (
            Statement(
                says=Bilingual(
                    id="Belum dapat dipastikan: tidak ada register yang diberikan.",
                    en="Undecided: no register was given.",
                ),
                basis=("/registers",),
            ),
        )
    return (
        _answer(chosen, receipt),
        *_own_columns(chosen),
        *_genuine(chosen),
        *_date(chosen),
        *_extent(claim, receipt, chosen),
        *_others(claim, chosen, weighed),
    )


def _answer(chosen: Weighed, receipt: Receipt) -> Statement:
    term = chosen.grade.term
    capital = Bilingual(id=term.id.capitalize(), en=term.en.capitalize())
    says = say("{term}. {why}", "{term}. {why}", term=capital, why=why(chosen, receipt))
    return Statement(says=says, basis=grounds(chosen))


def _own_columns(chosen: Weighed) -> Iterator[Statement]:
    """How far the holder's own columns agree, from the weakest to the strongest."""
    own, at = chosen.rows.own, chosen.candidate.at
    if not own:
        return
    lows = [column.agreement.low for column in own]
    highs = [column.agreement.high for column in own]
    yield Statement(
        says=say(
            "{columns} kolom yang {own_id} dapat dibandingkan: nilainya cocok pada {low} sampai "
            "{high} baris yang ditemukan (pada orang yang ditukar paling banyak {chance}).",
            "{columns} {noun} {own_en} could be compared: {agree} in {low} to {high} of the "
            "rows found (between swapped people, at most {chance}).",
            columns=count(len(own)),
            noun=one_or_more(len(own), "column", "columns"),
            agree=one_or_more(len(own), "it agrees", "they agree"),
            own_id="hanya dimiliki pemegang register"
            if declared(chosen)
            else "tidak dimiliki secara luas",
            own_en="that only the holder has"
            if declared(chosen)
            else f"that {one_or_more(len(own), 'is', 'are')} not widely known",
            low=at_least(min(lows)),
            high=at_most(max(highs)),
            chance=at_most(max(column.agreement.by_chance or 0.0 for column in own)),
        ),
        basis=tuple(f"{at['records']}/agreement/{column.at}" for column in own),
    )


def _genuine(chosen: Weighed) -> Iterator[Statement]:
    """How much of it is the register's, and what the rest is."""
    records, at = chosen.candidate.tested, chosen.candidate.at
    if records is None or chosen.grade not in _PEOPLE_MATCH:
        return
    outcome = records.outcome
    if records.consistent is not None:
        rate = records.consistent
        yield Statement(
            says=say(
                "Pada {value} baris yang dapat diuji ({low}–{high}) isi kolomnya bersama-sama "
                "milik peserta yang ditemukan (pada baris yang ditukar paling banyak {swapped}).",
                "In {value} of the rows that can be tested ({low}–{high}) the columns jointly "
                "belong to the member found (in swapped rows, at most {swapped}).",
                value=share(rate.value),
                low=at_least(rate.low),
                high=at_most(rate.high),
                swapped=at_most(records.decoys.swap.upper_bound),
            ),
            basis=(f"{at['records']}/consistent", f"{at['records']}/decoys/swap"),
        )
        mixed = records.match_rate.successes - rate.successes
        if mixed > 0:
            yield Statement(
                says=say(
                    "Pada {mixed} baris kuncinya ditemukan, tetapi isi kolomnya bersama-sama bukan "
                    "milik peserta itu.",
                    "In {mixed} {rows} the key is found, but the columns do not jointly belong to "
                    "that member.",
                    rows=one_or_more(mixed, "row", "rows"),
                    mixed=count(mixed),
                ),
                basis=(f"{at['records']}/match_rate", f"{at['records']}/consistent"),
            )
    rest = _rest(outcome)
    if rest:
        yield Statement(
            says=rest,
            basis=(f"{at['records']}/outcome/absent", f"{at['records']}/outcome/unusable"),
        )


def _rest(outcome: Outcome) -> Bilingual | None:
    """Rows that are not the register's or cannot be asked; a kind without rows is left out."""
    absent, unusable = count(outcome.absent), count(outcome.unusable)
    if outcome.absent and outcome.unusable:
        return say(
            "Tidak semuanya berasal dari register itu: {absent} baris tidak ada di dalamnya dan "
            "{unusable} baris tidak dapat diuji.",
            "Not all of it is that register's: {absent} {rows_are} not in it and {unusable} could "
            "not be tested.",
            rows_are=one_or_more(outcome.absent, "row is", "rows are"),
            absent=absent,
            unusable=unusable,
        )
    if outcome.absent:
        return say(
            "Tidak semuanya berasal dari register itu: {absent} baris tidak ada di dalamnya.",
            "Not all of it is that register's: {absent} {rows_are} not in it.",
            rows_are=one_or_more(outcome.absent, "row is", "rows are"),
            absent=absent,
        )
    if outcome.unusable:
        return say(
            "Tidak semuanya dapat diuji: {unusable} baris tidak memuat kunci untuk dicocokkan.",
            "Not all of it could be tested: {unusable} {rows_hold} no key to match on.",
            rows_hold=one_or_more(outcome.unusable, "row holds", "rows hold"),
            unusable=unusable,
        )
    return None


def _date(chosen: Weighed) -> Iterator[Statement]:
    dating, at = chosen.candidate.dating, chosen.candidate.at
    if dating is None or dating.earliest is None or dating.latest is None:
        return
    if chosen.grade is Grade.NOT_THE_SAME:
        return
    yield Statement(
        says=say(
            "Isinya menggambarkan keadaan register antara {earliest} dan {latest} "
            "(keyakinan {confidence}); itu bukan tanggal pencuriannya.",
            "It shows the register as it was between {earliest} and {latest} ({confidence} "
            "confidence); that is not the date of the theft.",
            earliest=day(dating.earliest),
            latest=day(dating.latest),
            confidence=share(dating.confidence or 0.0),
        ),
        basis=(at["dating"],),
    )


def _extent(claim: Claim, receipt: Receipt, chosen: Weighed) -> Iterator[Statement]:
    """What was received of what was claimed, and what the claim can be at most."""
    if rows_missing(claim, receipt) and rows_in_hand(receipt):
        yield Statement(
            says=say(
                "Dari {claimed} baris yang diklaim, {in_hand} diterima; putusan ini berlaku untuk "
                "baris yang diterima.",
                "Of {claimed} rows claimed, {in_hand} were received; the verdict holds for those "
                "received.",
                claimed=count(claim.rows_claimed or 0),
                in_hand=count(rows_in_hand(receipt)),
            ),
            basis=("/claim/rows_claimed", "/receipt/rows_read"),
        )
    top = ceiling(chosen.candidate.facts)
    if top and claim.rows_claimed is not None and claim.rows_claimed > top[0]:
        yield Statement(
            says=say(
                "Klaim {claimed} baris melampaui {members} peserta {holder}: sedikitnya {beyond} "
                "baris bukan peserta yang berbeda.",
                "The {claimed} rows claimed exceed the {members} members of {holder}: at least "
                "{beyond} rows are no distinct member.",
                claimed=count(claim.rows_claimed),
                members=count(top[0]),
                holder=chosen.candidate.holder,
                beyond=count(claim.rows_claimed - top[0]),
            ),
            basis=("/claim/rows_claimed", chosen.candidate.at["registers"] + top[1]),
        )


def _others(claim: Claim, chosen: Weighed, weighed: tuple[Weighed, ...]) -> Iterator[Statement]:
    """The other candidates, in the order given; one that fits better than the claimed is told."""
    for other in weighed:
        if other is chosen:
            continue
        better = RANK[other.grade] > RANK[chosen.grade]
        if better and is_claimed(claim, chosen.candidate.facts):
            template = (
                (
                    "Register lain lebih sesuai daripada yang disebut dalam klaim: {holder} "
                    "({register}), {term}."
                ),
                (
                    "Another register fits better than the one that the claim names: {holder} "
                    "({register}), {term}."
                ),
            )
        else:
            template = (
                "Register lain yang diperiksa: {holder} ({register}), {term}.",
                "Another register examined: {holder} ({register}), {term}.",
            )
        yield Statement(
            says=say(
                *template,
                holder=other.candidate.holder,
                register=other.candidate.name,
                term=other.grade.term,
            ),
            basis=_where(other.candidate),
        )


def _where(candidate: Candidate) -> tuple[str, ...]:
    """The strongest findings there are of a candidate."""
    at = candidate.at
    if candidate.tested:
        return (f"{at['records']}/match_rate",)
    return (at.get("structure", at["registers"]),)

"""Questions without an answer, each with its reason. A question that is answered is not here.

Keys are stable and translated by the report: ``docs/methods/verdict.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.model.findings.verdict import CannotTell, Grade
from telusur.reconciling.candidate import is_claimed
from telusur.reconciling.people import rows_missing, why_not_estimated
from telusur.reconciling.unlinked import unlinked
from telusur.vocabulary.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.claim import Claim
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.tracing import Tracing
    from telusur.reconciling.grading import Weighed


def open_questions(
    claim: Claim,
    receipt: Receipt,
    tracing: Tracing,
    chosen: Weighed | None,
    weighed: tuple[Weighed, ...],
    further: tuple[CannotTell, ...] = (),
) -> tuple[CannotTell, ...]:
    """What could not be told, in the order in which a reader would ask.

    ``further`` are questions about what follows from the answer: they come last, and are moot
    where no candidate is left.
    """
    questions = [
        *_holder(claim, chosen, weighed),
        *(_of_candidate(claim, receipt, chosen) if chosen else ()),
        *(_way_out(receipt, tracing, chosen) if chosen else ()),
    ]
    told = tuple(CannotTell(what=what, why=reason) for what, reason in questions)
    return told if chosen is None or chosen.grade is Grade.NOT_THE_SAME else told + further


Question = tuple[str, Bilingual]


def _holder(
    claim: Claim, chosen: Weighed | None, weighed: tuple[Weighed, ...]
) -> Iterator[Question]:
    if claim.holder_claimed and not any(is_claimed(claim, one.candidate.facts) for one in weighed):
        yield (
            "claimed_holder",
            Bilingual(
                id="Register pemegang data yang disebut dalam klaim tidak diberikan.",
                en="No register of the holder that the claim names was given.",
            ),
        )
    if chosen is None or chosen.grade is Grade.NOT_THE_SAME:
        yield (
            "source",
            say(
                "Telusur hanya menjawab untuk register yang diberikan ({registers}).",
                "Telusur answers only for the registers given ({registers}).",
                registers=count(len(weighed)),
            ),
        )


def _of_candidate(claim: Claim, receipt: Receipt, chosen: Weighed) -> Iterator[Question]:
    """What stays open of the rows, the date and the people of the candidate."""
    if chosen.grade is Grade.NOT_THE_SAME:
        return
    candidate = chosen.candidate
    records, dating, facts = candidate.tested, candidate.dating, candidate.facts
    if records is None:
        yield "rows_not_tested", _why_not_tested(receipt, chosen)
    untried = candidate.structure.not_tested if candidate.structure else ()
    if untried:
        yield (
            "other_forms",
            say(
                "Register yang disiapkan tidak menyimpan nilai asli: apakah {columns} kolom data "
                "ini memuat kolomnya yang di-hash, disamarkan, dipotong, atau digabung, tidak "
                "diuji.",
                "The prepared register holds no plain values: whether {columns} columns of the "
                "dump hold its own hashed, masked, cut or joined was not tested.",
                columns=count(sum(len(one.columns) for one in untried)),
            ),
        )
    if dating is None or dating.status == "cannot_tell":
        yield "date", _why_not_dated(chosen)
    if records is not None and records.outcome.changed and facts.history == "none":
        yield (
            "changed_or_altered",
            say(
                "Register tidak memuat riwayat: pada {rows} baris yang berbeda, perubahan yang "
                "wajar tidak dapat dibedakan dari pengubahan.",
                "The register has no history: in the {rows} rows that differ, a change in the "
                "ordinary course cannot be told from an alteration.",
                rows=count(records.outcome.changed),
            ),
        )
    open_rows = unlinked(candidate.records.linkage if candidate.records else None)
    if open_rows:
        yield "rows_without_key", open_rows
    unestimated = why_not_estimated(claim, receipt, records)
    if unestimated:
        yield "estimated_people", unestimated
    missing = rows_missing(claim, receipt)
    if missing:
        yield (
            "whole_from_sample",
            say(
                "{missing} baris yang diklaim tidak diterima; apakah isinya sama dengan yang "
                "diterima tidak diketahui.",
                "{missing} claimed rows were not received; whether they are like those received "
                "is not known.",
                missing=count(missing),
            ),
        )
    proven = chosen.grade in (Grade.VERIFIED, Grade.STRONGLY_SUSPECTED)
    if proven and candidate.basis == "inferred":
        yield (
            "others_may_hold_them",
            Bilingual(
                id="Register tidak menyatakan kolom mana yang hanya dimilikinya: yang terbukti "
                "adalah salinan baris register ini, dan pihak lain mungkin memiliki baris yang "
                "sama.",
                en="The register does not declare which columns only it has: what is shown is a "
                "copy of its rows, and others may hold the same rows.",
            ),
        )


def _why_not_tested(receipt: Receipt, chosen: Weighed) -> Bilingual:
    if receipt.rows_read == 0:
        return Bilingual(
            id="Tidak ada baris yang diterima, hanya nama kolom.",
            en="No rows were received, only column names.",
        )
    if chosen.candidate.facts.header_only:
        return Bilingual(
            id="Register hanya dikenal dari kolomnya; datanya tidak diberikan.",
            en="The register is known by its columns alone; its data were not given.",
        )
    return Bilingual(
        id="Tidak ada kunci register yang terisi dalam data ini.",
        en="No key of the register holds values in the dump.",
    )


def _why_not_dated(chosen: Weighed) -> Bilingual:
    candidate = chosen.candidate
    if candidate.tested is None:
        return Bilingual(
            id="Tidak ada baris yang dibandingkan dengan register.",
            en="No rows were compared with the register.",
        )
    if candidate.facts.history == "none":
        return Bilingual(
            id="Register tidak memuat riwayat, sehingga satu saat tidak dapat dibedakan dari "
            "saat lain.",
            en="The register has no history, so one moment cannot be told from another.",
        )
    return Bilingual(
        id="Riwayat register tidak membedakan saat yang satu dari yang lain bagi baris ini.",
        en="For these rows the register's history does not tell one moment from another.",
    )


def _way_out(receipt: Receipt, tracing: Tracing, chosen: Weighed) -> Iterator[Question]:
    """What tracing has no finding on."""
    same = chosen.grade is not Grade.NOT_THE_SAME
    if same and not tracing.exports:
        yield "export", _why_no_export(chosen)
        yield (
            "recipient",
            Bilingual(
                id="Tanpa ekspor yang cocok, penerimanya tidak dapat ditunjuk.",
                en="Without an export that fits, no recipient can be named.",
            ),
        )
    if same and not tracing.scope:
        yield (
            "scope",
            Bilingual(
                id="Belum diuji bagian register mana yang tercakup.",
                en="Which part of the register is covered was not tested.",
            ),
        )
    if not tracing.recycled:
        yield (
            "recycled",
            Bilingual(
                id="Data ini tidak dibandingkan dengan kebocoran terdahulu.",
                en="The dump was not compared with earlier leaks.",
            ),
        )
    if same and receipt.rows_read and tracing.fabricated.share is None:
        yield (
            "fabricated_share",
            Bilingual(
                id="Belum diuji apakah baris yang tidak cocok dibuat-buat, keliru, atau dari "
                "sumber lain.",
                en="Whether rows that do not match are invented, mistaken or from another source "
                "was not tested.",
            ),
        )


def _why_no_export(chosen: Weighed) -> Bilingual:
    if not chosen.candidate.facts.exports:
        return Bilingual(
            id="Register tidak mencantumkan satu pun ekspor untuk dibandingkan.",
            en="The register declares no export to compare with.",
        )
    return say(
        "{exports} ekspor yang tercantum belum dibandingkan dengan data ini.",
        "The {exports} exports declared were not compared with the dump.",
        exports=count(len(chosen.candidate.facts.exports)),
    )

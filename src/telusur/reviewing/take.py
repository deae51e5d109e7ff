"""Answers of clerks into an interval of the precision, written beside the findings.

Pairs were drawn at random within each stratum, so each stratum has an exact binomial interval
(Clopper-Pearson). The strata of probable rows are put together by their sizes; each gets an equal
part of the error allowed, so that all hold at once (Bonferroni) and the sum does.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from telusur.errors import UsageError
from telusur.model.base import Interval
from telusur.output import PRIVATE_FILE, cannot_write
from telusur.reviewing.interface import ABOUT, ANSWERS, REVIEW, Review, findings_of, pairs_of
from telusur.reviewing.strata import stratified
from telusur.vocabulary.intervals import CONFIDENCE, clopper_pearson, rate

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.reviewing.interface import Stratum

MOST = 64 << 20  # characters of a table


def take(run: Path, table: Path, register: str | None = None) -> Review:
    """Read the clerks' answers, write ``review.json`` into the run's folder.

    Raises:
        UsageError: ``not-a-run``, ``nothing-to-review``, ``answers-unreadable``,
            ``answers-of-another`` when a pair is not one of the run's.
    """
    findings = findings_of(run)
    pairs, of, strata = stratified(pairs_of(run, register))
    stratum_of = {
        (row, member): int(at)
        for row, member, at in zip(
            pairs["row"].to_pylist(), pairs["member"].to_pylist(), of, strict=True
        )
    }
    counts: list[Counter[str]] = [Counter() for _ in strata]
    for pair, answer in _answers(table).items():
        if pair not in stratum_of:
            raise UsageError("answers-of-another", f"{table.name} has pairs of another run")
        counts[stratum_of[pair]][answer] += 1
    told = tuple(_told(one, count) for one, count in zip(strata, counts, strict=True))
    review = Review(
        run=findings.run.id,
        register_=pairs["register"][0].as_py(),
        strata=told,
        precision=precision([one for one in told if one.linked]),
    )
    path = run / REVIEW
    try:
        path.write_text(review.model_dump_json(by_alias=True, indent=2) + "\n", encoding="utf-8")
        path.chmod(PRIVATE_FILE)
    except OSError as error:
        raise cannot_write(run, error) from None
    return review


def precision(strata: list[Stratum]) -> Interval | None:
    """The share of all pairs of these strata that are right."""
    strata = [one for one in strata if one.pairs]
    if not strata or not all(one.yes + one.no for one in strata):
        return None
    each = 1 - (1 - CONFIDENCE) / len(strata)
    total = sum(one.pairs for one in strata)
    value = low = high = 0.0
    for one in strata:
        part = one.pairs / total
        value += part * one.yes / (one.yes + one.no)
        if one.drawn == one.pairs:  # all were looked at: nothing is left to chance
            low += part * one.yes / one.pairs
            high += part * (one.yes + one.unsure) / one.pairs
        else:
            low += part * clopper_pearson(one.yes, one.drawn, each)[0]
            high += part * clopper_pearson(one.yes + one.unsure, one.drawn, each)[1]
    return Interval(
        value=min(1.0, value),
        low=max(0.0, min(low, value)),
        high=min(1.0, max(high, value)),
        method=f"Clopper-Pearson by stratum, {CONFIDENCE * 100:g} % together",
    )


def _told(stratum: Stratum, count: Counter[str]) -> Stratum:
    yes, no = count["yes"], count["no"]
    return stratum.model_copy(
        update={
            "drawn": count.total(),
            "yes": yes,
            "no": no,
            "unsure": count["unsure"],
            "right": rate(yes, yes + no) if yes + no else None,
        }
    )


Pair = tuple[int, str]


def _answers(table: Path) -> dict[Pair, str]:
    """The pairs that were answered, each once."""
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            return _parsed(file.read(MOST + 1))
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        raise UsageError(
            "answers-unreadable",
            f"the answers in {table.name} cannot be read",
            expected=f"a CSV with {', '.join(ABOUT)}; answers yes, no, unsure or none",
        ) from None


def _parsed(text: str) -> dict[Pair, str]:
    answers: dict[Pair, str] = {}
    if len(text) > MOST:
        raise ValueError
    head = text.split("\n", 1)[0]  # a spreadsheet may have written semicolons
    for row in csv.DictReader(io.StringIO(text), delimiter=";" if "pair;" in head else ","):
        answer = (row["answer"] or "").strip().lower()
        if not answer:
            continue
        pair = (int(row["row"]), row["member"])
        if answer not in ANSWERS or answers.get(pair, answer) != answer:
            raise ValueError
        answers[pair] = answer
    return answers

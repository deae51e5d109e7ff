"""Each reason of a grade in both languages, with its figures and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.reconciling.grading import Reason
from telusur.reconciling.rows import sample_size
from telusur.reconciling.sentences import DECLARED_OWN, INFERRED_OWN, SENTENCES
from telusur.vocabulary.wording import at_least, at_most, count, say, share

if TYPE_CHECKING:
    from telusur.model.base import Bilingual
    from telusur.model.findings.receipt import Receipt
    from telusur.reconciling.grading import Weighed

_ON_ROWS = frozenset(
    {
        Reason.EXCLUDED_YET_ROWS_AGREE,
        Reason.COPY,
        Reason.CHANCE,
        Reason.CHANCE_BY_KEYS,
        Reason.TOO_FEW_PEOPLE,
        Reason.CHANCE_IN_PART_OF_REGISTER,
        Reason.STRANGERS,
        Reason.DENSE_KEYS_ALONE,
        Reason.KEYS_ALONE,
        Reason.WIDELY_KNOWN,
        Reason.OWN_IN_PART,
    }
)


def why(weighed: Weighed, receipt: Receipt) -> Bilingual:
    """The reason of one candidate's grade, in one or two sentences."""
    candidate = weighed.candidate
    structure, records = candidate.structure, candidate.tested
    rows = receipt.rows_read
    if candidate.records:
        rows = sample_size(records) if records else candidate.records.distinct_rows
    fitting = columns = exclusive = 0
    if structure:
        composed = {name for composite in structure.composites for name in composite.dump}
        paired = {match.dump for match in structure.columns} | composed
        fitting, columns = len(paired), len(paired | set(structure.dump_only))
        exclusive = len(structure.exclusive_present)
    parts: dict[str, Bilingual | str] = {
        "holder": candidate.holder,
        "fitting": count(fitting),
        "columns": count(columns),
        "exclusive": count(exclusive),
        "rows": count(rows),
        "own": DECLARED_OWN if declared(weighed) else INFERRED_OWN,
    }
    if records:
        parts["found"] = share(records.match_rate.value)
        parts["low"] = at_least(records.match_rate.low)
        parts["drawn"] = at_most(records.decoys.chance.upper_bound)
    sentence = SENTENCES[weighed.reason]
    return say(sentence.id, sentence.en, **parts)


def grounds(weighed: Weighed) -> tuple[str, ...]:
    """Pointers to what the reason rests on."""
    at = weighed.candidate.at
    if weighed.reason in _ON_ROWS and "records" in at:
        found = [f"{at['records']}/match_rate", f"{at['records']}/decoys"]
        if weighed.rows.columns:
            found.append(f"{at['records']}/agreement")
        if weighed.reason is Reason.EXCLUDED_YET_ROWS_AGREE:
            found.insert(0, f"{at['structure']}/excluded")
        return tuple(found)
    if weighed.reason is Reason.TOO_FEW_ROWS:
        return (
            "/receipt/rows_read",
            *([f"{at['records']}/distinct_rows"] if "records" in at else []),
        )
    if weighed.reason is Reason.EXCLUDED:
        return (f"{at['structure']}/excluded", f"{at['structure']}/why")
    return (f"{at['structure']}/columns",) if "structure" in at else (at["registers"],)


def declared(weighed: Weighed) -> bool:
    """Whether the register itself says which columns are its own."""
    return weighed.candidate.basis == "declared"

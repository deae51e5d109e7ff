"""The outcome *probable*: rows that were absent or unusable and are linked by other columns.

The match rate stays what keys alone show, its denominator included: a row that was linked for want
of a key counts neither for it nor against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.records import Outcome, Records

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable
    from telusur.records.probable.interface import Probable


def with_probable(
    engine: Engine, settled: Records, links: LinkTable, prefix: str, probable: Probable
) -> Records:
    """The records with the rows linked; the outcomes still partition the rows, or this raises.

    Args:
        engine: holds ``{prefix}repeats``, the rows that repeat an earlier one, where distinct
            outcomes were counted.
        settled: as keys alone have it.
        links: which rows have no key.
        prefix: as given to ``settle``.
        probable: what linking found.
    """
    if probable.relation is None:
        return settled.model_copy(update={"linkage": probable.finding})
    outcome = _moved(engine, settled.outcome, links, probable)
    keyless = settled.outcome.unusable - outcome.unusable
    finding = probable.finding.model_copy(update={"without_key": keyless})
    changed: dict[str, object] = {
        "linkage": finding,
        "outcome": outcome,
    }
    if settled.distinct_outcome is not None:
        repeats = f"{prefix}repeats"
        distinct = _moved(engine, settled.distinct_outcome, links, probable, repeats)
        changed["distinct_outcome"] = distinct
    fields = {name: getattr(settled, name) for name in type(settled).model_fields}
    return Records.model_validate({**fields, **changed})


def _moved(
    engine: Engine,
    outcome: Outcome,
    links: LinkTable,
    probable: Probable,
    without: str | None = None,
) -> Outcome:
    """The rows linked taken from the absent and the unusable; ``without``: rows left out."""
    kept = (
        f"WHERE NOT EXISTS (SELECT 1 FROM {without} AS w WHERE w.row_ = p.row_)" if without else ""
    )
    row = engine.collect(
        f"SELECT count(*) AS n, count(u.row_) AS no_key FROM {probable.relation} AS p "
        f"LEFT JOIN {links.unusable} AS u ON u.row_ = p.row_ {kept}"
    ).to_pylist()[0]
    rows, no_key = int(row["n"]), int(row["no_key"])
    return Outcome(
        identical=outcome.identical,
        changed=outcome.changed,
        former=outcome.former,
        probable=rows,
        absent=outcome.absent - (rows - no_key),
        unusable=outcome.unusable - no_key,
    )

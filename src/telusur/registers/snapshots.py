"""Dated copies of a whole register, turned into versions.

A member that stands in neighbouring copies with equal columns is one version: valid from the date
of the first of them until the date of the first later copy in which it is absent or differs; one
that stands in the last copy is still valid. Between two dates nothing is known, so these moments
are the earliest at which the copies show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Column, Keep, Step, comma, quoted
from telusur.model.base import Notice
from telusur.registers.canonical import fingerprint, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def all_columns(
    copies: Sequence[tuple[Column, ...]],
) -> tuple[tuple[Column, ...], tuple[Notice, ...]]:
    """Columns of any copy, as text, in order of first appearance; a notice where copies differ."""
    names = list(dict.fromkeys(column.name for copy in copies for column in copy))
    columns = tuple(Column(name, "VARCHAR") for name in names)
    everywhere = set.intersection(*({column.name for column in copy} for copy in copies))
    missing = len(names) - len(everywhere)
    if not missing:
        return columns, ()
    text = f"{missing} columns do not stand in every snapshot; where absent they count as empty"
    return columns, (Notice(code="snapshot-columns-differ", text=text),)


def union_step(
    name: str, copies: Sequence[tuple[str, tuple[Column, ...]]], columns: tuple[Column, ...]
) -> Step:
    """All copies as one view: ``copy_`` (index into ``copies``), then ``columns`` as text."""
    selects = []
    for at, (relation, present) in enumerate(copies):
        by_name = {column.name: text_of(column) for column in present}
        values = [
            f"{by_name.get(column.name, 'CAST(NULL AS VARCHAR)')} AS {quoted(column.name)}"
            for column in columns
        ]
        selects.append(
            f"SELECT CAST({at} AS INTEGER) AS copy_, {comma(values)} FROM {quoted(relation)}"
        )
    return Step(name, "\nUNION ALL\n".join(selects), Keep.VIEW)


def versions_sql(relation: str, dates_us: Sequence[int], columns: int) -> str:
    """A SELECT of versions from ``relation`` (``copy_``, ``entity_``, ``r0…``).

    Copies are in order of ``dates_us`` (microseconds UTC). Shape: ``entity_``, ``from_us``,
    ``to_us``, ``r0…rN``; a row that stands twice in one copy counts once.
    """
    values = [f"r{at}" for at in range(columns)]
    moment = " ".join(f"WHEN {at} THEN {us}" for at, us in enumerate(dates_us))
    return f"""WITH marked AS (
      SELECT DISTINCT copy_, entity_, {comma(values)}, {fingerprint(values)} AS fingerprint
      FROM {quoted(relation)} WHERE entity_ IS NOT NULL
    ), runs AS (
      SELECT *, copy_ - row_number() OVER
        (PARTITION BY entity_, fingerprint ORDER BY copy_) AS run FROM marked
    ), folded AS (
      SELECT entity_, min(copy_) AS first, max(copy_) + 1 AS beyond,
        {comma([f"min({value}) AS {value}" for value in values])}
      FROM runs GROUP BY entity_, fingerprint, run
    )
    SELECT entity_, CAST(CASE first {moment} END AS BIGINT) AS from_us,
      CAST(CASE beyond {moment} END AS BIGINT) AS to_us, {comma(values)}
    FROM folded"""


def copies_step(name: str, source: str, entity: str, columns: tuple[Column, ...]) -> Step:
    """``copy_``, ``entity_`` and positional columns over the union of the copies."""
    values = [f"{quoted(column.name)} AS r{at}" for at, column in enumerate(columns)]
    return Step(
        name,
        f"SELECT copy_, {entity} AS entity_, {comma(values)} FROM {quoted(source)}",
        Keep.VIEW,
    )

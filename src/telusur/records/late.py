"""Far rows once the copy is dated: what equals a version of another time is compared after all.

A far row equals some version in every compared column. If that version was valid at the dated
moment, the row is identical and nothing more is to be known. Otherwise it shows a former state, and
the version then valid speaks for it, column by column, as for every near row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step
from telusur.records.bits import agreement_step, word_names
from telusur.records.comparable import of_dump, of_register

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import FarRows, LinkTable


def compared(engine: Engine, links: LinkTable, prefix: str, valid: str) -> tuple[str, str]:
    """Relations of links and of found rows that the settling is about; the near ones without far.

    Makes ``{prefix}late``: the far rows of which no version is ``valid`` (a condition on ``l``).
    """
    far = links.far
    if far is None:
        return links.links, links.found
    mine = ", ".join(f"{of_dump(pair)} AS d{at}" for at, pair in enumerate(links.pairs))
    theirs = ", ".join(f"{of_register(pair)} AS g{at}" for at, pair in enumerate(links.pairs))
    names = word_names(len(links.pairs))
    engine.run(
        Step(
            f"{prefix}far_valid",
            f"SELECT DISTINCT row_, entity_, key_ FROM {far.rows} AS l WHERE {valid}",
        ),
        Step(
            f"{prefix}late",
            f"SELECT DISTINCT row_, entity_, key_ FROM {far.rows} AS f WHERE NOT EXISTS "
            f"(SELECT 1 FROM {prefix}far_valid AS v WHERE v.row_ = f.row_)",
        ),
        Step(
            f"{prefix}late_dump",
            f"SELECT row_, {mine} FROM {far.dump} AS d WHERE EXISTS "
            f"(SELECT 1 FROM {prefix}late AS l WHERE l.row_ = d.row_)",
        ),
        Step(
            f"{prefix}late_versions",
            f"SELECT entity_, from_us, to_us, {theirs} FROM {far.register} AS r WHERE EXISTS "
            f"(SELECT 1 FROM {prefix}late AS l WHERE l.entity_ = r.entity_)",
        ),
        agreement_step(
            f"{prefix}late_links",
            f"{prefix}late",
            f"{prefix}late_dump",
            f"{prefix}late_versions",
            len(links.pairs),
        ),
        Step(
            f"{prefix}all_links",
            f"SELECT row_, from_us, to_us, agreed, {names} FROM {links.links} UNION ALL "
            f"SELECT row_, from_us, to_us, agreed, {names} FROM {prefix}late_links",
            Keep.VIEW,
        ),
        Step(
            f"{prefix}all_found",
            f"SELECT row_, entity_, key_, consistent FROM {links.found} UNION ALL "
            f"SELECT row_, entity_, key_, {_consistent(far)} AS consistent FROM {prefix}late",
            Keep.VIEW,
        ),
    )
    return f"{prefix}all_links", f"{prefix}all_found"


def with_far(engine: Engine, links: LinkTable, far: FarRows, prefix: str) -> None:
    """Make ``{prefix}settled``: rows settled one by one, and the far ones that are identical."""
    names = word_names(len(links.pairs))
    whole = ", ".join(f"CAST({value} AS BIGINT) AS w{at}" for at, value in enumerate(links.full))
    engine.run(
        Step(
            f"{prefix}settled",
            f"SELECT row_, {names}, valid_, entity_, key_, consistent, first_us, outcome "
            f"FROM {prefix}settled_near UNION ALL "
            f"SELECT row_, {whole}, true AS valid_, entity_, key_, {_consistent(far)} "
            "AS consistent, CAST(NULL AS BIGINT) AS first_us, 'identical' AS outcome "
            f"FROM {prefix}far_valid",
            Keep.VIEW,
        )
    )


def _consistent(far: FarRows) -> str:
    told = " ".join(
        f"WHEN {at} THEN {'true' if yes else 'false'}" for at, yes in enumerate(far.consistent)
    )
    return f"CASE key_ {told} ELSE false END"

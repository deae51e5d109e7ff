"""Votes for and against every moment of the register's history, summed in one sweep.

Four kinds of vote, each counted where the register itself says that a moment matters:

* **cells** — a compared cell whose value the register held at some time votes against every moment
  at which the register held another value. A cell that the register never held says nothing.
* **presence** — a member found in the dump votes, once per row, against every moment at which the
  register had no such member.
* **absence** — a member who is missing from the dump votes against every moment at which the
  register had him; counted only where the dump covers the register (``date.py``).
* **values** — see ``values.py``: what rows that are no consistent member still say.

A vote holds over [from, to); it is one event where it begins and one where it ends, so that the
sweep is a sort and a cumulative sum, linear in the number of versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable, RegisterTable


COUNTED = ("cells", "absent_rows", "missing", "unheld", "fits")


def count_votes(engine: Engine, links: LinkTable, prefix: str) -> None:
    """Make ``{prefix}row_votes``: what each version of each row's member says.

    Columns: ``from_us``, ``to_us``, ``against`` (cells that the row's member held at another time
    only), ``fits`` (1: the version agrees wherever any version does).
    """
    held = ", ".join(f"bit_or({word}) AS h{i}" for i, word in enumerate(links.words))
    lacking = " + ".join(
        f"CAST(bit_count(m.h{i} - l.{word}) AS BIGINT)" for i, word in enumerate(links.words)
    )
    engine.run(
        Step(
            f"{prefix}held",
            f"SELECT l.row_, {held} FROM {links.links} AS l WHERE EXISTS ("
            f"SELECT 1 FROM {links.found} AS f WHERE f.row_ = l.row_ AND f.consistent) "
            "GROUP BY l.row_",
        ),
        Step(
            f"{prefix}row_votes",
            "SELECT row_, from_us, to_us, against, CASE WHEN against = 0 THEN 1 ELSE 0 END AS fits "
            f"FROM (SELECT l.row_, l.from_us, l.to_us, {lacking} AS against "
            f"FROM {links.links} AS l JOIN {prefix}held AS m ON m.row_ = l.row_) AS v",
        ),
    )


def sweep(
    engine: Engine,
    links: LinkTable,
    register: RegisterTable,
    prefix: str,
    *,
    loose_values: int,
    absences: bool,
) -> None:
    """Make ``{prefix}sweep``: from each moment of change to the next, the votes against it.

    Columns: ``at_us``, ``next_us`` (NULL after the last), ``cells``, ``absent_rows`` (presence
    votes against), ``missing`` (absence votes against, 0 without ``absences``), ``unheld`` (values
    of loose rows, ``loose_values`` in all, that nobody then had), ``fits`` (rows whose version
    then valid agrees wherever any does).
    """
    parts = [
        _events(f"{prefix}row_votes", cells="against", fits="fits"),
        # a row's member is there from here on: one presence vote less
        _events(links.links, absent_rows="-1"),
    ]
    if absences:
        engine.run(
            Step(
                f"{prefix}missing",
                f"SELECT from_us, to_us FROM {register.relation} AS r WHERE NOT EXISTS ("
                f"SELECT 1 FROM {links.found} AS f WHERE f.entity_ = r.entity_)",
            )
        )
        parts.append(_events(f"{prefix}missing", missing="1"))
    if loose_values:
        parts.append(_events(f"{prefix}value_votes", unheld="-1"))
    running = ", ".join(
        f"CAST(sum({column}) OVER (ORDER BY at_us) AS BIGINT){offset} AS {column}"
        for column, offset in (
            ("cells", ""),
            ("absent_rows", f" + {links.found_rows}"),
            ("missing", ""),
            ("unheld", f" + {loose_values}"),
            ("fits", ""),
        )
    )
    sums = ", ".join(f"CAST(sum({column}) AS BIGINT) AS {column}" for column in COUNTED)
    engine.run(
        Step(
            f"{prefix}events",
            f"SELECT at_us, {sums} FROM ({' UNION ALL '.join(parts)}) AS e "
            "WHERE at_us IS NOT NULL GROUP BY at_us",
        ),
        Step(
            f"{prefix}sweep",
            f"SELECT at_us, lead(at_us) OVER (ORDER BY at_us) AS next_us, {running} "
            f"FROM {prefix}events",
        ),
    )


def _events(relation: str, **values: str) -> str:
    """Each vote as an event where it begins and its opposite where it ends."""
    begin, end = (
        ", ".join(
            f"CAST({sign}({values.get(column, '0')}) AS BIGINT) AS {column}" for column in COUNTED
        )
        for sign in ("", "-")
    )
    return (
        f"SELECT from_us AS at_us, {begin} FROM {relation} "
        f"UNION ALL SELECT to_us AS at_us, {end} FROM {relation}"
    )

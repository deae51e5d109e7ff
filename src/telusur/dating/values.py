"""What rows that are no consistent member still say of the date.

A row made up by recombining the columns of others carries the key of one member, the address of
another: its cells are no votes of that member. But each value still comes from the copy, and one
that only a single member ever held says, by itself, when the register held it. Columns whose values
agree by chance are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Step

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable

LOOSE_ROWS = 20_000  # rows drawn by content: plenty to vote, and bounded at any size
MOST_BY_CHANCE = 0.01  # a column on which one pair in a hundred agrees does not point to anyone


def count_value_votes(engine: Engine, links: LinkTable, prefix: str) -> int:
    """Make ``{prefix}value_votes``: ``from_us``, ``to_us`` of every version that holds a value.

    Returns:
        How many values vote; 0 when none does (the relation is then not made).
    """
    columns = [
        i
        for i, chance in enumerate(links.by_chance)
        if chance is not None and chance <= MOST_BY_CHANCE
    ]
    if not columns:
        return 0
    content = " || '|' || ".join(f"coalesce(CAST(d{i} AS VARCHAR), '')" for i in columns)
    engine.run(
        Step(
            f"{prefix}loose",
            f"SELECT d.* FROM {links.values} AS d WHERE NOT EXISTS (SELECT 1 "
            f"FROM {links.found} AS f WHERE f.row_ = d.row_ AND f.consistent) "
            f"ORDER BY stable_hash64({content}), row_ LIMIT {LOOSE_ROWS}",
        )
    )
    held = " UNION ALL ".join(_held_by_one(links, prefix, column) for column in columns)
    engine.run(Step(f"{prefix}value_votes", held))
    counted = engine.collect(
        f"SELECT count(*) AS n FROM (SELECT DISTINCT column_, v FROM {prefix}value_votes) AS v"
    )
    return int(counted["n"][0].as_py())


def _held_by_one(links: LinkTable, prefix: str, column: int) -> str:
    """Versions of the one member that ever held a value of ``column`` of the loose rows."""
    wanted = f"SELECT DISTINCT d{column} AS v FROM {prefix}loose WHERE d{column} IS NOT NULL"
    return (
        f"SELECT {column} AS column_, h.v, h.entity_, h.from_us, h.to_us FROM ("
        f"SELECT w.v, r.entity_, r.from_us, r.to_us FROM {links.versions} AS r "
        f"JOIN ({wanted}) AS w ON w.v = r.g{column} "
        "QUALIFY min(r.entity_) OVER (PARTITION BY w.v) = max(r.entity_) OVER (PARTITION BY w.v)"
        ") AS h"
    )

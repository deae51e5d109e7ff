"""Repeated rows, and columns that tell rows apart."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from telusur.engine.protocol import quoted
from telusur.model.findings.profile import KeyProfile
from telusur.vocabulary.normalise import light
from telusur.vocabulary.repeats import row_print

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts
    from telusur.profiling.counting import Counted

# A key tells this share of the different rows apart, and this share of rows carries it.
KEY_SHARE = 0.9

# Keys reported, the best; pairs are looked for among this many columns.
MOST_KEYS, PAIR_COLUMNS = 6, 6


def count_duplicates(engine: Engine, relation: str, columns: Sequence[str]) -> int:
    """Rows that repeat an earlier one exactly (empty and NULL are the same).

    Exact but for collisions of a 64-bit hash: among 279 million rows 0.002 are expected.
    """
    repeated: int = engine.collect(
        f"SELECT count(*) - count(DISTINCT {row_print(columns)}) AS n FROM {quoted(relation)}"
    )["n"][0].as_py()
    return repeated


def find_keys(
    engine: Engine,
    relation: str,
    facts: Sequence[ColumnFacts],
    counts: Sequence[Counted],
    sql: Sequence[str],
    different: int,
) -> tuple[KeyProfile, ...]:
    """Columns that tell apart ``different`` rows, else pairs of columns; most distinct first."""
    enough = KEY_SHARE * different
    complete = [fact for fact in facts if fact.present and fact.present >= KEY_SHARE * fact.rows]
    singles = sorted(
        (fact for fact in complete if fact.distinct >= enough),
        key=lambda fact: (-fact.distinct, fact.position),
    )
    tried: list[tuple[int, ...]] = [(fact.position,) for fact in singles[:MOST_KEYS]]
    if not tried:
        wide = sorted(complete, key=lambda fact: (-fact.distinct, fact.position))[:PAIR_COLUMNS]
        at = sorted(fact.position for fact in wide)
        # columns of a and b distinct values make at most a times b pairs
        tried = [
            pair
            for pair in combinations(at, 2)
            if facts[pair[0]].distinct * facts[pair[1]].distinct >= enough
        ]
    keys = [_key(engine, relation, parts, facts, counts, sql) for parts in tried]
    found = [key for key in keys if key.distinct >= enough]
    return tuple(sorted(found, key=lambda key: -key.distinct)[:MOST_KEYS])


def _key(
    engine: Engine,
    relation: str,
    parts: Sequence[int],
    facts: Sequence[ColumnFacts],
    counts: Sequence[Counted],
    sql: Sequence[str],
) -> KeyProfile:
    names = tuple(facts[at].name for at in parts)
    counted = counts[parts[0]]
    if len(parts) == 1 and counted.most is not None:  # counting has told already
        return KeyProfile(columns=names, distinct=counted.distinct, max_multiplicity=counted.most)
    whole = " AND ".join(f"{light(sql[at])} IS NOT NULL" for at in parts)
    keys = ", ".join(sql[at] for at in parts)
    row = engine.collect(
        f"SELECT count(*) AS keys, coalesce(max(n), 0) AS most FROM "
        f"(SELECT {keys}, count(*) AS n FROM {quoted(relation)} WHERE {whole} GROUP BY {keys}) AS g"
    ).to_pylist()[0]
    return KeyProfile(columns=names, distinct=row["keys"], max_multiplicity=row["most"])

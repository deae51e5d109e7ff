"""Which members are candidates of a row: those that agree with it on all parts of one rule.

A slip in one column must not hide a member, so rules are chosen that stand on different columns:
each next one is the rule that is left standing by the most slips (in one column or two) which the
rules so far are not. No rule may make more pairs than ``PAIRS_OF_A_RULE``: told beforehand from
how often members of a sample agree, and counted before a pair is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from telusur.engine.protocol import Step
from telusur.records.comparable import key_text, of_register
from telusur.records.probable import interface as bounds
from telusur.records.probable.interface import Rule
from telusur.records.probable.levels import DATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnPair, LinkTable, RegisterTable

WHOLE, OPENING, MONTH = "{}", "left({}, 4)", "left({}, 7)"
# Slips in two columns at once, beside slips in one; and how much less each further rule counts
# that stands the same slip.
TWO_SLIPS, AGAIN = 0.25, 0.3
PARTS_OF_A_RULE = 3
# Candidates of a row that a rule may find; beyond it a rule counts the less the more it finds.
FEW = 10


@dataclass(frozen=True)
class Part:
    """A column, or the beginning of its values.

    Attributes:
        at: index into the pairs.
        cut: SQL over ``{}``.
        filled: share of a sample of members that have it.
        coincidence: share of pairs of different members that agree on it.
        distinct: values in the sample.
    """

    at: int
    cut: str
    filled: float
    coincidence: float
    distinct: int


def parts_of(
    engine: Engine, now: str, pairs: Sequence[ColumnPair], columns: Sequence[int], members: int
) -> list[Part]:
    """Every part that a rule could be made of, measured on the members in ``now``."""
    parts = []
    for at in columns:
        cuts = [WHOLE]
        if pairs[at].transform is None:
            cuts += [MONTH] if pairs[at].type in DATES else []
            cuts += [OPENING] if pairs[at].type in ("person_name", "text") else []
        for cut in cuts:
            value = cut.format(f"g{at}")
            row = engine.collect(
                "SELECT coalesce(CAST(sum(n) AS BIGINT), 0) AS n, count(*) AS kinds, "
                "coalesce(CAST(sum(n * (n - 1)) AS BIGINT), 0) AS agreeing FROM ("
                f"SELECT x, count(*) AS n FROM (SELECT {value} AS x FROM {now}) AS v "
                "WHERE x IS NOT NULL GROUP BY x) AS c"
            ).to_pylist()[0]
            agreeing = row["agreeing"] / max(members * (members - 1), 1)
            parts.append(Part(at, cut, row["n"] / max(members, 1), agreeing, row["kinds"]))
    return parts


def candidate_rules(parts: Sequence[Part], rows: int, members: int) -> list[Rule]:
    """Rules in the order in which they are tried.

    Args:
        parts: that a rule may have.
        rows: rows asked about.
        members: of the register.
    """
    possible = list(_possible(parts, rows, members))
    columns = sorted({part.at for part in parts})
    slips = {frozenset({one}): 1.0 for one in columns}
    slips |= {frozenset(two): TWO_SLIPS for two in combinations(columns, 2)}
    if not possible:
        return []
    weights = np.array(list(slips.values()))
    # which slips each leaves alone: a table, for there are thousands of both
    touches = np.array([[one in slip for one in columns] for slip in slips])
    parts_in = np.array(
        [[one in {part.at for part in some} for one in columns] for some, _ in possible]
    )
    stands = ~(parts_in.astype(np.int32) @ touches.T.astype(np.int32)).astype(bool)
    works = np.array([_works(each) for each in possible])
    narrow = [(-len(some), -expected) for some, expected in possible]
    stood = np.zeros(len(weights))
    left = np.ones(len(possible), bool)
    chosen: list[Rule] = []
    while left.any():
        gains = np.round(works * (stands @ (weights * AGAIN**stood)), 3)
        best = max(np.flatnonzero(left).tolist(), key=lambda at: (gains[at], *narrow[at]))
        left[best] = False
        if gains[best] <= 0:
            break
        stood += stands[best]
        chosen.append(Rule(tuple((part.at, part.cut) for part in possible[best][0])))
    return chosen


Possible = tuple[tuple[Part, ...], float]


def _possible(parts: Sequence[Part], rows: int, members: int) -> Iterator[Possible]:
    """Sets of parts that make few enough pairs, with the candidates expected of a row.

    What finds few candidates is not made narrower.
    """
    enough: list[frozenset[tuple[int, str]]] = []
    for size in range(1, PARTS_OF_A_RULE + 1):
        found = []
        for some in combinations(parts, size):
            named = frozenset((part.at, part.cut) for part in some)
            if len({part.at for part in some}) < size or any(each <= named for each in enough):
                continue
            expected = rows * max(1.0, members * prod(part.coincidence for part in some))
            if expected <= bounds.PAIRS_OF_A_RULE:
                yield some, expected / max(rows, 1)
            if expected <= FEW * rows:
                found.append(named)
        enough += found


def _works(possible: Possible) -> float:
    """How often a rule can be used at all, less where it finds many."""
    some, expected = possible
    return prod(part.filled for part in some) * min(1.0, FEW / expected)


def find_candidates(
    engine: Engine,
    register: RegisterTable,
    links: LinkTable,
    prefix: str,
    rules: Sequence[Rule],
) -> tuple[Rule, ...]:
    """Make ``{prefix}pairs`` (``i``, ``entity_``), each pair once, by the first rules that fit.

    Returns:
        The rules used.
    """
    used: list[Rule] = []
    made = 0
    for rule in rules:
        if len(used) == bounds.RULES or made >= bounds.PAIRS:
            break
        name = f"{prefix}rule{len(used)}"
        pairs = _block(engine, register, links.pairs, prefix, name, rule)
        if pairs > bounds.PAIRS_OF_A_RULE or made + pairs > bounds.PAIRS:
            continue
        engine.run(
            Step(
                name,
                f"SELECT a.i, b.entity_ FROM {name}_asked AS a JOIN {name}_held AS b ON a.k = b.k",
            )
        )
        used.append(rule)
        made += pairs
    for at in range(len(used) + 1):
        engine.drop(f"{prefix}rule{at}_asked", f"{prefix}rule{at}_held")
    if used:
        every = " UNION ALL ".join(
            f"SELECT i, entity_ FROM {prefix}rule{i}" for i in range(len(used))
        )
        engine.run(
            Step(
                f"{prefix}pairs",
                f"SELECT DISTINCT p.i, p.entity_ FROM ({every}) AS p JOIN {prefix}asked AS a "
                # who is set aside is no candidate of his own row
                "ON a.i = p.i WHERE a.kind_ <> 'aside' OR a.own_ <> p.entity_",
            )
        )
        engine.drop(*(f"{prefix}rule{i}" for i in range(len(used))))
    return tuple(used)


def _block(
    engine: Engine,
    register: RegisterTable,
    pairs: Sequence[ColumnPair],
    prefix: str,
    name: str,
    rule: Rule,
) -> int:
    """Both sides of one rule; how many pairs it makes."""
    asked = key_text([cut.format(f"d{at}") for at, cut in rule.parts])
    held = key_text([cut.format(of_register(pairs[at])) for at, cut in rule.parts])
    engine.run(
        Step(
            f"{name}_asked",
            f"SELECT i, k FROM (SELECT i, {asked} AS k FROM {prefix}asked) AS a "
            "WHERE k IS NOT NULL",
        ),
        Step(
            f"{name}_held",
            f"SELECT k, entity_ FROM (SELECT DISTINCT k, entity_ FROM (SELECT {held} AS k, entity_ "
            f"FROM {register.relation}) AS r WHERE EXISTS "
            f"(SELECT 1 FROM {name}_asked AS a WHERE a.k = r.k)) AS h "
            f"QUALIFY count(*) OVER (PARTITION BY k) <= {bounds.MEMBERS_OF_A_BLOCK}",
        ),
    )
    counted = engine.collect(
        "SELECT coalesce(CAST(sum(a.n * b.n) AS BIGINT), 0) AS n FROM "
        f"(SELECT k, count(*) AS n FROM {name}_asked GROUP BY k) AS a JOIN "
        f"(SELECT k, count(*) AS n FROM {name}_held GROUP BY k) AS b ON a.k = b.k"
    )
    return int(counted["n"][0].as_py())

"""Rows whose key found nobody, linked by their other columns.

Steps:
    1. one version of each member of a sample: what is common, what agrees by chance (``rows.py``)
    2. who is asked about: rows left, known rows, members set aside (``rows.py``)
    3. candidates, by rules that stand on different columns (``blocking.py``)
    4. how pairs agree: chance pairs teach *u*, known rows *m* (``learn.py``, ``splinked.py``)
    5. weights of all candidates by Splink, each row's best member, and the probability that it is
       his (``calibrate.py``, ``decide.py``)
    6. the rows linked, as a relation; what is known of the errors, as a finding
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.engine.protocol import Keep, Step, comma
from telusur.errors import LimitReached
from telusur.model.base import Interval
from telusur.model.findings.linkage import Linkage
from telusur.records.probable import blocking, decide, learn, splinked
from telusur.records.probable import interface as bounds
from telusur.records.probable.calibrate import calibrated
from telusur.records.probable.interface import NotTried, Probable
from telusur.records.probable.levels import compared
from telusur.records.probable.rows import ask, left_over, members_now
from telusur.vocabulary.intervals import rate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.engine.protocol import Engine
    from telusur.model.tables import LinkTable, RegisterTable
    from telusur.records.probable.blocking import Part
    from telusur.records.probable.interface import Compared, Rule

METHOD = "Fellegi-Sunter with term frequencies of the register, by Splink 5"
# A column on which so many members agree by chance tells nobody from another.
SAYS_NOTHING = 0.95
# Distinct values by member from which a column is near enough to an identifier.
UNIQUE = 0.9


@dataclass(frozen=True)
class Asked:
    """Rows asked about, as arrays by their number ``i`` from 1; index 0 is unused."""

    kind: NDArray[np.str_]
    own: NDArray[np.int64]  # the member that the row is known to be, 0: not known
    key: NDArray[np.int64]

    def of(self, kind: str) -> NDArray[np.int64]:
        """Numbers of the rows of one kind."""
        return np.flatnonzero(self.kind == kind)


def link_left(
    engine: Engine,
    register: RegisterTable,
    links: LinkTable,
    prefix: str,
    moment_us: int | None,
    seed: int,
) -> Probable:
    """Link what is left.

    Args:
        engine: holds the dump's comparable values and the register.
        register: with a relation.
        links: as ``link`` made them.
        prefix: first part of the names of the relations made here.
        moment_us: the dated moment, or None.
        seed: of what is drawn.
    """
    rows = links.rows - links.found_rows
    try:
        return _tried(engine, register, links, f"{prefix}p_", moment_us, seed, rows)
    except NotTried as reason:
        return _untried(reason.why, rows)
    except LimitReached as reached:
        if reached.code != bounds.NO_MEMORY:
            raise
        return _untried(bounds.NO_MEMORY, rows)


def _tried(
    engine: Engine,
    register: RegisterTable,
    links: LinkTable,
    name: str,
    moment_us: int | None,
    seed: int,
    rows: int,
) -> Probable:
    if not rows:
        raise NotTried(bounds.NOTHING_LEFT)
    if register.prepared is not None:  # a hash is the same or another: no slip can be told
        raise NotTried(bounds.PREPARED)
    sample = str(register.sample or register.relation)
    members_now(engine, f"{name}now", links, sample, moment_us)  # (1)
    sampled = int(engine.collect(f"SELECT count(*) AS n FROM {name}now")["n"][0].as_py())
    members = register.facts.members or max(1, round(sampled / register.sample_share))
    if sampled < bounds.FEWEST_MEMBERS:
        raise NotTried(bounds.TOO_FEW_MEMBERS)
    keys = frozenset(key[0] for key in links.keys if len(key) == 1)
    parts = blocking.parts_of(engine, f"{name}now", links.pairs, range(len(links.pairs)), sampled)
    columns = _columns(links, parts, keys, sampled)
    weighed = {column.at for column in columns} - keys
    if len(weighed) < bounds.FEWEST_COLUMNS:
        raise NotTried(bounds.TOO_FEW_COLUMNS)
    tried, contents = left_over(engine, links, name, sorted(weighed), rows, seed)  # (2)
    if not contents:
        raise NotTried(bounds.TOO_FEW_VALUES)
    ask(engine, links, name, keys, seed)
    rules = blocking.candidate_rules(  # (3)
        [part for part in parts if part.at in weighed],
        contents + bounds.KNOWN + bounds.SET_ASIDE,
        members,
    )
    used = blocking.find_candidates(engine, register, links, name, rules)
    if not used:
        raise NotTried(bounds.NO_RULE)
    return _weighed(
        engine, register, links, name, moment_us, seed, columns, used, rows, tried, members
    )


def _untried(why: str, rows: int) -> Probable:
    return Probable(
        Linkage(
            tried=False,
            why=why,
            rows_left=rows,
            budget=bounds.BUDGET,
            threshold=bounds.THRESHOLD,
        )
    )


def _columns(
    links: LinkTable, parts: list[Part], keys: frozenset[int], sampled: int
) -> tuple[Compared, ...]:
    """Columns that can tell people apart at all."""
    return tuple(
        compared(
            part.at,
            links.pairs[part.at],
            part.distinct,
            key=part.at in keys,
            unique=part.distinct >= UNIQUE * part.filled * sampled,
        )
        for part in parts
        if part.cut == blocking.WHOLE
        and part.distinct > 1
        and part.coincidence < SAYS_NOTHING * part.filled**2
    )


def _weighed(
    engine: Engine,
    register: RegisterTable,
    links: LinkTable,
    name: str,
    moment_us: int | None,
    seed: int,
    columns: tuple[Compared, ...],
    rules: tuple[Rule, ...],
    rows: int,
    tried: int,
    members: int,
) -> Probable:
    asked, sides, i, j = _loaded(engine, register, links, name, moment_us, columns)
    known, aside, left = asked.of("known"), asked.of("aside"), asked.of("left")
    known = known[asked.own[known] > 0]
    others = np.unique(asked.own[aside])
    one, two = learn.random_pairs(  # (4)
        aside, asked.own[aside], others, bounds.CHANCE_PAIRS, seed
    )
    teaching = known[: len(known) // 2] if len(known) >= 2 * bounds.FEWEST_KNOWN else known[:0]
    levels = splinked.levels_of(sides, columns, *_sorted(
        np.r_[one, teaching], np.r_[two, asked.own[teaching]]
    ))  # fmt: skip
    is_known = np.isin(np.sort(np.r_[one, teaching]), teaching)
    chance = {
        at: learn.by_chance(level[~is_known], _many(columns, at)) for at, level in levels.items()
    }
    columns = learn.telling(
        [column for column in columns if chance[column.at] is not None],
        {at: level[~is_known] for at, level in levels.items()},
    )
    shares = learn.shares(
        columns,
        {at: u for at, u in chance.items() if u is not None},
        {at: level[is_known] for at, level in levels.items()},
        asked.key[np.sort(teaching)],
        links.keys,
    )
    weight = splinked.weights_of(sides, columns, shares, i, j)  # (5)
    best = decide.best_of(len(asked.kind) - 1, i, j, weight, members)
    fit = calibrated(best.fit, best.fit[aside[::2]])
    share = decide.expected_share(fit[left])
    given = decide.stated(fit, best.share, share)
    linked = given >= bounds.THRESHOLD
    found = _relations(engine, name, left, best, given, linked)  # (6)
    tested, strangers = np.setdiff1d(known, teaching), aside[1::2]
    right = best.j == asked.own
    false = int(linked[strangers].sum())
    finding = Linkage(
        tried=True,
        method=METHOD,
        rows_left=rows,
        rows_tried=tried,
        sampled_share=min(1.0, bounds.BUDGET / rows),
        budget=bounds.BUDGET,
        threshold=bounds.THRESHOLD,
        linked=found["n"],
        people=found["people"],
        compared=tuple(links.pairs[column.at].register_name for column in columns),
        rules=tuple(tuple(links.pairs[at].register_name for at, _ in rule.parts) for rule in rules),
        pairs=len(i),
        taught_by=len(teaching),
        members_expected=share,
        false_links=rate(false, len(strangers)),
        expected_false=_expected_false(false, len(strangers), tried, found["n"]),
        recall=rate(int((linked & right)[tested].sum()), len(tested)) if len(tested) else None,
        precision=rate(int((linked & right)[tested].sum()), int(linked[tested].sum()))
        if len(tested)
        else None,
        reliability=decide.reliability(given[tested], right[tested], given[strangers], share),
    )
    return Probable(finding, f"{name}linked" if found["n"] else None, f"{name}best", found["n"])


def _many(columns: tuple[Compared, ...], at: int) -> int:
    return len(next(column.levels for column in columns if column.at == at))


def _sorted(
    i: NDArray[np.int64], j: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.lexsort((j, i))
    return i[order], j[order]


def _expected_false(false: int, aside: int, tried: int, linked: int) -> Interval:
    """Links that would be made if nobody tried were a member; never more than were made."""
    share = rate(false, aside)
    value, low, high = (
        min(linked, round(tried * x, 1)) for x in (share.value, share.low, share.high)
    )
    return Interval(value=value, low=low, high=high, method=f"{share.method}, times the rows tried")


def _loaded(
    engine: Engine,
    register: RegisterTable,
    links: LinkTable,
    name: str,
    moment_us: int | None,
    columns: tuple[Compared, ...],
) -> tuple[Asked, splinked.Sides, NDArray[np.int64], NDArray[np.int64]]:
    """Rows, members and pairs, numbered: no identifier goes further than the engine."""
    engine.run(
        Step(
            f"{name}wanted",
            f"SELECT DISTINCT entity_ FROM (SELECT entity_ FROM {name}pairs UNION ALL "
            f"SELECT own_ AS entity_ FROM {name}asked WHERE own_ IS NOT NULL) AS w",
        )
    )
    members_now(
        engine, f"{name}versions", links, str(register.relation), moment_us, f"{name}wanted"
    )
    engine.run(
        Step(
            f"{name}member",
            f"SELECT row_number() OVER (ORDER BY entity_) AS j, * FROM {name}versions",
        )
    )
    engine.drop(f"{name}versions", f"{name}wanted")
    who = engine.collect(
        "SELECT a.kind_, coalesce(m.j, 0) AS own, coalesce(a.key_, 0) AS key_ "
        f"FROM {name}asked AS a LEFT JOIN {name}member AS m ON m.entity_ = a.own_ ORDER BY a.i"
    )
    numbered = engine.collect(
        f"SELECT p.i, m.j FROM {name}pairs AS p JOIN {name}member AS m ON m.entity_ = p.entity_ "
        "ORDER BY p.i, m.j"
    )
    asked = Asked(
        np.array(["", *who["kind_"].to_pylist()]),
        np.r_[0, who["own"].to_numpy()].astype(np.int64),
        np.r_[0, who["key_"].to_numpy()].astype(np.int64),
    )
    sides = splinked.Sides(
        _values(engine, f"{name}asked", "i", "d", columns),
        _values(engine, f"{name}member", "j", "g", columns),
        {column.at: _frequency(engine, name, column) for column in columns if column.frequent},
    )
    i, j = (numbered[side].to_numpy().astype(np.int64) for side in ("i", "j"))
    return asked, sides, i, j


def _values(
    engine: Engine, relation: str, number: str, side: str, columns: tuple[Compared, ...]
) -> pa.Table:
    values = comma([f"{side}{column.at} AS {column.name}" for column in columns])
    return engine.collect(
        f"SELECT CAST({number} AS VARCHAR) AS unique_id, {values} FROM {relation} ORDER BY {number}"
    )


def _frequency(engine: Engine, name: str, column: Compared) -> pa.Table:
    """Share of members that have each value; one not in the sample counts as if met once."""
    value = f"g{column.at}"
    counted = engine.collect(
        f"SELECT x, max(n) AS n FROM (SELECT {value} AS x, count(*) AS n FROM {name}now GROUP BY 1 "
        f"UNION ALL SELECT DISTINCT {value} AS x, 1 AS n FROM {name}member) AS v "
        "WHERE x IS NOT NULL GROUP BY x ORDER BY x"
    )
    total = engine.collect(f"SELECT count({value}) AS n FROM {name}now")["n"][0].as_py()
    share = counted["n"].to_numpy().astype(np.float64) / max(1, total)
    return pa.table({column.name: counted["x"], f"tf_{column.name}": share})


def _relations(
    engine: Engine,
    name: str,
    left: NDArray[np.int64],
    best: decide.Best,
    given: NDArray[np.float64],
    linked: NDArray[np.bool_],
) -> dict[str, int]:
    """Make ``{name}best`` and ``{name}linked``; counts of the latter."""
    answered = left[best.j[left] > 0]
    engine.load(
        f"{name}answers",
        pa.table(
            {
                "i": answered,
                "j": best.j[answered],
                "probability": given[answered],
                "linked": linked[answered],
            }
        ),
    )
    engine.run(
        Step(
            f"{name}best",
            "SELECT l.row_, m.entity_, b.probability, b.linked "
            f"FROM {name}answers AS b JOIN {name}member AS m ON m.j = b.j "
            f"JOIN {name}asked AS a ON a.i = b.i JOIN {name}left AS l ON l.h = a.h AND "
            + " AND ".join(
                f"l.{d} IS NOT DISTINCT FROM a.{d}" for d in _compared_columns(engine, name)
            ),
        ),
        Step(
            f"{name}linked",
            f"SELECT row_, entity_, probability FROM {name}best WHERE linked",
            Keep.VIEW,
        ),
    )
    made = ("now", "left", "contents", "known", "aside", "everybody", "asked", "pairs", "member")
    engine.drop(*(f"{name}{relation}" for relation in (*made, "answers")))
    counted = engine.collect(
        f"SELECT count(*) AS n, count(DISTINCT entity_) AS people FROM {name}linked"
    ).to_pylist()[0]
    return {key: int(value) for key, value in counted.items()}


def _compared_columns(engine: Engine, name: str) -> list[str]:
    return [column.name for column in engine.columns(f"{name}left") if column.name[0] == "d"]

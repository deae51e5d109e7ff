"""Does a row belong to the member that its key names, or only carry that member's key?

Fellegi–Sunter weights (Fellegi and Sunter 1969): for each compared column the probability *m* that
it agrees when the row is the member's, and *u* that it agrees by chance. *u* is measured on rows
exchanged between members (swaps); *m* and the share of true rows come from EM over the patterns of
agreement with *u* held fixed (Winkler 1988). The columns of the key that found a row's member agree
by construction and are not weighed for that row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from telusur.engine.protocol import Step
from telusur.model.tables import BITS_PER_WORD
from telusur.records.bits import agreed, agreement_bits, agrees, word_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.engine.protocol import Engine
    from telusur.model.tables import Mapping

SWAPS = 10_000  # rows exchanged to measure u: its standard error is at most half a percent
PATTERN_ROWS = 200_000  # rows whose patterns EM sees; its estimates move by less than 0.1 % beyond
POSTERIOR = 0.99  # a row is the member's when it is so with this probability
EM_ROUNDS = 100  # converges in 20 to 40 on all registers tried
FLOOR = 1e-4  # no column is held to be surer than the swaps can show
MIN_M = 0.5  # a column that agrees less often than this among members is no evidence of either
FIXED_POINT = 1000  # weights are integers of a thousandth bit, equal on both engines


@dataclass(frozen=True)
class Weighing:
    """What weighing found; the rows themselves stand in relation ``{prefix}found``.

    ``full_consistent``: for each key, whether a row that agrees in every column is its member's.
    """

    found_rows: int
    weighed: bool
    by_chance: tuple[float | None, ...]
    full_consistent: tuple[bool, ...] = ()


def weigh_rows(engine: Engine, prefix: str, mapping: Mapping) -> Weighing:
    """Make ``{prefix}found`` (``row_``, ``entity_``, ``key_``, ``consistent``) from the links."""
    columns = len(mapping.pairs)
    names = word_names(columns)
    engine.run(
        Step(
            f"{prefix}best",
            f"SELECT row_, entity_, key_, {names} FROM {prefix}links QUALIFY row_number() OVER "
            "(PARTITION BY row_ ORDER BY agreed DESC, from_us DESC NULLS LAST, to_us, "
            f"{names}) = 1",
        )
    )
    found_rows = int(engine.collect(f"SELECT count(*) AS n FROM {prefix}best")["n"][0].as_py())
    by_chance = _agreement_by_chance(engine, prefix, columns)
    free = [
        i
        for i in range(columns)
        if by_chance is not None and any(i not in key for key in mapping.keys)
    ]
    if by_chance is None or not free or not found_rows:
        engine.run(
            Step(
                f"{prefix}found",
                f"SELECT row_, entity_, key_, {names}, true AS consistent FROM {prefix}best",
            )
        )
        chance = (None,) * columns if by_chance is None else tuple(map(float, by_chance))
        every = (True,) * len(mapping.keys)
        return Weighing(found_rows, weighed=False, by_chance=chance, full_consistent=every)
    patterns, heard, counts = _patterns(engine, f"{prefix}best", mapping)
    m, share = estimate(patterns[:, free], counts, by_chance[free], heard[:, free])
    agree, differ, threshold = fixed_point_weights(m, by_chance[free], share)
    weight = row_weight(free, agree, differ, mapping.keys)
    engine.run(
        Step(
            f"{prefix}found",
            f"SELECT row_, entity_, key_, {names}, {weight} >= {threshold} AS consistent "
            f"FROM {prefix}best",
        ),
        Step(
            f"{prefix}swapped_passing",
            f"SELECT {weight} >= {threshold} AS consistent FROM {prefix}swapped_best",
        ),
    )
    full = tuple(
        sum(plus for column, plus in zip(free, agree, strict=True) if column not in key)
        >= threshold
        for key in mapping.keys
    )
    return Weighing(
        found_rows, weighed=True, by_chance=tuple(map(float, by_chance)), full_consistent=full
    )


def estimate(
    patterns: NDArray[np.bool_],
    counts: NDArray[np.int64],
    u: NDArray[np.float64],
    heard: NDArray[np.bool_] | None = None,
) -> tuple[NDArray[np.float64], float]:
    """EM for *m* and the share of true rows, with *u* fixed.

    Args:
        patterns: shape (patterns, columns), True where the column agrees.
        counts: shape (patterns,), rows of each pattern.
        u: shape (columns,), probability of agreement by chance.
        heard: shape (patterns, columns), False where a column agrees by construction; None: all.

    Returns:
        *m*, shape (columns,), and the share of rows that belong to the member they name.
    """
    u = np.clip(u, FLOOR, 1 - FLOOR)
    m, share = np.full(u.shape, 0.95), 0.9
    weight = counts / counts.sum()
    heard = np.ones(patterns.shape, dtype=bool) if heard is None else heard
    agree, differ = patterns & heard, ~patterns & heard
    log_u = agree @ np.log(u) + differ @ np.log1p(-u)
    for _ in range(EM_ROUNDS):
        log_m = agree @ np.log(m) + differ @ np.log1p(-m)
        odds = np.clip(np.log(share) + log_m - np.log1p(-share) - log_u, -500, 500)
        posterior = 1 / (1 + np.exp(-odds))
        mass = weight * posterior
        share = float(np.clip(mass.sum(), FLOOR, 1 - FLOOR))
        m = mass @ agree / np.maximum(mass @ heard, FLOOR)
        m = np.clip(m, np.maximum(MIN_M, u), 1 - FLOOR)
    return m, share


def fixed_point_weights(
    m: NDArray[np.float64], u: NDArray[np.float64], share: float
) -> tuple[list[int], list[int], int]:
    """Weights of agreement and disagreement, and the sum that a member's row reaches."""
    u = np.clip(u, FLOOR, 1 - FLOOR)
    agree = np.rint(FIXED_POINT * np.log2(m / u)).astype(int).tolist()
    differ = np.rint(FIXED_POINT * np.log2((1 - m) / (1 - u))).astype(int).tolist()
    prior = (1 - share) / share
    threshold = int(np.rint(FIXED_POINT * np.log2(POSTERIOR / (1 - POSTERIOR) * prior)))
    # However many rows are true, one that agrees no better than chance is no member's.
    return agree, differ, max(threshold, FIXED_POINT)


def row_weight(
    columns: list[int], agree: list[int], differ: list[int], keys: tuple[tuple[int, ...], ...]
) -> str:
    """SQL: the sum of the columns' weights, from the words of agreement and ``key_``."""
    terms = []
    for column, plus, minus in zip(columns, agree, differ, strict=True):
        given = [str(index) for index, key in enumerate(keys) if column in key]
        silent = f"WHEN key_ IN ({', '.join(given)}) THEN 0 " if given else ""
        terms.append(f"CASE {silent}WHEN {agrees(column)} THEN {plus} ELSE {minus} END")
    return "(" + " + ".join(terms) + ")"


def _agreement_by_chance(engine: Engine, prefix: str, columns: int) -> NDArray[np.float64] | None:
    """Give each of a sample of rows the member of another; share of agreement per column.

    As for a true row, the version that agrees best is taken. None when fewer than two members were
    found. Makes ``{prefix}swapped_best``. Which row speaks for a member is drawn by its content, so
    that the order of rows changes nothing.
    """
    content = " || '|' || ".join(f"coalesce(CAST(d{i} AS VARCHAR), '')" for i in range(columns))
    engine.run(
        Step(
            f"{prefix}swap_members",
            "SELECT entity_, lead(entity_) OVER (ORDER BY h, entity_) AS other FROM ("
            "SELECT DISTINCT entity_, stable_hash64(CAST(entity_ AS VARCHAR)) AS h "
            f"FROM {prefix}best) AS e ORDER BY h, entity_ LIMIT {SWAPS}",
        ),
        Step(
            f"{prefix}swap_rows",
            f"SELECT b.row_, b.entity_, b.key_, s.other FROM {prefix}swap_members AS s "
            f"JOIN {prefix}best AS b ON b.entity_ = s.entity_ "
            f"JOIN (SELECT row_, stable_hash64({content}) AS h FROM {prefix}dump) AS d "
            "ON d.row_ = b.row_ "
            "QUALIFY row_number() OVER (PARTITION BY b.entity_ ORDER BY d.h, b.row_) = 1",
        ),
        Step(
            f"{prefix}swapped_best",
            f"SELECT row_, key_, {word_names(columns)} "
            f"FROM (SELECT *, {agreed(columns)} AS agreed FROM ("
            f"SELECT s.row_, s.key_, v.from_us, v.to_us, {agreement_bits('d', 'v', columns)} "
            f"FROM {prefix}swap_rows AS s JOIN {prefix}dump AS d ON d.row_ = s.row_ "
            f"JOIN {prefix}versions AS v ON v.entity_ = s.other) AS a) AS b "
            "QUALIFY row_number() OVER "
            f"(PARTITION BY row_ ORDER BY agreed DESC, from_us DESC NULLS LAST, to_us, "
            f"{word_names(columns)}) = 1",
        ),
    )
    sums = ", ".join(f"count(*) FILTER (WHERE {agrees(i)}) AS n{i}" for i in range(columns))
    row = engine.collect(f"SELECT count(*) AS n, {sums} FROM {prefix}swapped_best").to_pylist()[0]
    if not row["n"]:
        return None
    return np.array([row[f"n{i}"] / row["n"] for i in range(columns)])


def _patterns(
    engine: Engine, best: str, mapping: Mapping
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int64]]:
    """Patterns of agreement, which of their columns are heard, and how many rows have each.

    Ordered, so that sums of floating numbers do not depend on threads.
    """
    columns = len(mapping.pairs)
    names = word_names(columns)
    table = engine.collect(
        f"SELECT {names}, key_, count(*) AS n FROM (SELECT {names}, key_ FROM {best} "
        f"ORDER BY stable_hash64(CAST(entity_ AS VARCHAR)), {names}, key_ LIMIT {PATTERN_ROWS}"
        ") AS s "
        f"GROUP BY {names}, key_ ORDER BY {names}, key_"
    )
    bits = [
        (table[f"w{i // BITS_PER_WORD}"].to_numpy() >> (i % BITS_PER_WORD)) & 1
        for i in range(columns)
    ]
    of_key = np.array([[i not in key for i in range(columns)] for key in mapping.keys])
    return np.column_stack(bits).astype(bool), of_key[table["key_"]], table["n"].to_numpy()

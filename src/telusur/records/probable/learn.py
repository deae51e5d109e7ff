"""Shares of the levels of agreement, *m* among members' own rows and *u* by chance.

*u* is counted on pairs of different members of the register, drawn at random: the dump cannot
distort it. *m* is counted on rows that were matched by key, whose members are known, rather than
by EM over the rows left: these may be mostly nobody's, and EM then finds some other cluster. Rows
that keep no key have more slips than rows that keep one, so the count and the default of
``levels.py`` have equal say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from telusur.records.probable.interface import FEWEST_KNOWN
from telusur.records.probable.splinked import Shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from telusur.records.probable.interface import Compared

# Share of the rows in a group that must agree on another column for it to say nothing new.
DETERMINED = 0.98
# Pairs that agree on the one column, below which it is not known what they do on the other.
FEWEST_AGREEING = 50


def random_pairs(
    asked: NDArray[np.int64],
    own: NDArray[np.int64],
    members: NDArray[np.int64],
    wanted: int,
    seed: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a member set aside (``asked``, who is ``own``) and another; sorted, each once."""
    all_pairs = len(asked) * len(members)
    if all_pairs <= wanted:
        drawn = np.arange(all_pairs)
    else:
        drawn = np.unique(np.random.default_rng(seed).integers(0, all_pairs, wanted))
    row, column = np.divmod(drawn, max(len(members), 1))
    kept = own[row] != members[column]
    i, j = asked[row[kept]], members[column[kept]]
    order = np.lexsort((j, i))
    return i[order], j[order]


def by_chance(levels: NDArray[np.int64], many: int) -> tuple[float, ...] | None:
    """*u* of ``many`` levels; None where no pair has values.

    A level never seen is not impossible.
    """
    counts = np.bincount(levels[levels >= 0], minlength=many)
    if not counts.sum():
        return None
    return tuple(((counts + 0.5) / (counts.sum() + 0.5 * many)).tolist())


def among_members(levels: NDArray[np.int64], likely: Sequence[float]) -> tuple[float, ...]:
    """*m* from pairs that are known to be the same person's, and from the default."""
    counts = np.bincount(levels[levels >= 0], minlength=len(likely))
    if counts.sum() < FEWEST_KNOWN:
        return tuple(likely)
    return tuple((0.5 * counts / counts.sum() + 0.5 * np.array(likely)).tolist())


def telling(
    columns: Sequence[Compared], levels: Mapping[int, NDArray[np.int64]]
) -> tuple[Compared, ...]:
    """The columns without those that another one determines: what is said twice is weighed once.

    Among pairs of different members that agree on the one, almost all agree on the other (a code
    and its label, a village and its regency): the other is left out. Of two that determine each
    other the finer one stays.
    """
    same = {column.at: levels[column.at] == 0 for column in columns}
    seen = {column.at: levels[column.at] >= 0 for column in columns}
    finer_first = sorted(columns, key=lambda column: (same[column.at].sum(), column.at))
    kept: list[Compared] = []
    for column in finer_first:
        if not any(_determines(same, seen, finer.at, column.at) for finer in kept):
            kept.append(column)
    return tuple(sorted(kept, key=lambda column: column.at))


def _determines(
    same: Mapping[int, NDArray[np.bool_]],
    seen: Mapping[int, NDArray[np.bool_]],
    one: int,
    other: int,
) -> bool:
    both = same[one] & seen[other]
    if both.sum() < FEWEST_AGREEING:
        return False
    return bool((same[other] & both).sum() >= DETERMINED * both.sum())


def shares(
    columns: Sequence[Compared],
    chance: Mapping[int, tuple[float, ...]],
    known: Mapping[int, NDArray[np.int64]],
    found_by: NDArray[np.int64],
    keys: Sequence[tuple[int, ...]],
) -> dict[int, Shares]:
    """*m* and *u* of every column.

    Args:
        columns: those that are weighed.
        chance: *u*.
        known: levels of the known rows beside their own members.
        found_by: index into ``keys`` for each of these rows.
        keys: a column of the key that found a row agrees in it by construction, and is not heard.
    """
    found = {}
    for column in columns:
        of_key = np.array([column.at in key for key in keys], dtype=bool)
        heard = known[column.at][~of_key[found_by]] if len(found_by) else known[column.at]
        found[column.at] = Shares(among_members(heard, column.likely), chance[column.at])
    return found

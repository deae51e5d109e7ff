"""Bands of probability, and the pairs that are drawn from each by hash."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from telusur.reviewing.interface import EDGES, Stratum

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray


def stratified(path: Path) -> tuple[pa.Table, NDArray[np.int64], tuple[Stratum, ...]]:
    """The pairs of a run, the stratum of each, and the strata."""
    pairs = pq.read_table(path)
    probability = pairs["probability"].to_numpy()
    of = np.clip(np.searchsorted(EDGES, probability, side="right") - 1, 0, len(EDGES) - 2)
    linked = pairs["linked"].to_numpy(zero_copy_only=False)
    strata = tuple(
        Stratum(
            low=low, high=high, linked=bool(linked[of == at].any()), pairs=int((of == at).sum())
        )
        for at, (low, high) in enumerate(pairwise(EDGES))
    )
    return pairs, of.astype(np.int64), strata


def chosen(
    pairs: pa.Table, of: NDArray[np.int64], strata: int, wanted: int, seed: int
) -> NDArray[np.int64]:
    """Places of the pairs drawn: as many of each stratum, what one lacks going to the others.

    A member's reference is keyed, so its order is as good as drawn; the seed turns it.
    """
    if not pairs.num_rows:
        return np.zeros(0, np.int64)
    drawn = np.random.default_rng(seed).permutation(pairs.num_rows)
    order = np.lexsort((pairs["row"].to_numpy(), pairs["member"].to_numpy(zero_copy_only=False)))
    order = order[drawn]
    queues = [order[of[order] == at] for at in range(strata)]
    taken: list[NDArray[np.int64]] = []
    for left, queue in zip(
        range(strata, 0, -1), sorted(queues, key=len), strict=True
    ):  # the shortest first, so that the rest is shared out
        take = min(len(queue), (wanted - sum(map(len, taken))) // left)
        taken.append(queue[:take])
    return np.sort(np.concatenate(taken)).astype(np.int64)

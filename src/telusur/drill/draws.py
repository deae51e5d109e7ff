"""Chance that depends on nothing but the seed: counter-based, so order and threads do not matter.

Each value is a hash of (seed, stream, counter): the finaliser of splitmix64 (Steele, Lea and
Flood, 2014), in numpy columns. Chunks of members can be made in any order, by any number of
threads, and come out the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Words = NDArray[np.uint64]
Shorts = NDArray[np.uint16]

TABLE_BITS = 16
TABLE_SIZE = 1 << TABLE_BITS  # weighted choices are read off a table of this many entries

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)


def stream_start(seed: int, stream: str) -> np.uint64:
    """Where one named stream of one seed starts counting."""
    digest = hashlib.sha256(f"telusur drill {seed} {stream}".encode()).digest()
    return np.uint64(int.from_bytes(digest[:8], "little"))


def mix(words: Words) -> Words:
    """The finaliser, in place: a bijection of 64-bit words."""
    other = words >> _S30
    words ^= other
    words *= _MIX_1
    np.right_shift(words, _S27, out=other)
    words ^= other
    words *= _MIX_2
    np.right_shift(words, _S31, out=other)
    words ^= other
    return words


@dataclass(frozen=True)
class Draws:
    """Draws for one block of one seed: every named stream gives independent columns.

    Attributes:
        seed: the seed of the drill.
        block: which chunk of members, or of invented people, is being made.
    """

    seed: int
    block: str

    def words(self, stream: str, count: int) -> Words:
        """``count`` uniform 64-bit words."""
        start = stream_start(self.seed, f"{self.block}/{stream}")
        counter = np.arange(1, count + 1, dtype=np.uint64)
        counter *= _GAMMA
        counter += start
        return mix(counter)

    def shorts(self, stream: str, count: int) -> Shorts:
        """``count`` uniform 16-bit numbers, four to a word."""
        return self.words(stream, -(-count // 4)).astype("<u8", copy=False).view("<u2")[:count]

    def columns(self, stream: str, count: int, wide: int) -> list[Shorts]:
        """``wide`` columns of ``count`` uniform 16-bit numbers."""
        flat = self.shorts(stream, count * wide)
        return [flat[at * count : (at + 1) * count] for at in range(wide)]


def below(draw: Shorts, share: float) -> NDArray[np.bool_]:
    """True for this share of uniform draws (to the nearest 1/65536)."""
    return draw < round(share * TABLE_SIZE)


def table(
    weights: Sequence[float], values: Sequence[Any] | NDArray[Any] | None = None
) -> NDArray[Any]:
    """A lookup of 65,536 entries in which each choice has its weight's share.

    Args:
        weights: one non-negative weight a choice; need not add up to one.
        values: what to return for each choice; the choice's number when not given.

    Returns:
        An array to be indexed with 16-bit draws: int16 choice numbers, or the values.
    """
    edges = np.round(np.cumsum(np.asarray(weights, dtype=float)) / sum(weights) * TABLE_SIZE)
    choice = np.searchsorted(edges, np.arange(TABLE_SIZE), side="right").astype(np.int16)
    return choice if values is None else np.asarray(values)[choice]


def quantiles(weights: Sequence[float], width: int) -> NDArray[np.int32]:
    """Evenly spaced quantiles of a density made of equal steps.

    Args:
        weights: the density of each step.
        width: integer units in a step (3,600 for hours in seconds).

    Returns:
        65,536 values in ``[0, len(weights) * width)``, to be indexed with 16-bit draws.
    """
    cumulated = np.concatenate([[0.0], np.cumsum(np.asarray(weights, dtype=float))])
    at = (np.arange(TABLE_SIZE) + 0.5) / TABLE_SIZE * cumulated[-1]
    value = np.interp(at, cumulated, np.arange(len(weights) + 1) * width)
    return np.asarray(np.floor(value).astype(np.int32))

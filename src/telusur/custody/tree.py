"""The Merkle tree of RFC 6962: one hash over all entries, and short proofs about it.

Method: RFC 6962, section 2.1 (hashes), and RFC 9162, sections 2.1.3.2 and 2.1.4.2 (how proofs are
checked). Hashes are 32 bytes; a leaf and a node are told apart by a leading byte, so that no node
can be passed off as an entry. Lists of hashes are in the order of the log.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over all leaf hashes."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def roots(leaves: Iterable[bytes]) -> Iterator[bytes]:
    """The root after each leaf, for the sizes 1, 2, 3 and so on, in one pass."""
    peaks: list[bytes] = []  # roots of the full subtrees, the largest first
    for size, leaf in enumerate(leaves, start=1):
        peaks.append(leaf)
        merged = size
        while merged % 2 == 0:
            right = peaks.pop()
            peaks[-1] = node_hash(peaks[-1], right)
            merged //= 2
        whole = peaks[-1]
        for peak in reversed(peaks[:-1]):
            whole = node_hash(peak, whole)
        yield whole


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Hashes that tie leaf ``index`` to the root over ``leaves``."""
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(index, leaves[:split]), root(leaves[split:])]
    return [*inclusion_proof(index - split, leaves[split:]), root(leaves[:split])]


def consistency_proof(first: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Hashes that show: the tree over the ``first`` leaves was only added to."""
    if not 0 < first <= len(leaves):
        raise ValueError("no such tree")
    return _subproof(first, leaves, whole=True)


def _subproof(first: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if first <= split:
        return [*_subproof(first, leaves[:split], whole=whole), root(leaves[split:])]
    return [*_subproof(first - split, leaves[split:], whole=False), root(leaves[:split])]


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the proof ties ``leaf`` at ``index`` to the root of a tree of ``size`` leaves."""
    if not 0 <= index < size:
        return False
    here, last, made = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if here % 2 or here == last:
            made = node_hash(part, made)
            while here and here % 2 == 0:
                here, last = here >> 1, last >> 1
        else:
            made = node_hash(made, part)
        here, last = here >> 1, last >> 1
    return last == 0 and made == expected


def extends(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the larger tree only adds to the smaller."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if not proof:
        return False
    # A smaller tree that is one full subtree is its own first hash.
    parts = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    here, last = first - 1, second - 1
    while here % 2:
        here, last = here >> 1, last >> 1
    old = new = parts[0]
    for part in parts[1:]:
        if last == 0:
            return False
        if here % 2 or here == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while here and here % 2 == 0:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, part)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)

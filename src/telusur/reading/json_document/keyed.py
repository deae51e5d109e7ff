"""Objects that are lists by another name: ``{"users": {"-Mx1": {…}, "-Mx2": {…}}}``.

Firebase's exports, and dictionaries that a program wrote as they were, hold records under keys of
their own. Such an object is read as a list of its values, each with its key in the column ``key_``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.json_document.tokens import ARRAY, END_ARRAY, OBJECT, STRING

if TYPE_CHECKING:
    from collections.abc import Callable, Set

    from numpy.typing import NDArray

    from telusur.reading.json_document.tokens import Ints, Tokens

    Keys = tuple[str, ...]

KEY = "key_"
# So many records at least, and so many of them looked at.
FEWEST, MOST = 3, 100
# Of the records' fields this share has a name that half of the records have.
ALIKE = 0.5
# Objects on such a depth are looked at, and so many of them.
MOST_DEPTH, MOST_OBJECTS = 3, 200


def keyed(raw: NDArray[np.uint8], tokens: Tokens) -> list[int]:
    """The tokens that open such objects, none inside another, among those of a document's start."""
    found: list[int] = []
    outer = (tokens.kind == OBJECT) & (tokens.arrays == 0) & (tokens.level <= MOST_DEPTH)
    for one in np.flatnonzero(outer)[:MOST_OBJECTS].tolist():
        around, inner = int(tokens.inside[one]), False
        while around >= 0 and not inner:
            inner, around = around in found, int(tokens.inside[around])
        if not inner and _holds_records(raw, tokens, one):
            found.append(one)
    return found


def _holds_records(raw: NDArray[np.uint8], tokens: Tokens, one: int, depth: int = 0) -> bool:
    members = np.flatnonzero(tokens.value & (tokens.inside == one))
    members = members[(tokens.kind[members] >= STRING) | (tokens.close[members] >= 0)]
    if len(members) < FEWEST or (tokens.kind[members] != OBJECT).any():
        return False
    members = members[:MOST]
    fields = np.flatnonzero(tokens.value & np.isin(tokens.inside, members))
    names = [raw[tokens.at[key] : tokens.end[key]].tobytes() for key in tokens.key[fields].tolist()]
    if not names:
        return False
    _, code, count = np.unique(np.array(names), return_inverse=True, return_counts=True)
    if (2 * count[code] >= len(members)).mean() < ALIKE:
        return False
    # tables whose records happen to have the same keys, such as 1, 2, 3
    some = members[:FEWEST].tolist()
    return depth >= MOST_DEPTH or not any(
        _holds_records(raw, tokens, inner, depth + 1) for inner in some
    )


def as_lists(tokens: Tokens, keys: Set[Keys], keys_of: Callable[[int], Keys]) -> Tokens:
    """The tokens with the objects under ``keys`` turned into lists of their values."""
    kind, arrays = tokens.kind.copy(), tokens.arrays.copy()
    levels = np.array(sorted({len(one) for one in keys}))
    outer = (kind == OBJECT) & (arrays == 0) & np.isin(tokens.level, levels)
    for one in np.flatnonzero(outer).tolist():
        if keys_of(one) in keys:
            close = int(tokens.close[one])
            kind[one] = ARRAY
            arrays[one + 1 : close if close >= 0 else len(arrays)] += 1
            if close >= 0:
                kind[close] = END_ARRAY
    return replace(tokens, kind=kind, arrays=arrays)


def with_keys(rows: Ints, keys: Ints, leaves: Ints) -> tuple[Ints, Ints]:
    """``leaves`` and the keys of ``rows`` in the text's order; where each of these came from."""
    both = np.concatenate((leaves, keys[rows]))
    order = np.argsort(both, kind="stable")
    return both[order], order

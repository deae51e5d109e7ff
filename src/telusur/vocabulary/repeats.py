"""One number for a row: when two rows are the same row, and which rows are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Between the columns of a row's hash, so that ('ab', 'c') is not ('a', 'bc').
_BETWEEN = "\x1f"


def row_hash(columns: Sequence[str]) -> str:
    """BIGINT: hash of a row's text as read; empty and NULL are the same.

    The same on every engine, so that rows are drawn by it; it costs a cryptographic hash.
    """
    parts = [f"coalesce({column}, '')" for column in columns]
    # one concat: a chain of || copies the growing text once for each column
    return "stable_hash64(concat(" + f", '{_BETWEEN}', ".join([*parts, "''"]) + "))"


def row_print(columns: Sequence[str], salt: int = 0) -> str:
    """BIGINT: fingerprint of a row's text as read; empty and NULL are the same.

    Cheap, and good for telling rows apart within one run: its numbers are the engine's own. Of a
    hundred million different rows two have the same number with a probability below 0.1 %.

    Args:
        columns: VARCHAR expressions.
        salt: what is held against each other is made under one salt.
    """
    return _mixed(
        [
            f"fingerprinted(CAST({salt + at} AS BIGINT), coalesce({column}, ''))"
            for at, column in enumerate(columns)
        ]
    )


def _mixed(numbers: list[str]) -> str:
    """One number of many: a balanced tree, for SQL that nests deeper is refused."""
    if len(numbers) == 1:
        return numbers[0]
    half = len(numbers) // 2
    return f"xor({_mixed(numbers[:half])}, {_mixed(numbers[half:])})"

"""When two rows of a dump are the same row: what profiling counts and records tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Between the columns of a row's hash, so that ('ab', 'c') is not ('a', 'bc').
_BETWEEN = "\x1f"


def row_hash(columns: Sequence[str]) -> str:
    """BIGINT: hash of a row's text as read; empty and NULL are the same."""
    parts = [f"coalesce({column}, '')" for column in columns]
    # one concat: a chain of || copies the growing text once for each column
    return "stable_hash64(concat(" + f", '{_BETWEEN}', ".join([*parts, "''"]) + "))"

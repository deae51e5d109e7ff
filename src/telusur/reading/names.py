"""Column names: kept as they are, made tellable apart, and safe to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def named(given: Iterable[str]) -> tuple[str, ...]:
    """Blank names become ``column_N`` (N from 1), repeats ``name_2``; no control characters."""
    cleaned = [printable(name) for name in given]
    taken = {name for name in cleaned if name}
    used: set[str] = set()
    turns: dict[str, int] = {}  # the last number that a name was given
    names = []
    for position, clean in enumerate(cleaned, start=1):
        name = clean or f"column_{position}"
        if name in used or (not clean and name in taken):
            turn = turns.get(name, 1) + 1
            while f"{name}_{turn}" in taken or f"{name}_{turn}" in used:
                turn += 1
            turns[name] = turn
            name = f"{name}_{turn}"
        used.add(name)
        names.append(name)
    return tuple(names)


def numbered(count: int) -> tuple[str, ...]:
    """Names of the columns of a table without a header."""
    return tuple(f"column_{position}" for position in range(1, count + 1))


def printable(name: str) -> str:
    """The name without characters that command a terminal or turn the direction of writing."""
    kept = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(kept.split())

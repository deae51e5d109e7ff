"""Columns that only one holder has: in the dump, and fit to be what they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.engine.protocol import Engine
    from telusur.structure.interface import Sides


def exclusive_present(engine: Engine, sides: Sides, found: Mapping[int, int]) -> tuple[str, ...]:
    """Exclusive columns that are mapped, in the register's order."""
    taken = {sides.register.columns[j] for j in found.values()}
    return tuple(name for name in sides.register.facts.exclusive if name in taken)

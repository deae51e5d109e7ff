"""A bounded, hash-drawn set of members with all their versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma, quoted
from telusur.vocabulary.drawing import below

if TYPE_CHECKING:
    from telusur.engine.protocol import Engine

# Enough for every rate that structure compares to be within half a percent, small enough to scan
# in well under a second.
SAMPLE_MEMBERS = 20_000


def draw(engine: Engine, name: str, relation: str, members: int, columns: int) -> float:
    """Make table ``name``; the share of members drawn, 1.0 when it holds them all.

    The same members come whatever the order of rows, as only the key decides.
    """
    share = min(1.0, SAMPLE_MEMBERS / max(members, 1))
    chosen = "" if share >= 1.0 else f"AND stable_hash64(entity_) < {below(share)}"
    selected = ["entity_", "from_us", "to_us", *(f"r{at}" for at in range(columns))]
    engine.run(
        Step(
            name,
            f"SELECT {comma(selected)} FROM {quoted(relation)} WHERE entity_ IS NOT NULL {chosen}",
            Keep.TABLE,
        )
    )
    return share

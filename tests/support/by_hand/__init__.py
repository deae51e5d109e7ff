"""Files as portals, statistical offices, business software and thieves write them, by hand.

Nothing here is generated: the kinds are those that such files are known for, the people, places
and figures are invented, and each truth was typed before the file was read the first time.
"""

# Each adds its cases.
from by_hand import (
    accounts,
    business,
    damaged,
    exports,
    last,
    later,
    later_layouts,
    later_values,
    leaked,
    offices,
    portals,
)
from by_hand.case import CASES, Case

__all__ = [
    "CASES",
    "Case",
    "accounts",
    "business",
    "damaged",
    "exports",
    "last",
    "later",
    "later_layouts",
    "later_values",
    "leaked",
    "offices",
    "portals",
]

"""Files as portals, statistical offices, business software and thieves write them, by hand.

Nothing here is generated: the kinds are those that such files are known for, the people, places
and figures are invented, and each truth was typed before the file was read the first time.
"""

from by_hand import business, damaged, last, later, leaked, offices, portals  # each adds its cases
from by_hand.case import CASES, Case

__all__ = ["CASES", "Case", "business", "damaged", "last", "later", "leaked", "offices", "portals"]

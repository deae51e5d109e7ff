"""Where on the page a JSON pointer into the findings is shown.

An anchor is a pointer with hyphens for slashes, so the page, its JSON twin and the links between
them cannot drift apart: ``/records/0/outcome`` is shown at ``#records-0-outcome``.
"""

from __future__ import annotations

import re

# Every part of the findings that has a place of its own on the page; a template gives each the
# id that `anchor` makes, and the tests hold the two together.
PLACES = (
    "/claim",
    "/dating",
    "/dating/*",
    "/profile",
    "/receipt",
    "/reconciliation",
    "/records",
    "/records/*",
    "/records/*/agreement",
    "/records/*/decoys",
    "/records/*/match_rate",
    "/records/*/outcome",
    "/registers",
    "/run",
    "/structure",
    "/structure/candidates/*",
    "/tracing",
    "/verdict",
    "/verdict/cannot_tell",
)
_PATTERNS = tuple(re.compile(place.replace("*", r"\d+")) for place in PLACES)


def anchor(pointer: str) -> str:
    """The id of the element that shows ``pointer``."""
    return pointer.strip("/").replace("/", "-")


def place(pointer: str) -> str:
    """The nearest part of the findings around ``pointer`` that has a place on the page."""
    parts = pointer.split("/")
    for length in range(len(parts), 1, -1):
        part = "/".join(parts[:length])
        if any(pattern.fullmatch(part) for pattern in _PATTERNS):
            return part
    return "/run"  # the whole document, or a part that this version does not show


def section(spot: str) -> str:
    """The stable key that names a place: its last part that is no index."""
    return next(part for part in reversed(spot.split("/")) if not part.isdigit())

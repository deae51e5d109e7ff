"""Names of columns and tables, in the form in which they are held against each other."""

from __future__ import annotations

import re


def bare(name: str) -> str:
    """Letters and digits alone, in lower case: ``no_kartu``, ``NoKartu`` and ``NO KARTU`` alike."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())

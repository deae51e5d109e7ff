"""SQLite databases: every table, through SQLite itself, in chains.

Why SQLite's own library and not a parser of ours, and what holds it, is in ``docs/adr/0027``.
"""

from __future__ import annotations

from telusur.reading.sqlite.reader import read, recognises

__all__ = ["read", "recognises"]

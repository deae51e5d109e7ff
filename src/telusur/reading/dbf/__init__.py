"""dBase, FoxPro and Clipper tables, with their memo files (``docs/adr/0027``)."""

from __future__ import annotations

from telusur.reading.dbf.reader import read, recognises

__all__ = ["read", "recognises"]

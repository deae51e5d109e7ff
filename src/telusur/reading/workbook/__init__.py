"""Workbooks of Excel and LibreOffice: every sheet a table (``docs/adr/0027``)."""

from __future__ import annotations

from telusur.reading.workbook.reader import read, recognises

__all__ = ["read", "recognises"]

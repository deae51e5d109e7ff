"""Avro object container files (``docs/adr/0027``)."""

from __future__ import annotations

from telusur.reading.avro.reader import read, recognises

__all__ = ["read", "recognises"]

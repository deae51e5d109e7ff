"""Spark's exceptions as Telusur's errors. Their own texts may quote values and are dropped."""

from __future__ import annotations

from telusur.errors import InternalFault, LimitReached, TelusurError


def translated(error: Exception, what: str) -> TelusurError:
    """The error to raise in place of ``error``, met while doing ``what`` (a step's name)."""
    if isinstance(error, TelusurError):
        return error
    text = str(error).lower()
    if "no space left" in text or "disk quota exceeded" in text:
        return LimitReached("disk-full", f"the disk is full (while at {what})")
    if isinstance(error, MemoryError) or "outofmemory" in text:
        return LimitReached("memory-limit", f"not enough memory (while at {what})")
    return InternalFault(
        "engine-failed", f"the engine could not do {what}", got=type(error).__name__
    )

"""What a prepared register says of itself, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.registers.prepared.manifest import Index


def summary(index: Index) -> list[str]:
    """A line each: what it is, how large, from what, and its columns with their types."""
    facts = index.facts
    lines = [
        f"{facts.name}: {facts.holder}",
        f"prepared {index.prepared:%Y-%m-%d %H:%M} UTC by Telusur {index.telusur}",
        f"key with the mark {index.mark}",
        f"{facts.members:,} members, {facts.versions:,} versions, history: {facts.history}",
        "keys: " + "; ".join(" + ".join(key) for key in facts.keys),
        "from: " + ", ".join(f"{one.name} ({one.bytes:,} bytes)" for one in index.sources),
    ]
    own = set(facts.exclusive)
    for column in index.columns:
        name = column.facts.name
        marked = ", exclusive" if name in own else ""
        lines.append(f"  {name}: {' or '.join(column.forms)}{marked}")
    return lines

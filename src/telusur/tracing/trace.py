"""What the records already say of the way out, and nothing beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.findings.tracing import Fabricated, Tracing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.model.findings.records import Records


def trace(records: Sequence[Records]) -> Tracing:
    """Signs of fabrication, as counts; the share itself is not estimated yet, so it is null.

    Args:
        records: of every register, as settled.
    """
    signs = []
    for one in records:
        torn = one.outcome_detail.get("changed_inconsistent", 0)
        if torn:
            signs.append(
                f"{torn} rows carry the key of a member of {one.register_} and values that are "
                "not his"
            )
    return Tracing(fabricated=Fabricated(signs=tuple(signs)))

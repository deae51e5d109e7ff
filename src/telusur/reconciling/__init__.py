"""Counts and verdict: pure functions of the findings, no I/O, clock or randomness."""

from telusur.reconciling.verdict import weigh
from telusur.reconciling.waterfall import reconcile

__all__ = ["reconcile", "weigh"]

"""What is asked of finished runs: why one row got its outcome, what changed between two runs."""

from telusur.afterwards.differing import Difference, Moved, differ
from telusur.afterwards.explaining import Explanation, explain
from telusur.afterwards.runs import FinishedRun, open_run

__all__ = [
    "Difference",
    "Explanation",
    "FinishedRun",
    "Moved",
    "differ",
    "explain",
    "open_run",
]

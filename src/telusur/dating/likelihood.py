"""How much worse one moment explains the votes than another.

Each vote is wrong with a probability learned from the data at the best moment (a cell altered, a
member wrongly present, a member missing). The log-likelihood of a moment is then, up to a constant,
minus the votes against it times ``ln((1 - e) / e)``, and the moments within ``SUPPORT`` of the best
form the interval (likelihood interval; Royall 1997). Its coverage is measured by simulation in
``tests/dating/test_coverage.py``, not taken from asymptotics, which do not hold for a change point.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

CONFIDENCE = 0.99
SUPPORT = log(100)  # a moment a hundred times less likely than the best is outside
FIXED_POINT = 1000  # weights are integers of a thousandth nat, equal on both engines
LEAST_ERROR = 1e-6  # an error rate is never held to be smaller than a million votes can show
MOST_ERROR = 0.5  # votes that are wrong more often than this are no evidence


@dataclass(frozen=True)
class Weights:
    """Thousandths of a nat per vote against a moment, by kind of vote; 0: not counted."""

    cells: int
    presence: int
    absence: int
    values: int

    @property
    def cost(self) -> str:
        """SQL: the weighed votes against a moment of ``{prefix}sweep``."""
        return (
            f"(cells * {self.cells} + absent_rows * {self.presence} "
            f"+ missing * {self.absence} + unheld * {self.values})"
        )


def weight(against: int, votes: int, *, odds: bool = True, dispersion: float = 1.0) -> int:
    """Weight of one vote of a kind of which ``against`` of ``votes`` are wrong at the best moment.

    The rate is the posterior mean under Jeffreys' prior. ``odds``: the vote could have gone either
    way (a cell); otherwise only its being there is informative (the other kinds). ``dispersion``:
    how many wrong votes come together; votes that err in company count for less (quasi-likelihood,
    Wedderburn 1974), as those of a row that is older than the rest do.
    """
    error = (against + 0.5) / (votes + 1)
    error = min(max(error, LEAST_ERROR), MOST_ERROR)
    nats = log((1 - error) / error) if odds else -log(error)
    return round(FIXED_POINT * nats / max(dispersion, 1.0))

"""Clerks look at a sample of the rows linked without a key; their answers narrow the precision."""

from telusur.reviewing.draw import draw
from telusur.reviewing.interface import Drawn, Review
from telusur.reviewing.take import take

__all__ = ["Drawn", "Review", "draw", "take"]

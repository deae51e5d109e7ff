"""Stage 1: the dump's files and the claim are taken in. Nothing here looks inside a dump."""

from telusur.evidence.claim import read_claim
from telusur.evidence.intake import take_in

__all__ = ["read_claim", "take_in"]

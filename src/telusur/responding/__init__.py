"""What follows from the answer: severity, deadlines and notices, as far as they can be told."""

from telusur.responding.duties import open_duties

__all__ = ["open_duties"]

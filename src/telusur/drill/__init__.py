"""An invented national register and a dump taken from it, with the truth known."""

from telusur.drill.make import DrillPaths, make_drill

__all__ = ["DrillPaths", "make_drill"]

"""Columns of the dump against the columns of each candidate register."""

from telusur.structure.interface import StructureOverrides
from telusur.structure.match import match
from telusur.structure.sketches import lists_sketch, spread_sketch
from telusur.structure.traces import traces

__all__ = ["StructureOverrides", "lists_sketch", "match", "spread_sketch", "traces"]

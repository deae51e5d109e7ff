"""Columns of the dump against the columns of each candidate register."""

from telusur.structure.interface import StructureOverrides
from telusur.structure.match import match
from telusur.structure.traces import traces

__all__ = ["StructureOverrides", "match", "traces"]

"""Columns of the dump against the columns of each candidate register."""

from telusur.structure.interface import StructureOverrides
from telusur.structure.match import match

__all__ = ["StructureOverrides", "match"]

"""Stage 2: bytes become tables, with a receipt that accounts for every byte."""

from telusur.reading.columns import read_columns
from telusur.reading.dump import read_dump
from telusur.reading.interface import Overrides

__all__ = ["Overrides", "read_columns", "read_dump"]

"""SQL dumps as their bytes lie: a dump may hold text in one encoding and pictures in another."""

from telusur.reading.sql.reader import read_raw as read
from telusur.reading.sql.reader import recognises

__all__ = ["read", "recognises"]

"""Files of ``mysqldump --tab`` that hold values which are no text, as their bytes lie."""

from telusur.reading.sql.tabs import read_raw as read
from telusur.reading.sql.tabs import recognises_raw as recognises

__all__ = ["read", "recognises"]

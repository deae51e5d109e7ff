"""Files of ``mysqldump --tab`` and of COPY."""

from __future__ import annotations

from fuzz import support
from telusur.reading.sql import tabs

PARSER = "files of `mysqldump --tab` and COPY (`sql/tabs.py`, `copying.py`, `copies.py`)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """Told, and read whether told or not."""
    tabs.recognises(support.head(data))
    support.read_text(tabs, data)


def seeds() -> list[bytes]:
    """Rows with escapes."""
    return [
        b"1\tAyu\t\\N\n2\tB\\\tC\t\\\\\n3\ta\\nb\t\\0\n",
        b"1\t\\N\n2\tx\\x41\\101\n\\.\n",
        b"1\t\\N\r\n2\tb\\\n\\N\tc\r\n3",
    ]

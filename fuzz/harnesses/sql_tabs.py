"""Files of ``mysqldump --tab`` and of COPY."""

from __future__ import annotations

from fuzz import support
from telusur.reading.sql import tabs, tabs_raw

PARSER = "files of `mysqldump --tab` and COPY (`sql/tabs.py`, `copying.py`, `copies.py`)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """Read where it is told."""
    text = data.decode("utf-8", "replace").encode()
    if tabs.recognises(support.head(text)):
        support.read_text(tabs, text)
    if tabs_raw.recognises(support.head(data)):
        support.read_binary(tabs_raw, data)


def seeds() -> list[bytes]:
    """Rows with escapes."""
    return [
        b"1\tAyu\t\\N\n2\tB\\\tC\t\\\\\n3\ta\\nb\t\\0\n",
        b"1\t\\N\n2\tx\\x41\\101\n\\.\n",
        b"1\t\xff\xd8\\0\x01\t\\N\n2\tx\t\\N\n",
        b"id\tname\n1\tNULL\n2\tAyu\n",
        b"1\t\\N\r\n2\tb\\\n\\N\tc\r\n3",
    ]

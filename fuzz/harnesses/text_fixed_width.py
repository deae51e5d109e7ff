"""Text of fixed width: its layout told, its lines cut into columns."""

from __future__ import annotations

from fuzz import support
from telusur.reading import fixed_width

PARSER = "text of fixed width (`fixed_width.py`, `text_lines.py`)"
KIND = "own"
MOST_BYTES = 400


def one(data: bytes) -> None:
    """The first byte chooses whether there is a header."""
    if data:
        fixed_width.recognises(support.head(data[1:]))
        support.read_text(fixed_width, data[1:], no_header=bool(data[0] & 1))


def seeds() -> list[bytes]:
    """With a ruler and without."""
    rows = b"".join(b"%-4d%-10s%6d\n" % (at, b"Ayu%d" % at, at * 11) for at in range(9))
    texts = (
        b"id  name      \n--- ----------\n1   Ayu       \n2   Budi\n\n(2 rows affected)\n",
        b"ID NAME\n== =====\n 1 Ayu\n 2 Budi\n",
        b"id  name       score\n" + rows,
        rows + b"10  C",
    )
    return [bytes([at]) + text for at in (0, 1) for text in texts]

"""Records of labelled lines: told, parted, put into columns; every line is counted."""

from __future__ import annotations

from fuzz import support
from telusur.reading import labelled_lines

PARSER = "records of labelled lines (`labelled_lines/`)"
KIND = "own"
MOST_BYTES = 500


def one(data: bytes) -> None:
    """Read where it is told: other texts are the reader's of delimited text."""
    if not labelled_lines.recognises(support.head(data)):
        return
    found = support.read_text(labelled_lines, data)
    if found is None or found.receipt.kind != "labelled-lines":
        return
    (table,) = found.receipt.tables
    assert table.rows_read <= (table.lines_in_rows or 0) <= (table.lines or 0), "lines of rows"


def seeds() -> list[bytes]:
    """As they are found."""
    forms = (
        "URL: https://a.invalid:80/?b=c\nUSER: ayu{0}\nPASS: x:{0}\n=====\n",
        "   id = {0}\n name = Ayu\nB\n\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ayu {0}\nTEL;TYPE=CELL:0812\nEND:VCARD\n",
        "dn: uid={0},\n dc=a\nmail: b\nmail: c\ncn:: QXl1\n# d\n\n",
        "Host:a\nLogin:b\nPassword:\n",
        "nama: Ayu\nkota: A\n  B\nlain\n\nc\n\n",
    )
    return ["".join(form.format(at) for at in range(4)).encode() for form in forms]

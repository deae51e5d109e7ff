"""Records of delimited text by their bytes, whole and in pieces: the same, and no byte is lost."""

from __future__ import annotations

import numpy as np

from telusur.reading.delimited_text.lexing import LF, Records, Signs, lexed

PARSER = "records of delimited text (`delimited_text/lexing.py`)"
KIND = "own"
MOST_BYTES = 400

SIGNS = tuple(
    Signs(delimiter, quote, escape, end)
    for delimiter in (b",", b"\t", b"||", b";;;")
    for quote, escape in ((ord('"'), None), (ord('"'), ord("\\")), (ord("'"), None), (None, None))
    for end in (LF, 13)
)
_FIELDS = tuple(Records.__annotations__)


def one(data: bytes) -> None:
    """The first byte chooses the dialect, the second where the text is cut."""
    if len(data) < 3:  # noqa: PLR2004 - the dialect, the place and a byte
        return
    signs, raw = SIGNS[data[0] % len(SIGNS)], data[2:]
    records, used, lines = lexed(raw, signs, 0, 1, last=True)
    assert used == len(raw), "all of the text is in records"
    ends = raw.count(signs.end) + (raw[-1] != signs.end)
    assert lines == ends == records.lines.sum(), "every line is in one record"
    _hold(records, raw)
    _same(records, raw, signs, 1 + data[1] % len(raw))


def _hold(records: Records, raw: bytes) -> None:
    assert records.start[0] == 0, "the first byte"
    assert records.next[-1] == len(raw), "the last byte"
    assert (records.next[:-1] == records.start[1:]).all(), "no byte between records"
    assert (records.stop <= records.next).all()
    assert (records.start <= records.stop).all()
    assert (records.width >= 1).all()
    assert (records.filled <= records.width).all(), "no more values filled than there are"
    assert (np.diff(records.line) == records.lines[:-1]).all(), "line numbers go on"
    figures = sum(raw.count(figure) for figure in b"0123456789")
    assert records.digits.sum() == figures, "every figure is counted"


def _same(records: Records, raw: bytes, signs: Signs, cut: int) -> None:
    """In two pieces: the same records."""
    first, used, lines = lexed(raw[:cut], signs, 0, 1, last=False)
    if used > cut:
        raise AssertionError("more used than given")
    rest = raw[used:]
    if not rest:
        return
    second, _, _ = lexed(rest, signs, used, 1 + lines, last=True)
    for name in _FIELDS:
        both = np.concatenate([getattr(first, name), getattr(second, name)])
        whole = getattr(records, name)
        assert len(both) == len(whole), "as many records in pieces"
        assert (both == whole).all(), f"the same {name} in pieces"


def seeds() -> list[bytes]:
    """Rows with quotes of every kind."""
    rows = (
        b'id,name,note\n1,"Ayu, B","a ""b"""\n2,"two\nlines",\n\n#3,x',
        b"id\tname\r\n1\t'O\\'N'\r\n2\t\"open\r\n",
        b'a||b||"c||d"||e\\"\n1||2||||\n,;;;x;;;;y',
    )
    return [bytes([which, at]) + row for which in range(0, 32, 5) for at in (9, 30) for row in rows]

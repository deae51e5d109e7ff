"""Values of a row of SQL: strings, numbers, expressions, each with what it stands for."""

from __future__ import annotations

from fuzz.harnesses.sql_tokens import DIALECTS
from telusur.reading.sql import literals
from telusur.reading.sql.heads import Known
from telusur.reading.sql.rows import groups, values
from telusur.reading.sql.tokens import Tokeniser

PARSER = "values of SQL rows (`sql/literals.py`, `escapes.py`, `expressions.py`)"
KIND = "own"
MOST_BYTES = 200

_TOKENISERS = tuple(map(Tokeniser, DIALECTS))


def one(data: bytes) -> None:
    """The first byte chooses the dialect; the rest is what stands between parentheses."""
    if len(data) < 2:  # noqa: PLR2004 - the dialect and a byte
        return
    which = data[0] % len(DIALECTS)
    dialect, piece = DIALECTS[which], b"(" + data[1:] + b")"
    tokens = _TOKENISERS[which].tokens(piece)
    found = groups(tokens, len(piece), Known(), inside=True)
    rows = values(tokens, found, 0, found.closed)
    if not len(rows.begins):  # no row ends: nobody asks for its values
        return
    pool = literals.pool(rows, dialect)
    assert len(pool.place) == len(rows.begins), "every value has a place"
    assert (pool.place < len(pool.values)).all(), "places are those of values"
    pool.values.validate(full=True)
    assert not (pool.hexadecimal & (pool.place < 0)).any(), "no value has no digits"


def seeds() -> list[bytes]:
    """Values of each kind."""
    rows = (
        b"1,-2.5e3,NULL,'a','O''N','a\\'b\\n\\0',0x4142,X'41',b'01'",
        b"N'a',E'\\x41\\101\\u00e9',_utf8'x','a'||'b','a'::text,CAST('a' AS int)",
        b"now(),(1+2),TO_DATE('2001','YYYY'),CHAR(65)+'b',CONCAT('a',\"b\"),true,default",
        b"q'[x]',$$y$$,'a' 'b',\"c\"\"d\", 'open",
    )
    return [bytes([which]) + row for which in (0, 2, 4, 7) for row in rows]

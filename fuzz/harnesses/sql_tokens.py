"""A piece of SQL: its structure against a machine that goes byte by byte, then its rows."""

from __future__ import annotations

from itertools import pairwise

from telusur.reading.sql.dialect import Dialect
from telusur.reading.sql.heads import Known
from telusur.reading.sql.rows import groups, values
from telusur.reading.sql.tokens import Tokeniser

PARSER = "structure and rows of a piece of SQL (`sql/tokens.py`, `rows.py`, `heads.py`)"
KIND = "own"
MOST_BYTES = 400

DIALECTS = (
    Dialect("mysql", backslash=True),
    Dialect("mysql"),
    Dialect("postgresql", escape_strings=True),
    Dialect("postgresql", backslash=True, escape_strings=True),
    Dialect("sqlserver", brackets=True),
    Dialect("sql", escape_strings=True),
    Dialect("sqlite", brackets=True),
    Dialect("oracle"),
)
_TOKENISERS = tuple(map(Tokeniser, DIALECTS))
_STRUCTURE = b"(),;"
_WORD = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$") | frozenset(
    range(128, 256)
)


def one(data: bytes) -> None:
    """The first byte chooses the dialect."""
    if len(data) < 2:  # noqa: PLR2004 - the dialect and a byte
        return
    which = data[0] % len(DIALECTS)
    dialect, tokeniser, piece = DIALECTS[which], _TOKENISERS[which], data[1:]
    tokens = tokeniser.tokens(piece)
    assert tokens.at.tolist() == _structure(piece, dialect), "the structure, byte by byte"
    known = Known()
    found = groups(tokens, len(piece), known, inside=bool(data[0] & 0x80))
    ends = [-1, *(edge for pair in zip(found.opens, found.closes, strict=True) for edge in pair)]
    assert all(first < second for first, second in pairwise(ends)), "groups do not overlap"
    found.first_damaged(tokens)
    rows = values(tokens, found, 0, found.closed)
    assert rows.counts.sum() == len(rows.begins), "every value is in a row"
    assert (rows.begins <= rows.ends).all(), "values have a length"


def _structure(data: bytes, dialect: Dialect) -> list[int]:
    """Places of parentheses, commas and semicolons outside quotes and comments."""
    found: list[int] = []
    at, size, state = 0, len(data), b""
    quotes = {ord("'"): b"'", ord('"'): b'"', ord("`"): b"`"}
    if dialect.brackets:
        quotes[ord("[")] = b"]"
    while at < size:
        byte, two = data[at], data[at : at + 2]
        if not state:
            if byte in _STRUCTURE:
                found.append(at)
            elif byte in quotes:
                state = quotes[byte]
                if (byte in b"'\"" and dialect.backslash) or (
                    byte == ord("'") and dialect.escape_strings and _marked(data, at)
                ):
                    state += b"\\"
            elif (two == b"--" and (not dialect.is_mysql or data[at + 2 : at + 3] <= b" ")) or (
                byte == ord("#") and dialect.is_mysql
            ):
                state = b"\n"
            elif two == b"/*" and not (dialect.is_mysql and data[at + 2 : at + 3] == b"!"):
                state = b"*/"
                at += 1
        elif state == b"*/":
            if two == b"*/":
                state = b""
                at += 1
        elif len(state) == 2 and byte == ord("\\"):  # noqa: PLR2004 - a quote and a backslash
            at += 1
        elif byte == state[0]:
            state = b""
        at += 1
    return found


def _marked(data: bytes, at: int) -> bool:
    """Whether the quote is that of ``E'…'``."""
    return at > 0 and data[at - 1] in b"eE" and not (at > 1 and data[at - 2] in _WORD)


def seeds() -> list[bytes]:
    """Rows as each dialect writes them."""
    rows = (
        b"INSERT INTO `people` VALUES (1,'Ayu \\'A\\'',NULL),(2,'b;\\n',0x41); -- x\n/* y */",
        b"INSERT INTO people (id, name) VALUES (1, 'O''Neil'), (2, E'a\\'b');",
        b"INSERT [dbo].[people] ([id]) VALUES (N'a', CAST(1 AS int), -1.5e3)\nGO\n",
        b'INSERT INTO "p" VALUES (X\'4142\', now(), "c,d", (1)) # e\n;/*!40000 x */',
    )
    return [bytes([which]) + row for which in range(len(DIALECTS)) for row in rows]

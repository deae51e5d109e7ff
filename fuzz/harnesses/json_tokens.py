"""A piece of JSON as tokens, against a reader that goes sign by sign."""

from __future__ import annotations

import numpy as np

from telusur.reading.json_document.tokens import (
    ARRAY,
    COLON,
    COMMA,
    END_ARRAY,
    END_OBJECT,
    MOST_DEPTH,
    OBJECT,
    SCALAR,
    STRING,
    tokenised,
)

PARSER = "tokens of JSON (`json_document/tokens.py`)"
KIND = "own"
MOST_BYTES = 300

_KINDS = dict(zip(b"{[}],:", (OBJECT, ARRAY, END_OBJECT, END_ARRAY, COMMA, COLON), strict=True))
_OPENS, _CLOSES = {OBJECT, ARRAY}, {END_OBJECT, END_ARRAY}


def one(data: bytes) -> None:
    """Places, kinds and depths are the same; what closes is what was opened."""
    tokens = tokenised(np.frombuffer(data, dtype=np.uint8))
    expected, broken = _signs(data)
    count = len(tokens.at)
    assert [(at, end, kind) for at, end, kind, _ in expected] == list(
        zip(tokens.at.tolist(), tokens.end.tolist(), tokens.kind.tolist(), strict=True)
    ), "tokens, sign by sign"
    assert [level for _, _, _, level in expected] == tokens.level.tolist(), "depths"
    assert broken == tokens.broken, "from where nothing can be told"
    closes = np.flatnonzero(tokens.close >= 0)
    assert (tokens.close[closes] > closes).all(), "closed behind its opening"
    assert (tokens.level[tokens.close[closes]] == tokens.level[closes]).all(), "on its own level"
    assert (tokens.inside < np.arange(count)).all(), "inside of what came before"
    keys = tokens.key[tokens.key >= 0]
    assert (tokens.kind[keys] == STRING).all(), "keys are texts"


def _signs(data: bytes) -> tuple[list[tuple[int, int, int, int]], int]:
    """Tokens (begin, end, kind, level), and where they end."""
    found: list[tuple[int, int, int, int]] = []
    at, size, level = 0, len(data), 0
    while at < size:
        begin, sign = at, data[at]
        at += 1
        if sign in b' \t\r\n"' and not _quote(data, begin):
            continue
        kind = _KINDS.get(sign, STRING if sign == ord('"') else SCALAR)
        if kind == STRING:
            while at < size and not _quote(data, at):
                at += 1
            if at == size:
                return found, begin
            at += 1
        while kind == SCALAR and at < size and data[at] not in b' \t\r\n{[}],:"':
            at += 1
        level -= kind in _CLOSES
        if not 0 <= level < MOST_DEPTH:
            return found, begin
        found.append((begin, at, kind, level))
        level += kind in _OPENS
    return found, size


def _quote(data: bytes, at: int) -> bool:
    """Whether a quote stands there that no odd run of backslashes escapes."""
    before = data[:at]
    return data[at] == ord('"') and (len(before) - len(before.rstrip(b"\\"))) % 2 == 0


def seeds() -> list[bytes]:
    """Texts with brackets, quotes and backslashes in all places."""
    return [
        b'{"id": 1, "name": "Ayu", "tags": ["a", 2, null]}',
        b'{"a":{"b":{"c":"\\u0041\\n\\"\\\\"}},"d":-1.5e+3,"e":[],"f":{}}\n[1]',
        b'[{"a":1},{"a":2,"b":[[1,2],{"c":3}]}]', b'\\"a"', b'["a]', b"[[[]", b"]}", b'{"a" 1}}',
    ]  # fmt: skip

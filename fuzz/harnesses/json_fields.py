"""A piece of JSON as fields, against Python's own parser: both take and refuse the same."""

from __future__ import annotations

import json
import re

import numpy as np

from telusur.reading.json_document.fields import Fields, Oddities, unlawful
from telusur.reading.json_document.paths import Paths
from telusur.reading.json_document.tokens import MOST_DEPTH, OBJECT, SCALAR, tokenised

PARSER = "grammar and fields of JSON (`json_document/fields.py`, `paths.py`)"
KIND = "own"
MOST_BYTES = 300

_STRICT = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)


def one(data: bytes) -> None:
    """A text is UTF-8 by the time that it is read."""
    text = data.decode("utf-8", "replace")
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    tokens, odd = tokenised(raw), Oddities()
    bad = unlawful(raw, tokens, odd)
    top = np.flatnonzero(tokens.level == 0)
    top = top[tokens.kind[top] != tokens.kind[tokens.inside[top]] + 2] if len(top) else top
    values = np.flatnonzero(tokens.value & (tokens.level == 0))
    whole = tokens.broken == len(raw) and not bad.any() and len(values) == 1
    whole = whole and (tokens.close[values[0]] >= 0 or tokens.kind[values[0]] > OBJECT + 1)
    whole = whole and values[0] == 0 and len(tokens.at) == _span(tokens, 0)
    value, takes = _parsed(text)
    strict = all(
        _STRICT.fullmatch(text_of(raw, tokens, at))
        for at in np.flatnonzero(tokens.kind == SCALAR).tolist()
    )
    if strict:
        assert whole == takes, "JSON for both, or for neither"
    if whole and tokens.kind[0] == OBJECT:
        fields = Fields(raw, tokens, Paths(), odd)
        paths = fields._paths  # noqa: SLF001 - there is one
        rows = list(fields.of(values, paths.root()))
        assert [(first, last) for first, last, _ in rows] == [(0, 1)], "one record"
        if isinstance(value, dict):
            _equal(value, rows[0][2], paths)


def _span(tokens: object, at: int) -> int:
    """Tokens that a value takes."""
    return int(max(tokens.close[at], at)) + 1  # type: ignore[attr-defined]


def text_of(raw: np.ndarray, tokens: object, at: int) -> str:
    """One token as written."""
    return raw[tokens.at[at] : tokens.end[at]].tobytes().decode("utf-8", "replace")  # type: ignore[attr-defined]


def _parsed(text: str) -> tuple[object, bool]:
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None, False
    return value, _depth(value) < MOST_DEPTH


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, dict | list) else 0


def _equal(value: dict[str, object], columns: dict, paths: Paths) -> None:
    """Texts of a flat record are those that Python reads."""
    if not all(isinstance(one, str) for one in value.values()):
        return
    plain = all(key and "$" not in key and "." not in key for key in value)
    if not plain or any(
        "\ud800" <= sign <= "\udfff" for sign in "".join([*value, *value.values()])
    ):  # type: ignore[arg-type]
        return
    read = {paths.name(path): column.to_pylist()[0] for path, column in columns.items()}
    assert read == value, "the same values"


def seeds() -> list[bytes]:
    """Records, and what is nearly one."""
    return [
        b'{"id": 1, "name": "Ayu", "tags": ["a", 2, null], "at": {"$date": "2001-02-03T00:00:00Z"}}',
        b'{"a":{"b":{"c":"\\u0041\\n\\"\\ud83d\\ude00"}},"d":-1.5e+3,"e":[],"f":{}}',
        b'[{"a":1},{"a":2,"b":[[1,2],{"c":3}]}]',
        b'{"a":1,}', b'{"a" 1}', b"[1 2]", b'{"a":01}', b'{"a":NaN,"b":"\\x"}', b'["a]', b"[[[]",
        b'{"name":"Budi","mail":"budi@example.org"}',
    ]  # fmt: skip

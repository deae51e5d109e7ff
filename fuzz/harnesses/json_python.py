"""A line of a Python dictionary as JSON, against Python's own reading of it."""

from __future__ import annotations

import ast
import json
import warnings

from telusur.reading.json_document.python_lines import converted, is_python

PARSER = "lines of Python's dictionaries (`json_document/python_lines.py`)"
KIND = "own"
MOST_BYTES = 200


def one(data: bytes) -> None:
    """What both read is the same."""
    is_python(data)
    line = data.decode("utf-8", "replace").replace("\n", " ").replace("\r", " ")
    try:
        read = json.loads(converted(line))
    except (ValueError, RecursionError):
        return
    if not isinstance(read, dict) or not line.isprintable():
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            meant = ast.literal_eval(line)
    except (ValueError, SyntaxError, MemoryError, RecursionError, SyntaxWarning, TypeError):
        return
    if _texts(meant):
        assert read == meant, "the same values"


def _texts(value: object) -> bool:
    """Whether it is a dictionary of texts from texts, none of them half a character."""
    if not isinstance(value, dict):
        return False
    held = [*value, *value.values()]
    if not all(isinstance(one, str) for one in held):
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in "".join(held))


def seeds() -> list[bytes]:
    """Dictionaries as scripts print them."""
    return [
        b"{'id': 1, 'name': 'Ayu', 'x': None, 'y': True}",
        b"{'name': \"O'Neil\", 'note': 'a\\'b\\n\\x41\\u00e9\\U0001f600\\101'}",
        b"{u'a': b'c', 'd': [1, 2.5, nan], 'e': {'f': False}}",
        b"{'a': ObjectId('5f'), 'b': {1, 2}}",
    ]

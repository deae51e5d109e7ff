"""Lines of Python's dictionaries, as scripts print them, into lines of JSON. Nothing is evaluated.

Tokens are replaced one by one: texts in either quote, None, True and False. What is no JSON after
that (a call such as ``ObjectId(…)``, a set) is refused line by line, as any line that is none.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from telusur.reading.private import create

if TYPE_CHECKING:
    from pathlib import Path

# Lines that show what the rest is, and the share of them that must be dictionaries.
SAMPLE_LINES = 20
MOST = 0.8
_TOKEN = re.compile(
    r"[bu]?'((?:[^'\\]|\\.)*+)('|\\?\Z)|[bu]?\"((?:[^\"\\]|\\.)*+)(\"|\\?\Z)"
    r"|\b(None|True|False|nan|inf)\b"
)
_WORDS = {"None": "null", "True": "true", "False": "false", "nan": "NaN", "inf": "Infinity"}
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))", re.DOTALL
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "a": "\a", "v": "\v"}
_LAST = 0x10FFFF


def is_python(head: bytes) -> bool:
    """Whether the first lines are dictionaries with a text in single quotes, and are no JSON."""
    lines = [line.strip() for line in head.decode("utf-8-sig", "replace").split("\n")]
    lines = [line for line in lines if line][: SAMPLE_LINES + 1]
    lines = lines[:-1] if len(lines) > 1 else lines  # the last one may be cut
    fit = [line for line in lines if re.match(r"\{\s*[bu]?'", line) and _is_object(line)]
    return bool(lines) and len(fit) >= MOST * len(lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(converted(line)), dict)
    except (ValueError, RecursionError):
        return False


def converted(line: str) -> str:
    """The line with Python's tokens as JSON's."""
    return _TOKEN.sub(_token, line)


def rewritten(path: Path, target: Path) -> None:
    """Every line of ``path`` as JSON in ``target``, line for line."""
    with path.open(encoding="utf-8-sig", newline="\n") as source, create(target) as out:
        for line in source:
            out.write(converted(line).encode("utf-8", "replace"))


def _token(found: re.Match[str]) -> str:
    if found[5]:
        return _WORDS[found[5]]
    text, end = (found[1], found[2]) if found[1] is not None else (found[3], found[4])
    if end not in {"'", '"'}:  # it goes on to the end of the line, which is no JSON by that
        return found[0]
    return json.dumps(_ESCAPE.sub(_sign, text), ensure_ascii=False)


def _sign(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    number = int(code, 16) if code else int(found[4], 8) if found[4] else None
    if number is not None:
        return chr(number) if number <= _LAST and not 0xD800 <= number <= 0xDFFF else "\ufffd"  # noqa: PLR2004 - surrogates
    plain = found[5]
    return _SIGNS.get(plain, plain if plain in "\\'\"" else "\\" + plain)

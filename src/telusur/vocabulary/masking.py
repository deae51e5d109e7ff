"""Values shown without showing them: their shape, not their content.

A letter becomes x or X by its case, a digit 9, any other letter-like character ``x``; ASCII
punctuation and single spaces stay, everything else (controls, direction marks, symbols, emoji)
goes. A run of more than ``RUN`` equal signs is cut to ``RUN`` and a tilde, so that long names do
not give themselves away by their length, and the whole is cut to ``LENGTH``. No character of the
value survives but punctuation and spaces: nothing personal can be recovered, whatever the alphabet.
``mask`` is the SQL, ``masked`` its twin in Python; both give the same.
"""

from __future__ import annotations

import re

RUN = 8  # cards and identifiers of 13 and 16 digits look alike, a phone number nearly so
LENGTH = 40  # fits a table cell

# Letters beyond ASCII by range, not by Unicode property: the engines' Unicode versions differ.
_STEPS = (
    (r"[A-Z\x{c0}-\x{d6}\x{d8}-\x{de}]", "X"),
    (r"[a-z\x{df}-\x{f6}\x{f8}-\x{1fff}\x{2c00}-\x{d7ff}\x{f900}-\x{fdff}\x{fe70}-\x{fefc}]", "x"),
    (r"[0-9]", "9"),
    (r"[^Xx9 !#$%&()*+,./:;=?@_-]", ""),
    (rf"X{{{RUN},}}", "X" * (RUN - 1) + "~"),
    (rf"x{{{RUN},}}", "x" * (RUN - 1) + "~"),
    (rf"9{{{RUN},}}", "9" * (RUN - 1) + "~"),
    (r" {2,}", " "),
)


def mask(expr: str) -> str:
    """VARCHAR: the shape of ``expr``, NULL for NULL."""
    for pattern, sign in _STEPS:
        expr = f"regexp_replace({expr}, '{pattern}', '{sign}', 'g')"
    return f"left({expr}, {LENGTH})"


def masked(value: str) -> str:
    """The shape of ``value``."""
    for pattern, sign in _PYTHON_STEPS:
        value = pattern.sub(sign, value)
    return value[:LENGTH]


def _python(pattern: str) -> str:
    r"""A pattern with ``\x{...}`` as Python writes it."""
    return re.sub(r"\\x\{([0-9a-f]+)\}", lambda m: f"\\u{int(m[1], 16):04x}", pattern)


_PYTHON_STEPS = tuple((re.compile(_python(pattern)), sign) for pattern, sign in _STEPS)

"""File names for DuckDB's readers, which take a name with ``*``, ``?`` or ``[`` for a pattern."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from telusur.engine.protocol import literal
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from pathlib import Path

# In a class of its own each of them stands for itself (DuckDB 1.5.6; braces mean nothing there).
_SIGNS = re.compile(r"[*?\[]")


def one(path: Path) -> str:
    """``path`` as the SQL argument of a reader: the file that was hashed, and no other.

    Raises:
        EvidenceError: ``unreadable-file`` for a name that DuckDB has no way to write.
    """
    if not _writable(path):
        raise EvidenceError(
            "unreadable-file",
            "a path with a backslash as well as *, ? or [ in it cannot be read",
            hint="rename the file or its folder; its hash stays the same",
        )
    return literal(_exactly(path))


def allowed(path: Path) -> tuple[str, ...]:
    """``path`` as SQL texts for DuckDB's confinement, which weighs the pattern, then the file."""
    texts = (str(path), _exactly(path)) if _writable(path) else (str(path),)
    return tuple(literal(text) for text in dict.fromkeys(texts))


def plain(path: Path) -> bool:
    """Whether the name needs no pattern and is text; else DuckDB lists its folders, or fails."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return "\\" not in str(path) and not _SIGNS.search(str(path))


def _exactly(path: Path) -> str:
    return _SIGNS.sub(lambda sign: f"[{sign.group()}]", str(path))


def _writable(path: Path) -> bool:
    """A pattern is split at its backslashes too, wherever they are no separator."""
    return os.sep == "\\" or "\\" not in str(path) or not _SIGNS.search(str(path))

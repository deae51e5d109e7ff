"""Text of a hostile dump made safe to print."""

from __future__ import annotations

import re
import unicodedata

# ANSI sequences are removed whole, so that their letters and digits do not stay behind.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, links
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # two-character escapes
)

# Control, format (direction marks, zero width), surrogate and private-use characters, and the
# separators that break a line.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(text: str, limit: int | None = None) -> str:
    """One line that is safe in a terminal, a log or a report (HTML is escaped there, not here).

    Tabs, line breaks and other white space become single spaces; ANSI sequences, control and
    direction characters go.

    Args:
        text: anything, of any length.
        limit: most characters to return; a longer text ends in an ellipsis.
    """
    plain = " ".join(_ANSI.sub("", text).split())
    kept = "".join(c for c in plain if unicodedata.category(c) not in _DROPPED)
    kept = " ".join(kept.split())  # what was dropped may have stood between two spaces
    if limit is not None and len(kept) > limit:
        return kept[: max(limit - 1, 0)] + "…"
    return kept

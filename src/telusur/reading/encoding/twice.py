"""UTF-8 that was read as cp1252 or latin1 and encoded once more: told, and undone.

An é became Ã©, a ’ became â€™. A run of characters beyond ASCII is undone only where

1. all of it goes back to bytes of cp1252 (latin1 where that has none), and these are UTF-8;
2. what comes out are letters or signs that names and prose use;
3. at least one of its characters cannot follow a letter in real text: © ± ¤ ‚ do not, a closing
   quote, a dash or an ellipsis does (``está»…`` is Spanish, not a Vietnamese letter).

A run that fails (3) alone is undone where its line has another that does not, and nothing on the
line speaks against it, or where the whole file is encoded twice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from telusur.reading.encoding.guess import LONGEST_KNOWN

# How often a text may have been encoded over.
MOST_TIMES = 3
CP1252, LATIN1 = "cp1252", "latin-1"

_BACK = {bytes([at]).decode(LATIN1): at for at in range(0x80, 0x100)}
for _at in range(0x80, 0xA0):
    _sign = bytes([_at]).decode(CP1252, "ignore")
    if _sign:
        _BACK[_sign] = _at
_RUN = re.compile(r"([^\x00-\x7f]+)")
# A lead from C2 to F4 and one continuation, both as characters in UTF-8.
SUSPECT = re.compile(
    rb"\xc3[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92"
    rb"|\xcb[\x86\x9c]|\xe2(?:\x80[\x90-\xba]|\x82\xac|\x84\xa2))"
)
# May follow any letter: closing quotes of all languages, dashes, marks.
_CLOSES = frozenset("’”»…–—“‘›™®·•\u00a0")
# May follow a letter other than Â and Ã: figures and letters of other languages.
_FOLLOWS = _CLOSES | frozenset("©ºª²³¹°´µŠšŒœŽžŸƒ")
_RARE_ENDS = frozenset("ÂÃ")  # capitals that hardly end a word
_PLAUSIBLE = re.compile(
    "[\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0192\u0218-\u021b\u02c6\u02dc"
    "\u0370-\u03ff\u0400-\u045f\u0490\u0491\u0531-\u0587\u05d0-\u05ea\u0621-\u064a\u0660-\u0669"
    "\u067e\u0686\u0698\u06a9\u06af\u06cc\u06f0-\u06f9\u0900-\u0dff\u0e01-\u0e5b\u10d0-\u10ff"
    "\u1e00-\u1eff\u2010-\u203a\u20ac\u2116\u2122\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\uff01-\uff9f\U0001f300-\U0001faff]+"
)
_TIMES = "×"  # 2×£5: not the lead of a Hebrew letter by itself


def _undone(run: str) -> tuple[str, bool] | None:
    """What ``run`` was before, and whether it cannot be real text; None where it is no such run."""
    return (_made if len(run) <= LONGEST_KNOWN else _made.__wrapped__)(run)


@lru_cache(maxsize=1 << 16)
def _made(run: str) -> tuple[str, bool] | None:
    try:
        text = bytes(map(_BACK.__getitem__, run)).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
    if not _PLAUSIBLE.fullmatch(text) or (run[0] == _TIMES and len(text) == 1):
        return None
    sure, at = False, 0
    for sign in text:
        size = len(sign.encode("utf-8"))
        follows = _CLOSES if run[at] in _RARE_ENDS else _FOLLOWS
        sure = sure or not follows.issuperset(run[at + 1 : at + size])
        at += size
    return text, sure


def undo(line: str, *, whole: bool = False) -> tuple[str, int]:
    """``line`` as it was, and how many of its runs were undone.

    Args:
        line: text without line ends.
        whole: the file is known to be encoded twice throughout.
    """
    parts = _RUN.split(line)
    places = 0
    for _ in range(MOST_TIMES):
        fates = [_undone(run) for run in parts[1::2]]
        if not whole and not any(one and one[1] for one in fates):
            break
        every = whole or None not in fates
        whole = False  # once more only on evidence
        chosen = [(at, one[0]) for at, one in enumerate(fates) if one and (every or one[1])]
        for at, text in chosen:
            parts[2 * at + 1] = text
        places = max(places, len(chosen))
    return "".join(parts), places


def share(lines: list[str]) -> tuple[int, int, int]:
    """Runs that are surely encoded twice, runs that may be, and runs that are not."""
    sure = may = no = 0
    for line in lines:
        for run in _RUN.findall(line):
            one = _undone(run)
            if one is None:
                no += 1
            elif one[1]:
                sure += 1
            else:
                may += 1
    return sure, may, no

"""Letter tables that both engines' text functions share, so that they cannot drift apart.

``upper`` and ``strip_accents`` differ between engines beyond ASCII (found by running all code
points on DuckDB 1.5.6 and Spark 4.3.0 on Java 17), hence the tables. Patterns are in the common
subset of RE2 and java.util.regex, written in ASCII.
"""

from __future__ import annotations

import unicodedata

# Characters that show nothing and say nothing: soft hyphen, zero-width and direction marks.
INVISIBLE = r"[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}]"

# White space of Unicode; other control characters are content, and stay.
SPACES = r"[\t\n\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+"

# Text in Latin letters with combining marks and punctuation. In other scripts a mark can be a
# vowel (Devanagari, Thai, Javanese), so nothing is stripped there.
LATIN = r"^[\x00-\x{24f}\x{300}-\x{36f}\x{1e00}-\x{1eff}\x{2002}-\x{206f}]*\z"
# The same before tidying: with the white space and invisible characters that lie elsewhere.
LATIN_UNTIDY = LATIN.replace("]*", r"\x{1680}\x{2000}-\x{2001}\x{3000}\x{feff}]*")
MARKS = r"[\x{300}-\x{36f}]"

# Letters that do not decompose, by the closest plain letter; ŉ, ẚ and ƛ also upper-case apart.
# Left out: ø for oe and å for aa, which are spellings, not letters.
UNDECOMPOSED = dict(zip("ØøĐđŁłĦħŦŧıŉẚſƛðÐ", "OoDdLlHhTtinaslDD", strict=True))
UNDECOMPOSED["ð"] = "d"

# Letters that stand for two.
PAIRS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
    "ǽ": "ae", "Ǽ": "AE", "ǣ": "ae", "Ǣ": "AE", "ĳ": "ij", "Ĳ": "IJ",
}  # fmt: skip

_LATIN_RANGES = (range(0xC0, 0x250), range(0x1E00, 0x1F00))


def _plain(letter: str) -> str:
    """The letter without its marks."""
    kept = (c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return "".join(kept)


# Precomposed Latin letters, and what is left of them.
ACCENTED = "".join(
    chr(code)
    for codes in _LATIN_RANGES
    for code in codes
    if _plain(chr(code)) != chr(code) and len(_plain(chr(code))) == 1
)
PLAIN = "".join(UNDECOMPOSED.get(_plain(c), _plain(c)) for c in ACCENTED)  # ǿ is ø is o

# Letters whose upper case differs between the engines: full case mappings of Unicode, and letters
# that got their capital after Unicode 13. Folded to one letter before upper-casing.
_UNEQUAL_CODES = (
    *(0xDF, 0x149, 0x19B, 0x1F0, 0x264, 0x390, 0x3B0, 0x587),
    *range(0x1E96, 0x1E9B),
    *(0x1F50, 0x1F52, 0x1F54, 0x1F56),
    *range(0x1F80, 0x1FB0),
    *(0x1FB2, 0x1FB3, 0x1FB4, 0x1FB6, 0x1FB7, 0x1FBC, 0x1FC2, 0x1FC3, 0x1FC4, 0x1FC6, 0x1FC7),
    *(0x1FCC, 0x1FD2, 0x1FD3, 0x1FD6, 0x1FD7, 0x1FE2, 0x1FE3, 0x1FE4, 0x1FE6, 0x1FE7),
    *(0x1FF2, 0x1FF3, 0x1FF4, 0x1FF6, 0x1FF7, 0x1FFC),
    *(0xA7D3, 0xA7D5),
    *range(0xFB00, 0xFB07),
    *range(0xFB13, 0xFB18),
)
_NO_BASE = {"ß": "ẞ", "ƛ": "λ", "ɤ": "γ", "ꟓ": "þ", "ꟕ": "ƿ", "և": "ե"}
UNEQUAL = "".join(map(chr, _UNEQUAL_CODES))
HAS_UNEQUAL = "[" + "".join(rf"\x{{{code:x}}}" for code in _UNEQUAL_CODES) + "]"
EQUAL = "".join(
    _NO_BASE.get(
        letter,
        next(
            c
            for c in unicodedata.normalize("NFKD", letter)
            if not unicodedata.combining(c) and c != "ʼ"
        ),
    )
    for letter in UNEQUAL
)

# Simple upper case of UNEQUAL, a letter for a letter: what DuckDB makes of them. Those that have
# none stay. ẞ is its choice; the Greek letters with iota subscript take their title case.
SIMPLE_UPPER = "".join(
    "ẞ" if c == "ß" else c.title() if len(c.title()) == 1 and "\u1f80" <= c <= "\u1fff" else c
    for c in UNEQUAL
)

# Capitals whose small letter depends on what follows, or is two on Spark; and what DuckDB takes.
UNEQUAL_CAPITALS = "İΣ"
SIMPLE_LOWER = "iσ"

# What DuckDB's trim takes off: space separators (Zs); Spark's takes U+0020 alone.
BLANKS = " \xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"

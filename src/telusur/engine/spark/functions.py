"""Functions that mean the same on both engines under one name; the twin is duckdb/functions.py."""

from __future__ import annotations

from telusur.engine import letters


def _pattern(text: str) -> str:
    """A pattern inside a Spark string literal, where a backslash escapes."""
    return text.replace("\\", "\\\\")


_PAIRED = "x"
for _letter, _pair in letters.PAIRS.items():
    _PAIRED = f"replace({_PAIRED}, '{_letter}', '{_pair}')"

_FROM = letters.ACCENTED + "".join(letters.UNDECOMPOSED)
_TO = letters.PLAIN + "".join(letters.UNDECOMPOSED.values())

# Stand-ins while Java upper-cases: at the end of the last private plane, where no text lives.
_STAND_INS = "".join(chr(0x10F000 + place) for place in range(len(letters.UNEQUAL)))

# Name -> type of its argument ``x``, type of its result, body.
BODIES: dict[str, tuple[str, str, str]] = {
    # What SQLGlot leaves as it is and Spark does in another way (``rendering.py``).
    "simple_upper": (
        "STRING",
        "STRING",
        (
            f"translate(upper(translate(x, '{letters.UNEQUAL}', '{_STAND_INS}')), "
            f"'{_STAND_INS}', '{letters.SIMPLE_UPPER}')"
        ),
    ),
    "simple_lower": (
        "STRING",
        "STRING",
        f"lower(translate(x, '{letters.UNEQUAL_CAPITALS}', '{letters.SIMPLE_LOWER}'))",
    ),
    "trimmed": ("STRING", "STRING", f"trim(BOTH '{letters.BLANKS}' FROM x)"),
    "hex64": ("STRING", "BIGINT", "CAST(conv(substr(x, 1, 16), 16, -10) AS BIGINT)"),
    "stable_hash64": ("STRING", "BIGINT", "hex64(md5(x))"),
    "instant_us": ("TIMESTAMP", "BIGINT", "unix_micros(x)"),
    "moment_text": ("TIMESTAMP", "STRING", "CAST(x AS STRING)"),  # the session's zone is UTC
    "tidied": (
        "STRING",
        "STRING",
        (
            f"trim(regexp_replace(regexp_replace(x, '{_pattern(letters.INVISIBLE)}', ''), "
            f"'{_pattern(letters.SPACES)}', ' '))"
        ),
    ),
    "unaccented": (
        "STRING",
        "STRING",
        (
            f"CASE WHEN x RLIKE '{_pattern(letters.LATIN)}' "
            f"THEN translate(regexp_replace({_PAIRED}, "
            f"'{_pattern(letters.MARKS)}', ''), '{_FROM}', '{_TO}') ELSE x END"
        ),
    ),
    "uppered": (
        "STRING",
        "STRING",
        f"upper(translate(x, '{letters.UNEQUAL}', '{letters.EQUAL}'))",
    ),
    "folded": ("STRING", "STRING", "uppered(unaccented(tidied(x)))"),
}

CREATE = (
    *(
        f"CREATE OR REPLACE TEMPORARY FUNCTION {name}(x {taken}) RETURNS {given} RETURN {body}"
        for name, (taken, given, body) in BODIES.items()
    ),
    # Equal within one engine only; DuckDB's twin gives other numbers.
    (
        "CREATE OR REPLACE TEMPORARY FUNCTION fingerprinted(h BIGINT, x STRING) RETURNS BIGINT "
        "RETURN xxhash64(h, x)"
    ),
)

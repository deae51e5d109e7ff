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

CREATE = (
    # What SQLGlot leaves as it is and Spark does in another way (``ON_SPARK`` in dialect.py).
    f"""CREATE OR REPLACE TEMPORARY FUNCTION simple_upper(x STRING) RETURNS STRING RETURN
    translate(upper(translate(x, '{letters.UNEQUAL}', '{_STAND_INS}')),
    '{_STAND_INS}', '{letters.SIMPLE_UPPER}')""",
    f"""CREATE OR REPLACE TEMPORARY FUNCTION simple_lower(x STRING) RETURNS STRING RETURN
    lower(translate(x, '{letters.UNEQUAL_CAPITALS}', '{letters.SIMPLE_LOWER}'))""",
    f"""CREATE OR REPLACE TEMPORARY FUNCTION trimmed(x STRING) RETURNS STRING RETURN
    trim(BOTH '{letters.BLANKS}' FROM x)""",
    """CREATE OR REPLACE TEMPORARY FUNCTION stable_hash64(x STRING) RETURNS BIGINT
    RETURN CAST(conv(substr(md5(x), 1, 16), 16, -10) AS BIGINT)""",
    """CREATE OR REPLACE TEMPORARY FUNCTION instant_us(x TIMESTAMP) RETURNS BIGINT
    RETURN unix_micros(x)""",
    f"""CREATE OR REPLACE TEMPORARY FUNCTION tidied(x STRING) RETURNS STRING RETURN trim(
    regexp_replace(regexp_replace(x, '{_pattern(letters.INVISIBLE)}', ''),
    '{_pattern(letters.SPACES)}', ' '))""",
    f"""CREATE OR REPLACE TEMPORARY FUNCTION unaccented(x STRING) RETURNS STRING RETURN
    CASE WHEN x RLIKE '{_pattern(letters.LATIN)}'
    THEN translate(regexp_replace({_PAIRED}, '{_pattern(letters.MARKS)}', ''), '{_FROM}', '{_TO}')
    ELSE x END""",
    f"""CREATE OR REPLACE TEMPORARY FUNCTION uppered(x STRING) RETURNS STRING RETURN
    upper(translate(x, '{letters.UNEQUAL}', '{letters.EQUAL}'))""",
    """CREATE OR REPLACE TEMPORARY FUNCTION folded(x STRING) RETURNS STRING RETURN
    uppered(unaccented(tidied(x)))""",
)

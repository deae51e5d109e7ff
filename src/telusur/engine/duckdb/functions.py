"""Functions that mean the same on both engines under one name; the twin is spark/functions.py."""

from __future__ import annotations

from telusur.engine import letters

_TIDY = f"""trim(regexp_replace(regexp_replace(x, '{letters.INVISIBLE}', '', 'g'),
    '{letters.SPACES}', ' ', 'g'))"""

_PAIRED = "{}"
for _letter, _pair in letters.PAIRS.items():
    _PAIRED = f"replace({_PAIRED}, '{_letter}', '{_pair}')"

# DuckDB's translate builds its table anew for every row: strip_accents is 20 times as fast and,
# on Latin letters, gives the same (tests run every code point).
_UNACCENTED = (
    f"translate(strip_accents({_PAIRED}), '{''.join(letters.UNDECOMPOSED)}', "
    f"'{''.join(letters.UNDECOMPOSED.values())}')"
)

# Bytes equal characters only in ASCII: a test at 200 m values/s where a regular expression does 8.
_ASCII = "strlen(x) = length(x)"
_ASCII_TIDY = f"""{_ASCII} AND NOT contains(x, '  ') AND NOT starts_with(x, ' ')
    AND NOT ends_with(x, ' ') AND NOT contains(x, chr(9)) AND NOT contains(x, chr(10))
    AND NOT contains(x, chr(13))"""

CREATE = (
    # A number for ``x`` under ``h``: equal within one engine only, never stored or shown. One bit
    # is given up, so that it is a BIGINT. Hashed twice: DuckDB joins two hashes by xor, so that the
    # same value in two columns would cancel itself out.
    "CREATE MACRO fingerprinted(h, x) AS CAST(hash(hash(h, x)) >> 1 AS BIGINT)",
    # The first 16 hex digits of a hash as a signed 64-bit integer.
    """CREATE MACRO hex64(x) AS
    CAST(CAST(CAST('0x' || substr(x, 1, 16) AS UBIGINT) AS BIT) AS BIGINT)""",
    # Those of md5: stable across engines and versions.
    "CREATE MACRO stable_hash64(x) AS hex64(md5(x))",
    # Microseconds since 1970 in UTC.
    "CREATE MACRO instant_us(x) AS CAST(epoch_us(CAST(x AS TIMESTAMPTZ)) AS BIGINT)",
    # A time in UTC as YYYY-MM-DD HH:MM:SS, with a fraction only where there is one.
    "CREATE MACRO moment_text(x) AS CAST(CAST(x AS TIMESTAMP) AS VARCHAR)",
    # Text without invisible characters, its white space trimmed and single.
    f"CREATE MACRO tidied(x) AS CASE WHEN {_ASCII_TIDY} THEN x ELSE {_TIDY} END",
    # Latin letters without their marks.
    f"""CREATE MACRO unaccented(x) AS CASE WHEN {_ASCII} THEN x
    WHEN regexp_matches(x, '{letters.LATIN}') THEN {_UNACCENTED.format("x")} ELSE x END""",
    # Upper case, with the letters that the engines treat differently folded first.
    f"""CREATE MACRO uppered(x) AS CASE WHEN {_ASCII} THEN upper(x)
    WHEN regexp_matches(x, '{letters.HAS_UNEQUAL}')
    THEN upper(translate(x, '{letters.UNEQUAL}', '{letters.EQUAL}')) ELSE upper(x) END""",
    # The three together, with one test for the many values that need none of them.
    f"""CREATE MACRO folded(x) AS CASE WHEN {_ASCII_TIDY} THEN upper(x)
    WHEN {_ASCII} THEN upper({_TIDY})
    WHEN regexp_matches(x, '{letters.LATIN_UNTIDY}') THEN upper({_UNACCENTED.format(_TIDY)})
    ELSE uppered({_TIDY}) END""",
)

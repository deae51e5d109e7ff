"""A register's typed values as text, and its times as microseconds, the same on every engine."""

from __future__ import annotations

from telusur.engine.protocol import Column, quoted

# Joins the parts of a composite key: a control character that no written key holds.
KEY_SEPARATOR = "\x1f"

# Type-2 tables often write "still valid" as the last day that a database knows.
STILL_VALID_FROM_US = 253_370_764_800_000_000  # 9999-01-01T00:00:00Z


_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
          "UINTEGER", "UBIGINT", "UHUGEINT")  # fmt: skip
_FLOATING = ("FLOAT", "DOUBLE", "REAL")

# ISO 8601 as databases and exports write it; anything else is no time.
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?( ?(Z|[+-][0-9]{2}(:?[0-9]{2})?))?)?$"  # noqa: E501


def is_text(column: Column) -> bool:
    """Whether values are text already."""
    return column.type.upper().startswith(("VARCHAR", "STRING", "TEXT"))


def is_time(column: Column) -> bool:
    """Whether values are dates or timestamps."""
    return column.type.upper().startswith(("DATE", "TIMESTAMP"))


def text_of(column: Column) -> str:
    """An SQL expression: the column's value as VARCHAR.

    Dates are ``YYYY-MM-DD``, timestamps ``YYYY-MM-DD HH:MM:SS`` with a fraction only where there
    is one (UTC), numbers plain decimals without trailing zeros, booleans ``true`` and ``false``.
    """
    name, kind = quoted(column.name), column.type.upper()
    if is_text(column):
        return name
    if kind.startswith("TIMESTAMP"):
        return f"moment_text({name})"
    if kind.startswith(_FLOATING):
        return _double_text(name)
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return _plain_decimal(f"CAST({name} AS VARCHAR)")
    return f"CAST({name} AS VARCHAR)"


def instant_of(column: Column) -> str:
    """An SQL expression: microseconds since 1970 in UTC; NULL where blank or no ISO time."""
    name = quoted(column.name)
    if is_time(column):
        return f"instant_us({name})"
    trimmed = f"trim({name})"
    return (
        f"CASE WHEN regexp_matches({trimmed}, '{_ISO}') "
        f"THEN instant_us(TRY_CAST({trimmed} AS TIMESTAMPTZ)) END"
    )


def blank(column: Column) -> str:
    """An SQL condition: the value is NULL, empty or blank."""
    name = quoted(column.name)
    return f"({name} IS NULL OR trim({name}) = '')" if is_text(column) else f"{name} IS NULL"


def entity_of(parts: list[str]) -> str:
    """An SQL expression: canonical text of a key, from the text of its parts; NULL if all blank."""
    cleaned = [f"nullif(trim({part}), '')" for part in parts]
    if len(cleaned) == 1:
        return cleaned[0]
    joined = f" || '{KEY_SEPARATOR}' || ".join(f"coalesce({part}, '')" for part in cleaned)
    return f"CASE WHEN coalesce({', '.join(cleaned)}) IS NULL THEN NULL ELSE {joined} END"


def fingerprint(columns: list[str]) -> str:
    """An SQL expression: md5 of a row's values, NULL told apart from the empty text."""
    # lengths in front make the joined text unambiguous, whatever the values hold
    parts = [f"coalesce(CAST(length({c}) AS VARCHAR) || ':' || {c}, '-')" for c in columns]
    return f"md5({' || '.join(parts)})"


def _double_text(name: str) -> str:
    # Engines write doubles differently. A double holds some 15 digits, so the larger the number
    # the fewer of its decimals mean anything.
    whole = f"TRY_CAST({name} AS BIGINT)"
    scaled = [
        _plain_decimal(f"CAST(TRY_CAST({name} AS DECIMAL(38, {scale})) AS VARCHAR)")
        for scale in (9, 4)
    ]
    return (
        f"CASE WHEN CAST({whole} AS DOUBLE) = {name} THEN CAST({whole} AS VARCHAR) "
        f"WHEN abs({name}) < 100000 THEN {scaled[0]} ELSE {scaled[1]} END"
    )


def _plain_decimal(text: str) -> str:
    """Decimal text without trailing zeros: 1.500 is 1.5 and 2.000 is 2."""
    cut = f"regexp_replace({text}, '0+$', '', 'g')"
    return (
        f"CASE WHEN {text} LIKE '%.%' THEN regexp_replace({cut}, '[.]$', '', 'g') ELSE {text} END"
    )

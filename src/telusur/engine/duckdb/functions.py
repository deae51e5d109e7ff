"""Functions that mean the same on both engines under one name; the twin is spark/functions.py."""

from __future__ import annotations

CREATE = (
    # First 16 hex digits of md5 as a signed 64-bit integer: stable across engines and versions.
    """CREATE MACRO stable_hash64(x) AS
    CAST(CAST(CAST('0x' || substr(md5(x), 1, 16) AS UBIGINT) AS BIT) AS BIGINT)""",
    # Microseconds since 1970 in UTC.
    "CREATE MACRO instant_us(x) AS CAST(epoch_us(CAST(x AS TIMESTAMPTZ)) AS BIGINT)",
)

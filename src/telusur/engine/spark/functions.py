"""Functions that mean the same on both engines under one name; the twin is duckdb/functions.py."""

from __future__ import annotations

CREATE = (
    """CREATE OR REPLACE TEMPORARY FUNCTION stable_hash64(x STRING) RETURNS BIGINT
    RETURN CAST(conv(substr(md5(x), 1, 16), 16, -10) AS BIGINT)""",
    """CREATE OR REPLACE TEMPORARY FUNCTION instant_us(x TIMESTAMP) RETURNS BIGINT
    RETURN unix_micros(x)""",
)

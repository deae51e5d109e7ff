"""A checked step in DuckDB's words. The tree is written out anew: what was checked is what runs."""

from __future__ import annotations

from functools import lru_cache

from telusur.engine.dialect import check


@lru_cache(maxsize=1024)
def render(sql: str) -> str:
    """A step's SELECT for DuckDB.

    Raises:
        InternalFault: ``sql-not-allowed``.
    """
    return check(sql).sql(dialect="duckdb", comments=False)

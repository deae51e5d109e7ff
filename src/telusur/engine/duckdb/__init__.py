"""The embedded engine, the default. See docs/adr for the choice."""

from telusur.engine.duckdb.engine import DuckDBEngine

__all__ = ["DuckDBEngine"]

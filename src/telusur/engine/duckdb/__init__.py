"""The embedded engine, the default. See docs/adr for the choice."""

from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.duckdb.paths import plain

__all__ = ["DuckDBEngine", "plain"]

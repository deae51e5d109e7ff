"""A second DuckDB, apart from the engine's: in memory alone, for a library that brings its own SQL.

Such SQL does not pass the restricted dialect, so it never meets the dump, the register or a file:
what it may see is loaded here as tables, and nothing of it is ever on disk. No file can be opened,
no extension loaded, and neither can be undone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from telusur.engine.duckdb.failures import translated
from telusur.engine.duckdb.stopping import SignalWatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa


@contextmanager
def scratch(
    tables: Mapping[str, pa.Table], what: str, *, memory_bytes: int, threads: int
) -> Iterator[Any]:
    """A connection (DuckDB's own, untyped for those above) that holds ``tables`` and no more.

    Args:
        tables: name to rows; the names are ours.
        what: named in an error.
        memory_bytes: beyond it the work fails, as nothing may spill.
        threads: worker threads.

    Raises:
        LimitReached: ``memory-limit``.
        InternalFault: ``engine-failed`` for any other failure of DuckDB's; its text is dropped.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory_bytes}B",
        "threads": threads,
        "temp_directory": "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    }
    try:
        with duckdb.connect(":memory:", config=config) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            for name, table in tables.items():
                connection.register("loading_", table)
                connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM loading_')
                connection.unregister("loading_")
            watch = SignalWatch(connection.interrupt)
            try:
                yield connection
            finally:
                watch.close()
    except (duckdb.Error, RuntimeError, MemoryError) as error:
        raise translated(error, what) from None

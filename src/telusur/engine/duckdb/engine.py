"""DuckDB 1.5 as an engine: embedded, locked to the directories it was given."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pyarrow.dataset

from telusur.engine.duckdb import delimited, functions, json_lines, parquet, records
from telusur.engine.duckdb import passing as written
from telusur.engine.duckdb.failures import translated
from telusur.engine.duckdb.paths import allowed, one
from telusur.engine.duckdb.rendering import render
from telusur.engine.duckdb.stopping import SignalWatch
from telusur.engine.protocol import (
    Column,
    Delimited,
    FileKind,
    Keep,
    Limits,
    Loaded,
    Named,
    Scan,
    Step,
    comma,
    literal,
    quoted,
)
from telusur.errors import EvidenceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

# DuckDB imports it on first use, and a Ctrl-C during that import would be lost: now is earlier.
IMPORTED_EARLY = pyarrow.dataset

READERS = {
    FileKind.PARQUET: "read_parquet({files})",
    FileKind.CSV: "read_csv({files}, all_varchar = true, header = true)",
    FileKind.JSON_LINES: "read_json({files}, format = 'newline_delimited', sample_size = -1)",
}


class DuckDBEngine:
    """One connection to an in-memory database that spills into ``limits.work``."""

    name = "duckdb"

    def __init__(self, limits: Limits) -> None:
        places = [limits.work, *(limits.by_links.get(path, path) for path in limits.reads)]
        directories = comma([text for path in places if path.is_dir() for text in allowed(path)])
        files = comma([text for path in places if not path.is_dir() for text in allowed(path)])
        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(limits.work),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # It took a file written anew within a moment for the old one (1.5.6: "Out of buffer").
            "enable_external_file_cache": False,
            "python_enable_replacements": False,  # a relation is never a variable of the caller
        }
        if limits.threads:
            config["threads"] = limits.threads
        if limits.memory_bytes:
            config["memory_limit"] = f"{limits.memory_bytes}B"
        self._work, self._by_links = limits.work, limits.by_links
        with self._failing("open"):
            self._connection = duckdb.connect(":memory:", config=config)
            self._connection.execute("SET TimeZone = 'UTC'")
            # Its bar goes to stdout, where --json is read; progress is told by the watcher.
            self._connection.execute("SET enable_progress_bar = false")
            for statement in functions.CREATE:
                self._connection.execute(statement)
            self._connection.execute(f"SET allowed_directories = [{directories}]")
            self._connection.execute(f"SET allowed_paths = [{files}]")
            # From here no statement reaches a file outside the directories above, nor undoes it.
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")
        self._signals = SignalWatch(self._connection.interrupt)

    def run(self, *steps: Step) -> None:
        """Make the relations of ``steps``, in order."""
        for step in steps:
            kind = "TEMP VIEW" if step.keep is Keep.VIEW else "TEMP TABLE"
            self._execute(
                f"CREATE OR REPLACE {kind} {quoted(step.name)} AS {render(step.sql)}",
                step.name,
            )

    def collect(self, sql: str) -> pa.Table:
        """Rows of a SELECT whose result is small by construction."""
        with self._failing("collect"):
            return self._connection.execute(render(sql)).to_arrow_table()

    def columns(self, relation: str) -> tuple[Column, ...]:
        """Columns of a relation, in order."""
        with self._failing(relation):
            described = self._connection.execute(f"DESCRIBE {quoted(relation)}").to_arrow_table()
        names, types = described["column_name"].to_pylist(), described["column_type"].to_pylist()
        return tuple(Column(name, kind) for name, kind in zip(names, types, strict=True))

    def load(self, name: str, table: pa.Table) -> None:
        """A small in-memory table as a relation."""
        with self._failing(name):
            self._connection.register("loading_", table)
            self._connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT * FROM loading_"
            )
            self._connection.unregister("loading_")

    def scan(self, name: str, source: Scan) -> None:
        """Files as a view."""
        paths = comma([one(path) for path in source.paths])
        # A folder named a=b is no column.
        files = f"[{paths}], hive_partitioning = false"
        reader = READERS[source.kind].format(files=files)
        try:
            if source.kind is FileKind.JSON_LINES:  # the first pass finds the keys of all lines
                found = self._connection.execute(f"DESCRIBE FROM {reader}").to_arrow_table()
                names = found["column_name"].to_pylist()
                text = comma([f"{literal(key)}: 'VARCHAR'" for key in names])
                reader = reader.replace("sample_size = -1", f"columns = {{{text}}}")
            self._connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS SELECT * FROM {reader}"
            )
        except (duckdb.OutOfMemoryException, duckdb.InterruptException, RuntimeError) as error:
            raise translated(error, name) from None
        except duckdb.Error:
            raise EvidenceError(
                "unreadable-file",
                f"{source.paths[0].name} cannot be read",
                expected=f"a {source.kind.value} file",
                hint="check that the file is complete and of the kind its content says",
            ) from None

    def scan_numbered(self, name: str, path: Path) -> None:
        """A Parquet file of ours as a view with ``row_``."""
        with self._failing(name):
            self._connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS "
                "SELECT file_row_number + 1 AS row_, * EXCLUDE (file_row_number) FROM "
                f"read_parquet({one(path)}, hive_partitioning = false, file_row_number = true)"
            )

    def read_delimited(self, name: str, source: Delimited) -> Loaded:
        """A delimited file as a table of text with ``row_``."""
        with self._failing(f"reading {source.path.name}"):
            opened = replace(source, path=self._opened(source.path))
            return delimited.read(self._connection, name, opened, self._work)

    def read_json_lines(self, name: str, path: Path) -> Named:
        """JSON objects, one a line, as a relation of text."""
        with self._failing(f"reading {path.name}"):
            return json_lines.read(self._connection, name, self._opened(path), self._work)

    def read_parquet(self, name: str, path: Path) -> Named:
        """A Parquet file as a relation of text."""
        with self._failing(f"reading {path.name}"):
            return parquet.read(self._connection, name, self._opened(path))

    def as_text(self, table: pa.Table) -> pa.Table:
        """A batch of rows, every value as the text that ``read_parquet`` gives."""
        with self._failing("as text"):
            return parquet.as_text(self._connection, table)

    def write_parquet(self, sql: str, path: Path, *, passing: bool = False) -> None:
        """Rows of a SELECT as one Parquet file."""
        if passing:
            with self._failing(f"writing {path.name}"):
                written.write(self._connection, render(sql), path)
            return
        self._execute(
            f"COPY ({render(sql)}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)",
            f"writing {path.name}",
        )

    def drop(self, *names: str) -> None:
        """Forget relations."""
        for name in names:
            # The second is what a relation that was read from delimited text looks into.
            for relation in (name, records.rows_of(name)):
                self._forget(relation)
            delimited.forget(name, self._work)

    def close(self) -> None:
        """Release everything."""
        self._signals.close()
        self._connection.close()

    def _opened(self, path: Path) -> Path:
        return self._by_links.get(path, path)

    def _forget(self, relation: str) -> None:
        for kind in ("TABLE", "VIEW"):
            with self._failing("dropping"), suppress(duckdb.CatalogException):
                # refused where the name is of the other kind
                self._connection.execute(f"DROP {kind} IF EXISTS {quoted(relation)}")

    def _execute(self, sql: str, what: str) -> None:
        with self._failing(what):
            self._connection.execute(sql)

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        try:
            yield
        except (duckdb.Error, RuntimeError, OSError, MemoryError) as error:
            raise translated(error, what) from None

"""PySpark as an engine. Kept tables are Parquet in ``limits.work``: no plan is run twice."""

from __future__ import annotations

import logging
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

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
)
from telusur.engine.spark import functions
from telusur.engine.spark.failures import translated
from telusur.engine.spark.rendering import render
from telusur.errors import EvidenceError, InternalFault, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

# Spark's simple type names in DuckDB's words, for the types that steps produce.
TYPES = {
    "string": "VARCHAR",
    "bigint": "BIGINT",
    "int": "INTEGER",
    "smallint": "SMALLINT",
    "tinyint": "TINYINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "timestamp_ntz": "TIMESTAMP",
}

# Where PySpark repeats the error of a statement, with its text and values.
PYSPARK_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
}


# A process has one Spark context, and ``getOrCreate`` hands the same session to every engine.
OPEN: list[SparkEngine] = []


class SparkEngine:
    """One session on ``master`` (default: this machine's cores)."""

    name = "spark"

    def __init__(self, limits: Limits, master: str | None = None) -> None:
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra, loaded on demand
        except ImportError:
            raise UsageError(
                "spark-missing",
                "the spark engine is not installed",
                hint="pip install 'telusur[spark]' and Java 17",
            ) from None
        self._work = limits.work
        threads = str(limits.threads) if limits.threads else "*"
        builder = SparkSession.builder.master(master or f"local[{threads}]").appName("telusur")
        for key, value in SETTINGS.items():
            builder = builder.config(key, value)
        builder = builder.config("spark.local.dir", str(limits.work))
        builder = builder.config("spark.sql.warehouse.dir", str(limits.work / "warehouse"))
        for logger in PYSPARK_LOGGERS:
            logging.getLogger(logger).disabled = True
        with self._failing("open"):
            self._session: Any = builder.getOrCreate()
            self._session.sparkContext.setLogLevel("OFF")  # the same, from the JVM
            for statement in functions.CREATE:
                self._session.sql(statement)
        self._kept: set[str] = set()
        OPEN.append(self)

    def run(self, *steps: Step) -> None:
        """Make the relations of ``steps``, in order."""
        for step in steps:
            with self._failing(step.name):
                frame = self._session.sql(render(step.sql))
                if step.keep is Keep.TABLE:
                    path = str(self._work / f"{step.name}.parquet")
                    frame.write.mode("overwrite").parquet(path)
                    frame = self._session.read.parquet(path)
                    self._kept.add(step.name)
                frame.createOrReplaceTempView(f"`{step.name}`")

    def collect(self, sql: str) -> pa.Table:
        """Rows of a SELECT whose result is small by construction."""
        with self._failing("collect"):
            table: pa.Table = self._session.sql(render(sql)).toArrow()
            return table

    def columns(self, relation: str) -> tuple[Column, ...]:
        """Columns of a relation, in order."""
        with self._failing(relation):
            fields = self._session.table(f"`{relation}`").schema.fields
        return tuple(
            Column(field.name, TYPES.get(kind, kind.upper()))
            for field in fields
            for kind in (field.dataType.simpleString(),)
        )

    def load(self, name: str, table: pa.Table) -> None:
        """A small in-memory table as a relation."""
        with self._failing(name):
            self._session.createDataFrame(table).createOrReplaceTempView(f"`{name}`")

    def scan(self, name: str, source: Scan) -> None:
        """Files as a view."""
        paths = [str(path) for path in source.paths]
        reader = self._session.read
        try:
            if source.kind is FileKind.PARQUET:
                frame = reader.parquet(*paths)
            elif source.kind is FileKind.CSV:
                frame = reader.csv(paths, header=True, multiLine=True, escape='"')
            else:
                frame = _as_text(reader.json(paths, primitivesAsString=True))
            frame.createOrReplaceTempView(f"`{name}`")
        except Exception as error:  # noqa: BLE001  # Py4J raises what the JVM raised
            if "AnalysisException" in type(error).__name__ or "Py4J" in type(error).__name__:
                raise EvidenceError(
                    "unreadable-file",
                    f"{source.paths[0].name} cannot be read",
                    expected=f"a {source.kind.value} file",
                ) from None
            raise translated(error, name) from None

    def scan_numbered(self, name: str, path: Path) -> None:
        """A Parquet file of ours as a view with ``row_``."""
        with self._failing(name):
            frame = self._session.read.parquet(str(path))
            frame = frame.selectExpr("_metadata.row_index + 1 AS row_", "*")
            frame.createOrReplaceTempView(f"`{name}`")

    def read_delimited(self, name: str, source: Delimited) -> Loaded:
        """Declared gap: Spark's reader neither numbers rows nor says which lines it refused.

        A hostile dump is read by the embedded engine and handed over as Parquet.
        """
        raise _hand_it_parquet(name, source.path)

    def read_json_lines(self, name: str, path: Path) -> Named:
        """Declared gap, as :meth:`read_delimited`."""
        raise _hand_it_parquet(name, path)

    def read_parquet(self, name: str, path: Path) -> Named:
        """Declared gap, as :meth:`read_delimited`: values would be put to text in other ways."""
        raise _hand_it_parquet(name, path)

    def as_text(self, table: pa.Table) -> pa.Table:  # noqa: ARG002  # the twins' signature
        """Declared gap, as :meth:`read_delimited`: values would be put to text in other ways."""
        raise InternalFault("engine-gap", "spark puts no batch to text: hand it Parquet")

    def write_parquet(self, sql: str, path: Path, *, passing: bool = False) -> None:
        """Rows of a SELECT as one Parquet file."""
        parts = self._work / f"{path.stem}.parts"
        with self._failing(f"writing {path.name}"):
            frame = self._session.sql(render(sql)).coalesce(1)
            packing = "lz4" if passing else "zstd"
            frame.write.mode("overwrite").option("compression", packing).parquet(str(parts))
            (part,) = parts.glob("part-*.parquet")
            shutil.move(part, path)
            shutil.rmtree(parts)

    def drop(self, *names: str) -> None:
        """Forget relations."""
        for name in names:
            self._session.catalog.dropTempView(name)
            if name in self._kept:
                shutil.rmtree(self._work / f"{name}.parquet", ignore_errors=True)
                self._kept.discard(name)

    def close(self) -> None:
        """Release everything: the process's one session with the last engine that holds it."""
        if self in OPEN:
            OPEN.remove(self)
            if not OPEN:
                self._session.stop()

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001  # Py4J raises what the JVM raised
            raise translated(error, what) from None


def _as_text(frame: Any) -> Any:
    """Nested values as JSON text; the rest is text already."""
    from pyspark.sql import functions as of  # noqa: PLC0415  # an extra, loaded on demand

    columns = [
        of.col(f"`{name.replace('`', '``')}`") if kind == "string" else of.to_json(name).alias(name)
        for name, kind in frame.dtypes
    ]
    return frame.select(columns)


def _hand_it_parquet(name: str, path: Path) -> InternalFault:
    return InternalFault(
        "engine-gap", f"spark does not read {path.name} into {name}: hand it Parquet"
    )

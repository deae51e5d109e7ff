"""What is told of a dump alone: taken in, read, profiled. ``verify`` begins with it."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telusur import evidence, reading
from telusur.cases import Custodian
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import UsageError
from telusur.model.evidence import Quarantine
from telusur.output import OutputDirectory
from telusur.profiling import Overview, first_rows, look_over, profile_dump
from telusur.progress import Silent, Stopwatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.findings.profile import Profile
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import ColumnFacts, DumpTable
    from telusur.options import Options
    from telusur.progress import Watcher

# Rows shown of each table, masked.
FIRST_ROWS = 5
INSPECTION, RECEIPT, SIGNED_WITH = "inspection.json", "receipt.json", "signing.pub"


@dataclass(frozen=True)
class FirstRows:
    """The beginning of one table, masked."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Inspection:
    """What ``inspect`` tells: the dump alone, without any register."""

    receipt: Receipt
    profile: Profile
    first: tuple[FirstRows, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that ``inspect --json`` prints."""
        return {
            "receipt": self.receipt.model_dump(mode="json", by_alias=True),
            "profile": self.profile.model_dump(mode="json", by_alias=True),
            "first_rows": [
                {"table": one.table, "columns": list(one.columns), "masked": list(one.rows)}
                for one in self.first
            ],
        }


@dataclass(frozen=True)
class Read:
    """The dump as tables, looked over."""

    receipt: Receipt
    tables: tuple[DumpTable, ...]
    overview: Overview


@dataclass(frozen=True)
class Dump:
    """The dump, read, and the table of it that the run looks at closely, profiled."""

    receipt: Receipt
    table: DumpTable
    profile: Profile
    facts: tuple[ColumnFacts, ...]


def inspect(
    options: Options, watcher: Watcher | None = None, out: Path | None = None
) -> Inspection:
    """Read a dump and profile it; no register is needed.

    Args:
        options: the dump and the overrides; of a case, the receipt is signed, kept and logged.
        watcher: told of progress.
        out: directory for ``inspection.json``, the signed ``receipt.json`` and ``signing.pub``.

    Raises:
        TelusurError: see ``telusur.errors``.
    """
    if not options.dump:
        raise UsageError("no-dump", "name the dump's files")
    custodian = Custodian.of(options.case, options.who)
    if out is None:
        inspected = _inspected(options, watcher)
        if custodian.case:
            custodian.sign(inspected.receipt, custodian.case.folder)
        return inspected
    with OutputDirectory(out, {}) as directory:
        inspected = _inspected(options, watcher)
        text, signed_with = custodian.sign(inspected.receipt, out)
        directory.write(RECEIPT, text)
        directory.write(SIGNED_WITH, f"{signed_with}\n")
        told = json.dumps(inspected.as_json(), ensure_ascii=False, indent=2)
        directory.write(INSPECTION, f"{told}\n")
        directory.finish()
    return inspected


def _inspected(options: Options, watcher: Watcher | None) -> Inspection:
    watch = Stopwatch(watcher or Silent())
    work = Path(tempfile.mkdtemp(prefix="telusur-"))
    try:
        engine = open_engine(options, work, ())
        try:
            read = read_dump(engine, options, work, watch)
            dump = look_closely(engine, read, read.overview.closely, options.seed)
            first = tuple(
                FirstRows(one.name, one.columns, first_rows(engine, one, FIRST_ROWS))
                for one in read.tables
            )
        finally:
            engine.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    watch.end()
    return Inspection(dump.receipt, dump.profile, first)


def open_engine(options: Options, work: Path, reads: Sequence[Path]) -> Engine:
    """The embedded engine, which may read ``reads`` and ``work`` alone: a child reads the dump."""
    return DuckDBEngine(
        Limits(
            work=work.resolve(),
            reads=tuple(path.resolve() for path in reads),
            threads=options.threads,
            memory_bytes=options.memory_bytes,
        )
    )


def read_dump(engine: Engine, options: Options, work: Path, watch: Stopwatch) -> Read:
    """The dump's files as tables, looked over."""
    watch.stage("evidence")
    if options.columns and not options.dump:
        (header,) = evidence.take_in([options.columns])
        receipt, table = reading.read_columns(header.path)
        return Read(receipt, (table,), Overview((), (), table))

    def tell(done: int, total: int) -> None:
        watch.watcher.share(done / max(total, 1))

    taken = evidence.take_in(options.dump, tell)
    watch.stage("reading")
    receipt, tables = reading.read_dump(
        engine,
        taken,
        work,
        _overrides(options),
        tell,
        Quarantine(threads=options.threads, memory_bytes=options.memory_bytes),
    )
    watch.stage("profiling")
    return Read(receipt, tables, look_over(engine, tables, receipt))


def look_closely(engine: Engine, read: Read, table: DumpTable, seed: int) -> Dump:
    """Profile one table of a dump that was read."""
    profile, facts = profile_dump(engine, table, seed=seed)
    told = {"tables": read.overview.marked(table), "joins": read.overview.joins}
    return Dump(read.receipt, table, profile.model_copy(update=told), facts)


def _overrides(options: Options) -> reading.Overrides:
    given = options.overrides
    columns = reading.read_columns(options.columns)[1].columns if options.columns else ()
    return reading.Overrides(
        encoding=given.encoding,
        delimiter=given.delimiter,
        no_header=given.no_header,
        table=given.table,
        quote=given.quote,
        skip=given.skip,
        columns=columns,
        password=given.password,
    )

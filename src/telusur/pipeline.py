"""THE FLOW, read top to bottom. The only place that knows the order of the stages.

    evidence → reading → registers → profiling → structure
      → for each register: records (link) → dating → records (settle)
      → tracing, responding → reconciling → findings → reporting

Each stage gets frozen values and hands frozen values on; rows stay in the engine.
"""

from __future__ import annotations

import resource
import secrets
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telusur import dating, evidence, reading, reconciling, records, registers, responding, tracing
from telusur.dating.moments import micros
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import UsageError
from telusur.model.claim import Claim
from telusur.model.evidence import Quarantine
from telusur.model.findings import Findings
from telusur.model.findings.profile import Profile
from telusur.model.findings.run import Run
from telusur.output import FINDINGS, OutputDirectory
from telusur.profiling import profile_columns, profile_dump
from telusur.progress import Silent, Stopwatch
from telusur.reporting import render_report
from telusur.runlog import RunLog
from telusur.structure import StructureOverrides, match
from telusur.validation import validated
from telusur.vocabulary.keyed import load_or_make_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.findings.dating import Dating
    from telusur.model.findings.receipt import Receipt
    from telusur.model.findings.records import Records
    from telusur.model.findings.verdict import Verdict
    from telusur.model.tables import ColumnFacts, DumpTable, Mapping, RegisterTable
    from telusur.options import Options
    from telusur.progress import Watcher
    from telusur.vocabulary.keyed import Key

KEY_FILE = ".key"
LOG = "run.log"


@dataclass(frozen=True)
class Inspection:
    """What ``inspect`` tells: the dump alone, without any register."""

    receipt: Receipt
    profile: Profile

    def as_json(self) -> dict[str, Any]:
        """The object that ``inspect --json`` prints."""
        return {
            "receipt": self.receipt.model_dump(mode="json", by_alias=True),
            "profile": self.profile.model_dump(mode="json", by_alias=True),
        }


@dataclass(frozen=True)
class Read:
    """The dump, read and profiled."""

    receipt: Receipt
    table: DumpTable
    profile: Profile
    facts: tuple[ColumnFacts, ...]


@dataclass(frozen=True)
class Compared:
    """One register's answer."""

    records: Records
    dating: Dating
    rows_sql: str | None


def verify(options: Options, watcher: Watcher | None = None) -> Findings:
    """Compare a dump with the registers of its possible holders and write the findings.

    Args:
        options: what to compare, where to write.
        watcher: told of progress.

    Returns:
        The findings, as written to ``options.out / "findings.json"``.

    Raises:
        TelusurError: see ``telusur.errors``; nothing half-written is left behind.
    """
    _check(options)
    claim = evidence.read_claim(options.claim) if options.claim else Claim()
    reads = [path for given in options.registers for path in registers.register_reads(given)]
    with OutputDirectory(options.out, _inputs(options)) as out, RunLog(out.part(LOG)) as log:
        watch = Stopwatch(log.telling(watcher or Silent()))
        key = load_or_make_key(out.path / KEY_FILE)
        engine = _engine(options, out.work, reads)
        try:
            findings = _verified(engine, options, claim, out, key, watch)
        finally:
            engine.close()
        watch.stage("reporting")
        out.write("report.html", render_report(findings, options.lang))
        out.write(FINDINGS, findings.to_text())
        watch.end()
        out.finish()
    return findings


def inspect(
    options: Options, watcher: Watcher | None = None, out: Path | None = None
) -> Inspection:
    """Read a dump and profile it; with ``out``, write ``inspection.json`` there."""
    watch = Stopwatch(watcher or Silent())
    work = Path(tempfile.mkdtemp(prefix="telusur-"))
    try:
        engine = _engine(options, work, ())
        try:
            read = _read(engine, options, work, watch)
        finally:
            engine.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    inspected = Inspection(read.receipt, read.profile)
    if out is not None:
        _write_inspection(inspected, out)
    return inspected


def _verified(
    engine: Engine,
    options: Options,
    claim: Claim,
    out: OutputDirectory,
    key: Key,
    watch: Stopwatch,
) -> Findings:
    started = datetime.now(UTC)
    dump = _read(engine, options, out.work, watch)
    watch.stage("registers")
    opened = [
        registers.open_register(engine, given, out.work, watch.watcher.step, index)
        for index, given in enumerate(options.registers)
    ]
    _check_names(opened)
    watch.stage("structure")
    structure, mappings = match(
        engine,
        dump.table,
        dump.facts,
        opened,
        [_register_facts(engine, register) for register in opened],
        StructureOverrides(
            map=options.overrides.map, key=options.overrides.key, ignore=options.overrides.ignore
        ),
        seed=options.seed,
    )
    compared = [
        _compare(engine, dump, register, mapping, f"v{index}_", options, claim, key, watch)
        for index, (register, mapping) in enumerate(zip(opened, mappings, strict=True))
    ]
    watch.stage("reconciling")
    facts = tuple(register.facts for register in opened)
    settled = tuple(one.records for one in compared)
    dated = tuple(one.dating for one in compared)
    traced = tracing.trace(settled)
    reconciliation = reconciling.reconcile(claim, dump.receipt, dump.profile, facts, settled)
    verdict = reconciling.weigh(
        claim,
        dump.receipt,
        dump.profile,
        facts,
        structure,
        settled,
        dated,
        traced,
        further=responding.open_duties(claim),
    )
    _write_rows(engine, compared, verdict, out, watch)
    watch.end()
    return validated(
        Findings(
            run=_run(options, started, watch),
            claim=claim,
            receipt=dump.receipt,
            profile=dump.profile,
            registers=facts,
            structure=structure,
            records=settled,
            dating=dated,
            tracing=traced,
            reconciliation=reconciliation,
            verdict=verdict,
        )
    )


def _read(engine: Engine, options: Options, work: Path, watch: Stopwatch) -> Read:
    watch.stage("evidence")
    if options.columns:
        (header,) = evidence.take_in([options.columns])
        receipt, table = reading.read_columns(header.path)
        return Read(receipt, table, Profile(columns=(), duplicate_rows=0, keys=()), ())

    def tell(done: int, total: int) -> None:
        watch.watcher.share(done / max(total, 1))

    taken = evidence.take_in(options.dump, tell)
    watch.stage("reading")
    given = options.overrides
    receipt, tables = reading.read_dump(
        engine,
        taken,
        work,
        reading.Overrides(
            encoding=given.encoding,
            delimiter=given.delimiter,
            no_header=given.no_header,
            table=given.table,
        ),
        tell,
        Quarantine(threads=options.threads, memory_bytes=options.memory_bytes),
    )
    watch.stage("profiling")
    table = max(tables, key=lambda one: one.rows)  # the others stand in the receipt
    profile, facts = profile_dump(engine, table, seed=options.seed)
    return Read(receipt, table, profile, facts)


def _register_facts(engine: Engine, register: RegisterTable) -> tuple[ColumnFacts, ...]:
    if register.sample is None:
        return ()
    named = [(name, f"r{index}") for index, name in enumerate(register.columns)]
    return profile_columns(engine, register.sample, named)


def _compare(
    engine: Engine,
    dump: Read,
    register: RegisterTable,
    mapping: Mapping | None,
    prefix: str,
    options: Options,
    claim: Claim,
    key: Key,
    watch: Stopwatch,
) -> Compared:
    name = register.facts.name
    if dump.table.relation is None or mapping is None or not mapping.keys:
        why = dating.HEADER_ONLY if dump.table.relation is None else dating.NO_KEY_MAPPED
        sql = records.untested_rows_sql(dump.table, name) if dump.table.relation else None
        distinct = dump.table.rows - dump.profile.duplicate_rows
        tested = records.untested(name, dump.table.rows, distinct)
        return Compared(tested, dating.cannot_tell(name, why), sql)
    watch.stage("records")
    links = records.link(engine, dump.table, register, mapping, prefix)
    watch.stage("dating")
    dated = dating.date_copy(engine, links, register, prefix, claim.posted_at)
    watch.stage("records")
    decoys = records.try_decoys(engine, links, register, mapping, prefix, options.seed)
    moment = micros(dated.best) if dated.best else None
    settled = records.settle(engine, dump.table, links, name, prefix, moment, decoys)
    sql = records.rows_sql(engine, dump.table, links, prefix, name, key)
    return Compared(settled, dated, sql)


def _write_rows(
    engine: Engine,
    compared: Sequence[Compared],
    verdict: Verdict,
    out: OutputDirectory,
    watch: Stopwatch,
) -> None:
    """``rows.parquet`` for the verdict's register, ``rows-NAME.parquet`` for every other."""
    watch.stage("records")
    ours = [
        index
        for index, one in enumerate(verdict.candidates)
        if (one.holder, one.grade) == (verdict.holder, verdict.grade)
    ]
    lead = ours[0] if ours else 0
    for index, (one, candidate) in enumerate(zip(compared, verdict.candidates, strict=True)):
        if one.rows_sql is not None:
            name = "rows.parquet" if index == lead else f"rows-{candidate.register_}.parquet"
            engine.write_parquet(one.rows_sql, out.part(name))


def _engine(options: Options, work: Path, reads: Sequence[Path]) -> Engine:
    dump = [path.resolve() for path in (*options.dump, options.columns) if path is not None]
    return DuckDBEngine(
        Limits(
            work=work.resolve(),
            reads=(*dump, *(path.resolve() for path in reads)),
            threads=options.threads,
            memory_bytes=options.memory_bytes,
        )
    )


def _run(options: Options, started: datetime, watch: Stopwatch) -> Run:
    return Run(
        id=f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}",
        telusur=version("telusur"),
        engine=options.engine,
        seed=options.seed,
        started=started,
        finished=datetime.now(UTC),
        seconds=dict(watch.seconds),
        peak_memory_bytes=_peak_memory(),
        options=options.recorded(),
    )


def _peak_memory() -> int:
    """Of this process, or of the one that read the dump where that was larger."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(one).ru_maxrss for one in whose)


def _inputs(options: Options) -> dict[str, Any]:
    """What makes two runs the same run: where the inputs lie, and every option."""
    given = (*options.dump, *options.registers, options.columns, options.claim)
    places = [str(path.absolute()) if path else None for path in given]
    return {**options.recorded(), "places": places, "seed": options.seed, "engine": options.engine}


def _check(options: Options) -> None:
    if bool(options.dump) == bool(options.columns):
        raise UsageError("no-dump", "name the dump's files, or --columns for a header alone")
    if not options.registers:
        raise UsageError("no-register", "give at least one --register")
    if options.seed < 0:
        raise UsageError("seed-negative", "the seed is below zero", expected="0 or more")
    if options.engine != "duckdb":
        raise UsageError(
            "engine-not-whole",
            f"the {options.engine} engine runs single steps, not yet the whole of verify",
            expected="--engine duckdb",
        )


def _check_names(opened: Sequence[RegisterTable]) -> None:
    names = [register.facts.name for register in opened]
    if len(set(names)) != len(names):
        raise UsageError(
            "registers-same-name",
            "two registers carry the same name",
            expected="a name of its own for each",
        )


def _write_inspection(inspected: Inspection, out: Path) -> None:
    import json  # noqa: PLC0415  # only here

    with OutputDirectory(out, {}) as directory:
        text = json.dumps(inspected.as_json(), ensure_ascii=False, indent=2) + "\n"
        directory.write("inspection.json", text)
        directory.finish()

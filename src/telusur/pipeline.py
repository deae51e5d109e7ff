"""THE FLOW, read top to bottom. The only place that knows the order of the stages.

    inspection (evidence → reading) → registers → profiling of the table that fits → structure
      → for each register: records (link) → dating → records (settle)
      → tracing, responding → reconciling → findings → reporting

Each stage gets frozen values and hands frozen values on; rows stay in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telusur import dating, evidence, reconciling, records, registers, responding, tracing
from telusur.cases import Custodian
from telusur.choosing import best_table
from telusur.dating.moments import micros
from telusur.errors import UsageError
from telusur.inspection import RECEIPT, SIGNED_WITH, look_closely, open_engine, read_dump
from telusur.model.claim import Claim
from telusur.model.findings import Findings
from telusur.output import FINDINGS, OutputDirectory
from telusur.profiling import profile_columns
from telusur.progress import Silent, Stopwatch
from telusur.record import inputs_of, run_of
from telusur.reporting import render_report
from telusur.runlog import RunLog
from telusur.structure import StructureOverrides, match, traces
from telusur.validation import validated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.inspection import Dump
    from telusur.model.findings.dating import Dating
    from telusur.model.findings.records import Records
    from telusur.model.findings.verdict import Verdict
    from telusur.model.tables import ColumnFacts, Mapping, RegisterTable
    from telusur.options import Options
    from telusur.progress import Watcher
    from telusur.vocabulary.keyed import Key

LOG = "run.log"


@dataclass(frozen=True)
class Compared:
    """One register's answer."""

    records: Records
    dating: Dating
    rows_sql: str | None
    pairs_sql: str | None = None


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
    custodian = Custodian.of(options.case, options.who)
    reads = [path for given in options.registers for path in registers.register_reads(given)]
    with OutputDirectory(options.out, inputs_of(options)) as out, RunLog(out.part(LOG)) as log:
        watch = Stopwatch(log.telling(watcher or Silent()))
        key = custodian.reference_key(out.path)
        engine = open_engine(options, out.work, reads)
        try:
            findings = _verified(engine, options, claim, out, key, watch)
        finally:
            engine.close()
        watch.stage("reporting")
        out.write("report.html", render_report(findings, options.lang))
        out.write(FINDINGS, findings.to_text())
        text, signed_with = custodian.sign(findings.receipt, out.path)
        out.write(RECEIPT, text)
        out.write(SIGNED_WITH, f"{signed_with}\n")
        watch.end()
        written = [out.work / name for name in (FINDINGS, "report.html")]
        custodian.log("verified", written, grade=findings.verdict.grade, run=findings.run.id)
        out.finish()
    return findings


def _verified(
    engine: Engine,
    options: Options,
    claim: Claim,
    out: OutputDirectory,
    key: Key,
    watch: Stopwatch,
) -> Findings:
    started = datetime.now(UTC)
    read = read_dump(engine, options, out.work, watch)
    watch.stage("registers")
    opened = [
        registers.open_register(
            engine, given, out.work, watch.watcher.step, index, options.index_keys
        )
        for index, given in enumerate(options.registers)
    ]
    _check_names(opened)
    watch.stage("profiling")
    known = [_register_facts(engine, register) for register in opened]
    table = best_table(engine, read.tables, read.overview, opened, known, options.seed)
    dump = look_closely(engine, read, table, options.seed)
    watch.stage("structure")
    structure, mappings = match(
        engine,
        dump.table,
        dump.facts,
        opened,
        known,
        StructureOverrides(
            map=options.overrides.map, key=options.overrides.key, ignore=options.overrides.ignore
        ),
        seed=options.seed,
    )
    left = traces(engine, dump.table, dump.facts, dump.receipt)
    structure = structure.model_copy(update={"traces": left})
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
            run=run_of(options, started, watch),
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


def _register_facts(engine: Engine, register: RegisterTable) -> tuple[ColumnFacts, ...]:
    if register.prepared is not None:
        return register.prepared.facts
    if register.sample is None:
        return ()
    named = [(name, f"r{index}") for index, name in enumerate(register.columns)]
    return profile_columns(engine, register.sample, named)


def _compare(
    engine: Engine,
    dump: Dump,
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
        return _without_key(engine, dump, register, mapping, prefix, options.seed, key, watch)
    watch.stage("records")
    links = records.link(engine, dump.table, register, mapping, prefix)
    watch.stage("dating")
    dated = dating.date_copy(
        engine, *records.drawn(engine, links, register, prefix), prefix, claim.posted_at
    )
    watch.stage("records")
    decoys = records.try_decoys(engine, links, register, mapping, prefix, options.seed)
    moment = micros(dated.best) if dated.best else None
    settled = records.settle(engine, dump.table, links, name, prefix, moment, decoys)
    probable = records.link_left(engine, register, links, prefix, moment, options.seed)
    settled = records.with_probable(engine, settled, links, prefix, probable)
    sql = records.rows_sql(engine, dump.table, links, prefix, name, key, probable.relation)
    return Compared(settled, dated, sql, _pairs(engine, dump, prefix, name, key, probable))


def _pairs(
    engine: Engine, dump: Dump, prefix: str, name: str, key: Key, probable: records.Probable
) -> str | None:
    if probable.pairs is None:
        return None
    return records.pairs_sql(engine, dump.table, prefix, name, key, probable.pairs)


def _without_key(
    engine: Engine,
    dump: Dump,
    register: RegisterTable,
    mapping: Mapping | None,
    prefix: str,
    seed: int,
    key: Key,
    watch: Stopwatch,
) -> Compared:
    """No key names a member: what other columns link is all that is known of the rows."""
    name = register.facts.name
    distinct = dump.table.rows - dump.profile.duplicate_rows
    tested = records.untested(name, dump.table.rows, distinct)
    if dump.table.relation is None:
        return Compared(tested, dating.cannot_tell(name, dating.HEADER_ONLY), None)
    undated = dating.cannot_tell(name, dating.NO_KEY_MAPPED)
    relation, pairs = None, None
    if mapping is not None and register.relation is not None and register.prepared is None:
        watch.stage("records")
        links = records.without_key(engine, dump.table, mapping, prefix)
        probable = records.link_left(engine, register, links, prefix, None, seed)
        tested = records.with_probable(engine, tested, links, prefix, probable)
        relation = probable.relation
        pairs = _pairs(engine, dump, prefix, name, key, probable)
    sql = records.untested_rows_sql(engine, dump.table, prefix, name, key, relation)
    return Compared(tested, undated, sql, pairs)


def _write_rows(
    engine: Engine,
    compared: Sequence[Compared],
    verdict: Verdict,
    out: OutputDirectory,
    watch: Stopwatch,
) -> None:
    """``rows.parquet`` for the verdict's register, ``rows-NAME.parquet`` for every other.

    Where rows were linked without a key, ``linkage.parquet`` or ``linkage-NAME.parquet`` as well.
    """
    watch.stage("records")
    ours = [
        index
        for index, one in enumerate(verdict.candidates)
        if (one.holder, one.grade) == (verdict.holder, verdict.grade)
    ]
    lead = ours[0] if ours else 0
    for index, (one, candidate) in enumerate(zip(compared, verdict.candidates, strict=True)):
        end = ".parquet" if index == lead else f"-{candidate.register_}.parquet"
        if one.rows_sql is not None:
            engine.write_parquet(one.rows_sql, out.part(f"rows{end}"))
        if one.pairs_sql is not None:
            engine.write_parquet(one.pairs_sql, out.part(f"linkage{end}"))


def _check(options: Options) -> None:
    if not options.dump and options.columns is None:
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

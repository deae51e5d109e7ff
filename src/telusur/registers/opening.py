"""Open a register: describe, find its files, lay out its columns, settle its versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telusur.engine.protocol import Keep, Step, comma, quoted
from telusur.model.base import Notice
from telusur.model.register import RegisterFacts
from telusur.model.tables import RegisterTable
from telusur.registers.canonical import entity_of
from telusur.registers.codes import load_code_lists
from telusur.registers.infer import infer_keys, infer_spec, span_of
from telusur.registers.keys import amount, further_keys
from telusur.registers.known import types_by_content, widely_known
from telusur.registers.layout import Layout, check_names, lay_out, rows_step, value_columns
from telusur.registers.library import located
from telusur.registers.postgresql.copying import copy_table
from telusur.registers.prepared.manifest import is_index
from telusur.registers.prepared.opening import open_index
from telusur.registers.sample import draw
from telusur.registers.snapshots import all_columns, copies_step, union_step, versions_sql
from telusur.registers.source import find, open_source
from telusur.registers.toml import describe, is_description, require_file
from telusur.registers.versions import Versions, check_times, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from telusur.engine.protocol import Column, Engine
    from telusur.model.register import RegisterSpec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def open_register(
    engine: Engine,
    given: Path,
    work: Path,
    progress: Callable[[str], None] | None = None,
    index: int = 0,
    key_files: Sequence[Path] = (),
) -> RegisterTable:
    """The register described by ``given``: a ``register.toml``, a data file, or a prepared one.

    Args:
        engine: must be allowed to read ``register_reads(given)`` and ``work``.
        given: the description, the data file, ``library:NAME``, or the folder of a prepared
            register.
        work: private directory for what is converted or materialised.
        progress: told what is being done, one short line a step.
        index: tells the relations of several registers apart (``reg{index}_…``).
        key_files: where the keys of prepared registers are, beside those in their own place.

    Raises:
        RegisterError: whatever cannot be read or contradicts itself; codes in
            ``docs/reference/errors.md``.
    """
    tell = progress or (lambda _: None)
    prefix = f"reg{index}"
    if is_index(given):
        tell("checking the prepared register")
        return open_index(engine, given, prefix, key_files)
    given = located(given)
    require_file(given)
    if not is_description(given):
        return _open_data(engine, given, work, tell, prefix)
    spec = describe(given)
    here = given.resolve().parent
    lists = load_code_lists(engine, spec, given, prefix)
    if spec.header_only:
        return _header_only(spec, lists)
    if len(spec.snapshot) > 1:
        return _open_snapshots(engine, spec, given, work, tell, prefix, lists)
    if spec.source and spec.source.postgresql:
        tell("copying the register from PostgreSQL")
        made = work / f"{prefix}_source.parquet"
        spec, notices = copy_table(spec, spec.source.postgresql, given, made)
        notices += open_source(engine, f"{prefix}_source", (made,), work)
        return _open_table(engine, spec, given.name, notices, tell, prefix, lists)
    tell("reading the register")
    pattern = spec.source.path if spec.source else None
    if spec.snapshot:  # one dated copy knows no history: it is the register as of that date
        pattern = spec.snapshot[0].path
        head = spec.register_.model_copy(update={"as_of": spec.snapshot[0].date})
        spec = spec.model_copy(update={"register_": head})
    paths = find(here, pattern or "")
    notices = open_source(engine, f"{prefix}_source", paths, work)
    return _open_table(engine, spec, given.name, notices, tell, prefix, lists)


def _open_data(
    engine: Engine, given: Path, work: Path, tell: Callable[[str], None], prefix: str
) -> RegisterTable:
    tell("reading the register")
    notices = open_source(engine, f"{prefix}_source", (given,), work)
    columns = engine.columns(f"{prefix}_source")
    spec, doubts = infer_spec(engine, given, f"{prefix}_source", columns)
    said = Notice(
        code="register-inferred",
        text=f"{given.name} came without a register.toml: its keys, types and history are inferred",
    )
    return _open_table(engine, spec, given.name, (*notices, said, *doubts), tell, prefix, {})


def _open_table(
    engine: Engine,
    spec: RegisterSpec,
    file: str,
    notices: tuple[Notice, ...],
    tell: Callable[[str], None],
    prefix: str,
    lists: dict[str, str],
) -> RegisterTable:
    source, rows = f"{prefix}_source", f"{prefix}_rows"
    columns = engine.columns(source)
    spec, notices = _with_keys(engine, spec, source, columns, file, notices)
    layout = lay_out(columns, spec, file)
    check_times(engine, source, layout, file)
    engine.run(rows_step(rows, source, layout))
    tell("checking its versions")
    history = "versions" if spec.history else "none"
    settled = settle(engine, rows, len(layout.values), history=bool(spec.history), file=file)
    return _finished(engine, spec, layout, settled, history, notices, tell, prefix, lists)


def _open_snapshots(
    engine: Engine,
    spec: RegisterSpec,
    given: Path,
    work: Path,
    tell: Callable[[str], None],
    prefix: str,
    lists: dict[str, str],
) -> RegisterTable:
    here, file = given.resolve().parent, given.name
    spec = spec.model_copy(
        update={"snapshot": tuple(sorted(spec.snapshot, key=lambda one: one.date))}
    )
    notices: tuple[Notice, ...] = ()
    copies = []
    for at, snapshot in enumerate(spec.snapshot):
        tell(f"reading snapshot {at + 1} of {len(spec.snapshot)}")
        relation = f"{prefix}_copy{at}"
        notices += open_source(engine, relation, find(here, snapshot.path), work)
        copies.append((relation, engine.columns(relation)))
    columns, differing = all_columns([present for _, present in copies])
    union = f"{prefix}_source"
    engine.run(union_step(union, copies, columns))
    # keys are looked for in the last copy: within one copy a key is unique
    last = f"{prefix}_last"
    values = comma([quoted(column.name) for column in columns])
    sql = f"SELECT {values} FROM {quoted(union)} WHERE copy_ = {len(copies) - 1}"
    engine.run(Step(last, sql, Keep.VIEW))
    spec, notices = _with_keys(engine, spec, last, columns, file, (*notices, *differing))
    layout = lay_out(columns, spec, file)
    entity = entity_of([quoted(layout.values[at].name) for at in layout.key])
    engine.run(copies_step(f"{prefix}_copies", union, entity, layout.values))
    tell("turning snapshots into versions")
    dates_us = [_us(snapshot.date) for snapshot in spec.snapshot]
    rows = f"{prefix}_rows"
    engine.run(Step(rows, versions_sql(f"{prefix}_copies", dates_us, len(columns))))
    settled = settle(engine, rows, len(columns), history=True, file=file)
    return _finished(engine, spec, layout, settled, "snapshots", notices, tell, prefix, lists)


def _with_keys(
    engine: Engine,
    spec: RegisterSpec,
    source: str,
    columns: tuple[Column, ...],
    file: str,
    notices: tuple[Notice, ...],
) -> tuple[RegisterSpec, tuple[Notice, ...]]:
    """``spec`` with keys: its own, or those found by uniqueness."""
    check_names(columns, spec, file)
    if spec.key:
        return spec, notices
    values = value_columns(columns, spec)
    keys = infer_keys(engine, source, values, span_of(columns, spec.history), file)
    said = Notice(
        code="key-inferred",
        text=f"{file} declares no [[key]]: {' + '.join(keys[0].columns)} identifies its members",
    )
    return spec.model_copy(update={"key": keys}), (*notices, said)


def _finished(
    engine: Engine,
    spec: RegisterSpec,
    layout: Layout,
    settled: Versions,
    history: str,
    notices: tuple[Notice, ...],
    tell: Callable[[str], None],
    prefix: str,
    lists: dict[str, str],
) -> RegisterTable:
    tell("drawing its sample and looking for keys")
    sample = f"{prefix}_sample"
    share = draw(engine, sample, settled.relation, settled.members, len(layout.values))
    declared = tuple(key.columns for key in spec.key)
    alone = {key[0] for key in declared if len(key) == 1}
    candidates = [
        at
        for at, column in enumerate(layout.values)
        if column.name not in alone and not amount(column)
    ]
    found = further_keys(engine, settled.relation, sample, settled.versions, candidates)
    drawn = round(share * settled.members)
    types = types_by_content(engine, sample, layout.names, drawn)
    facts = _facts(spec, layout.names, types).model_copy(
        update={
            "keys": (*declared, *((layout.names[at],) for at in found)),
            "versions": settled.versions,
            "members": settled.members,
            "history": history,
            "first_change": _instant(settled.first_us),
            "last_change": _instant(settled.last_us),
            "warnings": (*notices, *settled.notices),
        }
    )
    return RegisterTable(
        spec=spec,
        facts=facts,
        columns=layout.names,
        relation=settled.relation,
        sample=sample,
        sample_share=share,
        code_lists=lists,
    )


def _header_only(spec: RegisterSpec, lists: dict[str, str]) -> RegisterTable:
    names = tuple(spec.columns)
    facts = _facts(spec, names).model_copy(update={"keys": tuple(k.columns for k in spec.key)})
    return RegisterTable(
        spec=spec, facts=facts, columns=names, relation=None, sample=None, code_lists=lists
    )


def _facts(
    spec: RegisterSpec, names: tuple[str, ...], types: dict[str, str] | None = None
) -> RegisterFacts:
    """What the description alone says, and ``types`` found in the values."""
    return RegisterFacts(
        name=spec.name,
        holder=spec.holder,
        title=spec.register_.title,
        header_only=spec.header_only,
        inferred=spec.inferred,
        columns=names,
        exclusive=tuple(
            name for name in names if name in spec.columns and spec.columns[name].exclusive
        ),
        widely_known=widely_known(names, spec, types or {}),
        required=tuple(
            name for name in names if name in spec.columns and spec.columns[name].required
        ),
        as_of=spec.register_.as_of,
        snapshot_dates=tuple(snapshot.date for snapshot in spec.snapshot),
        counts=spec.count,
        exports=spec.export,
    )


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _instant(us: int | None) -> datetime | None:
    return None if us is None else _EPOCH + timedelta(microseconds=us)

"""A register prepared for many verifications: profiled and hashed once, refreshed where it changed.

1. the register is opened as any run opens it: versions checked, keys found;
2. its columns are profiled, and the sample is sketched for structure;
3. its rows are hashed with the index's key and written, sorted, in files by the member's hash;
4. ``index.json`` says what was written, and is sealed.

Nothing half-written is left: all is made beside the folder and takes its place at the end.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from telusur import registers, structure
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import RegisterError, UsageError
from telusur.profiling import profile_columns
from telusur.progress import Silent
from telusur.registers import prepared as index_files
from telusur.registers.prepared import Aside, Changes, Index, IndexedColumn, Rows
from telusur.vocabulary.keyed import load_or_make_key
from telusur.vocabulary.unchanged import plain_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, RegisterTable
    from telusur.progress import Watcher
    from telusur.registers.prepared import Part
    from telusur.vocabulary.keyed import Key


__all__ = ["Index", "Preparing", "Refreshed", "is_index", "prepare", "refresh", "shown"]


@dataclass(frozen=True)
class Preparing:
    """Where and how an index is made; the default suits registers of any size.

    Attributes:
        threads: worker threads; None: all cores.
        memory_bytes: memory limit of the engine; None: its default.
        members_of_a_file: how many members one file holds at most, as long as there are few files.
    """

    threads: int | None = None
    memory_bytes: int | None = None
    members_of_a_file: int = index_files.MEMBERS_OF_A_FILE


@dataclass(frozen=True)
class Refreshed:
    """What a refresh found and did.

    Attributes:
        index: as it is now.
        changes: since it was prepared last; None where all was written anew without comparing.
        written: files of members that were written.
        why: the reason for writing all of them, where they were.
    """

    index: Index
    changes: Changes | None
    written: int
    why: str | None = None


def prepare(
    given: Path,
    out: Path,
    key_file: Path | None = None,
    watcher: Watcher | None = None,
    how: Preparing | None = None,
) -> Index:
    """Prepare the register ``given`` in the new folder ``out``.

    Args:
        given: its ``register.toml`` or data file.
        out: folder that is made.
        key_file: its key, made there (mode 0600) unless it exists; None: ``OUT.key``.
        watcher: told of progress.
        how: see ``Preparing``.

    Raises:
        RegisterError: whatever cannot be read; ``index-without-rows``.
        UsageError: ``index-exists``, ``index-key-inside``, ``out-not-writable``, or of the key.
    """
    watcher, how = watcher or Silent(), how or Preparing()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(
            "index-exists",
            f"--out {out} is there already",
            expected="a new folder",
            hint="to bring an index up to date: telusur register index --refresh FOLDER",
        )
    key_file = key_file or index_files.default_key_file(out)
    index_files.check_place(key_file, out)
    known = key_file.exists()
    with index_files.aside(out) as aside:
        key = load_or_make_key(key_file)
        try:
            with _opened(given, aside, key, watcher, how) as made:
                parts = index_files.files_for(made.members, how.members_of_a_file)
                watcher.stage("hashing")
                members = made.write(parts, range(parts))
                index = made.index(tuple(members[part] for part in range(parts)))
            index_files.take_place(aside.made, out, index_files.to_text(index, key))
        except BaseException:
            if not known:  # nothing was made with it
                key_file.unlink(missing_ok=True)
            raise
    return index


def refresh(
    folder: Path,
    given: Path | None = None,
    key_files: Sequence[Path] = (),
    watcher: Watcher | None = None,
    how: Preparing | None = None,
) -> Refreshed:
    """Bring the index in ``folder`` up to date with its register.

    Args:
        folder: the index.
        given: where the register lies now; None: where it lay.
        key_files: where its key is, if not beside the folder.
        watcher: told of progress.
        how: see ``Preparing``.

    Raises:
        RegisterError: as ``prepare``, or as a prepared register is opened.
    """
    watcher, how = watcher or Silent(), how or Preparing()
    watcher.stage("registers")
    old, key = index_files.checked(folder, key_files)
    given = given or Path(old.given)
    with index_files.aside(folder) as aside:
        with _opened(given, aside, key, watcher, how, folder) as made:
            parts = index_files.files_for(made.members, how.members_of_a_file)
            why = _why_all(old, made, parts)
            watcher.stage("hashing")
            changed = None if why else made.changes(folder, old.members)
            wanted = frozenset(range(parts)) if changed is None else changed.files
            written = made.write(parts, wanted)
            index = made.index(
                tuple(written[at] if at in written else old.members[at] for at in range(parts))
            )
        index_files.replace_index(aside.made, folder, index, index_files.to_text(index, key))
    return Refreshed(index, changed, len(written), why)


def is_index(folder: Path) -> bool:
    """Whether ``folder`` is a prepared register."""
    return index_files.is_index(folder)


def shown(folder: Path) -> list[str]:
    """What a prepared register says of itself, a line each; no key is needed, so none is checked.

    Raises:
        RegisterError: ``index-unreadable``, ``index-version``, ``index-outdated``.
    """
    index, _ = index_files.read_index(folder)
    return index_files.summary(index)


@dataclass(frozen=True)
class _Made:
    """A register, opened and sketched, ready to be written."""

    engine: Engine
    register: RegisterTable
    facts: tuple[ColumnFacts, ...]
    given: Path
    aside: Aside
    key: Key
    rows: Rows
    alike: dict[int, tuple[float, float, float, float]]
    spread: Part
    lists: Part | None

    @property
    def members(self) -> int:
        """Of the register."""
        return self.register.facts.members or 0

    @property
    def columns(self) -> tuple[IndexedColumn, ...]:
        """As the index says of them: no look of a value, masked or not, is needed again."""
        return tuple(
            index_files.described(each, each.position in self.rows.coded, self.alike)
            for each in self.facts
        )

    def changes(self, folder: Path, held: tuple[Part, ...]) -> Changes:
        """Since the files in ``folder`` were written."""
        return index_files.changes(self.engine, self.rows, folder, held)

    def write(self, parts: int, wanted: Sequence[int] | frozenset[int]) -> dict[int, Part]:
        """Files of members."""
        if not wanted:
            return {}
        return index_files.write_members(
            self.engine, self.rows, self.aside.made, self.aside.work, parts, frozenset(wanted)
        )

    def index(self, members: tuple[Part, ...]) -> Index:
        """What is written of all of it."""
        return Index(
            forms=index_files.digest(),
            telusur=version("telusur"),
            prepared=datetime.now(UTC),
            mark=self.key.mark(),
            given=str(self.given.absolute()),
            spec=self.register.spec,
            facts=self.register.facts,
            columns=self.columns,
            sources=tuple(
                index_files.source_file(path) for path in registers.register_reads(self.given)
            ),
            members=members,
            spread=self.spread,
            lists=self.lists,
            listed=tuple(sorted(self.register.code_lists)),
        )


@contextmanager
def _opened(
    given: Path,
    aside: Aside,
    key: Key,
    watcher: Watcher,
    how: Preparing,
    also: Path | None = None,
) -> Iterator[_Made]:
    """Steps 1 and 2."""
    if index_files.is_index(given):
        raise RegisterError(
            "index-of-index",
            f"{given.name} is a prepared register",
            expected="the register itself: a register.toml or a data file",
        )
    reads = registers.register_reads(given)
    folder = (also.resolve(),) if also else ()
    limits = Limits(
        work=aside.work.parent.resolve(),
        reads=(*reads, *folder),
        threads=how.threads,
        memory_bytes=how.memory_bytes,
    )
    engine = DuckDBEngine(limits)
    try:
        watcher.stage("registers")
        register = registers.open_register(engine, given, aside.work, watcher.step)
        if register.relation is None or register.sample is None:
            raise RegisterError(
                "index-without-rows",
                f"{given.name} is known by its columns alone",
                expected="a register with rows",
                hint="give it to verify as it is: there is nothing to prepare",
            )
        watcher.stage("profiling")
        named = [(name, f"r{at}") for at, name in enumerate(register.columns)]
        facts = profile_columns(engine, register.sample, named)
        engine.load("index_key", index_files.value_key(key).prefix())
        spread, alike = structure.spread_sketch(engine, register, facts, "index_key")
        lists = structure.lists_sketch(register, "index_key")
        coded = index_files.coded_columns(facts, register.code_lists)
        kinds = [(f"r{each.position}", index_files.forms_of(each)[0]) for each in facts]
        plain = plain_columns(engine, register.relation, kinds)
        yield _Made(
            engine=engine,
            register=register,
            facts=facts,
            given=given,
            aside=aside,
            key=key,
            rows=Rows(register.relation, facts, coded, "index_key", plain),
            alike=alike,
            spread=index_files.write_part(engine, spread, aside.made, "spread"),
            lists=index_files.write_part(engine, lists, aside.made, "lists") if lists else None,
        )
    finally:
        engine.close()


def _why_all(old: Index, made: _Made, parts: int) -> str | None:
    """Why no file of members can stay as it is."""
    if old.facts.columns != made.register.columns:
        return "the register has other columns"
    if old.facts.keys[:1] != made.register.facts.keys[:1]:
        return "another key identifies its members"
    before = [(each.forms, each.coded, each.facts.date_order) for each in old.columns]
    now = [(each.forms, each.coded, each.facts.date_order) for each in made.columns]
    if before != now:
        return "a column holds values of another type than before"
    return None if parts == len(old.members) else "it has grown or shrunk past the files it had"

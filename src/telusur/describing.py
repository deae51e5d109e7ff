"""Descriptions of registers: proposed from data, or of the library.

1. the data file is opened as a register without description: history and keys by inference;
2. its columns are profiled on a hash-drawn sample of members: types, distinct values;
3. columns of few values, each of which many members share, become code lists;
4. what only the holder knows (which columns are its own) stays a comment to be filled in.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from telusur import registers
from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.output import cannot_write
from telusur.profiling import profile_columns
from telusur.progress import Silent
from telusur.registers import proposing

if TYPE_CHECKING:
    from telusur.model.register import RegisterSpec
    from telusur.progress import Watcher

PRIVATE_FOLDER = 0o700


@dataclass(frozen=True)
class Description:
    """A proposed ``register.toml``, and the code lists that it names: file to codes."""

    toml: str
    codes: dict[str, tuple[str, ...]]


def describe(
    data: Path, holder: str = "", watcher: Watcher | None = None, out: Path | None = None
) -> Description:
    """Propose a description of a register's data file.

    Args:
        data: Parquet, delimited text or JSON lines.
        holder: who keeps it; empty: to be filled in.
        watcher: told of progress.
        out: folder that the description will lie in; None: here, and without code lists.

    Raises:
        RegisterError: whatever cannot be read, or has no usable key.
    """
    watcher = watcher or Silent()
    work = Path(tempfile.mkdtemp(prefix="telusur-"))
    try:
        engine = DuckDBEngine(Limits(work=work, reads=registers.register_reads(data)))
        try:
            watcher.stage("registers")
            table = registers.open_register(engine, data, work, watcher.step)
            watcher.stage("profiling")
            named = [(name, f"r{at}") for at, name in enumerate(table.columns)]
            facts = profile_columns(engine, table.sample or "", named)
            lists = proposing.code_lists(engine, table, facts) if out else {}
        finally:
            engine.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    files = proposing.file_names(table.columns, lists)
    path = os.path.relpath(data, out or Path())
    proposal = proposing.Proposal(path, holder, table, facts, files)
    text = "\n".join(proposing.lines(proposal)) + "\n"
    return Description(text, {files[at]: codes for at, codes in lists.items()})


def write_description(described: Description, out: Path) -> Path:
    """Write ``register.toml`` and its code lists; gives the path of the first.

    Raises:
        UsageError: ``out-not-writable``, also where a file of the name is there already.
        LimitReached: ``disk-full``.
    """
    try:
        out.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        for name, codes in described.codes.items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(["code"])
            writer.writerows([code] for code in codes)
            with (out / name).open("x", encoding="utf-8") as file:
                file.write(text.getvalue())
        path = out / "register.toml"
        with path.open("x", encoding="utf-8") as file:
            file.write(described.toml)
    except OSError as error:
        raise cannot_write(out, error) from None
    return path


def library() -> tuple[tuple[str, RegisterSpec], ...]:
    """The descriptions that ship with Telusur, by name."""
    return tuple(
        (name, registers.describe(registers.located(_in(name))))
        for name in registers.library_names()
    )


def library_text(name: str) -> str:
    """A description of the library as text.

    Raises:
        RegisterError: ``not-in-library``.
    """
    return registers.located(_in(name)).read_text(encoding="utf-8")


def _in(name: str) -> Path:
    return Path(f"{registers.LIBRARY}{name}")

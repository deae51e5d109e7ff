"""The register's data files as one view with their own column names and types."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
from pyarrow import ArrowException

from telusur.engine.protocol import FileKind, Scan
from telusur.errors import RegisterError, TelusurError
from telusur.registers.convert import to_parquet
from telusur.registers.kinds import Kind, kind_of
from telusur.registers.toml import has_wildcard

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.model.base import Notice


def find(here: Path, pattern: str, key: str = "path") -> tuple[Path, ...]:
    """Files that ``pattern`` (a path or a glob, relative to ``here``) stands for, sorted.

    ``key`` says in errors where the pattern was given.

    Raises:
        RegisterError: ``source-missing``.
    """
    exact = here / pattern
    try:
        exact.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass  # a pattern, or missing: told below
    except (OSError, ValueError) as error:  # too long a name, no permission
        got = type(error).__name__
        raise RegisterError("source-missing", f"{key} cannot be looked up", got=got) from None
    if exact.is_file():
        return (exact,)
    if exact.is_dir():
        raise RegisterError(
            "source-missing",
            f"{key} is a directory",
            got=pattern,
            expected="a file or a pattern",
            hint=f'path = "{pattern.rstrip("/")}/*.parquet"',
        )
    if has_wildcard(pattern):
        found = glob.glob(pattern, root_dir=here, recursive=True)  # noqa: PTH207 - absolute ones too
        paths = tuple(here / one for one in sorted(found) if (here / one).is_file())
        if paths:
            return paths
        got, expected = f"{pattern}, which no file matches", "a pattern of files"
    else:
        got, expected = f"{pattern}, which does not exist", "a file"
    raise RegisterError(
        "source-missing",
        f"{key} leads to no file",
        got=got,
        expected=expected,
        hint=f"relative paths start at {here}",
    )


def open_source(
    engine: Engine, name: str, paths: tuple[Path, ...], work: Path
) -> tuple[Notice, ...]:
    """Make view ``name`` over ``paths``; text files are converted to Parquet in ``work`` once.

    Raises:
        RegisterError: ``source-unreadable``, ``source-empty`` or ``source-files-differ``.
    """
    notices: list[Notice] = []
    ready: list[Path] = []
    for at, path in enumerate(paths):
        kind = kind_of(path)
        if kind is Kind.PARQUET:
            ready.append(path)
            continue
        made, said = to_parquet(engine, path, kind, work, f"{name}_{at}")
        ready.append(made)
        notices += said
    _same_columns(paths, ready)
    try:
        engine.scan(name, Scan(FileKind.PARQUET, tuple(path.resolve() for path in ready)))
    except TelusurError as error:
        if error.code != "unreadable-file":
            raise
        raise _unreadable(paths[0]) from None
    return tuple(notices)


def _same_columns(paths: tuple[Path, ...], ready: list[Path]) -> None:
    first: list[str] | None = None
    for path, file in zip(paths, ready, strict=True):
        try:
            names = list(pq.read_schema(file).names)
        except (ArrowException, OSError):
            raise _unreadable(path) from None
        if first is not None and names != first:
            raise RegisterError(
                "source-files-differ",
                f"{path.name} has other columns than {paths[0].name}",
                got=f"{len(names)} columns, {len(set(names) ^ set(first))} of them not in both",
                expected="files of one layout",
                hint="give dated copies as [[snapshot]]; give one path for files of one layout",
            )
        first = names


def _unreadable(path: Path) -> RegisterError:
    return RegisterError(
        "source-unreadable",
        f"{path.name} cannot be read",
        expected="a complete Parquet file",
        hint="check that the copy is complete",
    )

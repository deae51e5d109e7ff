"""Open a prepared register: nothing of it is checked, inferred or profiled again.

1. ``index.json`` is read, its format and its forms are ours;
2. the key is found by its mark, and the seal fits;
3. every file is what was written;
4. the files become relations of hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.engine.protocol import FileKind, Keep, Scan, Step
from telusur.model.base import Notice
from telusur.model.tables import Prepared, RegisterTable
from telusur.registers.prepared import forms
from telusur.registers.prepared.manifest import check_files, check_seal, read_index
from telusur.registers.prepared.secret import key_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.engine.protocol import Engine
    from telusur.registers.prepared.manifest import Index
    from telusur.vocabulary.keyed import Key


def open_index(
    engine: Engine, folder: Path, prefix: str, key_files: Sequence[Path] = ()
) -> RegisterTable:
    """The register that was prepared in ``folder``, its values keyed hashes.

    Raises:
        RegisterError: ``index-unreadable``, ``index-version``, ``index-outdated``,
            ``index-key-missing``, ``index-key-wrong``, ``index-altered``.
    """
    index, key = checked(folder, key_files)
    return _opened(engine, folder, index, key, prefix)  # (4)


def checked(folder: Path, key_files: Sequence[Path] = ()) -> tuple[Index, Key]:
    """The index in ``folder`` and its key, all of it as it was written.

    Raises:
        RegisterError: as :func:`open_index`.
    """
    index, content = read_index(folder)  # (1)
    key = key_of(folder, index.mark, key_files)  # (2)
    check_seal(folder, content, key)
    check_files(folder, index)  # (3)
    return index, key


def value_key(key: Key) -> Key:
    """The key that values are hashed with."""
    return key.subkey("index", "values")


def _opened(engine: Engine, folder: Path, index: Index, key: Key, prefix: str) -> RegisterTable:
    names = {part: f"{prefix}_{part}" for part in ("key", "files", "members", "spread", "lists")}
    engine.load(names["key"], value_key(key).prefix())
    paths = tuple((folder / part.file).resolve() for part in index.members)
    engine.scan(names["files"], Scan(FileKind.PARQUET, paths))
    facts = tuple(column.facts for column in index.columns)
    coded = frozenset(column.facts.position for column in index.columns if column.coded)
    held = forms.held_rows(names["files"], forms.names_of(facts, coded))
    engine.run(Step(names["members"], held, Keep.VIEW))
    engine.scan(names["spread"], _file(folder, index.spread.file))
    if index.lists is not None:
        engine.scan(names["lists"], _file(folder, index.lists.file))
    said = Notice(
        code="register-prepared",
        text=f"compared by its prepared form of {index.prepared:%Y-%m-%d %H:%M} UTC: keyed hashes "
        "of its values as they were then",
    )
    return RegisterTable(
        spec=index.spec,
        facts=index.facts.model_copy(
            update={"prepared": index.prepared, "warnings": (*index.facts.warnings, said)}
        ),
        columns=index.facts.columns,
        relation=names["members"],
        sample=None,
        code_lists={name: names["lists"] for name in index.listed if index.lists is not None},
        prepared=Prepared(
            key=names["key"],
            mark=index.mark,
            forms=tuple(column.forms for column in index.columns),
            coded=coded,
            facts=facts,
            spread=names["spread"],
            alike={
                column.facts.position: column.alike
                for column in index.columns
                if column.alike is not None
            },
            lists=names["lists"] if index.lists is not None else None,
        ),
    )


def _file(folder: Path, name: str) -> Scan:
    return Scan(FileKind.PARQUET, ((folder / name).resolve(),))

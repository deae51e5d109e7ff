"""What the engine must be allowed to read to open a register: its data files and nothing beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.registers.library import located
from telusur.registers.prepared.manifest import is_index
from telusur.registers.source import find
from telusur.registers.toml import describe, is_description, require_file

if TYPE_CHECKING:
    from pathlib import Path


def register_reads(given: Path) -> tuple[Path, ...]:
    """Files, or the folder, that the engine must be allowed to read to open ``given``.

    Code lists are not among them: they are read without the engine.

    Raises:
        RegisterError: as :func:`telusur.registers.toml.describe`, or ``source-missing``.
    """
    if is_index(given):
        return (given.resolve(),)
    given = located(given)
    require_file(given)
    if not is_description(given):
        return (given.resolve(),)
    spec = describe(given)
    patterns = {f"snapshot[{at}].path": one.path for at, one in enumerate(spec.snapshot, start=1)}
    if spec.source is not None and spec.source.path is not None:
        patterns["source.path"] = spec.source.path
    here = given.resolve().parent
    files = (
        path.resolve()
        for key, pattern in patterns.items()
        for path in find(here, pattern, f"{given.name}: {key}")
    )
    return tuple(dict.fromkeys(files))

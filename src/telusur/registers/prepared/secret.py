"""The key of a prepared register: in a file of its own, never inside the folder it is the key of.

With the folder alone nobody can try identifiers; with both, anybody can. So they are kept apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.errors import RegisterError, UsageError
from telusur.vocabulary.keyed import load_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.vocabulary.keyed import Key


def default_key_file(folder: Path) -> Path:
    """Beside the folder, under its name."""
    folder = folder.absolute()
    return folder.with_name(f"{folder.name}.key")


def check_place(key_file: Path, folder: Path) -> None:
    """Refuse a key file within the folder.

    Raises:
        UsageError: ``index-key-inside``.
    """
    if folder.resolve() in key_file.resolve().parents:
        raise UsageError(
            "index-key-inside",
            f"the key {key_file.name} would lie in the folder that it opens",
            expected="a place that is kept apart from the folder",
        )


def key_of(folder: Path, mark: str, given: Sequence[Path] = ()) -> Key:
    """The key whose mark is ``mark``: among ``given``, or beside the folder.

    Raises:
        RegisterError: ``index-key-missing``, ``index-key-wrong``.
        UsageError: ``key-unreadable`` or ``key-exposed``.
    """
    beside = default_key_file(folder)
    files = [*given, *([beside] if beside.exists() else [])]
    for path in files:
        key = load_key(path)
        if key.mark() == mark:
            return key
    if files:
        raise RegisterError(
            "index-key-wrong",
            f"no key given is that of {folder.name}",
            got=", ".join(path.name for path in files),
            expected=f"the key with the mark {mark}",
            hint="name the key that was made with this folder: --index-key FILE",
        )
    raise RegisterError(
        "index-key-missing",
        f"the key of {folder.name} is not there",
        expected=f"{beside.name} beside the folder",
        hint="name it: --index-key FILE; without it the folder can be compared with nothing",
    )

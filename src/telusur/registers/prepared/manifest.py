"""``index.json``: what a prepared register is, and what its files must be.

It holds the register's description, the facts of its columns, and of each file its size and hash.
The seal is an HMAC-SHA-256 of all of it under the index's key: who lacks the key can alter nothing
unseen. Nothing in it is a value of the register.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import Field, ValidationError

from telusur.errors import RegisterError
from telusur.model.base import Frozen
from telusur.model.register import RegisterFacts, RegisterSpec
from telusur.model.tables import ColumnFacts
from telusur.model.when import Instant
from telusur.registers.prepared import forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from telusur.vocabulary.keyed import Key

NAME = "index.json"
FORMAT = "telusur.index/1"
# Some hundred bytes a column and file; a larger one is none of ours.
MAX_BYTES = 64 * 1024 * 1024


class Part(Frozen):
    """One file of the index."""

    file: str = Field(pattern=r"^[a-z0-9-]+\.parquet$")
    bytes: int = Field(ge=0)
    sha256: str
    rows: int = Field(ge=0)
    check: tuple[int, int] = Field(
        default=(0, 0), description="of a file of members: sums over the marks of its rows"
    )


class SourceFile(Frozen):
    """One file that the register was read from, as it was then."""

    name: str
    bytes: int
    modified: Instant


class IndexedColumn(Frozen):
    """One column of the register.

    Attributes:
        forms: types by which its values were normalised before hashing.
        coded: whether it may hold codes.
        alike: what two halves of the sample have in common: value, first word, last word, shape.
    """

    facts: ColumnFacts
    forms: tuple[str, ...]
    coded: bool = False
    alike: tuple[float, float, float, float] | None = None


def described(
    facts: ColumnFacts, coded: bool, alike: Mapping[int, tuple[float, float, float, float]]
) -> IndexedColumn:
    """What the index says of a column: no look of a value, not even a masked one."""
    return IndexedColumn(
        facts=replace(facts, shapes=()),
        forms=forms.forms_of(facts),
        coded=coded,
        alike=alike.get(facts.position),
    )


class Index(Frozen):
    """The whole file but the seal."""

    format: str = FORMAT
    forms: str
    telusur: str
    prepared: Instant
    mark: str = Field(pattern=r"^[0-9a-f]{16}$")
    given: str = Field(description="the register's description or data file, where it lay")
    spec: RegisterSpec
    facts: RegisterFacts
    columns: tuple[IndexedColumn, ...]
    sources: tuple[SourceFile, ...]
    members: tuple[Part, ...] = Field(description="partitions, in the order of their hashes")
    spread: Part
    lists: Part | None = None
    listed: tuple[str, ...] = Field(default=(), description="columns with a code list")

    @property
    def files(self) -> tuple[Part, ...]:
        """All files of the index."""
        return (*self.members, self.spread, *((self.lists,) if self.lists else ()))


def is_index(given: Path) -> bool:
    """Whether ``given`` is the folder of a prepared register."""
    try:
        return (given / NAME).is_file()
    except (OSError, ValueError):  # too long a name, no permission: told where it is opened
        return False


def to_text(index: Index, key: Key) -> str:
    """The file's text, sealed."""
    content = index.model_dump(mode="json", by_alias=True)
    return json.dumps({**content, "seal": _seal(content, key)}, ensure_ascii=False, indent=1) + "\n"


def read_index(folder: Path) -> tuple[Index, dict[str, Any]]:
    """The index in ``folder`` and its content as read, whose seal is not checked yet.

    Raises:
        RegisterError: ``index-unreadable``, ``index-version`` or ``index-outdated``.
    """
    content = _parsed(folder)
    if content.get("format") != FORMAT:
        raise RegisterError(
            "index-version",
            f"{folder.name} was prepared in another format",
            got=_short(content.get("format")),
            expected=FORMAT,
            hint="prepare the register again: telusur register index",
        )
    try:
        index = Index.model_validate({k: v for k, v in content.items() if k != "seal"})
    except ValidationError as error:
        raise _unreadable(folder, f"{error.error_count()} fields that are not as written") from None
    if index.forms != forms.digest():
        raise RegisterError(
            "index-outdated",
            f"{folder.name} holds values in forms that this Telusur does not compare by",
            got=f"prepared by Telusur {index.telusur}",
            hint="prepare the register again: telusur register index",
        )
    return index, content


def check_seal(folder: Path, content: dict[str, Any], key: Key) -> None:
    """Refuse an ``index.json`` that is not what was sealed with ``key``.

    Raises:
        RegisterError: ``index-altered``.
    """
    given = content.get("seal")
    expected = _seal({name: value for name, value in content.items() if name != "seal"}, key)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), expected.encode()):
        raise altered(folder, NAME, "its seal does not fit")


def check_files(folder: Path, index: Index) -> None:
    """Refuse an index whose files are not those that were written.

    Raises:
        RegisterError: ``index-altered``.
    """
    for part in index.files:
        path = folder / part.file
        if path.is_symlink() or not path.is_file():
            raise altered(folder, part.file, "it is missing")
        if path.stat().st_size != part.bytes or sha256_of(path) != part.sha256:
            raise altered(folder, part.file, "its content is another")


def altered(folder: Path, file: str, got: str) -> RegisterError:
    """The error for an index that is not what was written."""
    return RegisterError(
        "index-altered",
        f"{file} of {folder.name} is not as it was prepared",
        got=got,
        hint="restore the folder from a copy, or prepare the register again",
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(content: dict[str, Any], key: Key) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key.subkey("index", "seal").secret, text.encode(), hashlib.sha256).hexdigest()


def _parsed(folder: Path) -> dict[str, Any]:
    path = folder / NAME
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _unreadable(folder, f"{path.stat().st_size} bytes")
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise _unreadable(folder, type(error).__name__) from None
    except (ValueError, RecursionError):
        raise _unreadable(folder, "no JSON") from None
    if not isinstance(content, dict):
        raise _unreadable(folder, "no JSON object")
    return content


def _short(given: object) -> str:
    return given[:40] if isinstance(given, str) else "no format"


def _unreadable(folder: Path, got: str) -> RegisterError:
    return RegisterError(
        "index-unreadable",
        f"{NAME} of {folder.name} cannot be read",
        got=got,
        expected="as telusur register index wrote it",
        hint="restore the folder from a copy, or prepare the register again",
    )

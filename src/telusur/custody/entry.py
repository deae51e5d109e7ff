"""One entry of a custody log: who did what, how, when, with which tool.

Steps are named after ISO/IEC 27037 (identification, collection, acquisition, preservation); what
comes after it has the words of ISO/IEC 27042 and of a case's end (analysis, disclosure, disposal).
An entry names files, hashes and people who handled them; never a value of a dump.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field, ValidationError

from telusur.custody.canonical import canonical, parse_canonical
from telusur.model.base import Frozen

if TYPE_CHECKING:
    from datetime import datetime

Step = Literal[
    "identification",  # it was found, described and hashed where it lies
    "collection",  # a medium or a device was taken
    "acquisition",  # a copy was made
    "preservation",  # it was protected from change and from being read
    "analysis",  # it was examined
    "disclosure",  # something was handed to others
    "disposal",  # something was destroyed
]
STEPS: tuple[Step, ...] = get_args(Step)
HEX_64 = r"^[0-9a-f]{64}$"
Detail = str | int | bool | None | tuple[str, ...]


class Who(Frozen):
    """Who acted."""

    person: str = Field(description="as given")
    account: str = Field(description="of the operating system")
    host: str | None = Field(default=None, description="name of the machine, where it was wanted")


class Item(Frozen):
    """One file that was acted on."""

    name: str = Field(description="made safe to show")
    bytes: int = Field(ge=0, description="size")
    sha256: str = Field(pattern=HEX_64, description="of its bytes")
    blake3: str = Field(pattern=HEX_64, description="of its bytes")


class How(Frozen):
    """With what it was done."""

    tool: str = Field(description="name of the program")
    version: str = Field(description="of the program")
    options: dict[str, Detail] = Field(default={}, description="what the action was told, or found")


class Draft(Frozen):
    """An entry that has no place in the log yet."""

    step: Step = Field(description="of the handling, after ISO/IEC 27037")
    action: str = Field(description="what was done, kebab-case, such as file-registered")
    who: Who = Field(description="who did it")
    what: tuple[Item, ...] = Field(default=(), description="the files that it was done to")
    how: How = Field(description="with which tool and options")
    note: str | None = Field(default=None, description="in the person's own words")


class Entry(Draft):
    """An entry in its place."""

    index: int = Field(ge=0, description="its place in the log, from 0")
    when: str = Field(
        pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", description="UTC, by this machine's clock"
    )

    def line(self) -> bytes:
        """The canonical bytes that are hashed, without a line break."""
        return canonical(self.model_dump(mode="json"))


def placed(draft: Draft, index: int, when: str) -> Entry:
    """The draft as entry ``index``."""
    return Entry(**draft.model_dump(), index=index, when=when)


def read_entry(line: bytes) -> Entry:
    """The entry in one line; ValueError when it is not the canonical spelling of one."""
    try:
        return Entry.model_validate(parse_canonical(line))
    except ValidationError:  # its text would quote what was found
        raise ValueError("no entry of a custody log") from None


def rfc3339(moment: datetime) -> str:
    """UTC, whole seconds: ``2026-01-31T09:30:00Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

"""What parent and child say to each other: one line of JSON each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeInt, TypeAdapter

from telusur.model.base import Frozen
from telusur.model.evidence import EvidenceFile, Quarantine
from telusur.model.findings.receipt import FileReceipt
from telusur.reading.interface import Overrides

# More than a receipt of 100,000 columns takes; beyond it somebody wants the parent's memory.
MOST_BYTES = 64 << 20
# Names in the folder of tables; without a slash, so that none leads out of it.
TABLE_NAME = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$"
CODE = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MOST_TEXT = 2_000


@dataclass(frozen=True)
class Job:
    """What the child is to read, and where it may write.

    Attributes:
        evidence: files, in order.
        folder: for what is needed only while reading, and for what the engine spills.
        tables: inside it, for the tables.
        overrides: what the user settles; the password travels here, over the pipe alone.
        quarantine: caps.
        memory_bytes: of the child's engine.
        links: for each file, the link by which the engine opens it, if it needs one.
    """

    evidence: tuple[EvidenceFile, ...]
    folder: Path
    tables: Path
    overrides: Overrides
    quarantine: Quarantine
    memory_bytes: int
    links: tuple[Path | None, ...]

    def as_json(self) -> dict[str, Any]:
        """As JSON takes it."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return plain

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Job:
        """The job again; it comes from the parent and is believed."""
        overrides = given["overrides"]
        return cls(
            tuple(EvidenceFile(**{**one, "path": Path(one["path"])}) for one in given["evidence"]),
            Path(given["folder"]),
            Path(given["tables"]),
            Overrides(**{**overrides, "columns": tuple(overrides["columns"])}),
            Quarantine(**given["quarantine"]),
            given["memory_bytes"],
            tuple(None if one is None else Path(one) for one in given["links"]),
        )


class Hello(Frozen):
    """The child is confined, and about to open the first file."""

    what: Literal["hello"] = "hello"
    in_force: tuple[str, ...]
    unavailable: tuple[str, ...]


class Moved(Frozen):
    """A sign of life: bytes that the child has read and written so far, wherever."""

    what: Literal["moved"] = "moved"
    bytes: int = Field(ge=0)


class Progress(Frozen):
    """Bytes of the present file that are read, once unpacked."""

    what: Literal["progress"] = "progress"
    bytes: int = Field(ge=0)


class TableSent(Frozen):
    """A table in the folder of tables."""

    file: str = Field(pattern=TABLE_NAME)
    first_line: int | None = Field(ge=0)
    lined: bool
    gaps: tuple[tuple[NonNegativeInt, NonNegativeInt], ...] = Field(default=(), max_length=100)


class FileSent(Frozen):
    """A file, or a member of an archive; its tables are those of its receipt, in order."""

    receipt: FileReceipt
    tables: tuple[TableSent, ...]


class Read(Frozen):
    """The present file is read to its end."""

    what: Literal["read"] = "read"
    files: tuple[FileSent, ...] = Field(min_length=1)


class Failed(Frozen):
    """The present file cannot be read; nothing follows."""

    what: Literal["failed"] = "failed"
    kind: Literal["EvidenceError", "InternalFault", "LimitReached", "UsageError"]
    code: str = Field(pattern=CODE, max_length=60)
    message: str = Field(max_length=MOST_TEXT)
    got: str | None = Field(max_length=MOST_TEXT)
    expected: str | None = Field(max_length=MOST_TEXT)
    hint: str | None = Field(max_length=MOST_TEXT)


Message = Hello | Moved | Progress | Read | Failed
_MESSAGE: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="what")])


def line_of(message: Message) -> bytes:
    """A message as it is sent."""
    return message.model_dump_json().encode() + b"\n"


def message_of(line: bytes) -> Message:
    """A message as it came.

    Raises:
        ValueError: it is none.
    """
    return _MESSAGE.validate_json(line, strict=True)

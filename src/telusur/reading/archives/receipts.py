"""Receipts of archives, and of members that hold no table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from telusur.model.base import Notice
from telusur.model.findings.receipt import FileReceipt, Unread
from telusur.reading.interface import FileRead, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.errors import TelusurError
    from telusur.model.evidence import EvidenceFile
    from telusur.reading.archives.interface import Damaged, Story

# Members without a table are listed one by one up to here, and counted by reason beyond: a folder
# of a million photographs is one line.
MOST_LISTED = 1_000
# Places with unread bytes that a receipt lists.
MOST_PLACES = 100


def archive_read(
    evidence: EvidenceFile,
    inside: str | None,
    form: str,
    packings: Sequence[str],
    story: Story,
    damages: Sequence[Damaged],
    unlisted: int,
) -> FileRead:
    """The archive itself: what it says of itself, and its bytes that belong to no member.

    ``unlisted``: bytes of members that are not listed one by one.
    """
    receipt = _receipt(evidence, inside, Kind.ARCHIVE, " in ".join([form, *reversed(packings)]))
    receipt = receipt.model_copy(
        update={
            "bytes_unread": sum(one.bytes for one in story.unread) + unlisted,
            "unread": tuple(story.unread[:MOST_PLACES]),
            "hints": tuple(story.hints),
            "warnings": (*story.notes, *(notice_of(one) for one in damages)),
        }
    )
    return FileRead(receipt)


def refused_notice(error: TelusurError) -> Notice:
    """Why something was not read; its code is one of the errors'."""
    text = f"{error.message}; {error.got}" if error.got else error.message
    return Notice.model_validate({"code": error.code, "text": text})


def unread_member(evidence: EvidenceFile, inside: str | None, error: TelusurError) -> FileRead:
    """A file from which no table came, with the reason."""
    receipt = _receipt(evidence, inside, Kind.OTHER, None)
    size = evidence.bytes
    return FileRead(
        receipt.model_copy(
            update={
                "bytes_unread": size,
                "unread": (Unread(offset=0, bytes=size, reason=error.code),) if size else (),
                "warnings": (refused_notice(error),),
            }
        )
    )


def noted(
    read: FileRead, inside: str | None, unpacked: int | None, damages: Sequence[Damaged]
) -> FileRead:
    """A file that was read, with what is known of how it was packed."""
    receipt = read.receipt
    lost = sum(one.bytes for one in damages)
    places = receipt.unread
    if lost:
        places = (*places, Unread(offset=unpacked or 0, bytes=lost, reason=damages[0].code))
    receipt = receipt.model_copy(
        update={
            "inside": inside,
            "content_bytes": unpacked,
            "bytes_unread": receipt.bytes_unread + lost,
            "unread": places[:MOST_PLACES],
            "warnings": (*receipt.warnings, *(notice_of(one) for one in damages)),
        }
    )
    return FileRead(receipt, read.tables)


def continued(evidence: EvidenceFile, notice: Notice) -> FileRead:
    """A later part of an archive."""
    receipt = _receipt(evidence, None, Kind.ARCHIVE, None)
    return FileRead(receipt.model_copy(update={"warnings": (notice,)}))


def named_oddly(name: str, most: int) -> Iterator[Notice]:
    """Names that would lead a careless program somewhere else; here they are words."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":"):
        yield Notice(code="unsafe-name", text="its name leads out of the archive; not followed")
    if len(name) > most:
        yield Notice(code="long-name", text=f"its name has {len(name):,} characters")


def with_notes(read: FileRead, notes: Sequence[Notice]) -> FileRead:
    """With what the reader should know beside."""
    warnings = (*read.receipt.warnings, *notes)
    return replace(read, receipt=read.receipt.model_copy(update={"warnings": warnings}))


def listed(files: list[FileRead]) -> tuple[list[FileRead], list[Notice], int]:
    """All that hold tables, the first of the others; what the rest is, and their bytes."""
    kept, spare, count, lost = [], Counter[str](), 0, 0
    for file in files:
        other = file.receipt.kind == Kind.OTHER
        count += other
        if other and count > MOST_LISTED:
            spare[file.receipt.warnings[0].code] += 1
            lost += file.receipt.bytes_unread
        else:
            kept.append(file)
    if not spare:
        return files, [], 0
    said = ", ".join(f"{many:,} {code}" for code, many in spare.most_common())
    text = f"further members without a table are not listed one by one: {said}"
    return kept, [Notice(code="members-not-listed", text=text)], lost


def notice_of(damage: Damaged) -> Notice:
    """What was found damaged, for the reader."""
    said = {
        "archive-cut": damage.code == "cut",
        "archive-damaged": damage.code == "damaged",
        "archive-checksum-differs": damage.code == "checksum-differs",
        "archive-trailing-bytes": damage.code == "trailing-bytes",
        "archive-too-much-memory": damage.code == "too-much-memory",
    }
    text = f"packed, and {damage.text}"
    return next(Notice(code=code, text=text) for code, meant in said.items() if meant)


def _receipt(
    evidence: EvidenceFile, inside: str | None, kind: Kind, compression: str | None
) -> FileReceipt:
    return FileReceipt(
        name=evidence.name,
        bytes=evidence.bytes,
        sha256=evidence.sha256,
        kind=kind.value,
        inside=inside,
        compression=compression,
        encoding=None,
        delimiter=None,
        header=False,
        tables=(),
        bytes_unread=0,
    )

"""A file and all that is inside it: unpacked layer by layer, member by member, under one budget."""

from __future__ import annotations

import errno
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, TYPE_CHECKING, NoReturn, cast

from telusur.errors import EvidenceError, LimitReached
from telusur.model.evidence import EvidenceFile
from telusur.reading.archives import kinds
from telusur.reading.archives.caps import Budget
from telusur.reading.archives.flow import Flow
from telusur.reading.archives.interface import PIECE_BYTES, Damaged, Packed
from telusur.reading.archives.receipts import (
    archive_read,
    listed,
    named_oddly,
    noted,
    refused_notice,
    unread_member,
    with_notes,
)
from telusur.reading.archives.tar import Tar
from telusur.reading.compression import unpacked
from telusur.reading.detect import HEAD_BYTES, packed_as
from telusur.reading.interface import Content, Kind
from telusur.reading.private import create
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from telusur.model.evidence import Quarantine
    from telusur.reading.archives.interface import Archive, Member
    from telusur.reading.interface import Bench, FileRead

    ReadContent = Callable[[Content, Bench], FileRead]

NO_TABLE = frozenset({"unknown-kind", "no-rows", "empty-file", "not-a-file"})
TO_ACT_ON = frozenset(
    {"password-needed", "password-wrong", "encryption-not-read", "no-libarchive", "parts-missing"}
)
_NOTHING = hashlib.sha256().hexdigest()


class Walk:
    """Reads one file of the dump.

    Args:
        bench: what the readers work with.
        caps: on all that is unpacked.
        read_content: reads a file that is packed no more.
    """

    def __init__(self, bench: Bench, caps: Quarantine, read_content: ReadContent) -> None:
        self._bench, self._caps, self._read_content = bench, caps, read_content
        self._made = 0

    def read(self, evidence: EvidenceFile, parts: Sequence[Path] = ()) -> tuple[FileRead, ...]:
        """The file and, where it is an archive, each of its members.

        Args:
            evidence: the file, or the first of several that continue one another.
            parts: all of those.

        Raises:
            EvidenceError: no table could be read at all; of several reasons the one to act on.
            LimitReached: a cap.
        """
        packed = Packed(evidence.name, tuple(parts) or (evidence.path,))
        self._budget = Budget(evidence.name, packed.size, self._caps)
        self._errors: list[EvidenceError] = []
        try:
            files = self._layers(evidence, packed, 0, None)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise LimitReached(
                "disk-full",
                f"the disk is full after {self._budget.unpacked:,} bytes of {evidence.name}",
                hint="free space, or give --out a larger disk",
            ) from None
        belongs = len(files) == 1 and files[0].receipt.kind != Kind.ARCHIVE and not self._errors
        if not belongs and not any(file.tables for file in files):
            self._raise_nothing(evidence.name)
        return tuple(files)

    def _layers(
        self, evidence: EvidenceFile, packed: Packed, depth: int, inside: str | None
    ) -> list[FileRead]:
        """Streams are taken off one by one, none of them written down; then what is inside."""
        layer = _Layer(evidence, packed, depth, inside)
        flow = self._flow(layer)
        try:
            while packing := packed_as(flow.peek(HEAD_BYTES)):
                self._budget.depth(layer.deep)
                layer.packings.append(packing)
                flow = self._flow(layer)
            if not flow.peek(1) and layer.damages:
                raise _broken(evidence, layer.packings, layer.damages[0])
            kind = kinds.kind_of(flow.peek(HEAD_BYTES))
            if kind is None and not layer.packings and kinds.ends_as_zip(packed):
                kind = kinds.ZIP
            if kind == kinds.TAR:
                self._budget.depth(layer.deep)
                return self._members(layer, kind, Tar(flow))
            if not layer.packings and (kind or len(packed.paths) == 1):
                return self._unpacked(layer, kind, packed, None)
            inner = self._path("unpacked")
            try:
                size, _ = self._write(iter(partial(flow.read, PIECE_BYTES), b""), inner)
                return self._unpacked(layer, kind, Packed(packed.name, (inner,)), size)
            finally:
                inner.unlink(missing_ok=True)
        finally:
            layer.close()

    def _flow(self, layer: _Layer) -> Flow:
        """All packings of the layer so far, one inside the other."""
        layer.close()

        def opened(depth: int) -> IO[bytes]:
            if not depth:
                return layer.kept(layer.packed.open())
            pieces = unpacked(layer.packings[depth - 1], partial(opened, depth - 1))
            flow = Flow(pieces, self._budget.layer().add, layer.damages)
            return cast("IO[bytes]", flow)

        if not layer.packings:
            file = layer.kept(layer.packed.open())
            pieces = iter(partial(file.read, PIECE_BYTES), b"")
            return Flow(pieces, lambda _: None, layer.damages)
        return cast("Flow", opened(len(layer.packings)))

    def _unpacked(
        self, layer: _Layer, kind: str | None, packed: Packed, size: int | None
    ) -> list[FileRead]:
        """A file that is no stream any more: an archive, or content."""
        if kind and not (kind == kinds.ZIP and kinds.is_document(packed)):
            self._budget.depth(layer.deep)
            password = self._bench.overrides.password
            names = partial(self._path, "plain")
            archive = kinds.opened(kind, packed, password, self._budget, names)
            return self._members(layer, kind, archive)
        path, evidence = packed.paths[0], layer.evidence
        content = Content(evidence, path, " in ".join(reversed(layer.packings)) or None)
        try:
            read = self._read_content(content, self._bench)
        except EvidenceError as error:
            if layer.damages and error.code in NO_TABLE:  # why it holds none
                raise _broken(evidence, layer.packings, layer.damages[0]) from None
            # The engine knows the copy's name; the user knows the file's.
            error.message = error.message.replace(path.name, evidence.name)
            raise
        return [noted(read, layer.inside, size, layer.damages)]

    def _members(self, layer: _Layer, kind: str, archive: Archive) -> list[FileRead]:
        evidence, bench = layer.evidence, self._bench
        # A member's own progress says nothing of the archive's.
        self._bench = replace(bench, progress=lambda _: None)
        files: list[FileRead] = []
        try:
            for member in archive.members():
                self._budget.entry()
                files += self._member(layer, member)
                if not layer.inside:
                    bench.progress(archive.position())
        except Damaged as error:
            layer.damages.append(error)
        except EvidenceError as error:
            if not files:
                raise
            self._errors.append(error)
            archive.story.notes.append(refused_notice(error))
        finally:
            self._bench = bench
        if not files and layer.damages:
            raise _broken(evidence, [kind, *layer.packings], layer.damages[0])
        files, notices, unlisted = listed(files)
        archive.story.notes += notices
        told = archive_read(
            evidence, layer.inside, kind, layer.packings, archive.story, layer.damages, unlisted
        )
        return [told, *files]

    def _member(self, layer: _Layer, member: Member) -> list[FileRead]:
        """One member: written down, hashed, read and removed."""
        outer = layer.evidence.name
        most = self._caps.max_name
        name = f"{outer}/{printable(member.name, most) or 'unnamed'}"
        notes = [*member.notes, *named_oddly(member.name, most)]
        path = self._path("member")
        damages: list[Damaged] = []
        size, digest = 0, _NOTHING
        failed: EvidenceError | None = None
        try:
            try:
                flow = Flow(member.pieces(), self._budget.layer().add, damages)
                size, digest = self._write(iter(partial(flow.read, PIECE_BYTES), b""), path)
            except EvidenceError as error:
                failed = error
            evidence = EvidenceFile(path, name, size, digest, 0)
            if member.irregular:
                failed = EvidenceError("not-a-file", f"{name} is {member.irregular}")
            if not failed and damages and not size:
                failed = _broken(evidence, [], damages[0])
            if failed:
                return self._unread(evidence, outer, failed)
            try:
                read = self._layers(evidence, Packed(name, (path,)), layer.deep + 1, outer)
            except EvidenceError as error:
                if damages and error.code in NO_TABLE:  # why it holds none
                    error = _broken(evidence, [], damages[0])
                return self._unread(evidence, outer, error)
            first = noted(read[0], outer, read[0].receipt.content_bytes, damages)
            return [with_notes(first, notes), *read[1:]]
        finally:
            path.unlink(missing_ok=True)

    def _unread(self, evidence: EvidenceFile, outer: str, error: EvidenceError) -> list[FileRead]:
        self._errors.append(error)
        return [unread_member(evidence, outer, error)]

    def _write(self, pieces: Iterator[bytes], path: Path) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        with create(path) as out:
            for piece in pieces:
                digest.update(piece)
                out.write(piece)
                size += len(piece)
        return size, digest.hexdigest()

    def _path(self, word: str) -> Path:
        self._made += 1
        return self._bench.work / f"{word}.{self._made}"

    def _raise_nothing(self, name: str) -> NoReturn:
        """Of all reasons the one that somebody can do something about."""
        errors = self._errors
        told = [one for one in errors if one.code in TO_ACT_ON] or [
            one for one in errors if one.code not in NO_TABLE
        ]
        if told or len(errors) == 1:
            raise (told or errors)[0]
        counted = Counter(one.code for one in errors)
        raise EvidenceError(
            "no-table-inside",
            f"{name} holds nothing that can be read as a table",
            got=", ".join(f"{count:,} {code}" for code, count in counted.most_common())
            or "no member",
            hint="give the files that hold the data",
        )


@dataclass
class _Layer:
    """One file on the way: where it lies, how deep, and the packings that are off it."""

    evidence: EvidenceFile
    packed: Packed
    depth: int
    inside: str | None
    packings: list[str] = field(default_factory=list)
    damages: list[Damaged] = field(default_factory=list)
    open: list[IO[bytes]] = field(default_factory=list)

    @property
    def deep(self) -> int:
        return self.depth + len(self.packings)

    def kept(self, file: IO[bytes]) -> IO[bytes]:
        self.open.append(file)
        return file

    def close(self) -> None:
        for file in self.open:
            file.close()
        self.open.clear()


def _broken(evidence: EvidenceFile, packings: Sequence[str], damage: Damaged) -> EvidenceError:
    return EvidenceError(
        "broken-archive",
        f"nothing of {evidence.name} can be unpacked",
        got=" in ".join([*reversed(packings)]) + f": {damage.text}",
        hint="the file is cut or damaged; compare its size and hash with the source",
    )

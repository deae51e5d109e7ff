"""Sealing with age: files that only the case's key and further recipients can open.

Streams: memory is flat in the size of a file (age works in pieces of 64 KiB). Hashes are taken of
the plain bytes on their way, so that what was sealed is what was taken in, and what is opened is
what was sealed; a file that differs is removed again, never handed on.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import pyrage

from telusur.custody.hashing import Digest, HashedReader, HashedWriter
from telusur.errors import EvidenceError
from telusur.evidence.writing import new_file, unwritable
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pyrage import x25519

    Progress = Callable[[int], None]


def seal_file(
    plain: Path,
    sealed: Path,
    recipients: Sequence[x25519.Recipient],
    expected: Digest,
    progress: Progress | None = None,
) -> Digest:
    """Seal a file to several recipients; the digest of the sealed bytes.

    Raises:
        EvidenceError: ``not-readable`` when the plain file cannot be read, ``evidence-altered``
            when it is not what was taken in.
        UsageError: ``target-exists``, ``target-unwritable``.
        LimitReached: ``disk-full``.
    """
    with new_file(sealed) as target, _opened(plain) as source:
        reader, writer = _Kept(HashedReader(source, progress)), _Kept(HashedWriter(target))
        try:
            pyrage.encrypt_io(reader, writer, list(recipients))
        except (pyrage.EncryptError, OSError):
            raise _why(reader, writer, plain, sealed) from None
        _compare(plain.name, reader.digest(), expected)
    return writer.digest()


def open_file(
    sealed: Path,
    plain: Path,
    identity: x25519.Identity,
    expected: Digest,
    progress: Progress | None = None,
) -> None:
    """Open a sealed file, and keep what is opened only when it is what was taken in.

    Raises:
        EvidenceError: ``not-readable``, ``seal-broken`` when the key does not open it or it was
            altered, ``evidence-altered`` when it holds other bytes than were taken in.
        UsageError: ``target-exists``, ``target-unwritable``.
        LimitReached: ``disk-full``.
    """
    with new_file(plain) as target, _opened(sealed) as source:
        _decrypt(source, target, identity, expected, progress, (sealed, plain))


def check_sealed(
    sealed: Path, identity: x25519.Identity, expected: Digest, progress: Progress | None = None
) -> None:
    """That a sealed file opens to what was taken in; nothing plain is written.

    Raises:
        EvidenceError: as ``open_file``.
    """
    with _opened(sealed) as source, open(os.devnull, "wb") as target:  # noqa: PTH123  # no path
        _decrypt(source, target, identity, expected, progress, (sealed, sealed))


def _decrypt(
    source: BinaryIO,
    target: BinaryIO,
    identity: x25519.Identity,
    expected: Digest,
    progress: Progress | None,
    names: tuple[Path, Path],
) -> None:
    reader, writer = _Kept(HashedReader(source)), _Kept(HashedWriter(target, progress))
    try:
        pyrage.decrypt_io(reader, writer, [identity])
    except (pyrage.DecryptError, OSError):  # an altered piece is an OSError to pyrage
        if reader.failure or writer.failure:
            raise _why(reader, writer, *names) from None
        raise EvidenceError(
            "seal-broken",
            f"{names[0].name} does not open",
            hint="it is sealed to other keys, was altered, or is cut off",
        ) from None
    _compare(names[0].name, writer.digest(), expected)


def _compare(name: str, found: Digest, expected: Digest) -> None:
    if found != expected:
        raise EvidenceError(
            "evidence-altered",
            f"{printable(name)} holds other bytes than were taken in",
            got=f"SHA-256 {found.sha256}",
            expected=expected.sha256,
        )


class _Kept:
    """A reader or writer whose own failure is kept: pyrage hands on only its text."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._guarded(self._inner.read, size)
        return piece

    def write(self, piece: bytes) -> int:
        written: int = self._guarded(self._inner.write, piece)
        return written

    def flush(self) -> None:
        self._guarded(self._inner.flush)

    def digest(self) -> Digest:
        found: Digest = self._inner.digest()
        return found

    def _guarded(self, call: Callable[..., Any], *given: object) -> Any:
        try:
            return call(*given)
        except BaseException as error:  # Ctrl-C as well: pyrage would make its own error of it
            self.failure = error
            raise


def _why(reader: _Kept, writer: _Kept, source: Path, target: Path) -> BaseException:
    failure = reader.failure or writer.failure
    if not isinstance(failure, OSError):
        return failure or EvidenceError("seal-broken", f"{source.name} cannot be sealed")
    if reader.failure is not None:
        return EvidenceError(
            "not-readable", f"{source.name} cannot be read", got=type(failure).__name__
        )
    return unwritable(target, failure)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise EvidenceError(
            "not-readable", f"{path.name} cannot be read", got=error.strerror
        ) from None
    with file:
        yield file

"""Delimited text and JSON lines into Parquet, once, so that every later pass is fast."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zlib
from typing import IO, TYPE_CHECKING, cast

import pyarrow as pa

from telusur.engine.protocol import Delimited, FileKind, Scan, comma, quoted
from telusur.errors import RegisterError, TelusurError
from telusur.model.base import Notice
from telusur.registers.kinds import HEAD_BYTES, Kind, compression_of, text_kind

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine

CHUNK_BYTES = 4 * 1024 * 1024

DELIMITERS = (",", ";", "\t", "|", "~", "^")

# What a damaged or cut packing, or a disk, raises while it is read.
BROKEN = (OSError, EOFError, zlib.error, pa.ArrowException)

# As for a dump: below this share of broken sequences among the non-ASCII ones a text is UTF-8 with
# damage, judged by lines up to so many bytes.
MOST_BROKEN_UTF8 = 0.1
SAMPLE_BYTES = 64 * 1024
_NOT_ASCII_LINE = re.compile(rb"[^\n]{0,400}[\x80-\xff][^\n]{0,400}")

# A holder's own export should read whole; beyond this share of lines something is wrong with it.
MAX_REFUSED_SHARE = 0.01


def to_parquet(
    engine: Engine, path: Path, kind: Kind, work: Path, name: str
) -> tuple[Path, tuple[Notice, ...]]:
    """The file's rows as Parquet in ``work``, and what the reader should know.

    Raises:
        RegisterError: ``source-unreadable``, ``source-empty``.
    """
    plain, notices = _as_utf8(path, work / f"{name}.txt")
    with plain.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = text_kind(path.name, head)
    made = work / f"{name}.parquet"
    try:
        if kind is Kind.JSON_LINES:
            _json_lines(engine, path, plain, made, name)
        else:
            notices += _delimited(engine, path, plain, made, name)
    finally:
        if plain != path:
            plain.unlink(missing_ok=True)  # a second copy of personal data
        engine.drop(f"{name}_read")
    return made, notices


def _as_utf8(path: Path, target: Path) -> tuple[Path, tuple[Notice, ...]]:
    """``path`` itself where it is plain UTF-8, else a decompressed copy in UTF-8."""
    encoding, whole = _encoding(path)
    if compression_of(path) is None and encoding == "utf-8" and whole:
        return path, ()
    replaced = 0
    try:
        with _opened(path) as source, target.open("w", encoding="utf-8", newline="") as copy:
            target.chmod(0o600)
            decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
            while True:
                chunk = source.read(CHUNK_BYTES)
                text = decoder.decode(chunk, final=not chunk)
                replaced += text.count("\ufffd")
                copy.write(text)
                if not chunk:
                    break
    except BROKEN as error:
        target.unlink(missing_ok=True)
        raise _unreadable(path, type(error).__name__) from None
    notices: tuple[Notice, ...] = ()
    if encoding == "cp1252":
        said = f"{path.name} is not in UTF-8 and was read as Windows-1252"
        notices += (Notice(code="register-encoding-assumed", text=said),)
    if replaced and not whole:
        said = f"{replaced:,} places of {path.name} do not fit {encoding}: replaced by U+FFFD"
        notices += (Notice(code="undecodable-bytes", text=said),)
    return target, notices


def _encoding(path: Path) -> tuple[str, bool]:
    """``'utf-8'``, ``'utf-8-sig'``, ``'utf-16'`` or ``'cp1252'``, and whether every byte fits it.

    The bytes of UTF-16 and of Windows-1252 are not tried: the answer is False there.
    """
    whole = True
    sample = bytearray()
    try:
        with _opened(path) as source:
            chunk = source.read(CHUNK_BYTES)
            if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16", False
            utf8 = "utf-8-sig" if chunk.startswith(codecs.BOM_UTF8) else "utf-8"
            decoder = codecs.getincrementaldecoder("utf-8")()
            while True:
                if len(sample) < SAMPLE_BYTES and not chunk.isascii():
                    _gather(sample, chunk)
                whole = whole and _fits(decoder, chunk)
                if not chunk or (not whole and len(sample) >= SAMPLE_BYTES):
                    break
                chunk = source.read(CHUNK_BYTES)
    except BROKEN as error:
        raise _unreadable(path, type(error).__name__) from None
    return (utf8 if whole or _mostly_utf8(bytes(sample)) else "cp1252"), whole


def _fits(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        return False
    return True


def _gather(sample: bytearray, chunk: bytes) -> None:
    for found in _NOT_ASCII_LINE.finditer(chunk):
        if len(sample) >= SAMPLE_BYTES:
            return
        sample += found.group() + b"\n"


def _mostly_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= sign <= "\udcff" for sign in text)
    other = sum(sign > "\x7f" for sign in text) - broken
    return broken <= MOST_BROKEN_UTF8 * other


def _opened(path: Path) -> IO[bytes]:
    compressed = compression_of(path)
    if compressed == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if compressed == "zstd":
        # Arrow's stream takes frames one after another as one file, and tells a cut one;
        # zstandard's own ends there in silence.
        return cast("IO[bytes]", pa.CompressedInputStream(pa.OSFile(str(path)), "zstd"))
    return path.open("rb")


def _json_lines(engine: Engine, path: Path, plain: Path, made: Path, name: str) -> None:
    try:
        engine.scan(f"{name}_read", Scan(FileKind.JSON_LINES, (plain.resolve(),)))
        columns = [quoted(column.name) for column in engine.columns(f"{name}_read")]
        engine.write_parquet(f"SELECT {comma(columns)} FROM {quoted(name + '_read')}", made)
    except TelusurError as error:
        if error.code not in ("unreadable-file", "engine-failed"):
            raise
        raise _unreadable(path, "broken JSON lines") from None


def _delimited(
    engine: Engine, path: Path, plain: Path, made: Path, name: str
) -> tuple[Notice, ...]:
    with plain.open("rb") as file:
        head = file.read(HEAD_BYTES).decode("utf-8", errors="ignore")
    delimiter = _delimiter(head)
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    header = next(rows, [])
    if not any(cell.strip() for cell in header):
        raise RegisterError("source-empty", f"{path.name} has no header line")
    names = _named(header)
    source = Delimited(plain.resolve(), names, delimiter, skip_lines=rows.line_num)
    try:
        loaded = engine.read_delimited(f"{name}_read", source)
    except TelusurError as error:
        if error.code != "unreadable-file":
            raise
        raise _unreadable(path, "text whose lines do not add up") from None
    refused = loaded.rows_refused
    if refused > MAX_REFUSED_SHARE * (loaded.rows + refused):
        raise _unreadable(path, f"{refused} of {loaded.rows + refused} lines that do not fit")
    engine.write_parquet(
        f"SELECT {comma([quoted(one) for one in names])} FROM {quoted(name + '_read')} "
        "ORDER BY row_",
        made,
    )
    if not refused:
        return ()
    text = f"{refused} lines of {path.name} do not fit its header and were left out"
    return (Notice(code="register-lines-refused", text=text),)


def _delimiter(head: str) -> str:
    """The sign that splits the first line most often, outside quotes."""
    line = head.splitlines()[0] if head else ""
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([line], delimiter=sign), [])))


def _named(header: list[str]) -> tuple[str, ...]:
    """Names as the receipt gives them: blank ones ``column_N``, repeated ones ``name_2``."""
    taken = {"row_"}  # the engine numbers its rows under this name
    names: list[str] = []
    for at, given in enumerate(header, start=1):
        base = name = given.strip() or f"column_{at}"
        again = 1
        while name.lower() in taken:  # engines do not tell case apart in column names
            again += 1
            name = f"{base}_{again}"
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def _unreadable(path: Path, got: str) -> RegisterError:
    return RegisterError(
        "source-unreadable",
        f"{path.name} cannot be read as a register",
        got=got,
        expected="Parquet, delimited text or JSON lines (also gzip or zstd)",
        hint="check that the copy is complete, or export the table to Parquet",
    )

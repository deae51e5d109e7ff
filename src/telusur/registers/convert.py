"""Delimited text and JSON lines into Parquet, once, so that every later pass is fast."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
from typing import IO, TYPE_CHECKING, cast

import zstandard

from telusur.engine.protocol import Delimited, FileKind, Scan, comma, quoted
from telusur.errors import RegisterError, TelusurError
from telusur.model.base import Notice
from telusur.registers.kinds import HEAD_BYTES, Kind, compression_of, text_kind

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.engine.protocol import Engine

CHUNK_BYTES = 4 * 1024 * 1024

DELIMITERS = (",", ";", "\t", "|", "~", "^")

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
    compressed = compression_of(path)
    encoding = _encoding(path)
    if compressed is None and encoding == "utf-8":
        return path, ()
    try:
        with _opened(path) as source, target.open("w", encoding="utf-8", newline="") as copy:
            target.chmod(0o600)
            decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
            while chunk := source.read(CHUNK_BYTES):
                copy.write(decoder.decode(chunk))
            copy.write(decoder.decode(b"", final=True))
    except (OSError, EOFError, zstandard.ZstdError) as error:
        target.unlink(missing_ok=True)
        raise _unreadable(path, type(error).__name__) from None
    if encoding != "cp1252":
        return target, ()
    text = f"{path.name} is not in UTF-8 and was read as Windows-1252"
    return target, (Notice(code="register-encoding-assumed", text=text),)


def _encoding(path: Path) -> str:
    """``'utf-8'``, ``'utf-8-sig'``, ``'utf-16'`` or, where it is none of them, ``'cp1252'``."""
    try:
        with _opened(path) as source:
            chunk = source.read(CHUNK_BYTES)
            if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            marked = chunk.startswith(codecs.BOM_UTF8)
            decoder = codecs.getincrementaldecoder("utf-8")()
            while chunk:
                decoder.decode(chunk)
                chunk = source.read(CHUNK_BYTES)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    except (OSError, EOFError, zstandard.ZstdError) as error:
        raise _unreadable(path, type(error).__name__) from None
    return "utf-8-sig" if marked else "utf-8"


def _opened(path: Path) -> IO[bytes]:
    compressed = compression_of(path)
    if compressed == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if compressed == "zstd":
        raw = path.open("rb")
        return cast("IO[bytes]", zstandard.ZstdDecompressor().stream_reader(raw))
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

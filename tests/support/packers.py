"""Archives of every kind, made for tests: from (name, bytes) pairs to the archive's bytes."""

import bz2
import ctypes
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_ssize_t, c_uint, c_void_p

import pyarrow as pa
import zstandard

from telusur.reading.archives.libarchive_calls import NAMES


def zipped(files, method=zipfile.ZIP_DEFLATED, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, raw in files:
            archive.writestr(name, raw)
        archive.comment = comment
    return out.getvalue()


def tarred(files, form=tarfile.PAX_FORMAT, **fields):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, raw in files:
            info = tarfile.TarInfo(name)
            for field, value in fields.items():
                setattr(info, field, value)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


STREAMS = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda raw: lzma.compress(raw, lzma.FORMAT_ALONE),
    "zstd": zstandard.ZstdCompressor().compress,
    "lz4": lambda raw: pa.compress(raw, codec="lz4", asbytes=True),
}


def number(value):
    """RAR 5's: seven bits a byte, the lowest first."""
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)


def _block5(body, data=b""):
    sized = number(len(body)) + body
    return struct.pack("<L", zlib.crc32(sized)) + sized + data


def rar5(files, encrypted=False):
    out = b"Rar!\x1a\x07\x01\x00" + _block5(number(1) + number(0) + number(0))
    for name, raw in files:
        words = name.encode()
        extra = b""
        if encrypted:  # kind 1, version 0, no flags, 2**15 rounds, salt, vector
            record = number(1) + number(0) + number(0) + b"\x0f" + bytes(32)
            extra = number(len(record)) + record
        fields = (
            number(2) + number(0x02 | (0x01 if extra else 0))
            + (number(len(extra)) if extra else b"") + number(len(raw))
            + number(0x04) + number(len(raw)) + number(0o100644)
            + struct.pack("<L", zlib.crc32(raw)) + number(0) + number(1)
            + number(len(words)) + words + extra
        )  # fmt: skip
        out += _block5(fields, raw)
    return out + _block5(number(5) + number(0) + number(0))


def _block4(kind, flags, fields, data=b""):
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest + data


def rar4(files, flags=0):
    out = b"Rar!\x1a\x07\x00" + _block4(0x73, 0, bytes(6))
    for name, raw in files:
        words = name.encode()
        fields = struct.pack(
            "<LLBLLBBHL", len(raw), len(raw), 3, zlib.crc32(raw), 0, 20, 0x30, len(words), 0o100644
        )
        out += _block4(0x74, 0x8000 | flags, fields + words, raw)
    return out + _block4(0x7B, 0x4000, b"")


def by_libarchive(files, path, form, options=None, password=None):
    """Written by the system's libarchive; ``form`` such as ``7zip`` or ``zip``."""
    library = next(ctypes.CDLL(name) for name in NAMES[:1])
    any_ = c_void_p
    for name, result, arguments in (
        ("archive_write_new", any_, ()),
        (f"archive_write_set_format_{form}", c_int, (any_,)),
        ("archive_write_set_options", c_int, (any_, c_char_p)),
        ("archive_write_set_passphrase", c_int, (any_, c_char_p)),
        ("archive_write_open_filename", c_int, (any_, c_char_p)),
        ("archive_write_header", c_int, (any_, any_)),
        ("archive_write_data", c_ssize_t, (any_, c_char_p, c_size_t)),
        ("archive_write_close", c_int, (any_,)),
        ("archive_write_free", c_int, (any_,)),
        ("archive_entry_new", any_, ()),
        ("archive_entry_free", None, (any_,)),
        ("archive_entry_set_pathname_utf8", None, (any_, c_char_p)),
        ("archive_entry_set_size", None, (any_, c_int64)),
        ("archive_entry_set_filetype", None, (any_, c_uint)),
        ("archive_entry_set_symlink", None, (any_, c_char_p)),
    ):
        call = getattr(library, name)
        call.restype, call.argtypes = result, arguments
    archive = library.archive_write_new()
    getattr(library, f"archive_write_set_format_{form}")(archive)
    if options:
        assert library.archive_write_set_options(archive, options.encode()) == 0
    if password:
        assert library.archive_write_set_passphrase(archive, password.encode()) == 0
    library.archive_write_open_filename(archive, str(path).encode())
    for name, raw in files:
        entry = library.archive_entry_new()
        library.archive_entry_set_pathname_utf8(entry, name.encode())
        if isinstance(raw, str):  # where a link points
            library.archive_entry_set_filetype(entry, 0o120000)
            library.archive_entry_set_symlink(entry, raw.encode())
        else:
            library.archive_entry_set_filetype(entry, 0o100000)
            library.archive_entry_set_size(entry, len(raw))
        assert library.archive_write_header(archive, entry) >= -20
        if isinstance(raw, bytes):
            library.archive_write_data(archive, raw, len(raw))
        library.archive_entry_free(entry)
    library.archive_write_close(archive)
    library.archive_write_free(archive)
    return path.read_bytes()

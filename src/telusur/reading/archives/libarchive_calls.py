"""The few functions of the system's libarchive that are used, by ctypes.

No Python package carries a libarchive that a distribution keeps patched, and looking a library up
by ``ctypes.util`` would start programs, which the quarantine forbids. Prototypes after
``archive.h`` and ``archive_entry.h`` of 3.6; the soname has been 13 since 2013.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_void_p, c_wchar_p
from functools import cache

NAMES = ("libarchive.so.13", "libarchive.13.dylib")
# What a call returns; below FAILED nothing more can be read.
END, OK, RETRY, WARN, FAILED = 1, 0, -10, -20, -25
REGULAR, FOLDER, TYPE_BITS = 0o100000, 0o040000, 0o170000

# name: (result, arguments); `a` is the archive, `e` an entry
_A = _E = c_void_p
_OFFSET = POINTER(c_int64)
_PROTOTYPES: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "archive_read_new": (c_void_p, ()),
    "archive_read_free": (c_int, (_A,)),
    "archive_read_support_format_7zip": (c_int, (_A,)),
    "archive_read_support_format_rar": (c_int, (_A,)),
    "archive_read_support_format_rar5": (c_int, (_A,)),
    "archive_read_support_format_cab": (c_int, (_A,)),
    "archive_read_support_format_zip_streamable": (c_int, (_A,)),
    "archive_read_add_passphrase": (c_int, (_A, c_char_p)),
    "archive_read_open_filenames": (c_int, (_A, POINTER(c_char_p), c_size_t)),
    "archive_read_next_header": (c_int, (_A, POINTER(c_void_p))),
    "archive_read_data_block": (c_int, (_A, POINTER(c_void_p), POINTER(c_size_t), _OFFSET)),
    "archive_filter_bytes": (c_int64, (_A, c_int)),
    "archive_error_string": (c_char_p, (_A,)),
    "archive_entry_pathname": (c_char_p, (_E,)),
    "archive_entry_pathname_w": (c_wchar_p, (_E,)),
    "archive_entry_filetype": (c_int, (_E,)),
    "archive_entry_hardlink": (c_char_p, (_E,)),
    "archive_entry_is_encrypted": (c_int, (_E,)),
}
FORMATS = {"7z": ("7zip",), "rar": ("rar", "rar5"), "cab": ("cab",)}


@cache
def library() -> ctypes.CDLL | None:
    """The system's libarchive, or None where it is absent."""
    for name in NAMES:
        with suppress(OSError, AttributeError):
            found = ctypes.CDLL(name)
            for function, (result, arguments) in _PROTOTYPES.items():
                call = getattr(found, function)
                call.restype, call.argtypes = result, arguments
            return found
    return None

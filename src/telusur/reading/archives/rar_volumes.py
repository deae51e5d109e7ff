"""Whether a RAR archive says that it is one of several parts."""

from __future__ import annotations

from telusur.reading.archives import rar5
from telusur.reading.archives.rar4_plain import MARK as RAR4

# Flag of a volume: RAR 4 in the main header's second field, RAR 5 in its first flag byte.
RAR4_FLAGS, VOLUME = 10, 0x01
# Bytes that hold all of that.
START_BYTES = 64


def is_volume(start: bytes) -> bool:
    """Whether a RAR archive that begins so says that it is one of several parts."""
    if start.startswith(RAR4):
        return len(start) > RAR4_FLAGS and bool(start[RAR4_FLAGS] & VOLUME)
    if not start.startswith(rar5.MARK):
        return False
    # checksum (4), then numbers of seven bits a byte: size, type, flags, …, archive flags
    fields, at = [], len(rar5.MARK) + 4
    for _ in range(3):
        number, at = rar5.number(start, at)
        fields.append(number)
    if fields[2] & 1:  # an extra area, and its size
        _, at = rar5.number(start, at)
    flags, _ = rar5.number(start, at)
    # Where even the headers are encrypted they tell nothing; the names must do until they are read.
    return fields[1] == rar5.LOCKED or bool(flags & VOLUME)

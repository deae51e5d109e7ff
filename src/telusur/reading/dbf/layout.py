"""The header of a dBase table: its fields, and how its text is encoded.

Layouts: dBase III to V and FoxPro, https://www.dbf2002.com/dbf-file-format.html; dBase 7,
https://www.dbase.com/Knowledgebase/INT/db7_file_fmt.htm
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

# First byte: dBase II to V, dBase 7, Visual FoxPro, FoxPro 2, Clipper, HiPer-Six; with memo or not.
VERSIONS = {
    0x03: "dBase III or later",
    0x04: "dBase 7",
    0x30: "Visual FoxPro",
    0x31: "Visual FoxPro",
    0x32: "Visual FoxPro",
    0x43: "dBase IV",
    0x63: "dBase IV",
    0x7B: "dBase IV",
    0x83: "dBase III with memo",
    0x8B: "dBase IV with memo",
    0x8C: "dBase 7 with memo",
    0x8E: "dBase IV",
    0xCB: "dBase IV with memo",
    0xE5: "Clipper with memo",
    0xF5: "FoxPro 2 with memo",
    0xFB: "FoxPro",
}
SEVEN, VISUAL = (0x04, 0x8C), (0x30, 0x31, 0x32)
TYPES = frozenset("CNFLDTMIBYGPOQV@+0")
END_OF_FIELDS = 0x0D
# Language drivers, by the byte 29 of the header.
ENCODINGS = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x08: "cp865", 0x09: "cp437",
    0x0A: "cp850", 0x0B: "cp437", 0x0D: "cp437", 0x0E: "cp850", 0x0F: "cp437", 0x10: "cp850",
    0x11: "cp437", 0x12: "cp850", 0x13: "cp932", 0x14: "cp850", 0x15: "cp437", 0x16: "cp850",
    0x17: "cp865", 0x18: "cp437", 0x19: "cp437", 0x1A: "cp850", 0x1B: "cp437", 0x1C: "cp863",
    0x1D: "cp850", 0x1F: "cp852", 0x22: "cp852", 0x23: "cp852", 0x24: "cp860", 0x25: "cp850",
    0x26: "cp866", 0x37: "cp850", 0x40: "cp852", 0x4D: "gbk", 0x4E: "cp949", 0x4F: "cp950",
    0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x66: "cp865", 0x67: "cp861", 0x6A: "cp737", 0x6B: "cp857", 0x6C: "cp863", 0x78: "cp950",
    0x79: "cp949", 0x7A: "gbk", 0x7B: "cp932", 0x7C: "cp874", 0x86: "cp737", 0x87: "cp852",
    0x88: "cp857", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One field: where its bytes lie in a record."""

    name: bytes
    type: str
    start: int
    length: int
    decimals: int
    nullable: bool
    binary: bool

    def declared(self) -> str:
        """Its type as a dBase program writes it, such as ``N(10,2)``."""
        return f"{self.type}({self.length}{f',{self.decimals}' if self.decimals else ''})"


@dataclass(frozen=True)
class Layout:
    """What the header says of the table."""

    version: int
    changed: str | None
    records: int
    header_bytes: int
    record_bytes: int
    driver: int
    fields: tuple[Field, ...]

    @property
    def has_memo(self) -> bool:
        """Whether a field keeps its values in a file beside the table."""
        return any(is_memo(field, self.version) for field in self.fields)


def is_memo(field: Field, version: int) -> bool:
    """Whether the field holds the number of a block in the memo file."""
    return field.type in "MGP" or (field.type == "B" and version not in VISUAL)


def layout_of(raw: bytes) -> Layout | None:
    """The header, or None where the bytes are none: every part of it must fit the others."""
    if len(raw) < 66 or raw[0] not in VERSIONS:  # noqa: PLR2004  # one field and its end
        return None
    records, header, record = struct.unpack_from("<IHH", raw, 4)
    fields = _fields(raw, header, seven=raw[0] in SEVEN)
    if not fields or record != 1 + sum(field.length for field in fields):
        return None
    year, month, day = raw[1:4]
    if month > 12 or day > 31:  # noqa: PLR2004  # a calendar's
        return None
    changed = f"{1900 + year}-{month:02}-{day:02}" if month and day else None
    return Layout(raw[0], changed, records, header, record, raw[29], fields)


def _fields(raw: bytes, header: int, *, seven: bool) -> tuple[Field, ...]:
    at, size, start = (68, 48, 1) if seven else (32, 32, 1)
    fields: list[Field] = []
    while at < min(header, len(raw)) and raw[at] != END_OF_FIELDS:
        part = raw[at : at + size]
        if len(part) < size:
            return ()
        name, kind = (part[:32], 32) if seven else (part[:11], 11)
        name = name.split(b"\0")[0]
        length, decimals = (part[33], part[34]) if seven else (part[16], part[17])
        flags = 0 if seven else part[18]
        letter = chr(part[kind])
        if letter == "C":  # long texts keep the high byte of their length there
            length, decimals = length | decimals << 8, 0
        if not name or letter not in TYPES or not length:
            return ()
        fields.append(
            Field(name, letter, start, length, decimals, bool(flags & 2), bool(flags & 4))
        )
        start, at = start + length, at + size
    return tuple(fields) if at < len(raw) and raw[at] == END_OF_FIELDS else ()

"""Encrypted archives, and kinds that no free packer writes, made for tests by hand."""

import hashlib
import hmac
import lzma
import os
import struct
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from packers import number

BLOCK = 16


def cbc(key, vector, raw):
    padded = raw + bytes(-len(raw) % BLOCK)
    return Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor().update(padded)


# --- ZIP --------------------------------------------------------------------------------------


def zip_of(entries):
    """(name, bytes as they lie, method, flags, crc, size unpacked, extra field) of each."""
    out, directory = b"", b""
    for name, packed, method, flags, crc, size, extra in entries:
        words = name.encode()
        fixed = (51, flags, method, 0, 0, crc, len(packed), size, len(words), len(extra))
        offset = len(out)
        out += struct.pack("<4s5H3L2H", b"PK\3\4", *fixed) + words + extra + packed
        directory += (
            struct.pack("<4sH5H3L5H2L", b"PK\1\2", 51, *fixed, 0, 0, 0, 0, offset) + words + extra
        )
    end = (b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    return out + directory + struct.pack("<4s4H2LH", *end)


def _crc_step(crc, byte):
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def zip_old(files, password):
    """Under PKZIP's own cipher (APPNOTE 6.1)."""
    entries = []
    for name, raw in files:
        keys = [0x12345678, 0x23456789, 0x34567890]

        def update(byte, keys=keys):
            keys[0] = _crc_step(keys[0], byte)
            keys[1] = (keys[1] + (keys[0] & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
            keys[2] = _crc_step(keys[2], keys[1] >> 24)

        for byte in password.encode():
            update(byte)
        out = bytearray()
        for byte in os.urandom(11) + bytes([zlib.crc32(raw) >> 24]) + raw:
            mask = keys[2] & 0xFFFF | 2
            out.append(byte ^ (mask * (mask ^ 1) >> 8) & 0xFF)
            update(byte)
        entries.append((name, bytes(out), 0, 1, zlib.crc32(raw), len(raw), b""))
    return zip_of(entries)


def zip_aes(files, password, strength=3, version=2):
    """Under WinZip's AES, not packed."""
    entries = []
    for name, raw in files:
        size = 8 * (strength + 1)
        salt = os.urandom(size // 2)
        keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, 1000, 2 * size + 2)
        cipher = Cipher(algorithms.AES(keys[:size]), modes.ECB()).encryptor()  # noqa: S305  # of a counter
        stream = b"".join(
            cipher.update((at + 1).to_bytes(16, "little")) for at in range(-(-len(raw) // 16))
        )
        body = bytes(one ^ other for one, other in zip(raw, stream, strict=False))
        code = hmac.digest(keys[size : 2 * size], body, "sha1")[:10]
        extra = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", strength, 0)
        crc = zlib.crc32(raw) if version == 1 else 0
        packed = salt + keys[-2:] + body + code
        entries.append((name, packed, 99, 1, crc, len(raw), extra))
    return zip_of(entries)


# --- 7z ---------------------------------------------------------------------------------------


def _full(value):
    """A number of 7z's in its longest form."""
    return b"\xff" + struct.pack("<Q", value)


COPY, LZMA2, AES7 = b"\x01\x00", b"\x21\x21\x01\x18", b"\x24\x06\xf1\x07\x01"
POWER = 6


def _key7(password, salt):
    seed = salt + password.encode("utf-16-le")
    return hashlib.sha256(
        b"".join(seed + struct.pack("<Q", at) for at in range(1 << POWER))
    ).digest()


def _folder(raw, password, packs):
    """(coders in the format's own words, their sizes, packed bytes)."""
    coders, sizes, packed = [COPY], [len(raw)], raw
    if packs:
        filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 24}]
        coders, packed = [LZMA2], lzma.compress(raw, lzma.FORMAT_RAW, filters=filters)
    if password is None:
        return bytes([1]) + coders[0], sizes, packed
    salt, vector = os.urandom(8), os.urandom(8)
    settings = bytes([0xC0 | POWER, 7 << 4 | 7]) + salt + vector
    aes = AES7 + bytes([len(settings)]) + settings
    # the packer takes what the cipher gives: into 0, out of 1
    sizes.append(len(packed))
    packed = cbc(_key7(password, salt), vector + bytes(8), packed)
    return bytes([2]) + coders[0] + aes + bytes([0, 1]), sizes, packed


def _streams(at, raw, password, packs, inner=b""):
    coders, sizes, packed = _folder(raw, password, packs)
    info = b"\x06" + _full(at) + b"\x01\x09" + _full(len(packed)) + b"\x00"
    info += b"\x07\x0b\x01\x00" + coders + b"\x0c" + b"".join(map(_full, sizes))
    info += b"\x0a\x01" + struct.pack("<L", zlib.crc32(raw)) + b"\x00" + inner + b"\x00"
    return info, packed


def seven(files, password=None, headers=False, packs=True):
    """One folder of all files; ``headers``: the directory is encrypted too."""
    whole = b"".join(raw for _, raw in files)
    inner = b"\x08\x0d" + _full(len(files)) + b"\x09"
    inner += b"".join(_full(len(raw)) for _, raw in files[:-1])
    inner += b"\x0a\x01" if len(files) > 1 else b""
    inner += b"".join(struct.pack("<L", zlib.crc32(raw)) for _, raw in files if len(files) > 1)
    info, packed = _streams(0, whole, password, packs, inner + b"\x00")
    names = b"\x00" + b"".join(name.encode("utf-16-le") + b"\0\0" for name, _ in files)
    directory = b"\x01\x04" + info + b"\x05" + _full(len(files))
    directory += b"\x11" + _full(len(names)) + names + b"\x00\x00"
    if headers:
        info, more = _streams(len(packed), directory, password, packs)
        packed += more
        directory = b"\x17" + info
    start = struct.pack("<QQL", len(packed), len(directory), zlib.crc32(directory))
    mark = b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<L", zlib.crc32(start))
    return mark + start + packed + directory


# --- RAR --------------------------------------------------------------------------------------

ROUNDS5 = 3


def _key5(password, salt):
    def more(rounds):
        return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, (1 << ROUNDS5) + rounds)

    check = bytes(
        more(32)[at] ^ more(32)[at + 8] ^ more(32)[at + 16] ^ more(32)[at + 24] for at in range(8)
    )
    return more(0), check + hashlib.sha256(check).digest()[:4], more(16)


def _block5(body, data=b"", key=None):
    sized = number(len(body)) + body
    raw = struct.pack("<L", zlib.crc32(sized)) + sized
    if key:
        vector = os.urandom(16)
        raw = vector + cbc(key, vector, raw)
    return raw + data


def rar5_locked(files, password, headers=False, volume=0, checked=True):
    """Stored; checksums hidden. With ``volume`` a list of volumes of so many bytes of data each."""
    salt = os.urandom(16)
    key, check, mac = _key5(password, salt)
    flags, check = (1, check) if checked else (0, b"")
    mark = b"Rar!\x1a\x07\x01\x00"
    shut = key if headers else None
    if headers:
        mark += _block5(number(4) + number(0) + number(0) + number(flags)
                        + bytes([ROUNDS5]) + salt + check)  # fmt: skip
    chunks = []
    for name, raw in files:
        vector = os.urandom(16)
        words, shown = name.encode(), cbc(key, vector, raw)
        record = number(1) + number(0) + number(flags | 2) + bytes([ROUNDS5]) + salt + vector
        record += check
        digest = struct.unpack(
            "<8L", hmac.digest(mac, struct.pack("<L", zlib.crc32(raw)), "sha256")
        )
        crc = 0
        for one in digest:
            crc ^= one
        extra = number(len(record)) + record
        pieces = [shown[at : at + (volume or len(shown) or 1)]
                  for at in range(0, len(shown) or 1, volume or len(shown) or 1)]  # fmt: skip
        for at, piece in enumerate(pieces):
            split = (0x08 if at else 0) | (0x10 if at + 1 < len(pieces) else 0)
            fields = (
                number(2) + number(3 | split) + number(len(extra)) + number(len(piece))
                + number(4) + number(len(raw)) + number(0o100644) + struct.pack("<L", crc)
                + number(0) + number(1) + number(len(words)) + words + extra
            )  # fmt: skip
            chunks.append((_block5(fields, piece, shut), bool(split & 0x10)))
    volumes, at = [b""], 0
    for chunk, goes_on in chunks:
        volumes[-1] += chunk
        if goes_on:
            volumes.append(b"")
    out = []
    for at, body in enumerate(volumes):
        parted = len(volumes) > 1
        main = number(1) + number(0) + number((1 | (2 if at else 0)) if parted else 0)
        main += number(at) if parted and at else b""
        end = number(5) + number(0) + number(1 if at + 1 < len(volumes) else 0)
        out.append(mark + _block5(main, key=shut) + body + _block5(end, key=shut))
    return out if volume else out[0]


def _key4(password, salt):
    seed, digest, vector = (
        password.encode("utf-16-le") + salt,
        hashlib.sha1(usedforsecurity=False),
        b"",
    )
    for at in range(0x40000):
        digest.update(seed + at.to_bytes(3, "little"))
        if not at % 0x4000:
            vector += digest.digest()[19:]
    return struct.pack("<4L", *struct.unpack(">4L", digest.digest()[:16])), vector


def _block4(kind, flags, fields, data=b"", locked=None):
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    raw = struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest
    if locked:
        raw = locked[0] + cbc(*locked[1], raw)
    return raw + data


def rar4_locked(files, password, headers=False):
    """Stored, of version 2.9."""
    salt = os.urandom(8)
    key = _key4(password, salt)
    locked = (salt, key) if headers else None
    out = b"Rar!\x1a\x07\x00" + _block4(0x73, 0x80 if headers else 0, bytes(6))
    for name, raw in files:
        words, shown = name.encode(), cbc(*key, raw)
        fields = struct.pack(
            "<LLBLLBBHL", len(shown), len(raw), 3, zlib.crc32(raw), 0, 29, 0x30, len(words),
            0o100644,
        )  # fmt: skip
        out += _block4(0x74, 0x8404, fields + words + salt, shown, locked)
    return out + _block4(0x7B, 0x4000, b"", locked=locked)

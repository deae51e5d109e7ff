"""The likeliest encoding of bytes, wide text told, text that was encoded twice undone."""

from __future__ import annotations

from telusur.reading.encoding.guess import _one_byte, best, fits
from telusur.reading.encoding.twice import share, undo
from telusur.reading.encoding.wide import UNITS, wide

PARSER = "encodings told and undone (`encoding/guess.py`, `twice.py`, `wide.py`)"
KIND = "own"
MOST_BYTES = 60
MOST_CACHED = 1_000_000


def one(data: bytes) -> None:
    """What is told must be so, and undoing loses nothing."""
    if _one_byte.cache_info().currsize > MOST_CACHED:  # one file fills it little
        _one_byte.cache_clear()
    codec, fit = best(data)
    data.decode(codec, "replace")
    assert fit <= 0, "a logarithm of a probability"
    if len(data) > 2:  # noqa: PLR2004 - a byte between two
        fits(codec, data[:1], data[1:-1], data[-1:])
    name = wide(data)
    assert name is None or name in UNITS, "a wide codec"
    line = data.decode("utf-8", "replace").replace("\n", " ")
    for whole in (False, True):
        text, places = undo(line, whole=whole)
        assert places or text == line, "nothing undone, nothing changed"
        assert len(text) <= len(line), "undoing never makes more"
        assert _ascii(text) == _ascii(line), "ASCII stays as it is"
    sure, may, no = share([line])
    assert min(sure, may, no) >= 0
    again = _twice(line)
    if again is not None and again != line:
        undo(again)


def _ascii(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii())


def _twice(line: str) -> str | None:
    try:
        return line.encode().decode("cp1252")
    except UnicodeDecodeError:
        return None


def seeds() -> list[bytes]:
    """Names in many encodings."""
    return [
        "José Ñandú, Müller’s".encode("cp1252"),
        "José — Ñandú…".encode().decode("cp1252", "replace").encode(),
        "Иванова Анна".encode("cp1251"),
        "Иванова Анна".encode("koi8-r"),
        "山田太郎、東京".encode("shift_jis"),
        "王小明，北京".encode("gb18030"),
        "Ayu;Malang\r\n".encode("utf-16-le"),
        "Ayu;Malang\r\n".encode("utf-32"),
        "Ελένη".encode("iso8859-7"),
        "สมชาย".encode("cp874"),
    ]

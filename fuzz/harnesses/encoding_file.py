"""A whole text settled as UTF-8: what comes out is UTF-8, and its lines are those that went in."""

from __future__ import annotations

from fuzz import support
from telusur.reading.encoding import settle

PARSER = "a text of any encoding into UTF-8 (`encoding/`: survey, mending, rewriting)"
KIND = "own"
MOST_BYTES = 300

# In other encodings a byte of ASCII may be half of a character.
_ASCII_APART = ("utf-8", "utf-8 (double-encoded from cp1252)")
OVERRIDES = (None, None, None, "cp1252", "utf-16", "gb18030", "iso2022_jp", "utf-8")


def one(data: bytes) -> None:
    """The first byte chooses what the user settles, which is nothing most of the time."""
    if not data:
        return
    override, raw = OVERRIDES[data[0] % len(OVERRIDES)], data[1:]
    content = support.content(raw)
    target = content.path.with_name("utf8")
    text = settle(content, raw, target, override)
    read = text.path.read_bytes()
    read.decode("utf-8")
    unread = sum(place.bytes for place in text.unread)
    if raw.isascii() and not text.unread and text.encoding == "utf-8":
        assert read == raw, "ASCII stays as it is"
    elif text.encoding in _ASCII_APART and override is None:
        used = raw[: len(raw) - unread]
        assert read.count(b"\n") == used.count(b"\n"), "as many line ends"
        assert _ascii(read) == _ascii(used), "ASCII stays as it is"
    target.unlink(missing_ok=True)


def _ascii(raw: bytes) -> bytes:
    return raw.translate(None, bytes(range(128, 256)))


def seeds() -> list[bytes]:
    """Files in one encoding, and in several."""
    texts = (
        "id;name\n1;José\n2;Müller\n".encode("cp1252"),
        "id;name\n1;JosÃ©\n2;Budi\n".encode(),
        "id;name\n1;José\n".encode() + "2;Müller\n".encode("cp1252") + "3;é\n".encode() * 9,
        "\ufeffid;name\n1;Ayu\n\ufeff2;Budi\n".encode() + b"\0\0\x1a",
        "id;name\n1;Ayu\n2;Žofie\n".encode("utf-16"),
        "id;name\n1;Ayu\n".encode("utf-32-be") + b"\0",
        "id;name\n1;\u5c71\u7530\n".encode("iso2022_jp"),
        "id,name\n1,Иванова\n2,Смирнов\n".encode("cp866"),
        b"\x00\x01\xff\xfe\x80",
    )
    return [b"\0" + text for text in texts]

"""Lists of links with an account and its secret: told and parted; every line is counted."""

from __future__ import annotations

from fuzz import support
from telusur.reading import link_lists

PARSER = "lists of links and accounts (`link_lists.py`)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """Read where it is told: other texts are the reader's of delimited text."""
    if link_lists.recognises(support.head(data)):
        support.read_text(link_lists, data)


def seeds() -> list[bytes]:
    """As they are found."""
    return [
        b"https://a.invalid:8443/x:ayu:s3:cret\n" * 3,
        b"url:login:password\n" + b"android://aa==@com.x/:ayu@mail.invalid:x\nb\n\n" * 9,
        b"https://a.invalid|ayu@mail.invalid|a|b\n" * 3 + b"https://a.invalid:99999:c\n",
    ]

"""What the reading child says to its parent, which believes none of it."""

from __future__ import annotations

from telusur.reading.quarantine.messages import Failed, Hello, Moved, line_of, message_of

PARSER = "messages of the confined child (`quarantine/messages.py`)"
KIND = "own"
MOST_BYTES = 400


def one(data: bytes) -> None:
    """A message that is taken is sent as it was understood."""
    try:
        message = message_of(data)
    except ValueError:  # pydantic's own is one
        return
    assert message_of(line_of(message).rstrip(b"\n")) == message, "the same again"


def seeds() -> list[bytes]:
    """One of each kind."""
    failed = Failed(
        kind="EvidenceError", code="no-rows", message="x", got=None, expected=None, hint=None
    )
    read = (
        b'{"what":"read","files":[{"receipt":{"name":"a","bytes":1,"sha256":"0","kind":"json","tables":[]},'
        b'"tables":[{"file":"table_0.parquet","first_line":1,"lined":false,"gaps":[[1,2]]}]}]}'
    )
    return [
        line_of(Hello(in_force=("a",), unavailable=())),
        line_of(Moved(bytes=1)),
        line_of(failed),
        read,
    ]

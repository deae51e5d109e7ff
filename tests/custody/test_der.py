"""Certificates of a time stamp are sorted, and nothing else is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.custody.der import certificates_sorted, elements
from telusur.custody.timestamp import request_for

if TYPE_CHECKING:
    from time_server import TimeServer


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = (size.bit_length() + 7) // 8
    return bytes([tag, 0x80 | octets]) + size.to_bytes(octets, "big") + content


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_elements_are_read_as_they_were_written(contents: list[bytes]) -> None:
    data = b"".join(der(4, content) for content in contents)
    found = elements(data, 0, len(data))
    assert [data[one.content : one.end] for one in found] == contents


@given(st.binary(max_size=64))
def test_anything_else_is_given_back_as_it_came(data: bytes) -> None:
    assert sorted(certificates_sorted(data)) == sorted(data)


@pytest.mark.parametrize("data", [b"\x30", b"\x30\x05\x00", b"\x30\x80", b"\x30\x85" + bytes(9)])
def test_what_is_no_der(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut off|no length"):
        elements(data, 0, len(data))


def test_only_the_order_changes(time_server: TimeServer) -> None:
    response = time_server.reply(request_for("x\n"))
    mended = certificates_sorted(response)
    assert len(mended) == len(response)
    assert certificates_sorted(mended) == mended

"""Just enough DER to put a time stamp's certificates into the order that strict readers ask for.

DER sorts the elements of a SET. OpenSSL's own ``ts`` server, and those built on it, write the
certificates of a time stamp in the order of their configuration instead, and the parser we use
refuses that. The certificates are outside what is signed, so their order may be mended before
reading; the response is stored as it came.
"""

from __future__ import annotations

from dataclasses import dataclass

SEQUENCE, SET_OF_CERTIFICATES = 0x30, 0xA0  # [0] IMPLICIT, RFC 5652, section 5.1
LONG_FORM, LENGTH_BITS = 0x80, 0x7F
LONGEST_LENGTH = 4  # octets of a length; no response is near 4 GiB


@dataclass(frozen=True)
class Element:
    """One element: its tag, and where it begins, its content begins, and it ends."""

    tag: int
    start: int
    content: int
    end: int


def elements(data: bytes, start: int, end: int) -> list[Element]:
    """The elements in a row between two places; ValueError where there are none in DER."""
    found = []
    while start < end:
        if start + 2 > end:
            raise ValueError("cut off")
        tag, length, content = data[start], data[start + 1], start + 2
        if length & LONG_FORM:
            octets = length & LENGTH_BITS
            if not 0 < octets <= LONGEST_LENGTH:
                raise ValueError("no length of DER")
            length = int.from_bytes(data[content : content + octets], "big")
            content += octets
        if content + length > end:
            raise ValueError("cut off")
        found.append(Element(tag, start, content, content + length))
        start = content + length
    return found


def certificates_sorted(response: bytes) -> bytes:
    """A time stamp response with its certificates in DER's order; as it came where it has none.

    Where they lie: response, token, its content [0], SignedData, then the element [0].
    """
    try:
        within = Element(SEQUENCE, 0, 0, len(response))
        for place in (0, 1, 1, 0):
            within = elements(response, within.content, within.end)[place]
        inside = elements(response, within.content, within.end)
        sets = [one for one in inside if one.tag == SET_OF_CERTIFICATES]
        if not sets:
            return response
        parts = elements(response, sets[0].content, sets[0].end)
    except (ValueError, IndexError):
        return response
    ordered = sorted(response[one.start : one.end] for one in parts)
    return response[: sets[0].content] + b"".join(ordered) + response[sets[0].end :]

"""One spelling of a value."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.custody.canonical import LARGEST, canonical, parse_canonical
from telusur.errors import InternalFault

keys = st.text(st.characters(max_codepoint=127), max_size=8)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-LARGEST, LARGEST)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@given(values)
def test_what_is_spelt_is_read_back(value: object) -> None:
    assert parse_canonical(canonical(value)) == value


@given(st.dictionaries(keys, leaves, min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_the_spelling_is_that_of_rfc_8785() -> None:
    # the strings and literals of the RFC's example, section 3.2.2
    value = {"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]}
    spelt = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical(value) == spelt.encode()


@pytest.mark.parametrize("value", [1.5, {"é": 1}, {1: 2}, "\ud800", 2**53, b"x", {1, 2}])
def test_what_has_no_one_spelling_is_refused(value: object) -> None:
    with pytest.raises(InternalFault, match="cannot be signed"):
        canonical(value)


def test_what_is_nested_too_deep_is_refused() -> None:
    value: list[object] = []
    for _ in range(100):
        value = [value]
    with pytest.raises(InternalFault):
        canonical(value)
    with pytest.raises(ValueError, match="canonical"):
        parse_canonical(b"[" * 100_000)


@pytest.mark.parametrize(
    "text", [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"1e2", b'"\\u0041"', b"NaN"]
)
def test_another_spelling_is_refused(text: bytes) -> None:
    json.loads(text)  # it is JSON, as Python reads it
    with pytest.raises(ValueError, match="canonical"):
        parse_canonical(text)


@pytest.mark.parametrize("text", [b"{", b'{"a":}', b"\xff", b"9" * 5000, b""])
def test_what_is_no_json_is_refused_in_our_own_words(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"^no canonical JSON$"):
        parse_canonical(text)

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.vocabulary.masking import LENGTH, RUN, mask, masked


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("Siti Aminah", "Xxxx Xxxxxx"),
        ("3201014105900001", "9999999~"),
        ("0001234567890", "9999999~"),
        ("siti.aminah@example.org", "xxxx.xxxxxx@xxxxxxx.xxx"),
        ("2021-05-20", "9999-99-99"),
        ("JOSÉ müller", "XXXX xxxxxx"),
        ("ひろ", "xx"),
        ("\u202eevil\x1b[31m\x00", "xxxx99x"),
        ("<script>alert('x')", "xxxxxxxxxxx(x)"[:0] + "xxxxxxxxxxx(x)"),
        ("😀", ""),
    ],
)
def test_shapes(value, shape) -> None:
    assert masked(value) == re.sub("x{8,}", "xxxxxxx~", shape)


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(max_examples=50)
@given(st.lists(any_text, min_size=1, max_size=50))
def test_engine_and_python_mask_alike_and_show_nothing(evaluate, values) -> None:
    shapes = [masked(value) for value in values]
    assert evaluate(mask("x"), values) == shapes
    for value, shape in zip(values, shapes, strict=True):
        assert re.fullmatch(r"[Xx9~ !#$%&()*+,./:;=?@_-]*", shape)
        assert len(shape) <= LENGTH
        assert not re.search(rf"X{{{RUN}}}|x{{{RUN}}}|9{{{RUN}}}", shape)
        # a value and one of other letters and digits look the same
        other = re.sub("[a-w]", lambda m: chr(ord(m[0]) + 1), re.sub("[0-8]", "9", value))
        assert masked(other) == shape


def test_null_stays_null(evaluate) -> None:
    assert evaluate(mask("x"), [None, ""]) == [None, ""]

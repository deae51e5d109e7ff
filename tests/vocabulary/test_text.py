from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.vocabulary.text import printable


@pytest.mark.parametrize(
    ("hostile", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("a\r\nb\tc", "a b c"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069\u200bc\ufeff", "abc"),
        ("NUL\x00bell\x07", "NULbell"),
        ("Siti Aminah, ひろ, é", "Siti Aminah, ひろ, é"),
        ("\ud800", ""),
        ("line\u2028para\u2029graph\x85end", "line para graph end"),
    ],
)
def test_hostile_text(hostile, safe) -> None:
    assert printable(hostile) == safe


@given(st.text(st.characters(), max_size=200) | st.text("\x1b[]m;0\x07\x9b\\P \u202e", max_size=60))
def test_nothing_that_acts_is_left(text) -> None:
    safe = printable(text)
    assert not [c for c in safe if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert safe == safe.strip() or not safe
    assert printable(safe) == safe


def test_limit() -> None:
    assert printable("abcdef", 4) == "abc…"
    assert printable("abcd", 4) == "abcd"

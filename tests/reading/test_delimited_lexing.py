"""Records of delimited text by their bytes."""

import numpy as np
import pytest

from telusur.reading.delimited_text.lexing import Records, Signs, lexed

SIGNS = Signs(b"\t", ord('"'), None, 10)
TEXT = b'id\tname\n1\tAyu\n2\t"B"\n3\t"two\nlines"\n4\t"a ""b"""\n5\tx'


@pytest.mark.parametrize("cut", range(1, len(TEXT)))
def test_wherever_a_piece_ends_the_records_are_the_same(cut):
    whole, _, _ = lexed(TEXT, SIGNS, 0, 1, last=True)
    first, used, lines = lexed(TEXT[:cut], SIGNS, 0, 1, last=False)
    second, _, _ = lexed(TEXT[used:], SIGNS, used, 1 + lines, last=True)
    for name in Records.__annotations__:
        pieces = np.concatenate([getattr(first, name), getattr(second, name)])
        assert pieces.tolist() == getattr(whole, name).tolist(), name

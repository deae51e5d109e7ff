"""One damaged record against a table: mended into a row of the right width, or refused by name."""

from __future__ import annotations

from itertools import pairwise

from telusur.reading.delimited_text.fitting import Model
from telusur.reading.delimited_text.mending import BROKEN, TOO_FEW, TOO_MANY, Mended, mend, parts
from telusur.reading.dialect import Dialect

PARSER = "mending of a damaged record (`delimited_text/mending.py`, `fitting.py`)"
KIND = "own"
MOST_BYTES = 160

_ROWS = [
    ["1", "Ayu", "ayu@example.org", "2001-02-03", "a"],
    ["2", "Budi", "budi@example.org", "2002-03-04", "b"],
    ["3", "Citra", "citra@example.org", "2003-04-05", "a"],
    ["4", "Dewi", "dewi@example.org", "2004-05-06", "b"],
    ["5", "Eko", "eko@example.org", "2005-06-07", "a"],
]
_MODELS = [Model.of([row[:width] for row in _ROWS], width) for width in (1, 2, 3, 5)]
_DIALECTS = [
    Dialect(delimiter, quote, escape, (), 0, 5)
    for delimiter in (",", ";", "\t", ", ", "||", " ")
    for quote, escape in (('"', '"'), ('"', "\\"), ("'", "'"), ("", ""))
]


def one(data: bytes) -> None:
    """The first two bytes choose the dialect, the table and whether rows are filled up."""
    if len(data) < 2:  # noqa: PLR2004 - the two
        return
    dialect, model = _DIALECTS[data[0] % len(_DIALECTS)], _MODELS[data[1] % 4]
    text = data[2:].decode("utf-8", "replace")
    for odd in (False, True):
        found = mend(text, dialect, model, odd=odd, pad=bool(data[1] & 0x40))
        if isinstance(found, Mended):
            assert len(found.values) == len(model.columns), "as many values as columns"
        else:
            assert found in {TOO_MANY, TOO_FEW, BROKEN}, "a reason that is documented"
    read = parts(text, dialect.delimiter, dialect.quote, dialect.escape)
    assert read[0].start == 0
    assert read[-1].stop == len(text), "the record to its end"
    gaps = {two.start - one.stop for one, two in pairwise(read)}
    assert gaps <= {len(dialect.delimiter)}, "a delimiter between values, and nothing else"


def seeds() -> list[bytes]:
    """Records with every damage that is mended."""
    records = (
        b'6,"Fitri, F",fitri@example.org,2006-07-08,a',
        b'7,Gita "G" G,gita@example.org,2007-08-09,b,,',
        b"8;Hadi;hadi@example.org;2008-09-10;a",
        b'9,Indah,"indah@example.org,2009-10-11',
        b"10,,Joko,joko@example.org,2010-11-12,b,a",
    )
    return [bytes([which, 3 + 0x40]) + record for which in (0, 1, 2, 3, 9) for record in records]

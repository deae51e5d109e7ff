"""A delimited text planned and copied: damaged lines mended, every physical line in its place."""

from __future__ import annotations

import numpy as np

from fuzz import support
from telusur.reading.delimited_text import copying, planning
from telusur.reading.delimited_text.lexing import Signs, lexed
from telusur.reading.interface import Overrides

PARSER = "plan and mended copy of delimited text (`delimited_text/`: areas, around, copying)"
KIND = "own"
MOST_BYTES = 300


def one(data: bytes) -> None:
    """The first byte chooses what the user settles."""
    if not data:
        return
    raw = data[1:].decode("utf-8", "replace").encode()
    given = Overrides(no_header=bool(data[0] & 1), skip=data[0] >> 6 or None)
    path = support.file(raw)
    plan = planning.plan_of(path, given)
    if plan.dialect.wrapped:
        plain = path.with_name("plain")
        planning.unwrap(path, plain)
        plan, raw = planning.plan_of(plain, given, wrapped=True), plain.read_bytes()
    for at, area in enumerate(plan.areas):
        if area.stop <= area.first:
            continue
        span, target = plan.span(at), path.with_name("copy")
        written, outcome = copying.copied(
            plan.path, target, span, plan.dialect, area.model, plan.signs
        )
        copy, end = target.read_bytes(), bytes([plan.signs.end])
        lines = span.line - 1 + raw[span.start : span.stop].count(end)
        assert copy.count(end) - lines in {0, 1}, "every physical line in its place"
        again = Signs.of(written, plan.signs.end)
        if len(written.quote) == 1 and copy:
            _rows(copy, again, outcome.rows, area.width)


def _rows(copy: bytes, signs: Signs, rows: int, width: int) -> None:
    """The copy holds as many rows as were told, all of one width, and nothing damaged."""
    records, _, _ = lexed(copy, signs, 0, 1, last=True)
    filled = records.stop > records.start
    assert not records.odd.any(), "no quote is broken in the copy"
    assert (records.width[filled] == width).all(), "every row has the width"
    assert np.count_nonzero(filled) == rows, "as many rows as were told"


def seeds() -> list[bytes]:
    """Tables with damage, notes, several tables."""
    texts = (
        b"id,name,born\n1,Ayu,2001-02-03\n2,\"B, C\",2002-03-04\n3,D \"E\" F,2003-04-05,,\n4,G\n5,H\nI,2004-05-06\n",
        b"List\n\nid;name\n1;Ayu\n2;Budi\n3;C\n\nSource: x\n",
        b"a,b\n1,2\n3,4\n5,6\n\nc,d,e\n1,2,3\n4,5,6\n7,8,9\n",
        b"# x\nid|name\n1|\"Ayu\n2|Budi\"\n3|C\nid|name\n4|D\nTotal|4\n",
        b"ayu@example.org:a:b\nbudi@example.org:c\nx\nciti@example.org:d\n",
        b"\"1,\"\"x\"\"\"\n\"2,y\"\n\"3,z\"\n",
    )  # fmt: skip
    return [bytes([at]) + text for at in (0, 1, 0x40) for text in texts]

"""The record section of a register whose rows could not be compared: all rows stand as unusable."""

from __future__ import annotations

from telusur.model.findings.records import Decoys, DecoyTest, Outcome, Records
from telusur.vocabulary.intervals import rate


def untested(register: str, rows: int, distinct_rows: int) -> Records:
    """Nothing to match on: no key of the register stands in the dump, or there are no values.

    Args:
        register: the register's name.
        rows: rows of the dump.
        distinct_rows: of these, the ones that repeat no earlier one.
    """
    nothing = DecoyTest(tried=0, matched=0, upper_bound=1.0)
    return Records(
        register_=register,
        rows=rows,
        distinct_rows=distinct_rows,
        distinct_people=0,
        outcome=Outcome(identical=0, changed=0, former=0, probable=0, absent=0, unusable=rows),
        match_rate=rate(0, 0),
        decoys=Decoys(chance=nothing, swap=nothing, null=nothing),
        agreement=(),
    )

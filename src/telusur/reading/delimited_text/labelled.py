"""Lines that name their own field: ``nama = Ani``, a record over several lines.

``sqlite3 .mode line``, address books and logs of malware are written so. Each line is read as a
row and said to be one of these; what must not happen is that the first becomes the header.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SIGNS = (":", "=")
SAMPLE_LINES = 1000
# So many records are no accident, and a record has more than one field.
LEAST_RECORDS, LEAST_FIELDS = 4, 2
# Share of lines that have a label, and of records that name no field twice.
LABELLED, ONCE = 0.5, 0.9
# Fields of all records over those of one: most records have most fields.
MOST_KINDS = 2
_LABEL = re.compile(r"[\s-]*([^\W\d][\w .;-]{0,40}?)\s*[=:](?:\s|$)")


def labelled(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first line's label comes again and again, with the same others between."""
    labels = [label for label in map(_label, rows) if label]
    if not labels or len(labels) < LABELLED * len(rows) or _label(rows[0]) != labels[0]:
        return False
    begins = [at for at, label in enumerate(labels) if label == labels[0]]
    records = [labels[begin:end] for begin, end in pairwise([*begins, len(labels)])]
    fields = len(labels) / len(records)
    once = sum(len(set(record)) == len(record) for record in records)
    return (
        len(records) >= LEAST_RECORDS
        and fields >= LEAST_FIELDS
        and len(set(labels)) <= MOST_KINDS * fields
        and once >= ONCE * len(records)
    )


def _label(values: Sequence[str]) -> str:
    """The name of the field, where the line is parted by its sign, or by nothing."""
    line = values[0] + ": " if len(values) > 1 else values[0]
    found = _LABEL.match(line)
    return found.group(1) if found else ""

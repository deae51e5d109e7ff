"""Which labels a text has, over all of it, before its records are read.

A line of a value may look like a field. A label that hardly ever comes is none: it names no column,
and its line is kept with the lines of its record that have no label. So no value becomes the name
of a column, and no text brings more columns than a table can have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading import text_lines
from telusur.reading.labelled_lines.style import What, aligned, first_codes, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from telusur.reading.labelled_lines.style import Style

# A label comes at least twice, and in one of so many records.
LEAST, ONE_IN = 2, 10_000
MOST_LABELS = 500
# Labels counted at a time: of more than these the rarest are forgotten.
MOST_COUNTED = 100_000
# Share of lines without a label, of those with one, up to which records are certain.
PLAIN = 0.1


@dataclass(frozen=True)
class Counted:
    """The style with the labels of the whole text, and whether its records stay certain."""

    style: Style
    certain: bool


def counted(path: Path, style: Style, progress: Callable[[int], None]) -> Counted:
    """Read the text once for its labels."""
    counts: Counter[str] = Counter()
    fields = others = records = 0
    longest = False  # a line was longer than those that keep their number
    for batch in text_lines.batches(path):
        lines = told(style, batch.text)
        field = (lines.what == What.FIELD) & aligned(style, lines.places, lines.indents)
        found = pc.value_counts(lines.labels.filter(pa.array(field)))
        labels, sums = found.field("values").to_pylist(), found.field("counts").to_pylist()
        counts.update(dict(zip(labels, sums, strict=True)))
        if len(counts) > MOST_COUNTED:
            counts = Counter(dict(counts.most_common(MOST_COUNTED // 2)))
        longest = longest or (batch.open_end and not batch.last)
        fields += int(field.sum())
        others += int(
            (lines.what == What.PLAIN).sum() + ((lines.what == What.FIELD) & ~field).sum()
        )
        records += int((first_codes(style, lines)[field] >= 0).sum())
        progress(int(batch.begins[-1]) // 2)
    least = max(LEAST, records // ONE_IN)
    labels = [label for label, count in counts.most_common(MOST_LABELS) if count >= least]
    rare = fields - sum(counts[label] for label in labels)
    certain = not longest and (others + rare <= PLAIN * fields or style.place is not None)
    return Counted(replace(style, labels=tuple(labels)), certain)

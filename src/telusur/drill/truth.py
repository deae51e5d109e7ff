"""What was planted, counted from what was written: ``truth.json`` and ``rows.parquet``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from telusur.drill.columns import coded
from telusur.drill.dress import DRESSING, Dressed
from telusur.drill.plant import ALTERATIONS, ALTERED, BROKEN, CLASSES, DUPLICATE, Planted

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

EXPECTED: Final = {  # outcome that an honest verification gives; broken lines are not rows
    "genuine": "identical", "duplicate": "identical", "former": "former", "altered": "changed",
    "fabricated": "absent", "recycled": "absent", "broken": "rejected",
}  # fmt: skip
MEANING: Final = {
    "genuine": "the version that was valid at the true moment, unchanged",
    "duplicate": "a genuine row once more; its notation of dates and padding may differ",
    "former": "an earlier version of a member inside the scope, unchanged",
    "altered": "the true version with one or two values changed; the card number is kept",
    "fabricated": "nobody: columns of invented people shuffled, so that no row fits together",
    "recycled": "whole people of another invented list (other/), none of them a member; the card "
    "numbers beside them were never issued",
    "broken": "a copy of a row that half of another one has run into; not counted among the rows",
}
_ALTERED_NAMES: Final = [
    ",".join(name for bit, name in enumerate(ALTERATIONS) if bits >> bit & 1)
    for bits in range(1 << len(ALTERATIONS))
]
SCHEMA: Final = pa.schema(
    [
        ("row", pa.int64()),
        ("line", pa.int64()),
        ("class", pa.dictionary(pa.int32(), pa.string())),
        ("expected", pa.dictionary(pa.int32(), pa.string())),
        ("member", pa.string()),
        ("altered", pa.dictionary(pa.int32(), pa.string())),
        *((name, pa.bool_()) for name in DRESSING),
    ]
)


@dataclass
class Tally:
    """Counts over all blocks."""

    classes: Any = field(default_factory=lambda: np.zeros(len(CLASSES), dtype=np.int64))
    altered: Any = field(default_factory=lambda: np.zeros(len(ALTERATIONS), dtype=np.int64))
    dressing: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DRESSING, 0))
    rows: int = 0
    lines: int = 0
    people: int = 0
    in_scope: int = 0
    latest_start: int | None = None
    first_end: int | None = None


class TruthRows:
    """Writes ``rows.parquet`` block by block, in the order of the dump.

    Columns: ``row`` counts the readable rows from 0; ``line`` is the physical line of the file,
    from 1, on which the row begins, the header being line 1; ``member`` is the card number of the
    true member; ``altered`` names the changed register columns.
    """

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self.tally = Tally(lines=1)  # the header

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.close()

    def add(self, planted: Planted, dressed: Dressed) -> None:
        """One more block."""
        tally = self.tally
        whole = dressed.row_class != BROKEN
        source = dressed.source
        number = tally.rows + np.cumsum(whole) - 1
        known = whole & (planted.member[source] >= 0)
        cards = planted.values["psnoka"].combine_chunks().take(pa.array(source, mask=~known))
        bits = np.where(dressed.row_class == ALTERED, planted.altered[source], 0)
        expected = [EXPECTED[name] for name in CLASSES]
        columns = [
            pa.array(number, mask=~whole),
            pa.array(tally.lines + 1 + dressed.line),
            coded(dressed.row_class, list(CLASSES)),
            coded(dressed.row_class, expected),
            cards,
            coded(bits, _ALTERED_NAMES, bits > 0),
            *(pa.array((dressed.dressing & bit) > 0) for bit in DRESSING.values()),
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA))
        tally.rows += int(whole.sum())
        tally.lines += dressed.lines
        tally.classes += np.bincount(dressed.row_class, minlength=len(CLASSES))
        tally.altered += [int((bits >> bit & 1).sum()) for bit in range(len(ALTERATIONS))]
        for name, bit in DRESSING.items():
            tally.dressing[name] += int(((dressed.dressing & bit) > 0).sum())
        tally.people += planted.people
        tally.in_scope += planted.in_scope
        tally.latest_start = _either(max, tally.latest_start, planted.latest_start)
        tally.first_end = _either(min, tally.first_end, planted.first_end)


def _either(choose: Any, one: int | None, other: int | None) -> int | None:
    known = [value for value in (one, other) if value is not None]
    return choose(known) if known else None


def moment(second: int | None) -> str | None:
    """Seconds since 1970-01-01 as an ISO moment; null for none and for what never ends."""
    if second is None or second > 1 << 40:
        return None
    return f"{np.datetime64(second, 's')}Z"


def counts(tally: Tally) -> dict[str, Any]:
    """The part of ``truth.json`` that the tally knows."""
    by_class = {name: int(tally.classes[at]) for at, name in enumerate(CLASSES)}
    rejected = by_class.pop("broken")
    outcomes = dict.fromkeys(("identical", "changed", "former", "absent"), 0)
    for name, number in by_class.items():
        outcomes[EXPECTED[name]] += number
    rows = tally.rows
    return {
        "rows": rows,
        "rows_rejected": rejected,
        "lines": tally.lines,
        "distinct_rows": rows - by_class[CLASSES[DUPLICATE]],
        "distinct_people": tally.people,
        "classes": by_class,
        "shares": {name: number / rows for name, number in by_class.items()},
        "outcomes": outcomes,
        "altered_values": {name: int(tally.altered[at]) for at, name in enumerate(ALTERATIONS)},
        "quirks": {
            "delimiter": ";", "byte_order_mark": True, "encoding": "utf-8",
            "names_in_capitals": True, "date_notations": ["%Y-%m-%d", "%d/%m/%Y"],
            **tally.dressing,
        },
    }  # fmt: skip

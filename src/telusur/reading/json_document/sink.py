"""Where records of JSON go: a table for every place at which they were found, and its refusals."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from telusur.errors import LimitReached
from telusur.reading.growing import MOST_COLUMNS, Growing, make_room, too_many_columns
from telusur.reading.header import First, first_of
from telusur.reading.json_document.fields import Fields, Oddities, clean, unlawful
from telusur.reading.json_document.paths import Paths
from telusur.reading.json_document.tokens import STRING
from telusur.reading.refusals import Refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from telusur.reading.interface import Bench
    from telusur.reading.json_document.tokens import Ints, Tokens

# A document with more places of records than this is no database.
MOST_TABLES = 1000
# Rows by which a list of lists shows whether its first one names the columns.
SAMPLE_ROWS = 50


@dataclass
class Place:
    """Records found in one place of the document.

    Attributes:
        keys: the keys that lead to it.
        table: its rows.
        root: the path of a record there.
        kind: of its first record: ``OBJECT``, ``ARRAY``, or ``STRING`` for any single value.
        header: names that its first row gave.
        doubtful: nothing told whether the first row holds names.
        refused: how many rows were.
    """

    keys: tuple[str, ...]
    table: Growing
    root: int
    kind: int = 0
    header: tuple[str, ...] = ()
    doubtful: bool = False
    refused: int = 0


class Sink:
    """Takes the records of one piece after another."""

    def __init__(self, bench: Bench) -> None:
        self.paths, self.odd, self.refusals = Paths(), Oddities(), Refusals()
        self.places: dict[tuple[str, ...], Place] = {}
        self.single: dict[tuple[str, ...], str | None] = {}
        self._bench = bench

    def place(self, keys: tuple[str, ...]) -> Place:
        """The table of records under ``keys``.

        Raises:
            LimitReached: ``too-many-tables``.
        """
        if keys not in self.places:
            if len(self.places) == MOST_TABLES:
                raise LimitReached(
                    "too-many-tables",
                    f"a document holds more than {MOST_TABLES:,} lists of records",
                    hint="its keys are likely values; turn it into rows first",
                )
            make_room([place.table for place in self.places.values()])
            table = Growing(self._bench.tables, lined=True)
            self.places[keys] = Place(keys, table, self.paths.root())
        return self.places[keys]

    def take(
        self,
        raw: NDArray[np.uint8],
        tokens: Tokens,
        rows: Mapping[tuple[str, ...], Ints],
        lines: Ints,
    ) -> None:
        """Records whole in the piece: the tokens that open them, ascending, by place.

        Args:
            raw: the piece.
            tokens: of the piece.
            rows: by place.
            lines: for each token the line on which it stands.
        """
        if not rows:
            return
        bad = np.concatenate(([0], np.cumsum(unlawful(raw, tokens, self.odd))))
        fields = Fields(raw, tokens, self.paths, self.odd)
        for keys, opens in rows.items():
            place = self.place(keys)
            close = np.maximum(tokens.close[opens], opens)
            wrong = bad[close + 1] > bad[opens]
            self._refuse(place, "not-json", lines[opens[wrong]])
            good = opens[~wrong]
            kinds = np.minimum(tokens.kind[good], STRING)
            if len(good) and not place.kind:
                place.kind = int(kinds[0])
            self._refuse(place, "not-an-object", lines[good[kinds != place.kind]])
            good = good[kinds == place.kind]
            if len(good):
                self._write(place, fields, good, lines[good])

    def refuse(self, reason: str, lines: Ints) -> None:
        """Lines that hold no record at all, of the one table there is."""
        self._refuse(self.place(()), reason, lines)

    def beside(self, keys: tuple[str, ...], text: str) -> None:
        """A single value outside every list, as written.

        Raises:
            LimitReached: ``too-many-columns``.
        """
        self.odd.repeated += keys in self.single
        value: str | None = text
        if text.startswith('"'):
            with suppress(ValueError):
                value = clean(json.loads(text, strict=False))
        self.single[keys] = None if text == "null" else value
        if len(self.single) > MOST_COLUMNS:
            raise too_many_columns()

    def _refuse(self, place: Place, reason: str, lines: Ints) -> None:
        self.refusals.add(reason, lines)
        place.refused += len(lines)

    def _write(self, place: Place, fields: Fields, rows: Ints, lines: Ints) -> None:
        for first, last, values in fields.of(rows, place.root):
            skip = self._headed(place, values) if place.kind != STRING else 0
            kept = {path: column.slice(skip) for path, column in values.items()}
            numbers = pa.array(lines[first + skip : last])
            place.table.write(kept, last - first - skip, numbers)

    def _headed(self, place: Place, values: dict[int, pa.Array]) -> int:
        """Whether the first of a list of lists names the columns: it is no row then."""
        fresh = not place.table.rows and not place.header
        if not fresh or any(not self.paths.name(path).isdigit() for path in values):
            return 0
        columns = [
            [value or "" for value in column.slice(0, SAMPLE_ROWS).to_pylist()]
            for _, column in sorted(values.items(), key=lambda one: int(self.paths.name(one[0])))
        ]
        sample = list(zip(*columns, strict=True))
        if len(sample) < 2:  # noqa: PLR2004 - names and a row
            return 0
        first = first_of(sample)
        place.doubtful = first is First.DOUBTFUL
        if first is not First.NAMES or self._bench.overrides.no_header:
            return 0
        place.header = tuple(sample[0])
        return 1

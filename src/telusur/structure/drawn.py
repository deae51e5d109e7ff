"""The dump's sample as the signals look at it, made once for all registers.

Beside a prepared register the values are hashed with its key, for there they are nothing else; what
a value looks like (its length, a mask, a hash) is read before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telusur.engine.protocol import Step
from telusur.structure.samples import DUMP, dump_sample
from telusur.structure.signals.hashed import hashed_columns
from telusur.structure.signals.layouts import masked_columns
from telusur.structure.signals.links import VALUES, linking_values
from telusur.structure.signals.spread import counted
from telusur.vocabulary.keyed import keyed64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, DumpTable, Prepared
    from telusur.model.transforms import Transform
    from telusur.structure.samples import Sample

COUNTS = f"{DUMP}_counts"


@dataclass(frozen=True)
class Looked:
    """What the signals look at.

    Attributes:
        sample: of the dump's rows.
        counts: relation of how often values recur, see ``signals/spread.py``.
        values: relation of values that could link rows, with their decoys.
        tried: how many of them there are, by column.
        hashes: columns that hold hashes, with the algorithm.
        masks: columns that are masked, with their possible layouts.
    """

    sample: Sample
    counts: str
    values: str
    tried: dict[int, int]
    hashes: dict[int, str]
    masks: dict[int, list[Transform]]


class Drawn:
    """The sample of one dump, in plain form and hashed with each key that is asked for."""

    def __init__(
        self, engine: Engine, dump: DumpTable, facts: Sequence[ColumnFacts], seed: int
    ) -> None:
        self._engine = engine
        sample = dump_sample(engine, dump, facts, seed)
        counted(engine, COUNTS, sample.long)
        self.plain = Looked(
            sample=sample,
            counts=COUNTS,
            values=VALUES,
            tried=linking_values(engine, sample),
            hashes=hashed_columns(engine, facts, sample),
            masks=masked_columns(engine, sample.long),
        )
        self._keyed: dict[str, Looked] = {}

    def beside(self, prepared: Prepared | None) -> Looked:
        """In the form in which a register's values stand."""
        if prepared is None:
            return self.plain
        if prepared.mark not in self._keyed:
            self._keyed[prepared.mark] = self._hashed(prepared)
        return self._keyed[prepared.mark]

    def _hashed(self, prepared: Prepared) -> Looked:
        plain = self.plain
        long, counts, values = (
            f"{name}_{prepared.mark}" for name in (plain.sample.long, plain.counts, plain.values)
        )
        key = f"CROSS JOIN {prepared.key} AS k"
        self._engine.run(
            Step(
                long,
                "SELECT d.place, d.col, h.h AS v, d.u, d.x, d.n, d.dated "
                f"FROM {plain.sample.long} AS d JOIN (SELECT v, {keyed64('v')} AS h FROM "
                f"(SELECT DISTINCT v FROM {plain.sample.long}) AS s {key}) AS h ON h.v = d.v",
            ),
            Step(
                counts,
                f"SELECT form, col, {keyed64('x')} AS x, n, total FROM {plain.counts} AS c {key}",
            ),
            Step(values, f"SELECT col, {keyed64('v')} AS v, decoy FROM {plain.values} AS c {key}"),
        )
        return replace(plain, sample=replace(plain.sample, long=long), counts=counts, values=values)

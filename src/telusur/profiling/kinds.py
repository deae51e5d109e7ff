"""The semantic type of each column, by its values and, between types that fit, by its name.

1. every type is tried on a small part of the rows;
2. types that fit some value of a column are measured on the whole sample;
3. of the types that fit enough of a column's values, one whose hint its name carries goes first,
   then the most specific (``priority``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.profiling.sampling import SAMPLE_ROWS, TRIAL_ROWS, tall
from telusur.vocabulary.identifiers import ALL_TYPES, EMPTY, TEXT, by_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telusur.engine.protocol import Engine
    from telusur.vocabulary.types import SemanticType

# A column is of a type when this share of its values is valid: registers hold slips and fillers.
FITTING_SHARE = 0.9

# A column that says by name what it holds is believed when half of its values agree: dumps are
# padded with invented values, and those are what is to be found out.
HINTED_SHARE = 0.5

# Types so wide (numbers, names) that their hint does not overrule an identifier that fits.
WIDE_PRIORITY = 80

# A hint is this good: the whole name, one of its words, none.
_WHOLE, _WORD, _NONE = 0, 1, 2

Shares = dict[str, float]


def measure_types(engine: Engine, sample: str, columns: int, work: str) -> tuple[Shares, ...]:
    """Share of valid values under each type that fits some value, for columns ``v0…`` of sample.

    ``work`` prefixes the relations made on the way: ``{work}_trial`` and ``{work}_tall`` stay, for
    examples and shapes.
    """
    positions = range(columns)
    tall(engine, f"{work}_trial", sample, positions, TRIAL_ROWS)
    tried = try_types(engine, f"{work}_trial", columns)
    fitting = [kind for kind in ALL_TYPES if any(kind.name in shares for shares in tried)]
    wanted = sorted({at for at in positions if tried[at]})
    if not wanted:
        return tried
    tall(engine, f"{work}_tall", sample, wanted, SAMPLE_ROWS * 2)
    totals = engine.collect(
        f"SELECT col, CAST(sum(n) AS BIGINT) AS n FROM {quoted(work + '_tall')} GROUP BY col"
    ).to_pylist()
    present = {row["col"]: row["n"] for row in totals}
    measured: list[Shares] = [{} for _ in positions]
    for kind in fitting:
        of = [str(at) for at in wanted if kind.name in tried[at]]
        valid = engine.collect(
            f"SELECT col, CAST(sum(n) AS BIGINT) AS n FROM {quoted(work + '_tall')} "
            f"WHERE col IN ({', '.join(of)}) AND {kind.valid('v')} GROUP BY col"
        ).to_pylist()
        for row in valid:
            measured[row["col"]][kind.name] = row["n"] / present[row["col"]]
    return tuple(measured)


def try_types(engine: Engine, trial: str, columns: int) -> tuple[Shares, ...]:
    """Share of valid values under every type that fits some value; ``trial`` as of ``tall``."""
    asked = [
        f"CAST(sum(n) FILTER (WHERE {kind.valid('v')}) AS BIGINT) AS t{at}"
        for at, kind in enumerate(ALL_TYPES)
    ]
    rows = engine.collect(
        f"SELECT col, CAST(sum(n) AS BIGINT) AS n, {comma(asked)} FROM {quoted(trial)} GROUP BY col"
    ).to_pylist()
    shares: list[Shares] = [{} for _ in range(columns)]
    for row in rows:
        for at, kind in enumerate(ALL_TYPES):
            if row[f"t{at}"]:
                shares[row["col"]][kind.name] = row[f"t{at}"] / row["n"]
    return tuple(shares)


def choose(name: str, present: int, shares: Mapping[str, float]) -> tuple[str, float]:
    """The column's type and the share of its values that are valid under it."""
    if not present:
        return EMPTY, 0.0
    fitting = []
    for type_name, share in shares.items():
        kind = by_name(type_name)
        hint = hinted(name, kind)
        enough = FITTING_SHARE if hint == _NONE else HINTED_SHARE
        if share < enough or (kind.needs_hint and hint == _NONE):
            continue
        standing = _NONE if kind.priority >= WIDE_PRIORITY else hint
        fitting.append((standing, kind.priority, type_name, share))
    if not fitting:
        return TEXT, 1.0
    _, _, chosen, share = min(fitting)
    return chosen, share


def hinted(name: str, kind: SemanticType) -> int:
    """How well a column's name speaks for ``kind``: 0 all of it, 1 a word of it, 2 not."""
    words = words_of(name)
    if "".join(words) in kind.hints:
        return _WHOLE
    return _WORD if any(word in kind.hints for word in words) else _NONE


def words_of(name: str) -> Sequence[str]:
    """Words of a column's name, in lower case: ``noKartu``, ``NO_KARTU`` and ``no kartu`` alike."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)
    return [part.casefold() for part in parts]

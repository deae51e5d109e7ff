"""What a dump column's values look like to have been made from: masked, cut, or hashed.

Only the look is read here; whether a register column gives such values, linked rows tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.transforms import Transform
from telusur.vocabulary.transforms import MASK, bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.engine.protocol import Engine

# Share of a column's values that must show one layout.
MOSTLY = 0.8
# Of all values, where the length is the layout.
ONE_LENGTH = 0.95
# Fewer characters kept than this are a code, or say too little.
FEWEST_KEPT = 3
# Share of values that end where a column of text was cut off; of tidy text few have one length.
PILED = 0.02
# The same number of values one character shorter, times this, is no pile.
PILED_BY = 3
CUT_BEHIND = 5
MOST_OF_A_WORD = 12

_BEFORE = f"regexp_extract(w, '^(.*?)(?:{MASK})', 1)"
_AFTER = rf"regexp_extract(w, '^.*(?:{MASK})(.*)\z', 1)"
_LOCAL_AFTER = f"regexp_extract(w, '^.*(?:{MASK})([^@]*)@', 1)"
_VISIBLE = f"regexp_replace(w, '{MASK}', '', 'g')"
ENDS_FORMS = ("plain", "normal", "local", "yyyymmdd", "ddmmyyyy")


def masked_columns(engine: Engine, long: str) -> dict[int, list[Transform]]:
    """Dump columns in which something stands for hidden characters, and what it could be.

    Args:
        engine: where ``long`` lies.
        long: relation of ``col`` and ``x``.
    """
    rows = engine.collect(
        "SELECT col, masked, head, tail, local_tail, address, whole, count(*) AS n FROM (SELECT "
        f"col, regexp_matches(w, '{MASK}') AS masked, length({bare(_BEFORE)}) AS head, "
        f"length({bare(_AFTER)}) AS tail, length({_LOCAL_AFTER}) AS local_tail, "
        f"strpos(w, '@') > 0 AS address, "
        f"length({bare(_BEFORE)}) + length({bare(_AFTER)}) = length({bare(_VISIBLE)}) AS whole "
        f"FROM (SELECT col, upper(trim(x)) AS w FROM {long}) a) b "
        "GROUP BY col, masked, head, tail, local_tail, address, whole"
    ).to_pylist()
    found: dict[int, list[Transform]] = {}
    for col in sorted({row["col"] for row in rows}):
        own = [row for row in rows if row["col"] == col]
        enough = MOSTLY * sum(row["n"] for row in own)
        masked = [row for row in own if row["masked"]]
        if sum(row["n"] for row in masked) >= enough:
            found[col] = _masks(masked, enough)
    return found


def _masks(rows: list[Mapping[str, int]], enough: float) -> list[Transform]:
    """The layouts that enough of a column's masked values have; none where each has its own."""
    ends: dict[tuple[int, int], int] = {}
    addresses: dict[tuple[int, int], int] = {}
    words: dict[int, int] = {}
    for row in rows:
        kept = (row["head"], row["tail"])
        if row["address"]:
            local = (row["head"], row["local_tail"])
            addresses[local] = addresses.get(local, 0) + row["n"]
        elif row["whole"]:
            ends[kept] = ends.get(kept, 0) + row["n"]
        words[row["head"]] = words.get(row["head"], 0) + row["n"]
    found = [
        Transform("ends", form, head=head, tail=tail, masked=True)
        for (head, tail), n in ends.items()
        if n >= enough and head + tail
        for form in ENDS_FORMS
    ]
    found += [
        Transform("address", head=head, tail=tail, masked=True)
        for (head, tail), n in addresses.items()
        if n >= enough
    ]
    found += [
        Transform("words", head=head, masked=True)
        for head, n in words.items()
        if n >= enough and 0 < head <= MOST_OF_A_WORD and not addresses
    ]
    return found


def cut_columns(engine: Engine, long: str, columns: list[int]) -> dict[int, list[Transform]]:
    """Dump columns of one length, or whose texts pile up at the longest, and their layouts."""
    if not columns:
        return {}
    rows = engine.collect(
        f"SELECT col, length({bare('x')}) AS size, length(tidied(x)) AS long, count(*) AS n "
        f"FROM {long} WHERE col IN ({', '.join(map(str, columns))}) GROUP BY 1, 2, 3"
    ).to_pylist()
    found = {}
    for col in columns:
        sizes: dict[int, int] = {}
        longs: dict[int, int] = {}
        for row in rows:
            if row["col"] == col:
                sizes[row["size"]] = sizes.get(row["size"], 0) + row["n"]
                longs[row["long"]] = longs.get(row["long"], 0) + row["n"]
        layouts = _one_length(sizes) or _piled(longs)
        if layouts:
            found[col] = layouts
    return found


def _one_length(sizes: dict[int, int]) -> list[Transform]:
    total = sum(sizes.values())
    return [
        Transform("ends", form, **{end: size})  # type: ignore[arg-type]
        for size, n in sizes.items()
        if n >= ONE_LENGTH * total and size >= FEWEST_KEPT
        for end in ("head", "tail")
        for form in ENDS_FORMS
    ]


def _piled(lengths: dict[int, int]) -> list[Transform]:
    longest = max(lengths, default=0)
    at = lengths.get(longest, 0)
    piled = at >= max(PILED * sum(lengths.values()), PILED_BY * lengths.get(longest - 1, 0))
    return [Transform("cut", head=longest)] if longest > CUT_BEHIND and piled else []

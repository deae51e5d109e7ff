"""Further columns that identify a member: a dump may lack the declared key and carry another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.registers.infer import named_like_key
from telusur.vocabulary.drawing import below

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.engine.protocol import Column, Engine

# Share of a column's distinct values that may belong to more than one member: slips of the pen.
MAX_SHARED_VALUES = 0.001

# Share of the rows that must carry a value.
MIN_PRESENT = 0.5

# What a key looks like: no blanks and a digit or an at-sign; but no date, which any two may share.
# Names, addresses and titles may be unique in one register and still name somebody else elsewhere.
CODE_LIKE = "^[^ ]*[0-9@][^ ]*$"
DATE_LIKE = "^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4})"

# Share of a column's distinct values that may look otherwise.
MAX_ODD_VALUES = 0.01

# Whole numbers that fill more than this share of their range are a running number (a line, a rank,
# a row of this table): another holder's rows carry the same ones. Issued numbers leave gaps.
MAX_DENSITY = 0.1
# A leading zero is a written code's (a card, a telephone), no count's.
WHOLE = "^(0|-?[1-9][0-9]{0,17})$"

# Money and measures: unique by chance in a small register, and no name of anybody.
FRACTION = "^-?[0-9]+[.][0-9]+$"
AMOUNT_WORDS = frozenset(
    {"amount", "balance", "fee", "harga", "income", "jumlah", "nilai", "nominal", "omzet",
     "pendapatan", "penghasilan", "plafon", "price", "saldo", "salary", "tagihan", "total", "gaji"}
)  # fmt: skip

# Fewer members than this prove no key: any column may be unique by chance.
MIN_MEMBERS = 20

# Full columns of registers up to this many rows are grouped; of larger ones, all rows of a
# hash-drawn set of about this many values, which gives the same rate to a hundredth of a percent.
VERIFY_ROWS = 1_000_000


def further_keys(
    engine: Engine, relation: str, sample: str, versions: int, candidates: Sequence[int]
) -> tuple[int, ...]:
    """Those of ``candidates`` (positions) whose every value belongs to one member.

    Found on the sample, then verified over the whole relation; amounts are none, and running
    numbers only where nothing better is found: anybody who counts has them, which the decoys tell.
    Strongest first: fewest blanks, then source order.
    """
    found = _identifying(engine, sample, candidates, None)
    share = min(1.0, VERIFY_ROWS / max(versions, 1))
    return _identifying(engine, relation, found, None if share >= 1.0 else share)


def _identifying(
    engine: Engine, relation: str, candidates: Sequence[int], share: float | None
) -> tuple[int, ...]:
    kept: list[tuple[bool, int, int]] = []
    odd = (
        f"count(*) FILTER (WHERE NOT regexp_matches(v, '{CODE_LIKE}') "
        f"OR regexp_matches(v, '{DATE_LIKE}'))"
    )
    whole = f"CASE WHEN regexp_matches(v, '{WHOLE}') THEN TRY_CAST(v AS BIGINT) END"
    for at in candidates:
        value = f"nullif(trim(r{at}), '')"
        chosen = "TRUE" if share is None else f"stable_hash64(v) < {below(share)}"
        row = engine.collect(
            f"""WITH values_ AS (
              SELECT {value} AS v, entity_ FROM {quoted(relation)} WHERE entity_ IS NOT NULL
            ), owners AS (
              SELECT v, min(entity_) AS low, max(entity_) AS high FROM values_
              WHERE v IS NOT NULL AND {chosen} GROUP BY v
            ), rows_ AS (SELECT count(*) AS n, count(v) AS present FROM values_)
            SELECT {
                comma(
                    [
                        "max(n) AS n",
                        "max(present) AS present",
                        "count(v) AS values",
                        "count(*) FILTER (WHERE low <> high) AS shared",
                        f"{odd} AS odd",
                        "count(DISTINCT low) AS members",
                        f"count(*) FILTER (WHERE regexp_matches(v, '{FRACTION}')) AS fractions",
                        f"count({whole}) AS wholes",
                        f"min({whole}) AS least",
                        f"max({whole}) AS most",
                    ]
                )
            }
            FROM rows_ LEFT JOIN owners ON TRUE"""
        ).to_pylist()[0]
        if (
            row["present"] >= MIN_PRESENT * row["n"]
            and row["members"] >= MIN_MEMBERS
            and row["odd"] <= MAX_ODD_VALUES * row["values"]
            and row["fractions"] <= MAX_ODD_VALUES * row["values"]
            and row["shared"] <= MAX_SHARED_VALUES * row["values"]
        ):
            kept.append((_running_number(row, share), row["n"] - row["present"], at))
    running = all(one[0] for one in kept)
    return tuple(at for counted, _, at in sorted(kept) if counted == running)


def amount(column: Column) -> bool:
    """Whether a column holds money or a measure, by its type or its name."""
    kind = column.type.upper().replace(" ", "")
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return True
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", column.name)
    named = any(word.casefold() in AMOUNT_WORDS for word in words)
    return named and not named_like_key(column.name)  # the number of a bill is no amount


def _running_number(row: dict[str, int], share: float | None) -> bool:
    """Whether the values are whole numbers that lie close together."""
    if row["wholes"] < (1 - MAX_ODD_VALUES) * row["values"] or not row["wholes"]:
        return False
    # of values drawn by hash the range holds as many more as were left out
    members = row["members"] / (share or 1.0)
    return members > MAX_DENSITY * (row["most"] - row["least"] + 1)

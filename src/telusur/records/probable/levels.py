"""Ways of agreeing, by the type of a column: what a writer's slip looks like in each.

The shares in ``likely`` are those with which a member's own row falls on each level where no rows
matched by key teach better: the beginning that Splink's own settings take (0.95 on exact
agreement), moved towards slips, because these rows' keys failed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.records.probable.interface import Compared

if TYPE_CHECKING:
    from telusur.model.tables import ColumnPair

DATES = frozenset({"date", "birth_date", "datetime"})
NUMBERS = frozenset({"phone", "id.mobile", "payment_card", "email", "uuid"})
CODES = frozenset({"sex", "integer", "decimal", "ip", "url"})
# Jaro-Winkler similarities that Splink's library of comparisons advises for names.
CLOSE, NEAR = 0.92, 0.8
# Text with fewer distinct values in a sample is a code: two like ones are two codes.
WORDS = 50

EXACT = (0.93, 0.07)
NAME = (0.82, 0.09, 0.04, 0.05)
DATE = (0.87, 0.05, 0.04, 0.04)
NUMBER = (0.85, 0.06, 0.09)
# A key that found nobody is wrong in every row that is left, often by a slip.
FAILED_KEY = (0.05, 0.25, 0.70)


def compared(
    at: int, pair: ColumnPair, distinct: int, *, key: bool, unique: bool = False
) -> Compared:
    """How column ``at`` is compared.

    Args:
        at: index into the pairs.
        pair: its type decides.
        distinct: values of the column in a sample of the register.
        key: whether it is by itself a key that has failed for every row tried.
        unique: whether almost every member has a value of their own.
    """
    left, right = f"c{at}_l", f"c{at}_r"
    same = ("same", f"{left} = {right}")
    other = ("other", "ELSE")
    # one sign too many, too few, another, or two turned round; the first test is ten times as fast
    slip = (
        f"CASE WHEN levenshtein({left}, {right}) <= 2 "
        f"THEN damerau_levenshtein({left}, {right}) <= 1 ELSE false END"
    )
    if key:
        return Compared(at, (same, ("one-slip", slip), other), FAILED_KEY, frequent=True)
    number = pair.type in NUMBERS or pair.type.startswith("id.")
    if pair.transform is None and (number or (unique and pair.type == "integer")):
        return Compared(at, (same, ("one-slip", slip), other), NUMBER, frequent=False)
    if pair.transform is not None or pair.type in CODES:
        return Compared(at, (same, other), EXACT, frequent=True)
    if pair.type in DATES:
        year, month, day = ((f"substr({side}, {a}, {n})" for side in (left, right))
                            for a, n in ((1, 4), (6, 2), (9, 2)))  # fmt: skip
        (y, other_y), (m, other_m), (d, other_d) = year, month, day
        turned = f"({y} = {other_y} AND {m} = {other_d} AND {d} = {other_m})"
        parts = " + ".join(
            f"CAST({one} = {two} AS INTEGER)"
            for one, two in ((y, other_y), (m, other_m), (d, other_d))
        )
        levels = (
            same,
            ("one-slip", f"({slip}) OR {turned}"),
            ("two-parts", f"{parts} >= 2"),
            other,
        )
        return Compared(at, levels, DATE, frequent=True)
    if pair.type != "person_name" and distinct < WORDS:
        return Compared(at, (same, other), EXACT, frequent=True)
    words = " = ".join(f"list_sort(string_split({side}, ' '))" for side in (left, right))
    ordered = f"CASE WHEN length({left}) = length({right}) THEN {words} ELSE false END"
    alike = f"jaro_winkler_similarity({left}, {right})"
    levels = (
        same,
        ("close", f"{alike} >= {CLOSE} OR ({ordered})"),
        ("near", f"{alike} >= {NEAR}"),
        other,
    )
    return Compared(at, levels, NAME, frequent=True)

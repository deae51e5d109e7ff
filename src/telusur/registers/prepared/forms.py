"""In which forms a prepared register holds each value, and the SQL that makes them.

Every value is hashed normalised by its column's own type; beside it, where it is another text,
by the type that a dump of the same column may be told, in the common form that structure compares,
and bare where a column may hold codes. What is the same text is NULL there and costs nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from telusur.engine import letters
from telusur.engine.protocol import comma
from telusur.registers.canonical import fingerprint
from telusur.vocabulary.common_form import LOOKS, common_form, is_time, kind_of
from telusur.vocabulary.identifiers import ALL_TYPES
from telusur.vocabulary.keyed import keyed64
from telusur.vocabulary.normalise import normalise
from telusur.vocabulary.transforms import bare

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from telusur.model.tables import ColumnFacts

# A column of more values holds no codes (``structure/signals/recoded.py``).
MOST_CODES = 40
# Types that contents alone give, where a dump's column may be told as text.
COUNTED = ("integer", "decimal")
# Stands where nothing is left of a value in its common form.
NOTHING = 0


def forms_of(facts: ColumnFacts) -> tuple[str, ...]:
    """The types by which a column's values are normalised: its own, and another one it may be."""
    own = "text" if facts.type == "empty" else facts.type
    other = kind_of(facts)
    if own in COUNTED and other == own:
        other = "text"
    return (own,) if other == own else (own, other)


def coded_columns(facts: Sequence[ColumnFacts], listed: Collection[str]) -> frozenset[int]:
    """Positions of the columns that may hold codes; ``listed`` have a code list."""
    return frozenset(
        each.position for each in facts if each.name in listed or 1 < each.distinct <= MOST_CODES
    )


def names_of(facts: Sequence[ColumnFacts], coded_columns: frozenset[int]) -> tuple[str, ...]:
    """The columns that hold hashes, in order."""
    found = []
    for each in facts:
        j = each.position
        found += [f"n{j}", *([f"t{j}"] if len(forms_of(each)) > 1 else []), f"v{j}"]
        found += [f"b{j}"] if j in coded_columns else []
    return tuple(found)


def hashed_rows(
    relation: str,
    facts: Sequence[ColumnFacts],
    coded_columns: frozenset[int],
    key: str,
    plain: frozenset[str] = frozenset(),
) -> str:
    """SELECT of the rows in hashed form: ``entity_``, ``from_us``, ``to_us``, ``raw_``, values.

    Args:
        relation: of an opened register.
        facts: of its columns.
        coded_columns: positions of columns that may hold codes.
        key: relation of the key.
        plain: columns whose every value is written as normalising would write it.
    """
    texts, commons, hashes = [], [], []
    for each in facts:
        j, forms = each.position, forms_of(each)
        texts += [
            f"{_normal(f'r{j}', kind, each.date_order, plain)} AS {letter}{j}"
            for letter, kind in zip("nt", forms, strict=False)
        ]
        base = f"{'nt'[forms.index(kind_of(each))]}{j}"
        commons.append(f"{common_form(base, dated=is_time(each))} AS v{j}")
        hashes.append(f"{keyed64(f'n{j}')} AS n{j}")
        if len(forms) > 1:
            hashes.append(_where_another(f"t{j}", f"n{j}"))
        hashes.append(_where_another(f"v{j}", f"n{j}"))
        if j in coded_columns:
            texts.append(f"{bare(f'r{j}')} AS b{j}")
            hashes.append(_where_another(f"b{j}", f"n{j}"))
    print_ = fingerprint([f"r{each.position}" for each in facts])
    return (
        f"SELECT {keyed64('entity_')} AS entity_, from_us, to_us, {_mark_of_row()} AS raw_, "
        f"{comma(hashes)} FROM (SELECT *, {comma(commons)} FROM (SELECT entity_, from_us, to_us, "
        f"{print_} AS print_, {comma(texts)} FROM {relation}) AS t) AS c CROSS JOIN {key} AS k"
    )


def raw_rows(relation: str, columns: int, key: str) -> str:
    """SELECT of ``entity_`` and ``raw_`` alone: what tells whether a row is one that is held."""
    print_ = fingerprint([f"r{at}" for at in range(columns)])
    return (
        f"SELECT {keyed64('entity_')} AS entity_, {_mark_of_row()} AS raw_ FROM (SELECT entity_, "
        f"from_us, to_us, {print_} AS print_ FROM {relation}) AS t CROSS JOIN {key} AS k"
    )


def held_rows(relation: str, names: Sequence[str]) -> str:
    """SELECT of the rows as later stages use them: each form whole, whatever was left out."""
    columns = [
        name
        if name.startswith("n")
        else f"nullif(coalesce({name}, n{name[1:]}), {NOTHING}) AS {name}"
        for name in names
    ]
    return f"SELECT entity_, from_us, to_us, raw_, {comma(columns)} FROM {relation}"


def digest() -> str:
    """Of all the forms: an index made by others would be compared with what it never held."""
    kinds = ["text", *sorted(kind.name for kind in ALL_TYPES)]
    parts = [normalise("x", kind, order) for kind in kinds for order in (None, "dmy", "mdy", "ymd")]
    parts += [common_form("x", dated=dated) for dated in (False, True)]
    parts += [*LOOKS.values(), bare("x"), keyed64("x"), _mark_of_row()]
    parts += [
        f"{name}={value!r}" for name, value in sorted(vars(letters).items()) if name.isupper()
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _normal(column: str, kind: str, order: str | None, plain: frozenset[str]) -> str:
    return column if column in plain else normalise(column, kind, order)


def _where_another(name: str, than: str) -> str:
    """The hash of a text that is not the one in ``than``; ``NOTHING`` where it is none."""
    differs = f"{name} IS DISTINCT FROM {than}"
    return (
        f"CASE WHEN {differs} AND coalesce({name}, '') = '' THEN CAST({NOTHING} AS BIGINT) "
        f"WHEN {differs} THEN {keyed64(name)} END AS {name}"
    )


def _mark_of_row() -> str:
    bounds = [f"coalesce(CAST({each} AS VARCHAR), '')" for each in ("from_us", "to_us")]
    return keyed64(" || '/' || ".join(["coalesce(entity_, '')", *bounds, "print_"]))

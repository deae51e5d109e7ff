"""Transformations of values as SQL: the same for finding them and for comparing rows by them.

A transformed pair is compared where both sides can be brought: ``seen`` of the dump's value and
``made`` of the register's. A hash goes one way only, so it is made of the register's value; it
stays in the engine, for that an unkeyed hash of a person's number is as good as the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from telusur.model.transforms import Transform

HASHES = {"md5": 32, "sha1": 40, "sha256": 64}  # hexadecimal digits

DATES = ("date", "birth_date", "datetime")
PHONES = ("phone", "id.mobile")
_DAY = "substr({n}, 9, 2)"
_MONTH = "substr({n}, 6, 2)"
_YEAR = "left({n}, 4)"

# Forms that a register's value can have had: SQL over ``x``, as read, and ``n``, normalised by
# its type; and which types have the form (empty: all).
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "plain": ("{x}", ()),
    "trimmed": ("trim({x})", ()),
    "upper": ("upper(trim({x}))", ()),
    "lower": ("lower(trim({x}))", ()),
    "normal": ("{n}", ()),
    "digits": ("regexp_replace({x}, '[^0-9]+', '', 'g')", ()),
    "local": (
        "CASE WHEN {n} LIKE '+62%' THEN '0' || substr({n}, 4) ELSE {n} END",
        PHONES,
    ),
    "international": ("replace({n}, '+', '')", PHONES),
    "yyyymmdd": ("regexp_replace(left({n}, 10), '-', '', 'g')", DATES),
    "ddmmyyyy": (f"{_DAY} || {_MONTH} || {_YEAR}", DATES),
    "dd-mm-yyyy": (f"{_DAY} || '-' || {_MONTH} || '-' || {_YEAR}", DATES),
    "dd/mm/yyyy": (f"{_DAY} || '/' || {_MONTH} || '/' || {_YEAR}", DATES),
}

# What stands for a hidden character; an x only in a row of them.
MASK = r"[*#•●█]+|X{2,}"
WORDS = 6  # words of a name whose first letters are compared


def formed(form: str, x: str, n: str) -> str:
    """VARCHAR: one form of a register's value.

    Args:
        form: of ``FORMS``.
        x: the value as read.
        n: the value normalised by its type.
    """
    return FORMS[form][0].format(x=x, n=n)


def has_form(form: str, kind: str) -> bool:
    """Whether values of the type ``kind`` can have the form."""
    types = FORMS[form][1]
    return not types or kind in types


def bare(expr: str) -> str:
    """VARCHAR: letters and digits alone, in capitals."""
    return rf"regexp_replace(folded({expr}), '[^0-9\p{{L}}]+', '', 'g')"


def made(transform: Transform, value: str) -> str:
    """VARCHAR: what the transformation makes of a register's value in its form; NULL of nothing."""
    given = f"nullif({value}, '')"
    return f"nullif({_MADE[transform.kind](transform, given)}, '')"


def seen(transform: Transform, value: str) -> str:
    """VARCHAR: a dump's value, to be compared with what is ``made``; NULL where it is empty."""
    if transform.kind == "joined":
        return f"nullif({joined(transform, [bare(f'c{part}') for part in transform.parts])}, '')"
    if transform.kind == "hash":
        return f"nullif(upper(trim({value})), '')"
    if transform.kind == "address":
        return f"nullif(regexp_replace(upper(trim({value})), '{MASK}', '', 'g'), '')"
    if transform.masked:
        value = f"regexp_replace(upper({value}), '{MASK}', '', 'g')"
    return f"nullif({bare(value)}, '')"


def joined(transform: Transform, parts: Sequence[str]) -> str:
    """VARCHAR: bare values put together, those of a width filled up with zeros."""
    return " || ".join(
        f"coalesce(lpad({part}, {width}, '0'), '')" if width else f"coalesce({part}, '')"
        for part, width in zip(parts, transform.widths or (0,) * len(parts), strict=True)
    )


def _ends(transform: Transform, value: str) -> str:
    parts = [f"left({value}, {transform.head})"] if transform.head else []
    parts += [f"right({value}, {transform.tail})"] if transform.tail else []
    return " || ".join(parts)


def _words(transform: Transform, value: str) -> str:
    first = (
        f"regexp_extract(upper(tidied({value})), "
        f"'^(?:[^ ]+ ){{{word}}}([^ ]{{1,{transform.head}}})', 1)"
        for word in range(WORDS)
    )
    return bare(" || ".join(first))


def _address(transform: Transform, value: str) -> str:
    address = f"upper(trim({value}))"
    local = f"regexp_extract({address}, '^([^@]+)@', 1)"
    return f"{_ends(transform, local)} || regexp_extract({address}, '@.*')"


def _coded(transform: Transform, value: str) -> str:
    return decoded(transform, bare(value))


def decoded(transform: Transform, code: str) -> str:
    """What stands for a bare code in the dump: a label, another code; itself where nothing does."""
    i, j = transform.pair
    return (
        f"coalesce((SELECT max(q.a) FROM {transform.codes} AS q "
        f"WHERE q.i = {i} AND q.j = {j} AND q.b = {code}), {code})"
    )


_MADE: dict[str, Callable[[Transform, str], str]] = {
    "hash": lambda transform, value: f"upper({transform.algorithm}({value}))",
    "ends": lambda transform, value: _ends(transform, bare(value)),
    "cut": lambda transform, value: bare(f"left(tidied({value}), {transform.head})"),
    "words": _words,
    "address": _address,
    "recoded": _coded,
    "label": _coded,
    "joined": lambda _, value: bare(value),
}

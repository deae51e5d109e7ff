r"""Normalisation: what two ways of writing one value are brought to before they are compared.

Every rule has a name and can be switched off; the findings say which were on. ``normalise`` is what
*records* and *structure* compare; ``light`` is what types are tried on. NULL stands for "nothing
was written".

Cheap where it can be: clean ASCII text passes one test and is upper-cased
(``benchmarks/normalise.py`` prints values a second beside plain ``upper(trim(x))``). Typed values
that are already canonical pass one regular expression.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.errors import UsageError
from telusur.model.base import Bilingual
from telusur.vocabulary.dates import parse_date, parse_datetime
from telusur.vocabulary.identifiers import by_name, is_known
from telusur.vocabulary.identifiers.common import number
from telusur.vocabulary.types import compact, matches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

# What programs write for "nothing". 'NA' is not among them: it is a name, and Namibia.
NULL_TOKENS = ("NULL", "(NULL)", "<NULL>", "\\N", "N/A", "#N/A", "NONE", "-", "--", ".", "NAT")

# Identifiers of one length, from which spreadsheets cut leading zeros; and how many can go
# before the rest is too short to be told from another number.
FIXED_DIGITS = {"id.noka": (13, 9), "id.npwp": (15, 12)}

# The last two-digit year that is read as 20YY.
PIVOT = 30


@dataclass(frozen=True)
class Rule:
    """One way of making values comparable.

    Attributes:
        name: how options and findings call it.
        title: for readers.
        apply: VARCHAR expression -> VARCHAR expression, the rule alone; what it does not
            understand it leaves as it is.
        default: whether it is on unless options say otherwise.
    """

    name: str
    title: Bilingual
    apply: Callable[[str], str]
    default: bool = True


def _else_unchanged(canonical: Callable[[str], str]) -> Callable[[str], str]:
    return lambda expr: f"coalesce({canonical(expr)}, {expr})"


_TOKENS = ", ".join(f"'{token}'" for token in ("", *NULL_TOKENS))
# A search in one constant costs a third of comparing with each: tidy text holds no line end.
_LINES = "\n".join(("", *NULL_TOKENS, "", ""))


def _null_token(expr: str) -> str:
    return f"CASE WHEN upper({expr}) IN ({_TOKENS}) THEN NULL ELSE {expr} END"


def _null_token_of_tidy(expr: str) -> str:
    found = f"strpos('{_LINES}', '\n' || upper({expr}) || '\n') > 0"
    return f"CASE WHEN {found} THEN NULL ELSE {expr} END"


def _digits(expr: str) -> str:
    return f"CASE WHEN {matches(compact(expr), '[0-9]+')} THEN {compact(expr)} ELSE {expr} END"


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "trim",
            Bilingual(id="spasi dirapikan", en="white space tidied"),
            lambda expr: f"tidied({expr})",
        ),
        Rule(
            "null_token",
            Bilingual(id="NULL, N/A, - dibaca kosong", en="NULL, N/A, - read as empty"),
            _null_token,
        ),
        Rule(
            "case",
            Bilingual(id="huruf besar dan kecil disamakan", en="case ignored"),
            lambda expr: f"uppered({expr})",
        ),
        Rule(
            "diacritics",
            Bilingual(id="tanda diakritik dilepas", en="diacritics removed"),
            lambda expr: f"unaccented({expr})",
        ),
        Rule(
            "punctuation",
            Bilingual(id="tanda baca dilepas", en="punctuation removed"),
            lambda expr: f"tidied(regexp_replace({expr}, '[!-/:-@\\[-`{{-~]+', ' ', 'g'))",
            default=False,
        ),
        Rule(
            "date",
            Bilingual(id="tanggal ditulis seragam", en="dates written alike"),
            _else_unchanged(parse_date),
        ),
        Rule(
            "two_digit_year",
            Bilingual(
                id=f"tahun dua digit: sampai {PIVOT} dibaca 20xx",
                en=f"two-digit years: up to {PIVOT} read as 20xx",
            ),
            _else_unchanged(lambda expr: parse_date(expr, pivot=PIVOT)),
        ),
        Rule(
            "digits",
            Bilingual(id="pemisah dalam nomor dilepas", en="separators in numbers removed"),
            _digits,
        ),
        Rule(
            "leading_zeros",
            Bilingual(id="nol di depan nomor dipulihkan", en="lost leading zeros restored"),
            lambda expr: _restored(expr, "id.noka", expr),
        ),
        Rule(
            "phone",
            Bilingual(id="nomor telepon ditulis seragam", en="telephone numbers written alike"),
            _else_unchanged(by_name("phone").canonical),
        ),
        Rule(
            "decimal",
            Bilingual(id="bilangan ditulis seragam", en="numbers written alike"),
            _else_unchanged(number.canonical),
        ),
        Rule(
            "words",
            Bilingual(
                id="surel, URL, UUID, jenis kelamin, dan tanda baca nama ditulis seragam",
                en="e-mail, URL, UUID, sex and the punctuation of names written alike",
            ),
            lambda expr: expr,
        ),
    )
}

DEFAULT_RULES: frozenset[str] = frozenset(rule.name for rule in RULES.values() if rule.default)

_BASE = ("trim", "null_token", "case", "diacritics", "punctuation")
_DATES = ("date", "birth_date", "datetime")
_RULES_OF_TYPE = {
    **dict.fromkeys(_DATES, ("date", "two_digit_year")),
    **dict.fromkeys(("phone", "id.mobile"), ("phone",)),
    **dict.fromkeys(("integer", "decimal"), ("decimal",)),
    **dict.fromkeys(("id.nik", "id.kk", "payment_card"), ("digits",)),
    **dict.fromkeys(FIXED_DIGITS, ("digits", "leading_zeros")),
}


def light(expr: str) -> str:
    """VARCHAR: ``expr`` with its white space tidied; NULL when nothing was written."""
    return _null_token_of_tidy(f"tidied({expr})")


def rules_of(semantic_type: str | None, rules: Collection[str] | None = None) -> tuple[str, ...]:
    """Names of the rules that a column of this type goes through, in order.

    Raises:
        UsageError: ``unknown-rule``, naming the rules there are.
    """
    chosen = DEFAULT_RULES if rules is None else frozenset(rules)
    if unknown := chosen - RULES.keys():
        raise UsageError(
            "unknown-rule",
            "there is no such normalisation rule",
            got=", ".join(sorted(unknown)),
            expected=", ".join(RULES),
        )
    names = (*_BASE, *_typed_rules(semantic_type))
    return tuple(name for name in names if name in chosen)


def normalise(
    expr: str,
    semantic_type: str | None = None,
    date_order: str | None = None,
    rules: Collection[str] | None = None,
) -> str:
    """VARCHAR: the comparable text of ``expr``, NULL when nothing was written.

    A value that is not valid under ``semantic_type`` is compared as text, so that what cannot be
    read can still be equal.

    Args:
        expr: a VARCHAR expression as read, best a column's name: it is used several times.
        semantic_type: name of the column's type; None, 'text' and 'empty' are text.
        date_order: order of the column's numeric dates (``dates.decide_order``).
        rules: names of the rules that are on; None: ``DEFAULT_RULES``.

    Raises:
        UsageError: ``unknown-rule``.
    """
    names = rules_of(semantic_type, rules)
    text = _as_text(expr, names)
    tidy = f"tidied({expr})" if "trim" in names else expr
    typed = _as_type(tidy, semantic_type, date_order, names)
    known = f"nullif({text}, '')"
    if "null_token" in names:
        known = _null_token_of_tidy(text) if "trim" in names else _null_token(text)
    if typed is None:
        return known
    if semantic_type == "person_name":  # the one type under which NULL and NONE are valid
        return f"CASE WHEN {known} IS NOT NULL THEN coalesce({typed}, {text}) END"
    return f"coalesce({typed}, {known})"


def _as_text(expr: str, names: tuple[str, ...]) -> str:
    if {"trim", "case", "diacritics"} <= set(names):
        expr = f"folded({expr})"
    else:
        for name in ("trim", "diacritics", "case"):
            expr = RULES[name].apply(expr) if name in names else expr
    return RULES["punctuation"].apply(expr) if "punctuation" in names else expr


def _typed_rules(semantic_type: str | None) -> tuple[str, ...]:
    if semantic_type is None or not is_known(semantic_type):
        return ()
    return _RULES_OF_TYPE.get(semantic_type, ("words",))


def _as_type(
    expr: str, semantic_type: str | None, order: str | None, names: tuple[str, ...]
) -> str | None:
    """Canonical text by the column's type, NULL where not valid; None when no rule of it is on."""
    if semantic_type is None or not set(_typed_rules(semantic_type)) & set(names):
        return None
    if semantic_type in _DATES:
        if "date" not in names:
            return None
        pivot = PIVOT if "two_digit_year" in names else None
        parse = parse_datetime if semantic_type == "datetime" else parse_date
        return parse(expr, order, pivot)
    if semantic_type == "integer":
        semantic_type = "decimal"  # 1.0 in a column of whole numbers is 1
    canonical = by_name(semantic_type).canonical(expr)
    if semantic_type in FIXED_DIGITS and "leading_zeros" in names:
        canonical = _restored(expr, semantic_type, canonical)
    # what keeps letters is compared without case, as text is; beyond ASCII only names go, folded
    return f"upper({canonical})" if "words" in names and "case" in names else canonical


def _restored(expr: str, semantic_type: str, otherwise: str) -> str:
    """The canonical form with the zeros that were cut from ``expr``, ``otherwise`` if none were."""
    full, shortest = FIXED_DIGITS[semantic_type]
    digits = compact(expr)
    whole = matches(expr, f"[0-9]{{{full}}}")  # the commonest: one test and done
    cut = matches(digits, f"[0-9]{{{shortest},{full - 1}}}")
    restored = by_name(semantic_type).canonical(f"lpad({digits}, {full}, '0')")
    return f"CASE WHEN {whole} THEN {otherwise} WHEN {cut} THEN {restored} ELSE {otherwise} END"

"""What a pydantic error says, as (key, got, expected): for files that people write by hand."""

from __future__ import annotations

import difflib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import ValidationError

# A value longer than this is described by its shape alone.
LONGEST_SHOWN = 40

# pydantic's error types in the words of somebody who writes TOML.
EXPECTED = {
    "missing": "a value: this key is required",
    "string_type": "text",
    "string_pattern_mismatch": "text of the pattern {pattern}",
    "string_too_short": "text of at least {min_length} character(s)",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "greater_than_equal": "a number of at least {ge:g}",
    "greater_than": "a number above {gt:g}",
    "less_than_equal": "a number of at most {le:g}",
    "less_than": "a number below {lt:g}",
    "literal_error": "one of {expected}",
    "tuple_type": "a list",
    "list_type": "a list",
    "too_short": "a list of at least {min_length} item(s)",
    "dict_type": "a table",
    "model_type": "a table",
    "datetime_type": "a date or a time",
    "datetime_parsing": "a date or a time (2021-05-20, 2021-05-20T10:00:00Z)",
    "datetime_from_date_parsing": "a date or a time (2021-05-20, 2021-05-20T10:00:00Z)",
    "datetime_object_invalid": "a date or a time (2021-05-20, 2021-05-20T10:00:00Z)",
    "date_type": "a date",
    "date_parsing": "a date (2021-05-20)",
    "date_from_datetime_parsing": "a date (2021-05-20)",
    "date_from_datetime_inexact": "a date without a time (2021-05-20)",
}


class Explanation(NamedTuple):
    """One thing that is wrong with a file.

    Attributes:
        key: dotted path of the key, list items from 1: ``snapshot[2].date``; empty for the whole.
        got: type or shape of what stands there, and the value itself where it is short.
        expected: what should stand there.
    """

    key: str
    got: str
    expected: str


def explain(error: ValidationError) -> Explanation:
    """The first problem of ``error``; unknown keys come last, as they often follow from others."""
    problems = sorted(error.errors(include_url=False), key=lambda one: one["type"] in _UNKNOWN)
    first: dict[str, Any] = dict(problems[0])
    kind, context = first["type"], first.get("ctx") or {}
    if kind in _UNKNOWN:
        return Explanation(dotted(first["loc"]), "an unknown key", "a known key")
    if kind == "missing":
        return Explanation(dotted(first["loc"]), "nothing", EXPECTED["missing"])
    if kind == "value_error":  # one of our own validators: its text is a sentence for the user
        return Explanation(dotted(first["loc"]), shape(first["input"]), str(context["error"]))
    template = EXPECTED.get(kind)
    expected = template.format(**context) if template else first["msg"]
    return Explanation(dotted(first["loc"]), shape(first["input"]), expected)


def unknown_key(error: ValidationError) -> str | None:
    """The last part of the key that :func:`explain` found unknown; None where it found another."""
    problems = error.errors(include_url=False)
    if any(one["type"] not in _UNKNOWN for one in problems):
        return None
    return str(problems[0]["loc"][-1])


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """A hint that names the nearest of ``known``, or None where none is near."""
    near = difflib.get_close_matches(name.lower(), list(known), n=1)
    return f"did you mean {near[0]}?" if near else None


def dotted(location: tuple[int | str, ...]) -> str:
    """A pydantic location as a TOML writer would say it; list items count from 1."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def shape(value: Any) -> str:  # noqa: PLR0911 - one return a type reads best
    """Type of a TOML value, with the value where it is short and plain; never a long one."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case datetime() | date() | time():
            return f"the {type(value).__name__} {value.isoformat()}"
        case str() if len(value) <= LONGEST_SHOWN and value.isprintable():
            return f'the text "{value}"'
        case str():
            return f"text of {len(value)} characters"
        case list() | tuple():
            return f"a list of {len(value)}"
        case dict():
            return "a table"
        case None:
            return "nothing"
        case _:
            return f"a {type(value).__name__}"


_UNKNOWN = frozenset({"extra_forbidden"})

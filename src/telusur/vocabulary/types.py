r"""What a semantic type of values is, and the patterns that types are written with.

A type works on *tidied* text (``normalise.light``): it is handed an SQL expression, usually the
name of a column that a step has tidied, and uses it several times. Patterns stay in the common
subset of RE2 and java.util.regex: no look-around, no back-reference, ``\z`` for the end (Java's
``$`` also matches before a line break).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from telusur.model.base import Bilingual


@dataclass(frozen=True)
class SemanticType:
    """A kind of value that columns hold.

    Attributes:
        name: name in findings and in ``register.toml``.
        title: for readers.
        widely_known: many holders have values of this type, so agreeing on them does not show
            whose copy it is.
        valid: tidied VARCHAR expression -> BOOLEAN expression, never NULL.
        canonical: tidied VARCHAR expression -> VARCHAR expression, NULL where not valid. Dates are
            read day first here; ``dates.parse_date`` takes the order of the column.
        priority: the lower, the more specific; of types that fit equally the lowest is meant.
        hints: words of column names that speak for the type, in lower case without punctuation.
        needs_hint: content alone does not tell (any two words look like a name): never inferred
            without a hint in the column's name.
    """

    name: str
    title: Bilingual
    widely_known: bool
    valid: Callable[[str], str]
    canonical: Callable[[str], str]
    priority: int
    hints: tuple[str, ...] = ()
    needs_hint: bool = False


def matches(expr: str, pattern: str) -> str:
    """BOOLEAN: the whole of ``expr`` matches ``pattern``; NULL for NULL."""
    return f"regexp_matches({expr}, '^(?:{_quoted(pattern)})\\z')"


def part(expr: str, pattern: str) -> str:
    """The first group of ``pattern`` in ``expr``, or '' where it does not match."""
    return f"regexp_extract({expr}, '{_quoted(pattern)}', 1)"


def surely(condition: str) -> str:
    """A condition with NULL read as false."""
    return f"coalesce({condition}, false)"


def compact(expr: str) -> str:
    """An identifier without its separators, the quote that keeps it text in spreadsheets, and .0.

    ``'3201.0112-3456 0001`` and ``3201011234560001.0`` (a number column of a data frame) become
    their digits. An NPWP ends in .000, which stays.
    """
    return f"regexp_replace({expr}, '[.]0{{1,2}}\\z|[-. ''’/]', '', 'g')"


def identifier(pattern: str) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """``valid`` and ``canonical`` of an identifier whose compact form matches ``pattern``."""

    def valid(expr: str) -> str:
        return surely(f"{matches(expr, pattern)} OR {matches(compact(expr), pattern)}")

    def canonical(expr: str) -> str:
        return (
            f"CASE WHEN {matches(expr, pattern)} THEN {expr} "
            f"WHEN {matches(compact(expr), pattern)} THEN {compact(expr)} END"
        )

    return valid, canonical


def _quoted(pattern: str) -> str:
    return pattern.replace("'", "''")

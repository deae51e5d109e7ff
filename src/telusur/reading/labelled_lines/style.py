"""How records of labelled lines are written, and what each line is under that style.

A label is looked for at the first sign alone, so that a value may hold the sign as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A word or a few; vCard's have parameters: TEL;TYPE=CELL. What it may not hold is named, and its
# length looked at apart: RE2 takes a second to compile repeated classes of all letters there are.
_LABEL = (
    r"[^\x00-@\[-^`{-\x{a9}×÷][^\x00-\x1f!\"$%*+,:;<=>?@\[\\\]^`{-\x{9f}]*?"
    r"(?:;[^\x00- :;@\[\\\]^`{-\x{9f}]+)*"
)
LONGEST_LABEL = 60
# Nothing but signs that draw a line, three or more, with at most a number among them.
_RULE = (
    r"^[ \t]*(?:[-=*_#~+─═━—–]{3,}[ \t]*(?:[(\[{]?[ \t]*#?\d+[ \t]*[)\]}]?[ \t]*"
    r"[-=*_#~+─═━—–]{3,})?|(?:[-=*_#~+─═━—–][ \t]?){3,}|(?:BEGIN|END):V[A-Z]+)[ \t]*$"
)
_BLANK = r"^[ \t\x{a0}]*$"


class What(IntEnum):
    """What a line is."""

    PLAIN = 0
    FIELD = 1
    BLANK = 2
    RULE = 3
    MORE = 4  # goes on with the value above it
    COMMENT = 5


class By(IntEnum):
    """What tells one record from the next."""

    RULE = 1
    BREAK = 2  # a rule or a blank line
    LABEL = 3  # the first label, where it comes again


@dataclass(frozen=True)
class Style:
    """How the lines of a text name their fields.

    Attributes:
        sign: between label and value.
        spaced: behind the sign stands a blank, or the line ends.
        place: characters before the sign, where labels are right-aligned; else None.
        indent: blanks before every label where they are not.
        by: what tells one record from the next.
        first: labels that begin records.
        folded: a line that begins with a blank goes on where the one above was cut (LDIF, vCard).
        labels: names of fields; None: any label may be one.
    """

    sign: str
    spaced: bool
    place: int | None = None
    indent: int = 0
    by: By = By.BREAK
    first: frozenset[str] = frozenset()
    folded: bool = False
    labels: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Lines:
    """Lines told apart; ``labels`` and ``values`` count where ``what`` is a field.

    Attributes:
        what: of each line, as :class:`What`.
        labels: of each line.
        values: of each line.
        places: characters before the sign.
        indents: blanks before the label.
    """

    what: NDArray[np.int8]
    labels: pa.Array
    values: pa.Array
    places: NDArray[np.int64]
    indents: NDArray[np.int64]


def told(style: Style, lines: pa.Array) -> Lines:
    """What each of the lines is."""
    # LDIF doubles the sign before a value in base64.
    behind = r"(?P<value>(?::?[ \t].*)?)" if style.spaced else r"(?P<value>.*)"
    found = pc.extract_regex(
        lines,
        rf"(?s)^(?P<before>(?P<indent>[ \t]*)(?P<label>{_LABEL})[ \t]*){style.sign}{behind}$",
    )
    labels = pc.struct_field(found, "label")
    places = _lengths(pc.struct_field(found, "before"))
    indents = _lengths(pc.struct_field(found, "indent"))
    field = np.asarray(pc.is_valid(found)) & (_lengths(labels) <= LONGEST_LABEL)
    if style.labels is not None:
        field = field & np.asarray(pc.is_in(labels, pa.array(style.labels, pa.string())))
        field &= aligned(style, places, indents)
    what = np.zeros(len(lines), dtype=np.int8)
    blank = _matches(lines, _BLANK)
    if style.place is not None:
        what[~blank] = What.MORE
    else:
        what[_matches(lines, rf"^(?:[ \t]{{{style.indent + 1}}}|\t)") & ~blank] = What.MORE
    if style.folded:
        what[_matches(lines, "^#")] = What.COMMENT
    what[blank] = What.BLANK
    what[field] = What.FIELD
    what[_matches(lines, _RULE)] = What.RULE
    values = pc.utf8_ltrim(pc.struct_field(found, "value"), " \t")
    return Lines(what, labels, values, places, indents)


def aligned(
    style: Style, places: NDArray[np.int64], indents: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which lines have their sign, or their label, where fields have it."""
    if style.place is not None:
        return np.equal(places, style.place)
    return np.equal(indents, style.indent)


def _matches(lines: pa.Array, pattern: str) -> NDArray[np.bool_]:
    return np.asarray(pc.match_substring_regex(lines, pattern), dtype=np.bool_)


def _lengths(column: pa.Array) -> NDArray[np.int64]:
    return np.asarray(pc.fill_null(pc.utf8_length(column), -1), dtype=np.int64)


def begins_of(style: Style, lines: Lines, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which lines begin a record; the first of them follows a record's end.

    1. behind a rule (and a blank line) the first field does;
    2. so does the label that began the record above, where it comes again and begins others.

    Args:
        style: of the text.
        lines: told apart.
        codes: of each line's label, by which equal ones are equal; -1 for those in no ``first``.
    """
    field = lines.what == What.FIELD
    begins = np.zeros(len(field), dtype=np.bool_)
    at = np.flatnonzero(field)
    if not len(at):
        return begins
    if style.by is By.LABEL:
        begins[at] = codes[at] >= 0
        return begins
    part = parts(style, lines)[at]
    fresh = np.concatenate(([True], part[1:] != part[:-1]))  # (1)
    led = codes[at][np.maximum.accumulate(np.where(fresh, np.arange(len(at)), 0))]
    begins[at] = fresh | ((codes[at] == led) & (led >= 0))  # (2)
    return begins


def parts(style: Style, lines: Lines) -> NDArray[np.int64]:
    """For each line how many of those that part records stand up to it."""
    ends = np.zeros(len(lines.what), dtype=np.bool_)
    if style.by is not By.LABEL:
        ends |= lines.what == What.RULE
    if style.by is By.BREAK:
        ends |= lines.what == What.BLANK
    return np.cumsum(ends)


def first_codes(style: Style, lines: Lines) -> NDArray[np.int64]:
    """Codes of the labels that begin records; -1 for all others."""
    first = pa.array(sorted(style.first), pa.string())
    found = pc.index_in(lines.labels, first)
    return np.asarray(pc.fill_null(found, -1), dtype=np.int64)

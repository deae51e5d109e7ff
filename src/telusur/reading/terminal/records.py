"""Records printed field by field: ``psql`` expanded, ``mysql`` vertical, ``sqlite3`` line mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.growing import MOST_COLUMNS, too_many_columns
from telusur.reading.terminal.grid import WRAPPED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

# More digits than any count has.
MOST_DIGITS = 15
# The line that begins a record, with its number.
MARKERS = (
    r"^[+┌├]?[-─]\[ RECORD (?P<number>\d+) \][-─]*[+┬┼]?[-─]*[+┐┤]?$",
    r"^\* Record (?P<number>\d+) *$",
    r"^\*{5,} (?P<number>\d+)\. row \*{5,}$",
)
MARKER = "|".join(f"(?:{one.replace('?P<number>', '')})" for one in MARKERS)


@dataclass(frozen=True)
class Style:
    """How fields are written.

    Attributes:
        marker: of the line that begins a record.
        field: of a line, with ``name`` and ``value``.
        mysql: an absent value is the word NULL.
        padded: blanks behind a value fill the box.
    """

    marker: str
    field: str
    mysql: bool = False
    padded: bool = False


def style_of(marker: str, following: str) -> Style | None:
    """The style of records that begin so."""
    if pc.match_substring_regex(pa.array([marker]), MARKERS[2])[0].as_py():
        found = Style(MARKERS[2], r"^(?P<name> *[^\s:][^:]*): ?(?P<value>.*)$", mysql=True)
    elif marker.startswith("*"):
        found = Style(MARKERS[1], r"^(?P<name>\S+) *(?P<value>.*)$")
    elif marker[:1] in "+┌├":
        field = r"^[|│] (?P<name>.*?) *[|│][ .…](?P<value>.*)[|│]$"
        found = Style(MARKERS[0], field, padded=True)
    else:
        found = Style(MARKERS[0], r"^(?P<name>[^|│]*?) *[|│] ?(?P<value>.*)$")
    fits = pc.match_substring_regex(pa.array([following]), _bare(found.field))
    return found if fits[0].as_py() else None


def _bare(pattern: str) -> str:
    return pattern.replace("?P<name>", "").replace("?P<value>", "").replace("?P<number>", "")


@dataclass(frozen=True)
class Fields:
    """Lines of records, told apart.

    Attributes:
        record: of each field, the number of its record from 0, counted in these lines.
        names: of the fields.
        values: of the fields.
        markers: lines that begin a record.
        strange: lines that are neither.
        last: the number that the last marker gives.
    """

    record: Ints
    names: pa.Array
    values: pa.Array
    markers: Ints
    strange: Ints
    last: int | None


def marked(style: Style, lines: pa.Array) -> Ints:
    """Lines that begin a record."""
    return np.flatnonzero(np.asarray(pc.match_substring_regex(lines, _bare(style.marker))))


def begun_anew(style: Style, lines: pa.Array) -> int | None:
    """The first line whose record is numbered 1 behind others; None: there is none."""
    markers = marked(style, lines)[1:]
    numbers = pc.extract_regex(lines.take(pa.array(markers)), style.marker)
    ones = np.flatnonzero(np.asarray(pc.equal(pc.struct_field(numbers, "number"), "1")))
    return int(markers[ones[0]]) if len(ones) else None


def fields_of(style: Style, lines: pa.Array, colon: int | None = None) -> Fields:
    """The fields of lines that begin with a marker.

    Args:
        style: of the records.
        lines: of the table alone.
        colon: place of the colon in every field, where a line without it is a value's next line.
    """
    markers = marked(style, lines)
    begins = np.zeros(len(lines), dtype=np.int64)
    begins[markers] = 1
    record = np.cumsum(begins) - 1
    found = pc.extract_regex(lines, style.field)
    told = (begins == 0) & np.asarray(pc.is_valid(found))
    names, values = pc.struct_field(found, "name"), pc.struct_field(found, "value")
    if colon is not None:
        at_colon = pc.equal(pc.utf8_length(pc.utf8_rtrim(names, " ")), colon)
        own = told & np.asarray(pc.fill_null(at_colon, fill_value=False))
        told = begins == 0
        mask = pa.array(own)
        names, values = pc.if_else(mask, names, ""), pc.if_else(mask, values, lines)
    strange = np.flatnonzero(~told & (begins == 0))
    mask = pa.array(told)
    owner, names, values = record[told], names.filter(mask), values.filter(mask)
    if style.padded:
        values = pc.utf8_rtrim(values, " ")
    going_on = np.asarray(pc.equal(pc.utf8_trim(names, " "), ""))
    if going_on.any():
        owner, names, values = _with_lines(owner, names, values, marks=colon is None)
    last = None
    if len(markers):
        number = pc.extract_regex(lines.take(pa.array(markers[-1:])), style.marker)
        last = int(pc.struct_field(number, "number")[0].as_py()[:MOST_DIGITS])
    return Fields(owner, names, values, markers, strange, last)


def _with_lines(
    owner: Ints, names: pa.Array, values: pa.Array, *, marks: bool
) -> tuple[Ints, pa.Array, pa.Array]:
    """Values of several lines; with ``marks`` each but the last ends in the sign that says so."""
    texts: list[list[str]] = []
    keep: list[int] = []
    for at, (name, text) in enumerate(zip(names.to_pylist(), values.to_pylist(), strict=True)):
        if name.strip() or not keep:
            keep.append(at)
            texts.append([text])
            continue
        before = texts[-1][-1]
        if not marks:
            text = "\n" + text  # noqa: PLW2901
        elif before[-1:] in WRAPPED:
            texts[-1][-1] = before[:-1]
        else:
            texts[-1][-1] = before[:-1].rstrip(" ") + "\n"
        texts[-1].append(text)
    chosen = pa.array(keep, pa.int64())
    return owner[keep], names.take(chosen), pa.array(map("".join, texts), pa.string())


def pivoted(fields: Fields) -> tuple[dict[str, pa.Array], int]:
    """Columns by name, a row a record, and how many rows.

    A name that comes again in a record, as a join's do, is a column of its own.

    Raises:
        LimitReached: ``too-many-columns``.
    """
    rows = len(fields.markers)
    coded = pc.utf8_ltrim(fields.names, " ").dictionary_encode()
    codes, names = coded.indices.to_numpy(), coded.dictionary.to_pylist()
    if len(names) > MOST_COLUMNS:
        raise too_many_columns()
    found: list[tuple[int, str, pa.Array]] = []
    for code, name in enumerate(names):
        members = np.flatnonzero(codes == code)
        turn = _turns(fields.record[members])
        for again in range(int(turn.max(initial=0)) + 1):
            own = name if not again else _free(name, again + 1, names)
            place = np.full(rows, -1, dtype=np.int64)
            chosen = members[turn == again]
            place[fields.record[chosen]] = chosen
            column = fields.values.take(pa.array(place, mask=place < 0))
            found.append((int(chosen[0]), own, column))
            if len(found) > MOST_COLUMNS:
                raise too_many_columns()
    found.sort(key=lambda one: one[0])
    return {own: column for _, own, column in found}, rows


def _turns(owner: Ints) -> Ints:
    """For each of a name's fields how many its record had before it; owners ascend."""
    first = np.searchsorted(owner, owner)
    return np.arange(len(owner)) - first


def _free(name: str, again: int, taken: list[str]) -> str:
    own = f"{name}_{again}"
    while own in taken:
        own += "_"
    return own

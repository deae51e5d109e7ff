"""How a delimited text is written: delimiter, quote, escape, preamble; told from a sample.

The delimiter is the one under which the sample's lines agree best in their number of values and
whose values look like values (after van den Burg, Nazabal and Sutton, "Wrangling messy CSV files by
detecting row and type patterns", 2019: pattern score times type score).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from telusur.reading import combo
from telusur.reading.dialect_fit import fitted, masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.reading.dialect_fit import Fit
    from telusur.reading.interface import Overrides

SAMPLE_BYTES = 256 << 10
SAMPLE_RECORDS = 2000

DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", " ", "\x01", "\x1f")
LONG_DELIMITERS = ("||", "::", ";;", "\t\t", "|~|", "~|~", "^|^", "@@", "|#|", "|*|", "|$|")
# A sign that nobody uses by habit: it stands in most lines, and these agree in how often.
RARE_PRIOR, RARE_STANDS, RARE_FITS, MOST_RARE = 0.6, 0.7, 0.6, 8
# How often a delimiter of several signs must fit, against the sign it is made of, to beat it.
LONG_FITS = 0.95
# A blank belongs to the delimiter where it stands behind this share of them.
BLANK_FOLLOWS = 0.99
# Below this score lines have nothing in common but their end: they are a table of one column.
LEAST_SCORE = 0.1
# Above this score no sign that nobody uses by habit is tried.
SURE_SCORE = 0.4
MOST_PREAMBLE = 20

# Signs of addresses, links, amounts and sentences: they part no values. NUL, which no engine takes
# for a delimiter, stands in damaged files.
_IN_VALUES = frozenset("\r\n\"'.-_@/%+#&()?=[]{}<>$€£°\x02\0")
# A line that begins with the sign behind the delimiter and ends with the one before it has values
# that stand between those signs; then they are no part of the delimiter.
WRAPPING = 0.5
MOST_DELIMITER_BYTES = 4  # as the engine takes them
_STANDIN = "\x1e"  # in a sample, for a delimiter of several signs: csv takes one
# A line in quotes: none inside that is not doubled.
_WRAPPED = re.compile(rb'^"((?:[^"\r\n]|"")*)"[ \t]*(\r?)$', re.MULTILINE)
# Share of lines that stand in quotes of their own where a file's lines do.
WRAPPED = 0.9


@dataclass(frozen=True)
class Record:
    """One record of the sample: its values and the physical line (from 1) where it ends."""

    values: tuple[str, ...]
    last_line: int

    @property
    def blank(self) -> bool:
        """A line without a sign."""
        return not self.values


@dataclass(frozen=True)
class Dialect:
    """How the text is written.

    Attributes:
        delimiter: one or more signs.
        quote: one sign, or empty.
        escape: one sign, or empty.
        records: the sample under this dialect, blank lines and preamble left out.
        preamble_lines: physical lines before the first of ``records``.
        width: values in most records.
        told: a first line ``sep=…`` says what the delimiter is.
        first_only: lines are split at their first delimiter alone (``combo.py``).
        wrapped: every line stands in quotes of its own; the dialect is that of what is in them.
    """

    delimiter: str
    quote: str
    escape: str
    records: tuple[Record, ...]
    preamble_lines: int
    width: int
    told: bool = False
    first_only: bool = False
    wrapped: bool = False


def unwrapped(raw: bytes) -> bytes:
    """Lines without the quotes around each of them, and quotes inside made single."""
    return _WRAPPED.sub(lambda found: found[1].replace(b'""', b'"') + found[2], raw)


def settle(sample: Sequence[str], overrides: Overrides) -> Dialect:
    """The dialect of ``sample``: whole lines, line ends as LF, the mark of order removed."""
    told = (
        re.fullmatch(r"\"?sep=(.{1,3}?)\"?[,;]*\n?", sample[0], re.IGNORECASE) if sample else None
    )
    lines = [line.rstrip("\n") + "\n" for line in (sample[1:] if told else sample)]
    given = overrides.delimiter or (told.group(1) if told else None)
    pairs = combo.delimiter_of(lines, _unescaped(given) if given else None)
    if pairs and not overrides.quote:
        records = tuple(
            Record(tuple(line.rstrip("\n").split(pairs, 1)), at)
            for at, line in enumerate(lines[:SAMPLE_RECORDS], start=2 if told else 1)
            if line.strip()
        )
        return Dialect(pairs, "", "", records, int(bool(told)), 2, bool(told), first_only=True)
    inner = _inside(lines) if overrides.quote is None else None
    if inner:
        found = settle(inner, replace(overrides, delimiter=given))
        if found.width > 1:
            return replace(found, wrapped=True)
    candidates = (_unescaped(given),) if given else _occurring(lines)
    fits = [fitted(lines, delimiter, overrides.quote) for delimiter in candidates]
    best = max(fits, key=lambda fit: fit.score, default=None)
    if not given and (best is None or best.score < SURE_SCORE or best.delimiter == " "):
        rare = [fitted(lines, sign, overrides.quote, RARE_PRIOR) for sign in _rare(lines)]
        rare = [fit for fit in rare if fit.agree >= RARE_FITS]
        best = max([*rare, *([best] if best else [])], key=lambda fit: fit.score, default=None)
        if best is None or best.score < LEAST_SCORE:
            best = fitted(lines, _absent(lines), overrides.quote)
    if best is None:  # no line, or the delimiter given is nowhere
        best = fitted(lines, _unescaped(given or ","), overrides.quote)
    if not given:
        best = _or_longer(lines, fits, best, overrides.quote)
    all_records = split(lines, best.delimiter, best.quote, best.escape)
    width = best.width
    first, skipped = _preamble(all_records, width)
    above = 1 if told else 0
    records = tuple(
        Record(record.values, record.last_line + above)
        for record in all_records[first:]
        if not record.blank
    )
    return Dialect(
        best.delimiter, best.quote, best.escape, records, skipped + above, width, bool(told)
    )


def _inside(lines: list[str]) -> list[str] | None:
    """Lines without the quotes around them, where these hold whole rows and no single values."""
    filled = [line for line in lines if line.strip()]
    plain = unwrapped("".join(filled).encode()).decode().splitlines(keepends=True)
    if len(plain) != len(filled) or not filled:
        return None
    bare = sum(one != other for one, other in zip(plain, filled, strict=True))
    return plain if bare >= WRAPPED * len(filled) else None


def _unescaped(given: str) -> str:
    names = {"\\t": "\t", "tab": "\t", "\\x01": "\x01", "\\x1f": "\x1f", "space": " "}
    return names.get(given.lower(), given)


def _occurring(lines: list[str]) -> tuple[str, ...]:
    text = "".join(lines)
    return tuple(sign for sign in (*DELIMITERS, *LONG_DELIMITERS) if sign in text)


def _rare(lines: list[str]) -> list[str]:
    """Signs that are no letter, figure or blank and stand in most lines equally often."""
    filled = [line for line in lines if line.strip()]
    counts: Counter[str] = Counter()
    for line in filled:
        counts.update(
            sign
            for sign in set(line)
            if unicodedata.category(sign)[0] in "PSC" and sign not in _IN_VALUES
        )
    return [
        sign
        for sign, count in counts.most_common(MOST_RARE)
        if count >= RARE_STANDS * len(filled) and sign not in DELIMITERS
    ]


def _absent(lines: list[str]) -> str:
    """A delimiter that splits nothing."""
    text = "".join(lines)
    return next((sign for sign in ("\x1f", "\x01", "\x02", "\x03") if sign not in text), "\x04")


def split(lines: Sequence[str], delimiter: str, quote: str, escape: str) -> list[Record]:
    """Records of a sample; a record cut by the sample's end is left out by the caller."""
    if len(delimiter) > 1:
        lines = [line.replace(delimiter, _STANDIN) for line in lines]
    reader = csv.reader(
        (line.replace("\r", " ") for line in lines),
        delimiter=delimiter if len(delimiter) == 1 else _STANDIN,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
        doublequote=escape == quote,
        escapechar=escape if escape and escape != quote else None,
    )
    records = []
    try:
        for values in reader:
            records.append(Record(tuple(values), reader.line_num))
            if len(records) == SAMPLE_RECORDS:
                break
    except csv.Error:  # a value beyond csv's own limit: what was read is the sample
        pass
    return records


def _or_longer(lines: list[str], fits: list[Fit], best: Fit, quote: str | None) -> Fit:
    """A delimiter of several signs, where the single one leaves every second value empty."""
    text = masked("".join(lines), best.delimiter, best.quote, best.escape)
    for fit in fits:
        repeats = len(fit.delimiter) > 1 and best.delimiter in fit.delimiter
        # Almost all single signs stand in longer ones, else these are a sign and an empty value.
        alone = text.count(best.delimiter)
        most = text.count(fit.delimiter) * fit.delimiter.count(best.delimiter) >= LONG_FITS * alone
        if repeats and most and fit.agree >= LONG_FITS * best.agree and 1 < fit.width < best.width:
            return fit
    between = _between(text.split("\n"), best.delimiter)
    if best.width > 1 and between:
        fit = fitted(lines, between, quote)
        if fit.width == best.width and fit.agree >= LONG_FITS * best.agree:
            return fit
    if best.width > 1 and best.delimiter in (",", ";", "|"):
        spaced = fitted(lines, best.delimiter + " ", quote)
        text = masked("".join(lines), spaced.delimiter, spaced.quote, spaced.escape)
        alone = text.count(best.delimiter)
        if spaced.width > 1 and text.count(spaced.delimiter) >= BLANK_FOLLOWS * alone:
            return spaced
    return best


def _between(lines: list[str], sign: str) -> str | None:
    """``#|#`` where every ``|`` stands between two signs that are no part of the values."""
    rows = [line for line in lines if sign in line]
    around = Counter(
        (left[-1:], right[:1])
        for line in rows
        for left, right in pairwise(line.rstrip("\r").split(sign))
    )
    (before, behind), most = around.most_common(1)[0] if around else (("", ""), 0)
    whole = before + sign + behind
    if most < LONG_FITS * around.total() or len(whole.encode()) > MOST_DELIMITER_BYTES:
        return None
    for one in (before, behind):
        if not one or one in "\"'" or unicodedata.category(one)[0] not in "PS":
            return None
    wrapped = sum(line.startswith(behind) and line.rstrip("\r").endswith(before) for line in rows)
    return whole if wrapped < WRAPPING * len(rows) else None


def _preamble(records: list[Record], width: int) -> tuple[int, int]:
    """Index of the first record of the table, and the physical lines before it."""
    last = 0
    for index, record in enumerate(records[: MOST_PREAMBLE + 1]):
        narrow = len(record.values) <= width // 2 and width > 1
        if not record.blank and not narrow:
            return index, last
        last = record.last_line
    blank = [record.blank for record in records]
    first = blank.index(False) if False in blank else 0
    return first, records[first - 1].last_line if first else 0

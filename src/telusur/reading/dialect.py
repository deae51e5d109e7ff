"""How a delimited text is written: delimiter, quote, escape, preamble; told from a sample.

The delimiter is the one under which the sample's records agree best in their number of values and
whose values hold no other delimiter (after van den Burg, Nazabal and Sutton, "Wrangling messy CSV
files by detecting row and type patterns", 2019: pattern score times type score).
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telusur.reading.interface import Overrides

SAMPLE_BYTES = 256 << 10
SAMPLE_RECORDS = 2000

DELIMITERS = (",", ";", "\t", "|", ":", "^", "~", "\x01", "\x1f")
LONG_DELIMITERS = ("||", "::", ";;", "|~|", "~|~", "^|^", "@@")
# A colon splits times and links as well; it has to be clearly better to win.
PRIOR = {":": 0.7}
# Delimiters that hardly occur inside values; a value with one was split by the wrong sign.
TELLING = ";\t|\x01\x1f"
# How often a delimiter of several signs must fit to beat the sign it is made of.
LONG_FITS = 0.9
# A quote other than '"' must close this share of the values that it opens.
QUOTE_CLOSES = 0.9
# Reading without quotes must make this much more of the records agree.
UNQUOTED_GAIN = 0.05
MOST_PREAMBLE = 20

_STANDIN = "\x1e"  # in a sample, for a delimiter of several signs: csv takes one


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
    """

    delimiter: str
    quote: str
    escape: str
    records: tuple[Record, ...]
    preamble_lines: int
    width: int


def settle(sample: Sequence[str], overrides: Overrides) -> Dialect:
    """The dialect of ``sample``: whole lines, line ends as LF, the mark of order removed."""
    told = re.fullmatch(r"\"?sep=(.{1,3}?)\"?\n?", sample[0], re.IGNORECASE) if sample else None
    lines = list(sample[1:] if told else sample)
    given = overrides.delimiter or (told.group(1) if told else None)
    candidates = (_unescaped(given),) if given else _occurring(lines)
    fits = [_fit(lines, delimiter, overrides.quote) for delimiter in candidates]
    best = max(fits, key=lambda fit: fit.score) if fits else _fit(lines, ",", overrides.quote)
    best = _or_longer(fits, best)
    first, skipped = _preamble(best)
    above = 1 if told else 0
    records = tuple(
        Record(record.values, record.last_line + above)
        for record in best.records[first:]
        if not record.blank
    )
    lines_before = skipped + above
    return Dialect(best.delimiter, best.quote, best.escape, records, lines_before, best.width)


@dataclass(frozen=True)
class _Fit:
    delimiter: str
    quote: str
    escape: str
    records: tuple[Record, ...]
    width: int
    agree: float
    score: float


def _unescaped(given: str) -> str:
    names = {"\\t": "\t", "tab": "\t", "\\x01": "\x01", "\\x1f": "\x1f"}
    return names.get(given.lower(), given)


def _occurring(lines: list[str]) -> tuple[str, ...]:
    text = "".join(lines)
    return tuple(sign for sign in (*DELIMITERS, *LONG_DELIMITERS) if sign in text)


def _fit(lines: list[str], delimiter: str, quote: str | None) -> _Fit:
    """The sample under one delimiter, with the quote and escape that suit it."""
    if quote is None:
        quote = _quote(lines, delimiter)
    escape = _escape(lines, delimiter, quote)
    fit = _measured(lines, delimiter, quote, escape)
    if quote:
        plain = _measured(lines, delimiter, "", "")
        if plain.agree > fit.agree + UNQUOTED_GAIN and plain.width >= fit.width:
            return plain
    return fit


def _measured(lines: list[str], delimiter: str, quote: str, escape: str) -> _Fit:
    records = split(lines, delimiter, quote, escape)
    filled = [record for record in records if not record.blank]
    widths = Counter(len(record.values) for record in filled)
    # Of equally frequent widths the larger: a preamble is narrower than the table.
    width = max(widths, key=lambda width: (widths[width], width)) if widths else 1
    agree = widths[width] / len(filled) if filled else 0.0
    values = [value for record in filled for value in record.values]
    telling = set(TELLING + ("," if delimiter == ":" else "")) - set(delimiter)
    clean = sum(not telling & set(value) for value in values) / len(values) if values else 0.0
    score = agree * agree * clean * clean * (1 - 1 / (width + 1)) * PRIOR.get(delimiter, 1.0)
    return _Fit(delimiter, quote, escape, tuple(records), width, agree, score if width > 1 else 0.0)


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


def _quote(lines: list[str], delimiter: str) -> str:
    """``'`` where it opens and closes values and ``"`` does not, else ``"``."""
    text = "".join(lines)
    sign = re.escape(delimiter)
    opens, closes = rf"(?:^|{sign})", rf"(?:{sign}|$)"
    if re.search(rf"{opens}\"", text, re.MULTILINE):
        return '"'
    opening = len(re.findall(rf"{opens}'", text, re.MULTILINE))
    whole = len(
        re.findall(rf"(?<![^\n{sign}])'(?:[^'\n]|''|\\')*'(?={closes})", text, re.MULTILINE)
    )
    return "'" if opening and whole >= QUOTE_CLOSES * opening else '"'


def _escape(lines: list[str], delimiter: str, quote: str) -> str:
    """The backslash where quotes inside values carry one, else the quote itself, doubled."""
    if not quote:
        return ""
    text = "".join(lines)
    sign = re.escape(delimiter)
    backslashed = len(re.findall(rf"(?<!\\)(?:\\\\)*\\{quote}(?!{sign}|$)", text, re.MULTILINE))
    doubled = len(re.findall(rf"(?<=[^{sign}\n{quote}]){quote}{quote}(?!{sign}|$)", text))
    return "\\" if backslashed > doubled else quote


def _or_longer(fits: list[_Fit], best: _Fit) -> _Fit:
    """A delimiter of several signs, where the single one leaves every second value empty."""
    for fit in fits:
        repeats = len(fit.delimiter) > 1 and best.delimiter in fit.delimiter
        if repeats and fit.agree >= LONG_FITS and 1 < fit.width < best.width:
            return fit
    return best


def _preamble(fit: _Fit) -> tuple[int, int]:
    """Index of the first record of the table, and the physical lines before it."""
    last = 0
    for index, record in enumerate(fit.records[: MOST_PREAMBLE + 1]):
        narrow = len(record.values) <= fit.width // 2 and fit.width > 1
        if not record.blank and not narrow:
            return index, last
        last = record.last_line
    blank = [record.blank for record in fit.records]
    first = blank.index(False) if False in blank else 0
    return first, fit.records[first - 1].last_line if first else 0

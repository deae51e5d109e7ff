"""How well a sample of text is written in one dialect: the pattern and the types of its values.

Values in whole quotes are put aside first, so that nothing inside them counts and one broken quote
spoils no line but its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

# A colon splits times and links as well, a blank words: they have to be clearly better to win.
PRIOR = {":": 0.7, " ": 0.5}
# Delimiters that hardly occur inside values; a value with one was split by the wrong sign.
TELLING = ";\t|\x01\x1f"
# A quote other than '"' must close this share of the values that it opens.
QUOTE_CLOSES = 0.9
# Of records split by blanks, this share of columns holds figures, dates and the like: a name of two
# words is no table of two columns.
BLANK_TYPED, BLANK_FITS = 0.5, 0.95
# Or this share of them holds a value in quotes, which keep its words together.
BLANK_QUOTED = 0.3
# A table among lines of prose stands together: so much of it lies between its first and last line.
STANDS_TOGETHER = 0.8
_MASK = "\x02"  # for a value in quotes
_LIKE_A_VALUE = re.compile(
    r"[-+(]?[$€£]?\s?\d[\d.,' ]*\)?\s?(?:%|[a-zA-Z]{1,3})?"  # an amount
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2}.*)?"
    r"|=\"[^\"]*\"|(?:https?|ftp)://\S+|[^@\s]+@[^@\s]+\.[^@\s.]+"
)
_SPLIT_WRONG = re.compile(r",(?=[^\s\d])")  # in prose a blank follows a comma


@dataclass(frozen=True)
class Fit:
    """A sample under one delimiter, with the quote and escape that suit it.

    Attributes:
        width: values in most records.
        agree: how well the lines agree in their number of values, 0 to 1.
        score: pattern times types, 0 to 1.
    """

    delimiter: str
    quote: str
    escape: str
    width: int
    agree: float
    score: float


def fitted(lines: list[str], delimiter: str, quote: str | None, prior: float = 1.0) -> Fit:
    """The sample under one delimiter, with the quote and escape that suit it."""
    if quote is None:
        quote = _quote(lines, delimiter)
    escape = _escape(lines, delimiter, quote)
    text = masked("".join(lines), delimiter, quote, escape)
    rows = [line.split(delimiter) for line in text.split("\n") if line.strip()]
    widths = Counter(len(row) for row in rows)
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return Fit(delimiter, quote, escape, 1, 0.0, 0.0)
    # Of equally frequent widths the larger: a preamble is narrower than the table.
    width = max(several, key=lambda width: (several[width] * (1 - 1 / width), width))
    agree = sum(count * count for count in several.values()) ** 0.5 / len(rows)
    if widths[1] * 2 > len(rows) and not _together(rows):
        return Fit(delimiter, quote, escape, 1, agree, 0.0)
    if delimiter == " " and not _typed_throughout(rows, width):
        return Fit(delimiter, quote, escape, 1, agree, 0.0)
    clean = _clean([row for row in rows if len(row) > 1], delimiter, quote)
    prior *= PRIOR.get(delimiter, 1.0)
    score = agree * clean * clean * (1 - 1 / (width + 1)) * prior
    return Fit(delimiter, quote, escape, width, agree, score)


def masked(text: str, delimiter: str, quote: str, escape: str) -> str:
    """``text`` with every value in whole quotes replaced by one sign."""
    if not quote or quote not in text:
        return text
    sign, mark = re.escape(delimiter), re.escape(quote)
    inner = rf"[^{mark}\\]|\\." if escape == "\\" else rf"[^{mark}]|{mark}{mark}"
    return re.sub(
        rf"(?:(?<=^)|(?<={sign})){mark}(?:{inner})*+{mark}(?=\s*(?:{sign}|$))",
        _MASK,
        text,
        flags=re.MULTILINE,
    )


def _together(rows: list[list[str]]) -> bool:
    at = [index for index, row in enumerate(rows) if len(row) > 1]
    return len(at) > 2 and len(at) >= STANDS_TOGETHER * (at[-1] - at[0] + 1)  # noqa: PLR2004


def _typed_throughout(rows: list[list[str]], width: int) -> bool:
    body = [row for row in rows[1:] if len(row) > 1]
    if sum(_MASK in row for row in body) >= BLANK_QUOTED * len(body):
        return True
    if len(rows) < 2 or _steady(rows) < BLANK_FITS * len(rows):  # noqa: PLR2004
        return False
    body = [row for row in body if len(row) == width]
    typed = sum(
        2 * sum(row[at] == _MASK or bool(_LIKE_A_VALUE.fullmatch(row[at])) for row in body)
        > len(body)
        for at in range(width)
    )
    return typed >= BLANK_TYPED * width


def _steady(rows: list[list[str]]) -> int:
    """Rows of as many values as a neighbour: several tables are, and prose is not."""
    sizes = [len(row) for row in rows]
    beside = zip([*sizes[1:], 0], sizes, [0, *sizes[:-1]], strict=True)
    return sum(own in (before, after) for after, own, before in beside)


def _clean(rows: list[list[str]], delimiter: str, quote: str) -> float:
    """Share of values that look whole."""
    telling = set(TELLING + ("," if delimiter == ":" else "")) - set(delimiter)
    good = total = 0
    for row in rows:
        for value in row:
            value = value.strip(" \r")  # noqa: PLW2901
            if not value:
                continue
            total += 1
            if value == _MASK or _LIKE_A_VALUE.fullmatch(value):
                good += 1
            elif not telling & set(value):
                broken = quote and (value[0] == quote) != (value[-1] == quote)
                good += not broken and not _SPLIT_WRONG.search(value)
    return good / total if total else 0.0


def _quote(lines: list[str], delimiter: str) -> str:
    """``'`` where it opens and closes values, and more of them than ``"`` opens, else ``"``."""
    text = "".join(lines)
    sign = re.escape(delimiter)
    opens, closes = rf"(?:^|{sign})", rf"(?:{sign}|$)"
    double = len(re.findall(rf"{opens}\"", text, re.MULTILINE))
    opening = len(re.findall(rf"{opens}'", text, re.MULTILINE))
    whole = len(
        re.findall(rf"(?:^|(?<={sign}))'(?:[^'\n]|''|\\')*'(?={closes})", text, re.MULTILINE)
    )
    return "'" if whole > double and whole >= QUOTE_CLOSES * opening else '"'


def _escape(lines: list[str], delimiter: str, quote: str) -> str:
    """The backslash where quotes inside values carry one, else the quote itself, doubled."""
    if not quote:
        return ""
    text = "".join(lines)
    sign = re.escape(delimiter)
    backslashed = len(re.findall(rf"(?<!\\)(?:\\\\)*\\{quote}(?!{sign}|$)", text, re.MULTILINE))
    doubled = len(re.findall(rf"(?<=[^\n{quote}])(?<!{sign}){quote}{quote}(?!{sign}|$)", text))
    return "\\" if backslashed > doubled else quote

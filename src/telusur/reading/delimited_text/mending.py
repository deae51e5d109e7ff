"""One record that does not fit its table: read in another way where exactly one way fits.

The ways, most modest first, and the kind under which a repair is counted:

1. ``quotes``: a quote closes a value only before a delimiter or the end; others are its own;
2. ``other-delimiter``: the line is written with another delimiter than its neighbours;
3. ``surplus-empty``: empty values too many are left out, at the end or where the rest then fits;
4. ``delimiter-in-value``: neighbouring values are one, where only so every value fits;
5. ``short-row``: values are missing at the end; they are absent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.reading.delimited_text.fitting import Model
    from telusur.reading.dialect import Dialect

OTHERS = (";", ",", "\t", "|", ":", " ")
# Of a longer record it is not asked which of its values belong together.
MOST_SURPLUS = 8
# A way has to be this much better than the next one to be the only one that fits.
MARGIN = 0.2
# What a blank behind the delimiter, where no other one has a blank, adds to a way.
BLANK_BEHIND = 0.5
TOO_MANY, TOO_FEW, BROKEN = "too-many-values", "too-few-values", "broken-quote"


@dataclass(frozen=True)
class Mended:
    """The values of a record, and how they were come by.

    ``open``: a quote did not close; ``short``: values are missing at the end.
    """

    values: tuple[str, ...]
    kind: str
    open: bool = False
    short: bool = False


@dataclass(frozen=True)
class Part:
    """One value, and where it lies in the record; ``open``: its quote does not close."""

    value: str
    start: int
    stop: int
    open: bool = False


def mend(text: str, dialect: Dialect, model: Model, *, odd: bool, pad: bool = True) -> Mended | str:
    """The record as a row of the model's columns, or the reason why it cannot be one."""
    width = len(model.columns)
    if dialect.first_only:
        return (
            Mended(tuple(text.split(dialect.delimiter, 1)), "delimiter-in-value")
            if (dialect.delimiter in text)
            else TOO_FEW
        )
    reads = list(_reads(text, dialect)) if odd else [_own(text, dialect)]
    reads.sort(key=lambda read: any(part.open for part in read))  # a stable sort
    mended = _requoted(reads, model, sure=True) if odd else None  # (1)
    mended = mended or _other(text, reads[0], dialect, model)  # (2)
    mended = mended or (_requoted(reads, model, sure=False) if odd else None)
    if mended is None:
        fewer = [_fewer(text, read, dialect, model) for read in reads if len(read) > width]
        ways = [way for way in fewer if way is not None]
        mended = max(ways, key=lambda way: model.evidence(way.values), default=None)  # (3) (4)
    if mended is not None:
        return mended
    if len(reads[0]) > width:
        return TOO_MANY
    if not pad:
        return TOO_FEW
    values = tuple(part.value for part in reads[0])
    padded = values + ("",) * (width - len(values))
    return Mended(padded, "quotes" if odd else "short-row", short=len(values) < width)  # (5)


def _requoted(reads: list[list[Part]], model: Model, *, sure: bool) -> Mended | None:
    """The first way to take the quotes that gives a row; ``sure``: one that fits the columns."""
    for read in reads:
        values = tuple(part.value for part in read)
        if len(values) == len(model.columns) and (model.fits(values) or not sure):
            return Mended(values, "quotes", any(part.open for part in read))
    return None


def _other(text: str, own: list[Part], dialect: Dialect, model: Model) -> Mended | None:
    ways: list[Mended] = []
    for other in OTHERS:
        if other in text and other != dialect.delimiter:
            quote = dialect.quote or '"'
            escapes = (quote, "\\") if "\\" + quote in text else (quote,)
            for escape in escapes:
                read = parts(text, other, quote, escape)
                values = tuple(part.value for part in read)
                if len(values) == len(model.columns) and _other_fits(values, own, model):
                    ways.append(Mended(values, "other-delimiter", any(p.open for p in read)))
    return min(ways, key=lambda way: way.open, default=None)


def _other_fits(values: tuple[str, ...], own: list[Part], model: Model) -> bool:
    """A line that reads as a whole row under another sign, and as next to nothing under its own."""
    if not model.fits(values):
        return False
    if len(own) == 1 and len(values) > 2:  # noqa: PLR2004  # three values are no accident
        return True
    return model.score(values) > model.score([part.value for part in own]) + 1


def _reads(text: str, dialect: Dialect) -> Iterator[list[Part]]:
    """The record under its own delimiter, quotes taken in several ways."""
    delimiter, quote = dialect.delimiter, dialect.quote
    if quote and dialect.escape != "\\" and "\\" + quote in text:
        yield parts(text, delimiter, quote, "\\")
    yield _own(text, dialect)
    if not quote:
        return
    yield parts(text, delimiter, quote, "")
    yield [_stripped(part, quote) for part in parts(text, delimiter, "")]
    if delimiter != delimiter.strip() and delimiter.strip():
        yield parts(text, delimiter.strip(), quote, dialect.escape)


def _own(text: str, dialect: Dialect) -> list[Part]:
    return parts(text, dialect.delimiter, dialect.quote, dialect.escape)


def parts(text: str, delimiter: str, quote: str, escape: str | None = None) -> list[Part]:
    """Values, where a quote closes a value only before a delimiter or the end of the record.

    ``escape`` is the sign before a quote that belongs to the value: the quote itself, a backslash,
    or empty for none, when every quote within a value belongs to it.
    """
    escape = quote if escape is None else escape
    found: list[Part] = []
    at, size = 0, len(text)
    blank = " " if delimiter != " " else ""
    closes = True
    while True:
        opened = at
        broken = False
        while blank and opened < size and text[opened] == blank:
            opened += 1
        if quote and text.startswith(quote, opened):
            value, close = _quoted(text, opened + 1, delimiter, quote, escape, far=closes)
            closes = closes and close is not None
            if close is not None:
                stop = text.find(delimiter, close)
                stop = size if stop < 0 else stop
                found.append(Part(value, at, stop))
                if stop == size:
                    return found
                at = stop + len(delimiter)
                continue
            broken = True
        stop = text.find(delimiter, at)
        stop = size if stop < 0 else stop
        found.append(Part(text[at:stop], at, stop, broken))
        if stop == size:
            return found
        at = stop + len(delimiter)


def _quoted(
    text: str, at: int, delimiter: str, quote: str, escape: str, *, far: bool
) -> tuple[str, int | None]:
    """The value whose opening quote lies before ``at``, and where its closing quote ends.

    Where one value of a record has no closing quote, no quote behind it is one for a later value
    either, but in the run of quotes that this begins with: ``far`` is false for those, so that a
    record of many quotes is not looked through from each of them.
    """
    pieces, begun, size = [], at, len(text)
    while True:
        place = text.find(quote, at) if far else at if text.startswith(quote, at) else -1
        if place < 0:
            return "", None
        if escape == "\\" and text[place - 1] == "\\" and place > begun:
            pieces.append(text[begun : place - 1] + quote)
            at = begun = place + 1
            continue
        if escape == quote and text.startswith(quote, place + 1):
            pieces.append(text[begun : place + 1])
            at = begun = place + 2
            continue
        behind = place + 1
        while behind < size and text[behind] in " \r" and text[behind] != delimiter:
            behind += 1
        if behind == size or text.startswith(delimiter, behind):
            pieces.append(text[begun:place])
            return "".join(pieces), place + 1
        at = place + 1


def _stripped(part: Part, quote: str) -> Part:
    bare = part.value.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == quote:
        return Part(bare[1:-1], part.start, part.stop)
    broken = bare[:1] == quote or bare[-1:] == quote
    return Part(part.value, part.start, part.stop, broken)


def _fewer(text: str, read: list[Part], dialect: Dialect, model: Model) -> Mended | None:
    width = len(model.columns)
    values = [part.value for part in read]
    surplus = len(values) - width
    tail = not any(value.strip() for value in values[width:])
    ways: dict[tuple[str, ...], str] = {}
    blanks: dict[tuple[str, ...], float] = {}
    if tail:
        ways[tuple(values[:width])] = "surplus-empty"
    if width > 1 and surplus <= MOST_SURPLUS:
        for at in range(width + 1):
            if not any(value.strip() for value in values[at : at + surplus]):
                ways[(*values[:at], *values[at + surplus :])] = "surplus-empty"
        for at in range(width):
            whole = text[read[at].start : read[at + surplus].stop]
            joined = (*values[:at], _unquoted(whole, dialect.quote), *values[at + surplus + 1 :])
            ways.setdefault(joined, "delimiter-in-value")
            blanks[joined] = BLANK_BEHIND * _spaced(values, at, surplus)
    judged = sorted(
        (
            (model.score(row) + blanks.get(row, 0), row, kind)
            for row, kind in ways.items()
            if model.fits(row)
        ),
        key=lambda one: one[0],
        reverse=True,
    )
    plain = tuple(values[:width])
    if tail and (not judged or model.score(plain) >= judged[0][0] - MARGIN):
        return Mended(plain, "surplus-empty")
    if not judged or (len(judged) > 1 and judged[0][0] < judged[1][0] + MARGIN):
        return None
    return Mended(judged[0][1], judged[0][2])


def _spaced(values: list[str], at: int, surplus: int) -> bool:
    """Whether a blank follows the delimiters behind value ``at``, as in prose, and no others."""
    after = [value.startswith(" ") for value in values[1:]]
    return all(after[at : at + surplus]) and sum(after) == surplus


def _unquoted(text: str, quote: str) -> str:
    bare = text.strip()
    if quote and len(bare) > 1 and bare[0] == bare[-1] == quote:
        bare = bare[1:-1]
        return re.sub(re.escape(quote) * 2, quote, bare)
    return text

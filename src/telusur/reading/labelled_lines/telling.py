"""Whether a text is made of records of labelled lines, told from its first lines.

What looks like one is common: settings, logs, headers of a mail. A text is taken for records only
where all of this holds:

1. almost every line is a field of a label that comes again, written alike (indent, sign);
2. there are several records, told by rules, by blank lines, or by the first label alone;
3. most of them begin with the same label, and none of them is but one field;
4. two labels or more stand once in most of them: they are the same kind of thing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.labelled_lines.style import (
    By,
    Style,
    What,
    begins_of,
    first_codes,
    parts,
    told,
)

if TYPE_CHECKING:
    from telusur.reading.labelled_lines.style import Lines

STYLES = tuple(Style(sign, spaced) for spaced in (True, False) for sign in (":", "="))
# Lines that a program may print before the first record.
MOST_LEAD = 40
# (1) Share of lines that are fields, of those that are no rule, blank or next line of a value; and
# of fields that are indented alike.
FIELDS, ALIKE = 0.95, 0.95
# Of all lines this share may go on with a value above.
MOST_MORE = 0.5
# Distinct labels over fields: each comes several times.
MOST_KINDS = 0.4
# (2) Records; where nothing but the first label parts them; where labels tell of accounts.
LEAST, LEAST_BY_LABEL, LEAST_ACCOUNTS = 3, 4, 2
# Share of records that stand behind a rule, or a blank line, where these part them.
PARTED = 0.5
# (3) Share of records that begin with the labels that begin many, and that follow one of their own
# kind: where two kinds alternate, each is half of a record.
LED, RUNS = 0.9, 0.8
# (4) Share of records that hold such a label once, and how many labels there must be.
CORE, LEAST_CORE = 0.8, 2
# Where the first label alone parts records, this share of them may hold another one twice.
TWICE = 0.1
# What logs of malware call the three things that they take.
ACCOUNTS = (
    frozenset(("url", "host", "hostname", "link", "site", "website", "origin", "domain")),
    frozenset(("user", "username", "user name", "login", "usr", "user login", "email", "account")),
    frozenset(("pass", "password", "pwd", "user password", "pw")),
)
_NEVER = r"^[ \t]*(?:\[[^\]]*\p{L}[^\]]*\]|[-?][ \t].*|[}{\]\[][,;]?)[ \t]*$"


def style_of(raw: bytes, *, whole: bool) -> Style | None:
    """The style of the records that the text begins with, or None; ``whole``: it is all of it."""
    if not whole:
        raw = raw[: raw.rfind(b"\n") + 1]
    text = raw.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    split = text.split("\n")
    lines = pa.array(split[:-1] if text.endswith("\n") else split, pa.string())
    if len(lines) < LEAST_ACCOUNTS * LEAST_CORE:
        return None
    # Sections of settings, lists and objects of a program: none of it is lines of records.
    if int(pc.sum(pc.match_substring_regex(lines, _NEVER)).as_py() or 0) > 1:
        return None
    return next((found for one in STYLES if (found := _told(one, lines, whole))), None)


def _told(style: Style, lines: pa.Array, whole: bool) -> Style | None:
    plain = told(style, lines)
    counts = Counter(plain.labels.drop_null().to_pylist())
    labels = tuple(label for label, count in counts.items() if count > 1)
    if len(labels) < LEAST_CORE:
        return None
    chosen = np.asarray(pc.is_in(plain.labels, pa.array(labels, pa.string())))
    aligned = _aligned(replace(style, labels=labels), plain, chosen)
    if aligned is None:
        return None
    # LDIF and vCard cut long values, and go on behind a blank.
    aligned = replace(aligned, folded=not style.spaced or "dn" in labels)
    found = told(aligned, lines)
    first = int(np.argmax(found.what == What.FIELD))
    if np.isin(found.what[:first], (What.PLAIN, What.MORE, What.COMMENT)).sum() > MOST_LEAD:
        return None
    what = found.what[first:]
    fields, plain_lines = (what == What.FIELD).sum(), (what == What.PLAIN).sum()
    more = (what == What.MORE).sum()
    known = [
        label.casefold() for label in labels if any(label.casefold() in one for one in ACCOUNTS)
    ]
    accounts = all(any(label in one for label in known) for one in ACCOUNTS)
    if (
        fields < FIELDS * (fields + plain_lines)
        or more > MOST_MORE * len(what)
        or (len(labels) > MOST_KINDS * fields and not accounts)
    ):
        return None
    for by in By:
        least = LEAST_BY_LABEL if by is By.LABEL else LEAST
        one = _records(replace(aligned, by=by), found, LEAST_ACCOUNTS if accounts else least, whole)
        if one:
            return one
    return None


def _aligned(style: Style, lines: Lines, chosen: np.ndarray) -> Style | None:
    """With the place of the sign, or the indent, that the fields have in common."""
    indents, places = Counter(lines.indents[chosen]), Counter(lines.places[chosen])
    count = int(chosen.sum())
    place, most = places.most_common(1)[0]
    if len(indents) > 1 and len(style.labels or ()) > 1 and most >= ALIKE * count:
        return replace(style, place=int(place))
    indent, most = indents.most_common(1)[0]
    return replace(style, indent=int(indent)) if most >= ALIKE * count else None


def _records(style: Style, lines: Lines, least: int, whole: bool) -> Style | None:
    """The style with the labels that begin records, where these are certain."""
    field = np.flatnonzero(lines.what == What.FIELD)
    labels = lines.labels.to_pylist()
    if style.by is By.LABEL:
        style = replace(style, first=frozenset((labels[field[0]],)))
    begins = begins_of(style, lines, first_codes(style, lines))
    if style.by is not By.LABEL:
        style = replace(style, first=_leaders([labels[at] for at in np.flatnonzero(begins)]))
        if not style.first:
            return None
        begins = begins_of(style, lines, first_codes(style, lines))
    if style.by is not By.LABEL and len(set(parts(style, lines)[field])) < PARTED * begins.sum():
        return None
    owner = np.cumsum(begins)[field]
    records: list[Counter[str]] = [Counter() for _ in range(int(owner[-1]))]
    for one, at in zip(owner.tolist(), field.tolist(), strict=True):
        records[one - 1][labels[at]] += 1
    if not whole and len(records) > least:
        records.pop()  # it may be cut
    if len(records) < least:
        return None
    single = sum(len(one) < LEAST_CORE for one in records)
    twice = sum(max(one.values()) > 1 for one in records)
    if single > (1 - LED) * len(records) or not _alike(records, style.first):
        return None
    if style.by is By.LABEL and twice > TWICE * len(records):
        return None
    return style


def _alike(records: list[Counter[str]], first: frozenset[str]) -> bool:
    """Whether records have labels in common, or where several kinds begin, those of a kind."""
    for leader in first:
        kind = [one for one in records if leader in one] if len(first) > 1 else records
        once = Counter(label for one in kind for label, count in one.items() if count == 1)
        if sum(count >= CORE * len(kind) for count in once.values()) < LEAST_CORE:
            return False
    return True


def _leaders(first: list[str]) -> frozenset[str]:
    """The labels that begin records, given that of each; none where they alternate."""
    counts = Counter(first)
    top, most = counts.most_common(1)[0]
    if most >= LED * len(first):
        return frozenset((top,))
    many = {label for label, count in counts.items() if count >= LEAST}
    if sum(counts[label] for label in many) < LED * len(first):
        return frozenset()
    runs = sum(one == two for one, two in pairwise(first))
    return frozenset(many) if runs >= RUNS * (len(first) - 1) else frozenset()

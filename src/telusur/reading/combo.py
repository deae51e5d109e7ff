"""Combo lists: an account and its secret on each line, and the secret may hold the delimiter.

A list is told by its lines: almost all begin with an e-mail address, a telephone number or a user's
name without a blank, and most have exactly one delimiter. Where they begin with addresses, fewer
may have one: a table's lines agree in some other number, secrets in none. Each is split at its
first delimiter alone; quotes belong to the secret.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DELIMITERS = (":", ";", "|", "\t", ",", " ")
SAMPLE_LINES = 1000
# Two lines may look like anything.
LEAST_LINES = 3
# Lines that may stand above a list.
MOST_LEAD = 20
# Share of lines that begin with an account, and that have exactly one delimiter.
ACCOUNTS, PAIRS = 0.9, 0.7
# Behind addresses so few lines may have one delimiter, where others differ in how many they have.
SOME_PAIRS, LEAST_NUMBERS = 0.3, 3
# E-mail addresses are telling enough that more lines may be broken.
ADDRESSES = 0.8

_EMAIL = re.compile(r"[^@\s:;|,]+@[^@\s:;|,]+\.[^@\s.:;|,]+")
_ACCOUNT = re.compile(r"[^@\s:;|,]+@[^@\s:;|,]+\.[^@\s.:;|,]+|\+?\d{8,15}|(?=\D*\w)[\w.\-]{3,32}")
# Of the values behind a single delimiter this share holds a figure or a sign, as few names do.
SECRETS = 0.3
_SECRET = re.compile(r"[^\W_]*[\d\W_]")
# A secret has no blank on both sides of a word, as prose after a colon has: "Printed: 3 May".
_PROSE = re.compile(r"^\s|\S\s\S")


def delimiter_of(lines: Sequence[str], given: str | None) -> str | None:
    """The delimiter of a combo list, or None where the lines are none."""
    filled = [line.strip("\r\n") for line in lines[:SAMPLE_LINES] if line.strip()]
    if len(filled) < LEAST_LINES:
        return None
    for delimiter in DELIMITERS if given is None else (given,):
        if delimiter in DELIMITERS and _fits(filled, delimiter):
            return delimiter
    return None


def _fits(lines: list[str], delimiter: str) -> bool:
    told = (at for at, line in enumerate(lines[:MOST_LEAD]) if _EMAIL.match(line))
    above = next(told, 0)  # what was printed before the list began
    lines = lines[above:] if len(lines) - above >= LEAST_LINES else lines
    split = [line.split(delimiter, 1) for line in lines]
    pairs = [one for one in split if len(one) == 2]  # noqa: PLR2004
    if len(pairs) < ADDRESSES * len(lines):
        return False
    single = sum(delimiter not in secret for _, secret in pairs)
    if single < PAIRS * len(pairs) and not _varied(pairs, delimiter):
        return False
    prose = sum(bool(_PROSE.search(secret)) for _, secret in pairs)
    if prose > max(1, (1 - ACCOUNTS) * len(lines)):
        return False
    emails = sum(bool(_EMAIL.fullmatch(account)) for account, _ in pairs)
    accounts = sum(bool(_ACCOUNT.fullmatch(account)) for account, _ in pairs)
    if single == len(pairs):  # a table of two columns reads the same: the values have to tell
        secrets = sum(bool(_SECRET.search(secret)) for _, secret in pairs)
        header = not _SECRET.search(pairs[0][1]) and not _EMAIL.fullmatch(pairs[0][0])
        if delimiter not in ":|;" or header or secrets < SECRETS * len(pairs):
            return False
    if emails >= ADDRESSES * len(lines):
        return True
    return delimiter == ":" and accounts >= ACCOUNTS * len(lines)


def _varied(pairs: list[list[str]], delimiter: str) -> bool:
    """Whether secrets behind addresses hold the delimiter as it comes, as values of no table do."""
    counts = Counter(secret.count(delimiter) for _, secret in pairs)
    emails = sum(bool(_EMAIL.fullmatch(account)) for account, _ in pairs)
    secrets = sum(bool(_SECRET.search(secret.replace(delimiter, ""))) for _, secret in pairs)
    return (
        delimiter in ":;|"
        and counts.most_common(1)[0][0] == 0
        and counts[0] >= SOME_PAIRS * len(pairs)
        and len(counts) >= LEAST_NUMBERS
        and emails >= ACCOUNTS * len(pairs)
        and secrets >= SECRETS * len(pairs)
    )

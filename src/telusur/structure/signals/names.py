"""What two column names say of each other.

The strongest of: the same name or a declared alias; the same but for vowels; the same words in
either language; one an abbreviation of the other; letters in common. Names are a claim of whoever
wrote the header: they count only where contents do not contradict.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.structure import said
from telusur.structure.interface import Evidence, Signal, interpolated
from telusur.structure.signals.words import Name, read_name, read_names, skeleton, weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telusur.model.base import Bilingual
    from telusur.model.register import ColumnSpec

SAME = 1.0
SAME_SKELETON = 0.92
LABEL = 0.95  # a label is prose: the words of it, not its letters
WORDS = 0.95
ABBREVIATION = 0.85  # every word of the longer one begins in the shorter one
SHORTENED = 0.7  # one word, cut short
LETTERS = 0.75
NUMBERED_APART = 0.6  # address_1 and address_2
NUMBERED_ONCE = 0.9  # noka and noka2
MIN_ABBREVIATION = 3
# A literal word that is no entry of the vocabulary may be misspelt or cut short.
SIMILAR_WORD = 0.6
# A word that one column alone of either table has: no other column can be meant by it.
ONLY = 0.5
TELLING_WORD = 0.9
GRAM = 3
# Points for a name's likeness. Measured on nothing: an equal name outweighs the prior by far, half
# the words in common just does, and unlike names say little, since holders rename their exports.
POINTS = ((0.0, -0.5), (0.3, 0.0), (0.45, 3.0), (0.7, 4.5), (0.85, 6.0), (1.0, 8.0))


@dataclass(frozen=True)
class NameMatch:
    """How alike two names are, in [0, 1], and why."""

    score: float
    basis: Bilingual


NOTHING = NameMatch(0.0, said.NOTHING)


def compare(dump: Name, register: Name, spec: ColumnSpec | None = None) -> NameMatch:
    """The best that the register's name, aliases and labels say of the dump's name."""
    if not dump.says:
        return NOTHING
    best = _pair(dump, register)
    if spec is None:
        return best
    for alias in spec.aliases:
        found = _pair(dump, read_name(alias))
        if found.score == SAME:
            return NameMatch(SAME, said.ALIAS)
        best = max(best, found, key=lambda match: match.score)
    for label in (spec.label.id, spec.label.en):
        if label:
            found = _pair(dump, read_name(label))
            labelled = NameMatch(found.score * LABEL, said.labelled(found.basis))
            best = max(best, labelled, key=lambda match: match.score)
    return best


def _pair(one: Name, other: Name) -> NameMatch:
    if not (one.says and other.says):
        return NOTHING
    if one.letters == other.letters and one.digits == other.digits:
        return NameMatch(SAME, said.SAME_NAME)
    factor = _digits(one, other)
    found = (
        NameMatch(SAME_SKELETON * _same_skeleton(one, other), said.SAME_SKELETON),
        NameMatch(WORDS * _words(one, other), said.SAME_WORDS),
        NameMatch(_abbreviated(one, other), said.ABBREVIATED),
        NameMatch(LETTERS * _letters(one.letters, other.letters), said.LETTERS),
    )
    best = max(found, key=lambda match: match.score)
    if not best.score:
        return NOTHING
    return NameMatch(round(best.score * factor, 4), best.basis)


def _digits(one: Name, other: Name) -> float:
    if one.digits == other.digits:
        return 1.0
    return NUMBERED_APART if one.digits and other.digits else NUMBERED_ONCE


def _same_skeleton(one: Name, other: Name) -> float:
    bare = skeleton(one.letters)
    return float(len(bare) > 1 and bare == skeleton(other.letters))


def _words(one: Name, other: Name) -> float:
    """Weighted Jaccard of the words; words of neither vocabulary are compared by their letters."""
    same = one.words & other.words
    left, right = one.words - same, other.words - same
    shared = sum(weight(word) for word in same)
    rest = sum(weight(word) for word in left) + sum(weight(word) for word in right)
    for word in sorted(left):
        alike = max((_letters(word, twin) for twin in right), default=0.0)
        if alike >= SIMILAR_WORD:
            shared += alike * weight(word)
            rest -= 2 * alike * weight(word)
    total = shared + max(rest, 0.0)
    return shared / total if total else 0.0


def _letters(one: str, other: str) -> float:
    """Dice coefficient of the letter trigrams, with the ends marked."""
    left, right = _grams(one), _grams(other)
    return 2 * len(left & right) / (len(left) + len(right))


def _grams(letters: str) -> frozenset[str]:
    marked = f"^{letters}$"
    return frozenset(marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1)))


def _abbreviated(one: Name, other: Name) -> float:
    short, long = sorted((one, other), key=lambda name: len(name.letters))
    if len(short.letters) < MIN_ABBREVIATION or len(short.letters) == len(long.letters):
        return 0.0
    if not _begins_all(short.letters, long.pieces):
        return 0.0
    return ABBREVIATION if len(long.pieces) > 1 else SHORTENED


def _begins_all(short: str, words: tuple[str, ...]) -> bool:
    """Whether ``short`` takes letters of every word, in order, each word's first among them."""
    reachable = {0}
    for word in words:
        after: set[int] = set()
        for start in reachable:
            if start < len(short) and short[start] == word[0]:
                after |= _subsequence_ends(short, start, word)
        reachable = after
        if not reachable:
            return False
    return len(short) in reachable


def _subsequence_ends(short: str, start: int, word: str) -> set[int]:
    ends = set()
    at = start
    for letter in word:
        if at < len(short) and short[at] == letter:
            at += 1
            ends.add(at)
    return ends


def names(
    dump: tuple[str, ...], register: tuple[str, ...], specs: Mapping[str, ColumnSpec]
) -> Signal:
    """Evidence of the names alone, for every pair whose dump name says something."""
    left, right = read_names(dump), read_names(register)
    rare = _once(left) & _once(right)
    found: Signal = {}
    for i, one in enumerate(left):
        if not one.says:
            continue
        for j, other in enumerate(right):
            match = max(
                compare(one, other, specs.get(register[j])),
                _only(one, other, rare),
                key=lambda each: each.score,
            )
            basis = said.scored(match.basis, match.score) if match.score > 0 else match.basis
            found[i, j] = Evidence(interpolated(match.score, POINTS), basis)
    return found


def _once(names: tuple[Name, ...]) -> frozenset[str]:
    """Telling words that one name alone has."""
    counted = Counter(word for name in names for word in name.words)
    return frozenset(
        word for word, times in counted.items() if times == 1 and weight(word) >= TELLING_WORD
    )


def _only(one: Name, other: Name, rare: frozenset[str]) -> NameMatch:
    if one.words & other.words & rare:
        return NameMatch(ONLY, said.ONLY)
    return NOTHING

"""A column name read as words: split, expanded, and put into one language.

The vocabulary is ``words.toml``. A name is split at separators, digits and changes of case; what
is written together (``TGLLHR``) is cut into known forms, if they cover it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

# Names are hostile text: what is beyond this many characters does not tell columns apart.
MAX_NAME = 64
# Two letters without vowels (nk, hp) stand for too many words.
MIN_SKELETON = 3
# A form inside a longer run of letters; one letter would cut anything.
MIN_PIECE = 2

_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PLACEHOLDER = re.compile(
    r"(column|columns|col|field|fields|fld|kolom|var|attr|attribute|unnamed|data|c|f|x|v)?"
    r"[ _:.\-]*[0-9]*",
    re.IGNORECASE,
)
_VOWELS = re.compile(r"[aeiou]")


@dataclass(frozen=True)
class Name:
    """A column name, read.

    Attributes:
        letters: its letters, lower case, without separators.
        digits: its numbers, in order.
        pieces: the forms it was cut into, as written.
        words: what they mean: a word of the vocabulary, or the piece itself.
        says: whether it says anything (``column_3`` and ``field1`` do not).
    """

    letters: str
    digits: tuple[str, ...]
    pieces: tuple[str, ...]
    words: frozenset[str]
    says: bool


@dataclass(frozen=True)
class Vocabulary:
    """Forms (without spaces) and the words they stand for, and the weight of each word."""

    forms: dict[str, tuple[str, ...]]
    skeletons: dict[str, tuple[str, ...]]
    weights: dict[str, float]

    def meaning(self, run: str) -> tuple[str, ...] | None:
        """Words of a run of letters that is a form as it stands, with or without its vowels."""
        return self.forms.get(run) or self.skeletons.get(run)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """``words.toml``, read once."""
    text = (files(__package__) / "words.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    forms: dict[str, tuple[str, ...]] = {}
    for word, others in tables["words"].items():
        for form in (word, *others):
            forms.setdefault(form.replace(" ", ""), (word,))
    for form, words in tables["compounds"].items():
        forms[form] = tuple(words.split())
    skeletons: dict[str, tuple[str, ...]] = {}
    for form, words in forms.items():
        bare = skeleton(form)
        if len(bare) >= MIN_SKELETON and bare not in forms:
            skeletons.setdefault(bare, words)
    return Vocabulary(forms, skeletons, dict(tables["weights"]))


def skeleton(letters: str) -> str:
    """Letters without their vowels."""
    return _VOWELS.sub("", letters)


def weight(word: str) -> float:
    """How much a word says of which column it is, beside 1 for an ordinary one."""
    return vocabulary().weights.get(word, 1.0)


def read_names(names: tuple[str, ...]) -> tuple[Name, ...]:
    """The names of one table; a prefix that all of them carry (``tbl1_``) is left out."""
    parts = [_PARTS.findall(name[:MAX_NAME]) for name in names]
    common = _common_prefix(parts)
    return tuple(
        _name(name, part[common:], common > 0) for name, part in zip(names, parts, strict=True)
    )


@lru_cache(maxsize=4096)
def read_name(name: str) -> Name:
    """One name by itself."""
    return _name(name, _PARTS.findall(name[:MAX_NAME]), stripped=False)


def _common_prefix(parts: list[list[str]]) -> int:
    if len(parts) < 3:  # noqa: PLR2004 - two names share a first word too often
        return 0
    shortest = min(len(part) for part in parts)
    common = 0
    while common < shortest - 1 and len({part[common].lower() for part in parts}) == 1:
        common += 1
    return common


def _name(raw: str, parts: list[str], stripped: bool) -> Name:
    lowered = [part.lower() for part in parts]
    runs = [part for part in lowered if not part.isdigit()]
    digits = tuple(part.lstrip("0") or "0" for part in lowered if part.isdigit())
    pieces, words = _cut(runs)
    says = bool(runs) and (stripped or not _PLACEHOLDER.fullmatch(raw))
    return Name("".join(runs), digits, pieces, words, says)


def _cut(runs: list[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Runs of letters as pieces and words, the longest phrase first."""
    pieces: list[str] = []
    words: list[str] = []
    start = 0
    while start < len(runs):
        for end in range(len(runs), start, -1):
            meaning = vocabulary().meaning("".join(runs[start:end]))
            if meaning:
                pieces += runs[start:end]
                words += meaning
                break
        else:
            end = start + 1
            for piece in _segmented(runs[start]):
                pieces.append(piece)
                words += vocabulary().meaning(piece) or (piece,)
        start = end
    return tuple(pieces), frozenset(words)


@lru_cache(maxsize=4096)
def _segmented(run: str) -> tuple[str, ...]:
    """A run of letters cut into known forms: fewest pieces that cover it, else left whole."""
    best: list[tuple[str, ...] | None] = [None] * (len(run) + 1)
    best[0] = ()
    for end in range(1, len(run) + 1):
        for start in range(end - MIN_PIECE, -1, -1):
            before, piece = best[start], run[start:end]
            if before is None or not vocabulary().meaning(piece):
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, piece)
    return best[-1] or (run,)

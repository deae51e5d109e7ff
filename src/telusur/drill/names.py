"""Invented names: common given names and surnames, put together by chance.

``names.toml`` holds everyday words by culture; no combination stands for anybody. Their order is
their rank: the share of a word falls with its rank (Zipf, exponent below), as in any list of names.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import numpy as np

from telusur.drill.draws import TABLE_SIZE, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

RANK_EXPONENT: Final = 0.75  # given names fall off more slowly than words of a language (1.0)
SECOND_SHARE: Final = {  # how many have a second given name; the rest have one word or a surname
    "jawa": 0.78, "sunda": 0.80, "melayu": 0.88, "batak": 0.35, "betawi": 0.90, "bali": 1.0,
    "timur": 0.40, "bugis": 0.72,
}  # fmt: skip
GROUPS: Final = tuple(SECOND_SHARE)


def _vocabulary() -> tuple[list[str], list[list[int]], list[list[int]], list[list[int]]]:
    """All words once, and for each (group, sex) the words of each place in rank order."""
    lists = tomllib.loads(files("telusur.drill").joinpath("names.toml").read_text("utf-8"))
    words: dict[str, int] = {"": 0}
    first: list[list[int]] = []
    second: list[list[int]] = []
    family: list[list[int]] = []

    def numbers(text: str) -> list[int]:
        # "Ni_Made" is one word of a name, though written as two
        return [words.setdefault(word.replace("_", " "), len(words)) for word in text.split()]

    for group in GROUPS:
        for sex in ("male", "female"):
            given = lists[sex][group]
            first.append(numbers(given))
            second.append(numbers(lists[f"second_{sex}"].get(group, given)))
        family.append(numbers(lists["family"].get(group, "")))  # whatever the sex
    return list(words), first, second, family


def _ranked(words: list[int], share: float = 1.0) -> NDArray[np.int16]:
    """A lookup of words by rank; the first ``1 - share`` of it is the empty word."""
    if not words:
        return np.zeros(TABLE_SIZE, dtype=np.int16)
    weights = [(rank + 1) ** -RANK_EXPONENT for rank in range(len(words))]
    scale = share / sum(weights)
    chosen = table([1 - share, *(weight * scale for weight in weights)], [0, *words])
    return chosen.astype(np.int16)


WORDS, _FIRST, _SECOND, _FAMILY = _vocabulary()
# Flat lookups, indexed with (group * 2 + sex) * 65536 + draw, and group * 65536 + draw.
FIRST_TABLE: Final = np.concatenate([_ranked(words) for words in _FIRST])
SECOND_TABLE: Final = np.concatenate(
    [_ranked(words, SECOND_SHARE[GROUPS[at // 2]]) for at, words in enumerate(_SECOND)]
)
FAMILY_TABLE: Final = np.concatenate([_ranked(words) for words in _FAMILY])

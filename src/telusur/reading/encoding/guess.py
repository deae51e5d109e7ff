"""The likeliest encoding of lines that are not UTF-8, by the letters they would hold under each.

Under a wrong code page letters become rare letters, capitals within words, or signs between
letters. The likelihood of every byte beyond ASCII in its neighbourhood is added up for each codec;
the best wins, Windows' own pages before others where they fit alike. Some bytes cannot tell: an é
is the same byte in cp850 and cp437, and then either gives the same text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache

from telusur.reading.encoding.alphabets import ALPHABETS, MULTIBYTE, Alphabet

# What single-byte text is taken for where nothing tells.
WESTERN = "cp1252"
# Bytes of a sample that are weighed: beyond, nothing changes.
MOST_BYTES = 24 << 10
# Neighbourhoods of bytes whose likelihood is remembered: 100 MB of memory at most.
MOST_KNOWN = 1 << 18
# A longer run is looked at anew each time: those remembered could fill the memory.
LONGEST_KNOWN = 64

# Probabilities, by reasoning rather than by count; orders of magnitude are what matters.
_CAPITAL = 0.25  # of a letter's
_LONELY = 0.1  # a letter by itself that is no word of any language
_MISPLACED = 0.02  # a capital behind a small letter; another alphabet's letter beside an ASCII one
_NEIGHBOUR = 0.15  # a Latin letter beyond ASCII beside another one
_USUAL_SIGN, _OTHER_LETTER, _SIGN, _DRAWING = 4e-3, 3e-4, 1e-4, 1e-5
_CONTROL, _NOTHING = 1e-7, 1e-9
_OPENS, _CLOSES = frozenset("«“„‘‚¿¡–—\u00a0"), frozenset("»”“’‘…°ºª®™–—\u00a0")
_CURRENCIES, _CURRENCY = frozenset("€£¥"), 0.02  # beside an amount
_WORDS = frozenset("àáâäåæéêèëíîïìóôöòøúùýÀÁÂÄÅÆÉÊÈËÍÎÏÌÓÔÖÒØÚÙÝ")
_USUAL = _OPENS | _CLOSES | frozenset("§©€£·•")
_IN_WORDS = {"’": 0.05, "·": 4e-3, "´": 4e-3}
# Behind its commonest codec each further one needs this much more evidence (natural logarithm).
_NEXT_CODEC = 0.8
_MULTIBYTE_COST = 3.0
# Mean of logarithms below which a text is none in the codec.
LEAST_FIT = -6.0
_TRIPLES = re.compile(rb"(?s)(?=(.[\x80-\xff].))")


def guess(sample: bytes) -> str:
    """The likeliest codec of ``sample``: lines that hold bytes which are not UTF-8."""
    return best(sample)[0]


def best(sample: bytes) -> tuple[str, float]:
    """The likeliest codec, and the mean logarithm of its letters' probabilities."""
    sample = sample[:MOST_BYTES]
    triples = Counter(_TRIPLES.findall(b"\n" + sample + b"\n"))
    number = sum(triples.values())
    if not number:
        return WESTERN, 0.0
    found: list[tuple[float, str, float]] = []
    for rank, alphabet in enumerate(ALPHABETS):
        for place, codec in enumerate(alphabet.codecs):
            weighed = sum(
                count * _one_byte(codec, rank, triple) for triple, count in triples.items()
            )
            prior = _NEXT_CODEC * place + alphabet.cost
            found.append((weighed - prior, codec, weighed / number))
    for codec, signs in MULTIBYTE:
        weighed = _multibyte(sample, codec, signs)
        found.append((weighed - _MULTIBYTE_COST, codec, weighed / number))
    _, codec, mean = max(found, key=lambda one: one[0])
    return codec, mean


def fits(codec: str, before: bytes, run: bytes, after: bytes) -> bool:
    """Whether ``run``, bytes beyond ASCII between two others, is text in a single-byte codec."""
    told = _fits if len(run) <= LONGEST_KNOWN else _fits.__wrapped__
    return told(codec, before, run, after)


@lru_cache(maxsize=1 << 16)
def _fits(codec: str, before: bytes, run: bytes, after: bytes) -> bool:
    held = before[-1:].rjust(1, b"\n") + run + (after[:1] or b"\n")
    ranks = (at for at, one in enumerate(ALPHABETS) if codec in one.codecs)
    each = (
        sum(_one_byte(codec, rank, held[at : at + 3]) for at in range(len(run))) for rank in ranks
    )
    return max(each, default=-math.inf) >= LEAST_FIT * len(run)


def single_byte(codec: str) -> bool:
    """Whether a byte is a character in ``codec``."""
    return any(codec in one.codecs for one in ALPHABETS)


@lru_cache(maxsize=MOST_KNOWN)
def _one_byte(codec: str, rank: int, triple: bytes) -> float:
    """Logarithm of the probability of the byte in the middle."""
    before, own, after = (_decoded(codec, triple[at : at + 1]) for at in range(3))
    return math.log(_likely(ALPHABETS[rank], before, own, after))


@cache
def _decoded(codec: str, byte: bytes) -> str:
    return byte.decode(codec, "replace")


def _likely(alphabet: Alphabet, before: str, own: str, after: str) -> float:
    weight = _weights(alphabet.letters).get(own.lower(), 0.0)
    if not weight:
        return _unlikely(alphabet, before, own, after)
    if own.isupper():
        weight *= _CAPITAL * (_MISPLACED if before.islower() else 1)
    elif before.isupper() and after.isupper():
        weight *= _MISPLACED
    beside = [sign for sign in (before, after) if sign.isalpha()]
    if before.isdigit() or after.isdigit():
        weight *= _MISPLACED
    elif not beside and own not in _WORDS:
        weight *= _LONELY
    if own.islower() and after.isupper() and not before.isupper():
        weight *= _MISPLACED
    strange = sum(not sign.isascii() for sign in beside)
    if alphabet.latin:
        return weight * _NEIGHBOUR**strange
    return weight * _MISPLACED ** (len(beside) - strange)


def _unlikely(alphabet: Alphabet, before: str, own: str, after: str) -> float:
    """The probability of what is no letter of the alphabet."""
    if own == "\ufffd":
        return _NOTHING
    if unicodedata.category(own) == "Cc":
        return _CONTROL
    if own.isalpha():
        return _OTHER_LETTER * (_MISPLACED if own.isupper() and before.islower() else 1)
    chance = _USUAL_SIGN if own in _USUAL else _DRAWING if "\u2500" <= own <= "\u25ff" else _SIGN
    if own in _IN_WORDS and alphabet.latin:
        return _IN_WORDS[own]
    if own in _CURRENCIES and not before.isalpha() and not after.isalpha():
        return _CURRENCY
    if before.isalpha() and (after.isalpha() or own not in _CLOSES):
        chance *= _MISPLACED
    if after.isalpha() and own not in _OPENS:
        chance *= _MISPLACED
    return chance


@cache
def _weights(letters: str) -> dict[str, float]:
    shares = {sign: 1 / (rank + 2) for rank, sign in enumerate(letters)}
    whole = sum(shares.values())
    return {sign: share / whole for sign, share in shares.items()}


_COMMON, _LEVEL, _KNOWN = 0.6 / 200, 0.3 / 3500, 1e-7
_LEVEL_ROWS = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "cp932": (0x88, 0x97),
    "euc_jp": (0xB0, 0xCF),
    "cp949": (0xB0, 0xC8),
}
_FULL_WIDTH = frozenset("，。、：；！？（）「」『』・　－〜＠０１２３４５６７８９")


def _multibyte(sample: bytes, codec: str, signs: str) -> float:
    """Sum of logarithms; a byte that fits no character counts as nothing."""
    common, (low, high) = frozenset(signs), _LEVEL_ROWS[codec]
    whole = 0.0
    for sign, count in Counter(sample.decode(codec, "replace")).items():
        if sign.isascii():
            continue
        if sign == "\ufffd":
            chance = _NOTHING
        elif sign in common or "\u3041" <= sign <= "\u30fc" or sign in _FULL_WIDTH:
            chance = _COMMON
        else:
            raw = sign.encode(codec)
            level = len(raw) == 2 and low <= raw[0] <= high and raw[1] >= 0x40  # noqa: PLR2004
            if level and codec in ("gb18030", "euc_jp", "cp949"):
                level = raw[1] > 0xA0  # noqa: PLR2004 - the row's own part
            chance = _LEVEL if level else _KNOWN
        whole += count * math.log(chance)
    return whole

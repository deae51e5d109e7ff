"""Why two columns belong together, in words and numbers of both languages; never with a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.vocabulary.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LISTED = 12  # columns named in a sentence before "and N more"
_TO_INDONESIAN = str.maketrans(",.", ".,")

GIVEN = Bilingual(id="ditetapkan dengan --map", en="given by --map")

NOTHING = Bilingual(id="namanya tidak ada persamaannya", en="names have nothing in common")
SAME_NAME = Bilingual(id="nama sama", en="same name")
ALIAS = Bilingual(id="nama adalah alias yang dinyatakan", en="name is a declared alias")
SAME_SKELETON = Bilingual(id="nama sama kecuali huruf vokalnya", en="same name but for its vowels")
SAME_WORDS = Bilingual(id="nama berarti kata yang sama", en="names mean the same words")
ABBREVIATED = Bilingual(
    id="nama yang satu singkatan dari yang lain", en="one name abbreviates the other"
)
ONLY = Bilingual(
    id="hanya dua nama ini yang memuat kata yang sama",
    en="the only two names with a word in common",
)
LETTERS = Bilingual(id="nama berbagi huruf", en="names share letters")
SHAPES_DIFFER = Bilingual(id="bentuk nilainya berbeda", en="shapes differ")


def labelled(match: Bilingual) -> Bilingual:
    """A match of the register's label instead of its name."""
    return say("label: {match}", "label: {match}", match=match)


def scored(match: Bilingual, score: float) -> Bilingual:
    """A match of names with its likeness."""
    return say("{match} ({score})", "{match} ({score})", match=match, score=_figure(f"{score:.2f}"))


def same_type(kind: str) -> Bilingual:
    """Both columns are of one type."""
    return say("keduanya {kind}", "both are {kind}", kind=kind)


def like_types(one: str, other: str) -> Bilingual:
    """Two types that one column may be taken for."""
    return say("{one} dan {other} serupa", "{one} and {other} are alike", one=one, other=other)


def unlike_types(one: str, other: str) -> Bilingual:
    """Two types that exclude each other."""
    return say("{one} terhadap {other}", "{one} against {other}", one=one, other=other)


def shapes(share: float) -> Bilingual:
    """Letters and digits in the same places."""
    return say(
        "{share} bentuknya sama", "{share} of shapes in common", share=_figure(f"{share:.0%}")
    )


def spread(share: float) -> Bilingual:
    """Values spread alike, against the register's own halves."""
    return say(
        "sebaran nilainya {share} serupa",
        "spread of values {share} alike",
        share=_figure(f"{share:.0%}"),
    )


def agree(rate: float, rows: int, chance: float) -> Bilingual:
    """Agreement on linked rows, beside that of rows paired at random."""
    return say(
        "{rate} cocok pada {rows} baris yang terhubung, secara kebetulan {chance}",
        "{rate} agree on {rows} linked rows, {chance} by chance",
        rate=_figure(f"{rate:.1%}"),
        rows=count(rows),
        chance=_figure(f"{chance:.1%}"),
    )


def found(values: int, tried: int, decoys: int) -> Bilingual:
    """Values of the dump that stand in the register, beside as many decoys."""
    return say(
        "{values} dari {tried} nilai ditemukan, {decoys} dari umpan sebanyak itu",
        "{values} of {tried} values found, {decoys} of as many decoys",
        values=count(values),
        tried=count(tried),
        decoys=count(decoys),
    )


def linking(by: Bilingual, rows: int) -> Bilingual:
    """The pair that links rows, confirmed by the other columns."""
    return say(
        "{by}; kolom lain cocok pada {rows} baris yang terhubung begitu",
        "{by}; other columns agree on the {rows} rows so linked",
        by=by,
        rows=count(rows),
    )


def accident(by: Bilingual) -> Bilingual:
    """Values found on rows where nothing else agrees."""
    return say(
        "{by}; tidak ada kolom lain yang cocok pada baris itu",
        "{by}; no other column agrees on those rows",
        by=by,
    )


def explained(fitting: int, columns: int) -> Bilingual:
    """How many columns of the dump have a counterpart."""
    return say(
        "{fitting} dari {columns} kolom data mempunyai padanan",
        "{fitting} of the dump's {columns} columns have a counterpart",
        fitting=count(fitting),
        columns=count(columns),
    )


def required_absent(so_far: Bilingual, names: Sequence[str]) -> Bilingual:
    """Columns without which there is no copy of this register."""
    return say(
        "{so_far}; kolom yang ada pada setiap salinan register ini tidak ditemukan: {names}",
        "{so_far}; columns every copy of this register has are absent: {names}",
        so_far=so_far,
        names=_listed(names),
    )


def foreign(so_far: Bilingual, names: Sequence[str]) -> Bilingual:
    """Columns of the dump that the register has no field for."""
    return say(
        "{so_far}; register ini tidak mempunyai kolom untuk: {names}",
        "{so_far}; this register has no field for: {names}",
        so_far=so_far,
        names=_listed(names),
    )


def linked(so_far: Bilingual, rows: int) -> Bilingual:
    """Rows of the sample that name members."""
    return say(
        "{so_far}; {rows} baris contoh terhubung dengan anggota",
        "{so_far}; {rows} sampled rows were linked with members",
        so_far=so_far,
        rows=count(rows),
    )


def unlinked(so_far: Bilingual) -> Bilingual:
    """No row of the sample names a member."""
    return say(
        "{so_far}, dan tidak satu baris contoh pun dapat dihubungkan dengan anggota",
        "{so_far}, and no sampled row could be linked with a member",
        so_far=so_far,
    )


def together(parts: Iterable[Bilingual | None]) -> Bilingual | None:
    """Several reasons as one; None where there is none."""
    told = [part for part in parts if part is not None]
    if not told:
        return None
    return Bilingual(id="; ".join(p.id for p in told), en="; ".join(p.en for p in told))


def _listed(names: Sequence[str]) -> Bilingual:
    shown = ", ".join(names[:LISTED])
    more = len(names) - LISTED
    if more <= 0:
        return Bilingual(id=shown, en=shown)
    return Bilingual(id=f"{shown} dan {more} lagi", en=f"{shown} and {more} more")


def _figure(english: str) -> Bilingual:
    return Bilingual(id=english.translate(_TO_INDONESIAN), en=english)

"""What a dump made of a register's values, in words of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.vocabulary.wording import count, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from telusur.model.transforms import Transform
    from telusur.structure.signals.agreement import Agreement

_TO_INDONESIAN = str.maketrans(",.", ".,")

NOT_COMPARED = Bilingual(
    id="nilainya di-hash atau disamarkan dengan cara yang tidak diketahui: baris tidak "
    "dibandingkan dengannya",
    en="values are hashed or masked in a way that is not known: no row is compared by them",
)
PARTS_NOT_COMPARED = Bilingual(
    id="baris tidak dibandingkan dengannya", en="rows are not compared by them"
)
PARTS_BY_WORDS = Bilingual(
    id="kata-kata di kepala tabel menyebut bagian dari satu kolom",
    en="the words of the header name parts of one column",
)
# The forms of ``vocabulary.transforms.FORMS``.
FORMS = {
    "plain": Bilingual(id="apa adanya", en="as it stands"),
    "trimmed": Bilingual(id="tanpa spasi di tepinya", en="without spaces around it"),
    "upper": Bilingual(id="dalam huruf besar", en="in capitals"),
    "lower": Bilingual(id="dalam huruf kecil", en="in small letters"),
    "normal": Bilingual(id="dalam bentuk baku tipenya", en="in its type's usual form"),
    "digits": Bilingual(id="angkanya saja", en="digits alone"),
    "local": Bilingual(
        id="dengan nol sebagai ganti kode negara", en="with a zero for the country code"
    ),
    "international": Bilingual(
        id="dengan kode negara, tanpa tanda tambah", en="with the country code, without a plus"
    ),
    "yyyymmdd": Bilingual(id="sebagai YYYYMMDD", en="as YYYYMMDD"),
    "ddmmyyyy": Bilingual(id="sebagai DDMMYYYY", en="as DDMMYYYY"),
    "dd-mm-yyyy": Bilingual(id="sebagai DD-MM-YYYY", en="as DD-MM-YYYY"),
    "dd/mm/yyyy": Bilingual(id="sebagai DD/MM/YYYY", en="as DD/MM/YYYY"),
}


def in_words(transform: Transform) -> Bilingual:
    """The transformation as a finding says it."""
    return _WORDS[transform.kind](transform)


def transformed(transform: Transform | None, rest: Bilingual) -> Bilingual:
    """What was found, behind the transformation by which it was; alone where there is none."""
    if transform is None:
        return rest
    return say("{form}: {rest}", "{form}: {rest}", form=in_words(transform), rest=rest)


def listed(transform: Transform, share: float) -> Bilingual:
    """Share of a dump column's values that are labels of the register's codes."""
    return transformed(
        transform, say("{share} nilainya", "{share} of the values", share=_figure(f"{share:.0%}"))
    )


def put_together(whole: Agreement) -> Bilingual:
    """How often joined parts are the whole."""
    return say(
        "digabung, hasilnya sama dengan nilai utuhnya pada {rate} dari {rows} baris yang "
        "terhubung, secara kebetulan {chance}",
        "put together, they are the whole in {rate} of {rows} linked rows, {chance} by chance",
        rate=_figure(f"{whole.rate:.1%}"),
        rows=count(whole.compared),
        chance=_figure(f"{whole.chance:.1%}"),
    )


def _hash(t: Transform) -> Bilingual:
    return say(
        "{name} dari nilai register {form}",
        "{name} of the register's value {form}",
        name=t.algorithm,
        form=FORMS[t.form],
    )


def _ends(t: Transform) -> Bilingual:
    kept = [
        say("{n} karakter " + local, english + " {n}", n=count(n))
        for local, english, n in (("pertama", "first", t.head), ("terakhir", "last", t.tail))
        if n
    ]
    parts = Bilingual(
        id=" dan ".join(each.id for each in kept), en=" and the ".join(each.en for each in kept)
    )
    return say(
        ("disamarkan kecuali" if t.masked else "dipotong menjadi")
        + " {parts} dari nilai register {form}",
        ("masked but for" if t.masked else "cut to")
        + " the {parts} characters of the register's value {form}",
        parts=parts,
        form=FORMS[t.form],
    )


_WORDS: dict[str, Callable[[Transform], Bilingual]] = {
    "hash": _hash,
    "ends": _ends,
    "cut": lambda t: say(
        "dipotong setelah {n} karakter", "cut off behind {n} characters", n=count(t.head)
    ),
    "words": lambda t: say(
        "disamarkan kecuali {n} karakter pertama setiap kata",
        "masked but for the first {n} characters of each word",
        n=count(t.head),
    ),
    "address": lambda t: say(
        "alamat surel disamarkan kecuali {n} karakter dan bagian setelah @",
        "e-mail address masked but for {n} characters and what follows the @",
        n=count(t.head + t.tail),
    ),
    "recoded": lambda _: Bilingual(
        id="kode lain, satu nilai untuk setiap nilai register",
        en="recoded, one value for each of the register's",
    ),
    "label": lambda _: Bilingual(
        id="keterangan dari kode register", en="labels of the register's codes"
    ),
}


def _figure(english: str) -> Bilingual:
    return Bilingual(id=english.translate(_TO_INDONESIAN), en=english)

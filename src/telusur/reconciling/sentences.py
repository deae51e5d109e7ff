"""The sentence of each reason, in both languages.

``{holder}`` keeps the register; ``{found}``, ``{low}`` and ``{drawn}`` are shares; ``{rows}``,
``{fitting}``, ``{columns}`` and ``{exclusive}`` are counts; ``{own}`` names the columns that count.
"""

from __future__ import annotations

from telusur.model.base import Bilingual
from telusur.reconciling.grading import Reason

SENTENCES = {
    Reason.EXCLUDED: Bilingual(
        id="Susunan kolomnya sendiri menyingkirkan {holder} sebagai sumber.",
        en="Its own columns exclude {holder} as the source.",
    ),
    Reason.EXCLUDED_YET_ROWS_AGREE: Bilingual(
        id="Bukti saling bertentangan: susunan kolomnya menyingkirkan {holder}, tetapi isi "
        "barisnya cocok pada kolom yang hanya dimiliki {holder}. Data ini mungkin gabungan dari "
        "beberapa sumber.",
        en="The evidence contradicts itself: its columns exclude {holder}, yet its rows agree on "
        "columns that only {holder} has. The dump may be joined from several sources.",
    ),
    Reason.HEADER_FITS: Bilingual(
        id="{fitting} dari {columns} nama kolom mempunyai padanan pada register {holder}. Nama "
        "kolom saja tidak membuktikan lebih dari kemiripan.",
        en="{fitting} of {columns} column names have a counterpart in the register of {holder}. "
        "Column names alone prove no more than similarity.",
    ),
    Reason.HEADER_FITS_LITTLE: Bilingual(
        id="Hanya {fitting} dari {columns} nama kolom mempunyai padanan pada register {holder}: "
        "terlalu sedikit untuk menyatakan kemiripan, dan nama kolom saja tidak cukup untuk "
        "menyatakan sebaliknya.",
        en="Only {fitting} of {columns} column names have a counterpart in the register of "
        "{holder}: too few to call it similar, and names alone cannot rule it out.",
    ),
    Reason.NOTHING_IN_COMMON: Bilingual(
        id="Tidak ada kunci register {holder} yang dapat diuji, dan {fitting} dari {columns} "
        "kolom mempunyai padanan: terlalu sedikit atau terlalu lemah untuk diperhitungkan.",
        en="No key of the register of {holder} could be tested, and {fitting} of {columns} "
        "columns have a counterpart: too few or too weak to count.",
    ),
    Reason.TOO_FEW_ROWS: Bilingual(
        id="Baris berbeda yang dapat diuji hanya {rows}: terlalu sedikit untuk menyimpulkan apa "
        "pun.",
        en="Only {rows} distinct rows can be tested: too few to conclude anything.",
    ),
    Reason.TOO_FEW_PEOPLE: Bilingual(
        id="Kurang dari dua peserta register {holder} dapat dibandingkan, sehingga tidak ada orang "
        "yang dapat ditukar dan kebetulan tidak dapat diukur: terlalu sedikit untuk menyimpulkan "
        "apa pun.",
        en="Fewer than two members of the register of {holder} could be compared, so nobody could "
        "be swapped and chance could not be measured: too few to conclude anything.",
    ),
    Reason.COPY: Bilingual(
        id="{found} baris ditemukan dalam register {holder} (sedikitnya {low}; secara kebetulan "
        "paling banyak {drawn}), dan isinya cocok pada kolom yang {own}.",
        en="{found} of the rows are found in the register of {holder} (at least {low}; by chance "
        "at most {drawn}), and they agree on columns {own}.",
    ),
    Reason.CHANCE: Bilingual(
        id="{found} baris ditemukan dalam register {holder}, sedangkan secara kebetulan saja "
        "dapat mencapai {drawn}, dan isi barisnya tidak lebih cocok daripada isi baris yang "
        "ditukar: kecocokannya tidak melampaui kebetulan.",
        en="{found} of the rows are found in the register of {holder}, where chance alone reaches "
        "up to {drawn}, and their columns agree no better than those of swapped people: the match "
        "does not exceed chance.",
    ),
    Reason.CHANCE_BY_KEYS: Bilingual(
        id="{found} baris ditemukan dalam register {holder}, sedangkan secara kebetulan saja "
        "dapat mencapai {drawn}: kecocokannya tidak melampaui kebetulan.",
        en="{found} of the rows are found in the register of {holder}, where chance alone reaches "
        "up to {drawn}: the match does not exceed chance.",
    ),
    Reason.CHANCE_IN_PART_OF_REGISTER: Bilingual(
        id="Susunan dan nilainya sesuai dengan register {holder}, tetapi barisnya tidak cocok "
        "melampaui kebetulan; register yang diberikan hanya sebagian dari jumlah resminya, "
        "sehingga barisnya mungkin berada pada bagian yang lain.",
        en="Columns and values fit the register of {holder}, but the rows match no more than "
        "chance; the register given is a part of its own control total, and the rows may be in "
        "the rest.",
    ),
    Reason.STRANGERS: Bilingual(
        id="Bukti saling bertentangan: pengenal pada {found} baris ada dalam register {holder}, "
        "tetapi keterangan di sampingnya tidak lebih cocok daripada keterangan orang lain. "
        "Pengenalnya benar, barisnya tidak.",
        en="The evidence contradicts itself: the identifiers of {found} of the rows are in the "
        "register of {holder}, but what stands beside them agrees no better than that of other "
        "people. The identifiers are real, the rows are not.",
    ),
    Reason.DENSE_KEYS_ALONE: Bilingual(
        id="Pengenal pada {found} baris ada dalam register {holder}, tetapi pengenal acak pun "
        "ditemukan hingga {drawn}, dan tidak ada kolom lain yang dapat dibandingkan.",
        en="The identifiers of {found} of the rows are in the register of {holder}, but drawn "
        "ones are found in up to {drawn} of cases too, and no other column could be compared.",
    ),
    Reason.KEYS_ALONE: Bilingual(
        id="Pengenal pada {found} baris ada dalam register {holder}, tetapi tidak ada kolom lain "
        "yang dapat dibandingkan dengannya.",
        en="The identifiers of {found} of the rows are in the register of {holder}, but no other "
        "column could be compared with it.",
    ),
    Reason.WIDELY_KNOWN: Bilingual(
        id="Orang-orangnya ada dalam register {holder}, tetapi yang cocok hanya kolom yang juga "
        "dimiliki banyak pihak lain: data ini belum tentu berasal dari sana.",
        en="The people are in the register of {holder}, but only columns that many others hold "
        "agree: this need not have come from there.",
    ),
    Reason.OWN_IN_PART: Bilingual(
        id="{found} baris ditemukan dalam register {holder} dan sebagian kolom khasnya cocok, "
        "tetapi terlalu sedikit, atau belum cukup jauh di atas kebetulan, untuk dinyatakan "
        "terverifikasi.",
        en="{found} of the rows are found in the register of {holder} and some of its own columns "
        "agree, but too few of them, or not far enough beyond chance, to call it verified.",
    ),
    Reason.STRUCTURE_WITH_VALUES: Bilingual(
        id="{fitting} dari {columns} kolom sesuai dengan register {holder}, termasuk {exclusive} "
        "kolom yang hanya dimilikinya, dengan nilai yang sesuai; barisnya belum diuji.",
        en="{fitting} of {columns} columns fit the register of {holder}, {exclusive} that only it "
        "has among them, with values that fit; the rows were not tested.",
    ),
    Reason.STRUCTURE_IN_PART: Bilingual(
        id="{fitting} dari {columns} kolom mempunyai padanan pada register {holder}; barisnya "
        "tidak dapat diuji.",
        en="{fitting} of {columns} columns have a counterpart in the register of {holder}; the "
        "rows could not be tested.",
    ),
    Reason.STRUCTURE_FITS_LITTLE: Bilingual(
        id="Hanya {fitting} dari {columns} kolom mempunyai padanan pada register {holder}, yang "
        "hanya dikenal dari kolomnya: terlalu sedikit untuk menyimpulkan apa pun.",
        en="Only {fitting} of {columns} columns have a counterpart in the register of {holder}, "
        "which is known by its columns alone: too few to conclude anything.",
    ),
}

DECLARED_OWN = Bilingual(id="hanya dimilikinya", en="that only it has")
INFERRED_OWN = Bilingual(id="tidak dimiliki secara luas", en="that are not widely known")

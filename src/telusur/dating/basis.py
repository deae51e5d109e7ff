"""What a date rests on, or why there is none, in words and numbers of both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.model.base import Bilingual

if TYPE_CHECKING:
    from telusur.dating.mixture import Mixture
    from telusur.dating.moments import Support

# Members missing from the dump say when it was taken only where nearly all are in it: below this
# the missing are a scope, not a date.
COVERAGE_FOR_ABSENCES = 0.8

NO_HISTORY = Bilingual(
    id="register tidak menyimpan riwayat versi maupun salinan bertanggal",
    en="the register has neither a history of versions nor dated snapshots",
)
NO_KEY_FOUND = Bilingual(
    id="tidak ada kunci baris yang ditemukan dalam register",
    en="no row's key was found in the register",
)
NO_ROW_BELONGS = Bilingual(
    id="kunci ditemukan, tetapi tidak satu baris pun kolom-kolomnya menunjuk anggota itu",
    en="keys were found, but in no row do the columns belong to the member found",
)
NO_KEY_MAPPED = Bilingual(
    id="tidak ada kunci register di antara kolom-kolom data yang ditawarkan",
    en="no key of the register was found among the columns of the dump",
)
HEADER_ONLY = Bilingual(id="hanya nama kolom yang diberikan", en="only column names were given")
NO_MOMENT_BETTER = Bilingual(
    id="tidak ada saat dalam riwayat register yang menjelaskan baris lebih baik daripada saat lain",
    en="no moment of the register's history explains the rows better than another",
)
NEWER_THAN_CLAIM = Bilingual(
    id="nilainya lebih baru daripada penawarannya: tanggal penawaran atau riwayat register keliru",
    en="the values are newer than the claim: the posting date or the history errs",
)


@dataclass(frozen=True)
class VoteCount:
    """How many votes of each kind could be cast, and how many members the register then had."""

    cells: int
    values: int
    found_rows: int
    found_members: int
    members_then: int
    drawn_share: float = 1.0

    @property
    def covers(self) -> bool:
        """Whether the dump holds so many of the members then registered that gaps are evidence."""
        return self.found_members >= COVERAGE_FOR_ABSENCES * max(self.members_then, 1)


def two_ages(mixture: Mixture) -> Bilingual:
    """Why there is no single date."""
    return _both(
        "baris berasal dari dua keadaan register: {} hanya cocok dengan yang satu, {} hanya dengan "
        "yang lain, jadi tidak ada satu tanggal",
        "the rows come from two states of the register: {} fit only the one, {} only the other, "
        "so there is no single date",
        mixture.own.rows,
        mixture.other.rows,
    )


def another_age(mixture: Mixture) -> Bilingual:
    """That a part of the rows is of another age."""
    return _both(
        "{} baris hanya cocok dengan saat lain, {} hanya dengan saat terbaik: sebagian data lain "
        "umurnya",
        "{} rows fit only another moment, {} only the best one: a part of the data is of another "
        "age",
        mixture.other.rows,
        mixture.own.rows,
    )


def of_date(found: Support, count: VoteCount) -> tuple[Bilingual, ...]:
    """The votes behind a date."""
    best = found.best
    total = found.moments + found.excluded
    said = [
        _both(
            "{} sel berubah dalam riwayat register dan ikut bersuara; saat terbaik ditentang {}",
            "{} cells changed in the register's history and vote; {} are against the best moment",
            count.cells,
            best.cells,
        ),
        _both(
            "{} dari {} baris menunjuk anggota yang pada saat terbaik tidak ada dalam register",
            "{} of {} rows name members that the register did not have at the best moment",
            max(0, best.absent_rows),
            count.found_rows,
        ),
        _both(
            "{} dari {} rentang antarperubahan menjelaskan baris kira-kira sama baiknya",
            "{} of {} stretches between changes explain the rows about as well",
            found.moments,
            total,
        ),
    ]
    if count.drawn_share < 1:
        said.append(
            Bilingual(
                id=f"diukur pada {count.drawn_share:.4%} anggota, ditarik menurut hash, dengan "
                "semua baris dan versinya",
                en=f"measured on {count.drawn_share:.4%} of the members, drawn by hash, with all "
                "their rows and versions",
            )
        )
    if count.values:
        said.append(
            _both(
                "{} nilai baris yang tidak padu ikut bersuara; {} saat itu bukan milik siapa pun",
                "{} values of rows that do not cohere vote too; {} were then nobody's",
                count.values,
                max(0, best.unheld),
            )
        )
    if count.covers:
        said.append(
            _both(
                "{} dari {} anggota yang saat itu terdaftar ada dalam data, maka yang tidak ada "
                "ikut bersuara",
                "{} of {} members then registered are in the dump, so the missing ones vote too",
                count.found_members,
                count.members_then,
            )
        )
    return tuple(said)


def _both(indonesian: str, english: str, *numbers: int) -> Bilingual:
    return Bilingual(
        id=indonesian.format(*(f"{number:,}".replace(",", ".") for number in numbers)),
        en=english.format(*(f"{number:,}" for number in numbers)),
    )

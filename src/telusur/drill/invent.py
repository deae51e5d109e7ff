"""People who are in no register: fabricated rows, and the other list that is recycled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from telusur.drill.history import chosen, make_versions
from telusur.drill.people import make_people
from telusur.drill.record import DUMPED, make_records

if TYPE_CHECKING:
    from telusur.drill.draws import Draws
    from telusur.drill.identifiers import Numbering

SPARE: Final = 64  # people made beyond those needed: some have no record at that moment
# Drawn each on its own, as a forger's script does: card, NIK and birth date do not fit together.
_TOGETHER: Final = ("nama", "nama_cetak")
OTHER_LIST: Final = ("nama", "nik", "tgl_lahir", "tempat_lahir", "jenkel", "no_hp")


def invent(draws: Draws, count: int, numbering: Numbering, taken: int) -> pa.Table:
    """Records of ``count`` people who are no members, in the register's columns.

    Args:
        draws: chance of a block of its own.
        count: how many.
        numbering: cards and serials that members do not have.
        taken: moment at which their records stand, so that none is newer than the dump.
    """
    people = make_people(draws, count + count // 8 + SPARE)
    versions = make_versions(draws, people)
    rows = np.flatnonzero((versions.start <= taken) & (versions.end > taken))[:count]
    return make_records(draws, people, chosen(versions, rows), numbering)


def fabricate(draws: Draws, count: int, numbering: Numbering, taken: int) -> pa.Table:
    """The same, but each column is shuffled on its own: every value fits, no row does."""
    whole = invent(draws, count, numbering, taken)
    columns = {}
    order = np.arange(count)
    for at, name in enumerate(DUMPED):
        if name not in _TOGETHER[1:]:
            step = int(draws.words(f"shuffle {at}", 1)[0] % np.uint64(max(1, count)))
            order = (np.arange(count) + step) % max(1, count)
        columns[name] = whole[name].combine_chunks().take(pa.array(order))
    return pa.table(columns)

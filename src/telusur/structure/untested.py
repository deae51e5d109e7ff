"""What is not tried against a prepared register, whose values are hashes: said, never left out.

Of a hash nobody can make what the dump may have made of the value: a hash of another kind, a mask,
a part of it. Whole values, codes under another name and labels are compared all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.model.findings.structure import NotTested

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from telusur.structure.interface import Sides
    from telusur.structure.parts import Parts
    from telusur.structure.signals.linked import Linked

OPAQUE = Bilingual(
    id="disamarkan atau di-hash: register yang disiapkan tidak menyimpan nilai asli yang dapat "
    "disamarkan atau di-hash dengan cara yang sama",
    en="masked or hashed: a prepared register holds no plain values that could be masked or hashed "
    "in the same way",
)
IN_PART = Bilingual(
    id="apakah kolom ini bagian, potongan, atau gabungan dari kolom register tidak diuji: register "
    "yang disiapkan tidak menyimpan nilai asli",
    en="whether these are parts, cut or joined columns of the register was not tested: a prepared "
    "register holds no plain values",
)


def not_tested(
    sides: Sides, found: Mapping[int, int], composites: Sequence[Parts], rows: Linked
) -> tuple[NotTested, ...]:
    """Columns of the dump that another form could explain; none where plain values were seen."""
    if sides.register.prepared is None:
        return ()
    taken = {*found, *(i for each in composites for i in each.dump)}
    compared = {i for i, j in found.items() if (i, j) in rows.transforms}
    opaque = [i for i in sorted(rows.opaque) if i not in compared and i not in sides.ignored]
    free = [
        i
        for i, facts in enumerate(sides.dump_facts)
        if facts.present and i not in taken and i not in rows.opaque and i not in sides.ignored
    ]
    return tuple(
        NotTested(columns=tuple(sides.dump.columns[i] for i in columns), why=why)
        for columns, why in ((opaque, OPAQUE), (free, IN_PART))
        if columns
    )

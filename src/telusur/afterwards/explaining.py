"""Why one row got its outcome, from what the run kept: no value of the row is read or shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from telusur.errors import UsageError
from telusur.model.base import Bilingual
from telusur.model.tables import BITS_PER_WORD

if TYPE_CHECKING:
    from telusur.afterwards.runs import FinishedRun
    from telusur.model.findings.records import Records


@dataclass(frozen=True)
class Cell:
    """One compared column of the row.

    Attributes:
        dump: column of the dump.
        register: column of the register.
        agrees: whether the two values are equal once written alike.
        rate: share of all found rows whose value agrees.
        by_chance: the same between exchanged people, or None.
    """

    dump: str
    register: str
    agrees: bool
    rate: float
    by_chance: float | None


@dataclass(frozen=True)
class Explanation:
    """One row against one register.

    Attributes:
        row: 1-based, over all files of the dump.
        file: name of the file that it stands in.
        line: 1-based physical line, None where the kind of file has none.
        outcome: one of the six classes.
        member: keyed reference of the member, None where none was found.
        key: columns of the register by which the member was found.
        consistent: whether the row is that member's, None where no member was found.
        cells: the compared columns; empty where no member was found.
        why: sentences that lead to the outcome.
    """

    row: int
    file: str
    line: int | None
    register: str
    outcome: str
    member: str | None
    key: tuple[str, ...]
    consistent: bool | None
    cells: tuple[Cell, ...]
    why: tuple[Bilingual, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "why": [one.model_dump() for one in self.why]}


def explain(run: FinishedRun, row: int, register: str | None = None) -> Explanation:
    """Why row ``row`` of the run's dump got its outcome.

    Args:
        run: a finished one.
        row: 1-based, as in ``rows.parquet``.
        register: its name; None: the register that the verdict is about.

    Raises:
        UsageError: ``no-such-row``, ``no-such-register``.
    """
    name = register or _lead(run)
    records = next((one for one in run.findings.records if one.register_ == name), None)
    if name not in run.rows or records is None:
        raise UsageError(
            "no-such-register",
            "the run has no rows of this register",
            got=str(name),
            expected=", ".join(run.rows) or "a run whose rows were compared",
        )
    found = pq.read_table(run.rows[name], filters=pc.field("row") == row).to_pylist()
    if not found:
        raise UsageError(
            "no-such-row", "the run has no such row", got=str(row), expected=f"1 to {records.rows}"
        )
    one = found[0]
    cells = _cells(one, records) if one["member"] is not None else ()
    key = () if one["key"] is None else records.keys_used[one["key"]]
    return Explanation(
        row=row,
        file=run.findings.receipt.files[one["file"]].name,
        line=one["line"],
        register=str(name),
        outcome=one["outcome"],
        member=one["member"],
        key=key,
        consistent=one["consistent"],
        cells=cells,
        why=tuple(_why(one, key, cells, run, str(name))),
    )


def _lead(run: FinishedRun) -> str | None:
    """The register whose rows stand in rows.parquet."""
    return next((name for name, path in run.rows.items() if path.name == "rows.parquet"), None)


def _cells(row: dict[str, Any], records: Records) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            dump=column.dump,
            register=column.register_,
            agrees=bool(row[f"agreement_{at // BITS_PER_WORD}"] >> (at % BITS_PER_WORD) & 1),
            rate=column.rate,
            by_chance=column.by_chance,
        )
        for at, column in enumerate(records.agreement)
    )


def _why(
    row: dict[str, Any],
    key: tuple[str, ...],
    cells: tuple[Cell, ...],
    run: FinishedRun,
    register: str,
) -> list[Bilingual]:
    outcome = row["outcome"]
    if outcome == "unusable":
        return [
            Bilingual(
                id="semua kolom kunci pada baris ini kosong, jadi tidak ada yang dapat dicari",
                en="every key column of the row is empty, so there is nothing to look up",
            )
        ]
    if outcome == "absent":
        return [
            Bilingual(
                id="tidak ada anggota yang mempunyai nilai kunci baris ini, pada versi mana pun",
                en="no member has the row's key values, in any version",
            )
        ]
    if outcome == "probable":
        return [
            Bilingual(
                id="kuncinya tidak ditemukan; kolom-kolom lain bersama-sama menunjuk satu anggota",
                en="its key was not found; the other columns together point to one member",
            )
        ]
    named = " + ".join(key)
    differing = [cell.dump for cell in cells if not cell.agrees]
    dated = next((one for one in run.findings.dating if one.register_ == register), None)
    moment = dated.best if dated is not None else None
    at = f"{moment:%Y-%m-%d}" if moment else None
    valid = Bilingual(
        id=f"versi yang berlaku pada {at}" if at else "register sebagaimana diberikan",
        en=f"the version valid on {at}" if at else "the register as given",
    )
    said = [
        Bilingual(
            id=f"{named} pada baris ini menunjuk satu anggota",
            en=f"the row's {named} names one member",
        )
    ]
    if outcome == "identical":
        said.append(
            Bilingual(
                id=f"{valid.id} sama pada semua {len(cells)} kolom yang dibandingkan",
                en=f"{valid.en} agrees on all {len(cells)} compared columns",
            )
        )
    elif outcome == "former":
        said.append(
            Bilingual(
                id=f"bukan {valid.id}, tetapi versi lain anggota itu, yang sama pada semua kolom; "
                f"yang berlaku saat itu berbeda pada: {', '.join(differing) or '–'}",
                en=f"not {valid.en}, but another version of the member agrees on every column; "
                f"the one valid then differs on: {', '.join(differing) or '–'}",
            )
        )
    else:
        said.append(
            Bilingual(
                id=f"tidak ada versi yang sama pada semua kolom; {valid.id} sama pada "
                f"{len(cells) - len(differing)} dari {len(cells)}, berbeda pada: "
                f"{', '.join(differing) or '–'}",
                en=f"no single version agrees on every column; {valid.en} agrees on "
                f"{len(cells) - len(differing)} of {len(cells)}, and differs on: "
                f"{', '.join(differing) or '–'}",
            )
        )
    said.append(
        Bilingual(
            id="kolom-kolom lainnya menunjukkan bahwa baris ini milik anggota itu",
            en="the other columns say that the row is that member's",
        )
        if row["consistent"]
        else Bilingual(
            id="kolom-kolom lainnya tidak lebih cocok daripada kebetulan: kuncinya milik anggota "
            "itu, barisnya barangkali bukan",
            en="the other columns agree no better than chance: the key is the member's, the row "
            "probably is not",
        )
    )
    return said

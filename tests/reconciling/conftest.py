"""Evidence made to measure: a register, a dump, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from telusur.model.claim import Claim
from telusur.model.findings.dating import Dating
from telusur.model.findings.profile import Profile
from telusur.model.findings.receipt import FileReceipt, Receipt, TableReceipt
from telusur.model.findings.records import Agreement, Decoys, DecoyTest, Outcome, Records
from telusur.model.findings.structure import ColumnMatch, Structure, StructureCandidate
from telusur.model.findings.tracing import Tracing
from telusur.model.register import RegisterFacts
from telusur.reconciling import weigh
from telusur.vocabulary.intervals import rate, upper_bound

if TYPE_CHECKING:
    from telusur.model.findings.verdict import CannotTell, Verdict

PUBLIC = ("nama", "tgllhr")
OWN = ("kdkantor", "kdstatuspst")
CHANCE = {"noka": 0.0, "nama": 0.001, "tgllhr": 0.0001, "kdkantor": 0.1, "kdstatuspst": 0.6}


def decoys(matched: int, tried: int) -> DecoyTest:
    bound = upper_bound(matched, tried)
    return DecoyTest(tried=tried, matched=matched, upper_bound=bound)


@dataclass(frozen=True)
class Scene:
    """One register against one dump; every figure can be set apart.

    ``agree`` is, per column, the share of rows found whose value agrees.
    """

    name: str = "jkn"
    holder: str = "BPJS Kesehatan"
    rows: int = 10_000
    found: int = 9_900
    unusable: int = 0
    drawn: int = 20  # of 10,000 chance decoys
    consistent: int | None = 9_800
    swapped: int = 5  # of so many swaps
    swaps: int = 10_000
    people: int | None = None  # that the rows found point to; None: one each
    beside: int = 0  # rows of tables that were not compared
    agree: dict[str, float] = field(default_factory=lambda: dict.fromkeys(CHANCE, 0.98))
    exclusive: tuple[str, ...] = ("noka", *OWN)
    keys: tuple[tuple[str, ...], ...] = (("noka",),)
    blind: bool = False  # chance was not measured
    excluded: bool = False
    tested: bool = True
    present: bool = True
    facts: dict[str, Any] = field(default_factory=dict)
    claim: dict[str, Any] = field(default_factory=dict)
    further: tuple[CannotTell, ...] = ()

    def but(self, **changes: Any) -> Scene:
        return replace(self, **changes)

    def where(self, **agree: float) -> Scene:
        return replace(self, agree=self.agree | agree)

    @property
    def register(self) -> RegisterFacts:
        made = {
            "name": self.name,
            "holder": self.holder,
            "columns": tuple(CHANCE),
            "exclusive": self.exclusive,
            "widely_known": PUBLIC,
            "keys": self.keys,
            "members": 100_000,
            "history": "versions",
        }
        return RegisterFacts(**made | self.facts)

    @property
    def receipt(self) -> Receipt:
        read = self.rows + self.beside
        table = TableReceipt(name="t", columns=tuple(CHANCE), rows_read=read, rows_rejected=0)
        file = FileReceipt(
            name="t.csv",
            bytes=1,
            sha256="0" * 64,
            kind="delimited",
            encoding="utf-8",
            delimiter=",",
            header=True,
            tables=(table,),
            bytes_unread=0,
        )
        return Receipt(files=(file,), rows_read=read, rows_rejected=0)

    @property
    def structure(self) -> StructureCandidate:
        present = self.exclusive if self.present else ()
        paired = tuple(name for name in CHANCE if self.present or name in PUBLIC)
        return StructureCandidate(
            register_=self.name,
            holder=self.holder,
            score=0.9,
            columns=tuple(
                ColumnMatch(dump=name.upper(), register_=name, score=0.95, basis=())
                for name in paired
            ),
            dump_only=tuple(name.upper() for name in CHANCE if name not in paired),
            register_only=(),
            exclusive_present=present,
            exclusive_absent=tuple(name for name in self.exclusive if name not in present),
            excluded=self.excluded,
            why="as made",
        )

    @property
    def records(self) -> Records:
        same = {name: round(self.found * share) for name, share in self.agree.items()}
        return Records(
            register_=self.name,
            rows=self.rows,
            distinct_rows=self.rows,
            distinct_people=self.found if self.people is None else self.people,
            outcome=Outcome(
                identical=0,
                changed=self.found,
                former=0,
                probable=0,
                absent=self.rows - self.found - self.unusable,
                unusable=self.unusable,
            ),
            match_rate=rate(self.found, self.rows - self.unusable),
            decoys=Decoys(
                chance=decoys(self.drawn, 10_000),
                swap=decoys(min(self.swapped, self.swaps), self.swaps),
                null=decoys(0, 10_000),
            ),
            agreement=tuple(self._agreement(name, agreeing) for name, agreeing in same.items()),
            keys_used=self.keys,
            consistent=None if self.consistent is None else rate(self.consistent, self.rows),
        )

    def _agreement(self, name: str, agreeing: int) -> Agreement:
        measured = rate(agreeing, self.found)
        return Agreement(
            dump=name.upper(),
            register_=name,
            compared=self.found,
            agree=agreeing,
            rate=measured.value,
            low=measured.low,
            high=measured.high,
            method=measured.method,
            by_chance=None if self.blind else CHANCE[name],
        )

    @property
    def dating(self) -> Dating:
        return Dating(
            register_=self.name,
            status="cannot_tell",
            best=None,
            earliest=None,
            latest=None,
            confidence=None,
            basis=("as made",),
        )

    def verdict(self, *others: Scene) -> Verdict:
        scenes = (self, *others)
        return weigh(
            Claim(**self.claim),
            self.receipt,
            Profile(columns=(), duplicate_rows=0, keys=()),
            tuple(scene.register for scene in scenes),
            Structure(candidates=tuple(scene.structure for scene in scenes)),
            tuple(scene.records for scene in scenes if scene.tested),
            tuple(scene.dating for scene in scenes),
            Tracing(),
            further=self.further,
        )


@pytest.fixture(scope="session")
def scene() -> Scene:
    """A plain copy of most of a register that declares its own columns."""
    return Scene()

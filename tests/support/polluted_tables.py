"""Invented tables, and how one is written down as a delimited file."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Row = tuple[str, ...]

FIRST = [
    "Ani",
    "Budi",
    "Citra",
    "Dewi",
    "Eka",
    "Fajar",
    "Gita",
    "Hadi",
    "Indah",
    "Joko",
    "Kartika",
    "Lukman",
    "Maya",
    "Nanda",
    "Oki",
    "Putri",
]
LAST = [
    "Lestari",
    "Santoso",
    "Wijaya",
    "Pratama",
    "Kusuma",
    "Hidayat",
    "Saputra",
    "Anggraini",
    "Siregar",
    "Nasution",
]
CITY = ["Bogor", "Solo", "Medan", "Padang", "Kupang", "Ambon", "Manado", "Jambi", "Serang", "Tegal"]
JOB = ["teacher", "nurse", "driver", "farmer", "clerk", "cook", "tailor", "civil servant"]
STREET = ["Jalan Mawar", "Jalan Melati", "Gang Kenanga", "Jalan Anggrek", "Jalan Dahlia"]
THING = ["lamp", "table", "steel pipe", "rope", "oil, 1 l", 'screen 14"', "paper; A4", "glue"]
WIDE = ["Łódź", "Zürich", "東京都", "Санкт-Петербург", "São Paulo", "Ñuñoa", "Αθήνα", "القاهرة"]


@dataclass(frozen=True)
class Table:
    """Names and rows; ``free`` is the column that may hold any text, ``typed`` ones never do."""

    name: str
    columns: Row
    rows: tuple[Row, ...]
    free: int | None = None


@dataclass(frozen=True)
class Doc:
    """A table and how it is written down."""

    table: Table
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    quote_all: bool = False
    end: str = "\n"
    final: int = 1
    encoding: str = "utf-8"
    header: tuple[Row, ...] | None = None
    before: tuple[str | Row, ...] = ()
    after: tuple[str | Row, ...] = ()
    more: tuple[Doc, ...] = ()
    edits: dict[int, Callable[[Row, Doc], str]] = field(default_factory=dict)
    between: dict[int, tuple[str, ...]] = field(default_factory=dict)
    truth: tuple[Row, ...] | None = None
    columns: Row | None = None

    @property
    def heads(self) -> tuple[Row, ...]:
        """Header rows."""
        return (self.table.columns,) if self.header is None else self.header

    @property
    def names(self) -> Row:
        """What the columns are called."""
        return self.columns or self.table.columns

    def tables(self) -> list[tuple[Row | None, list[Row]]]:
        """The clean twin: of each table its names, or None, and its rows."""
        rows = list(self.table.rows if self.truth is None else self.truth)
        names = self.names if self.heads or self.columns else None
        return [(names, rows), *(one for doc in self.more for one in doc.tables())]

    def cell(self, value: str) -> str:
        """One value, quoted where it has to be."""
        plain = not any(sign in value for sign in (*self.delimiter, self.quote, "\n", "\r"))
        if plain and not self.quote_all:
            return value
        inside = value.replace(self.quote, self.escape + self.quote)
        return f"{self.quote}{inside}{self.quote}"

    def line(self, row: Row) -> str:
        """One row."""
        return self.delimiter.join(self.cell(value) for value in row)

    def lines(self) -> list[str]:
        """All of it."""
        out = [self._loose(one) for one in self.before]
        out += [self.line(head) for head in self.heads]
        for at, row in enumerate(self.table.rows):
            out += self.between.get(at, ())
            out.append(self.edits[at](row, self) if at in self.edits else self.line(row))
        for doc in self.more:
            dressed = replace(
                doc,
                delimiter=self.delimiter,
                quote=self.quote,
                escape=self.escape,
                quote_all=self.quote_all,
            )
            out += dressed.lines()
        return out + [self._loose(one) for one in self.after]

    def raw(self) -> bytes:
        """The file."""
        text = self.end.join(self.lines()) + self.end * self.final
        return text.encode(self.encoding, "replace")

    def _loose(self, line: str | Row) -> str:
        return line if isinstance(line, str) else self.line(line)


def bases() -> list[Table]:
    """Six tables of several widths and kinds of value."""
    draw = random.Random(20240229)  # noqa: S311  # invented people, always the same

    def date() -> str:
        return f"{draw.randint(1950, 2004)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"

    def name() -> str:
        return f"{draw.choice(FIRST)} {draw.choice(LAST)}"

    def phone() -> str:
        return f"+62 8{draw.randint(10, 99)} {draw.randint(1000, 9999)} {draw.randint(1000, 9999)}"

    people, contacts, readings, words, things, mails, wide = [], [], [], [], [], [], []
    for at in range(60):
        person = name()
        mail = f"{person.replace(' ', '.').lower()}{at}@example.org"
        street = f"{draw.choice(STREET)} {draw.randint(1, 200)}"
        street += draw.choice(["", f", RT {draw.randint(1, 9)}"])
        note = draw.choice(["", "", 'says "hello"', "moved, twice", "two\nlines", "ok"])
        people.append(
            (str(1001 + at), person, date(), draw.choice("LP"), street, draw.choice(CITY), note)
        )
        contacts.append((person, mail, phone(), draw.choice(CITY), date()))
        readings.append(
            (
                str(at + 1),
                f"{draw.uniform(0, 40):.2f}",
                f"{draw.uniform(900, 1100):.1f}",
                str(draw.randint(0, 100)),
                f"{draw.uniform(-1, 1):.4f}",
            )
        )
        words.append((person, draw.choice(CITY), draw.choice(JOB), draw.choice(["Islam", "Hindu"])))
        things.append(
            (f"SKU-{draw.randint(10000, 99999)}", draw.choice(THING), str(draw.randint(1, 500)))
        )
        mails.append((mail,))
        wide.append((str(at + 1), person, draw.choice(WIDE), f"{draw.randint(1, 9_999)}.50"))
    return [
        Table(
            "people",
            ("id", "name", "born", "sex", "address", "city", "note"),
            tuple(people),
            free=4,
        ),
        Table("contacts", ("name", "email", "phone", "city", "born"), tuple(contacts), free=3),
        Table("readings", ("no", "temperature", "pressure", "humidity", "tilt"), tuple(readings)),
        Table("words", ("full_name", "home_city", "occupation", "religion"), tuple(words), free=2),
        Table("things", ("sku", "description", "quantity"), tuple(things), free=1),
        Table("mails", ("email",), tuple(mails)),
        Table("wide", ("id", "name", "birthplace", "amount"), tuple(wide), free=2),
    ]

"""A file typed by hand, and what a careful person reads from it, typed before any reader ran."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[str, ...]
# In the text of a truth: between values, and for a line end inside one.
BETWEEN, LINE_END = "¦", "⏎"
CASES: dict[str, Case] = {}


@dataclass(frozen=True)
class Case:
    """The bytes of a file, and its tables: names, or None where it names none, and rows.

    ``later``: typed after the reader had been changed in view of the others.
    """

    raw: bytes
    tables: list[tuple[Row | None, list[Row]]]
    later: bool


def case(
    name: str,
    text: str,
    *tables: str,
    encoding: str = "utf-8",
    end: str = "\n",
    named: bool = True,
    later: bool = False,
) -> None:
    """Keep a case. A truth is a line a row, names first unless ``named`` is False."""
    raw = text.removeprefix("\n").replace("\n", end).encode(encoding)
    CASES[name] = Case(raw, [_table(one, named=named) for one in tables], later)


def _table(text: str, *, named: bool) -> tuple[Row | None, list[Row]]:
    rows = [
        tuple(value.strip().replace(LINE_END, "\n") for value in line.split(BETWEEN))
        for line in text.strip().split("\n")
    ]
    return (rows[0], rows[1:]) if named else (None, rows)

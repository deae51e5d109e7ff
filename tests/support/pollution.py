"""Invented tables, clean, and what befalls delimited files on their way: singly and in pairs.

The kinds follow surveys of real files (Vitagliano et al., "Pollock: a data loading benchmark",
2023; van den Burg et al., 2019); every table, name and line here is invented. A polluted file
stands beside its clean twin: the rows that a careful person would read from it.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from polluted_tables import CITY, Doc, Table, bases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from polluted_tables import Row

POLLUTIONS: dict[str, Callable[[Doc], Doc | None]] = {}


def pollution(name: str) -> Callable[[Callable[[Doc], Doc | None]], Callable[[Doc], Doc | None]]:
    """Register one; it gives None where it says nothing of a table."""

    def keep(function: Callable[[Doc], Doc | None]) -> Callable[[Doc], Doc | None]:
        POLLUTIONS[name] = function
        return function

    return keep


def _width(doc: Doc) -> int:
    return len(doc.table.columns)


def _several(doc: Doc) -> bool:
    return _width(doc) > 1


for _name, _sign in {
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "comma-space": ", ",
    "two-pipes": "||",
    "section-sign": "§",
    "space": " ",
}.items():
    POLLUTIONS[f"delimiter {_name}"] = lambda doc, sign=_sign: (
        replace(doc, delimiter=sign) if _several(doc) and doc.delimiter == "," else None
    )


@pollution("quote apostrophe")
def _(doc):
    return replace(doc, quote="'", escape="'", quote_all=True)


@pollution("all quoted")
def _(doc):
    return replace(doc, quote_all=True)


@pollution("escape backslash")
def _(doc):
    return replace(doc, escape="\\") if _has_quotes(doc) else None


@pollution("escape missing")
def _(doc):
    return replace(doc, escape="", quote_all=True) if _has_quotes(doc) else None


def _has_quotes(doc: Doc) -> bool:
    return doc.escape == doc.quote and any(
        doc.quote in value for row in doc.table.rows for value in row
    )


@pollution("line end CRLF")
def _(doc):
    return replace(doc, end="\r\n")


@pollution("line end CR")
def _(doc):
    return replace(doc, end="\r")


@pollution("no final line end")
def _(doc):
    return replace(doc, final=0)


@pollution("blank lines at the end")
def _(doc):
    return replace(doc, final=3)


@pollution("utf-8 with mark")
def _(doc):
    return replace(doc, encoding="utf-8-sig")


@pollution("utf-16")
def _(doc):
    return replace(doc, encoding="utf-16")


@pollution("no header")
def _(doc):
    return replace(doc, header=()) if doc.header is None else None


@pollution("header of two rows")
def _(doc):
    if _width(doc) < 4 or doc.header is not None or doc.table.name == "words":
        return None
    names = doc.table.columns
    half = len(names) // 2
    above = ("Group A", *[""] * (half - 1), "Group B", *[""] * (len(names) - half - 1))
    spans = ["Group A"] * half + ["Group B"] * (len(names) - half)
    joined = tuple(f"{span} {name}" for span, name in zip(spans, names, strict=True))
    return replace(doc, header=(above, names), columns=joined)


@pollution("header again in the middle")
def _(doc):
    if not doc.heads or doc.header is not None:
        return None
    return replace(doc, between={**doc.between, 30: (doc.line(doc.table.columns),)})


@pollution("preamble")
def _(doc):
    if not _several(doc) or doc.before:
        return None
    return replace(doc, before=("Register of the invented district", "Printed 3 May 2021", ""))


@pollution("preamble in cells")
def _(doc):
    if not _several(doc) or doc.before:
        return None
    pad = ("",) * (_width(doc) - 1)
    return replace(doc, before=(("Register of the invented district", *pad), ("", *pad)))


@pollution("sep line")
def _(doc):
    if not _several(doc) or len(doc.delimiter) > 1 or doc.before:
        return None
    return replace(doc, before=(f"sep={doc.delimiter}",))


@pollution("comment lines")
def _(doc):
    if not _several(doc):
        return None
    return replace(doc, between={**doc.between, 20: ("# checked up to here",)})


@pollution("footnote")
def _(doc):
    if not _several(doc) or doc.after:
        return None
    return replace(doc, after=("", "Source: the invented office of the district"))


@pollution("footnote in cells")
def _(doc):
    if _width(doc) < 3 or doc.after:
        return None
    pad = ("",) * (_width(doc) - 1)
    return replace(doc, after=(("Note: figures are invented", *pad),))


@pollution("total below")
def _(doc):
    if _width(doc) < 4 or doc.after or doc.table.name == "words":
        return None
    return replace(doc, after=(("Total", *[""] * (_width(doc) - 2), "60"),))


@pollution("empty rows")
def _(doc):
    if not _several(doc):
        return None
    blank = doc.delimiter * (_width(doc) - 1)
    return replace(doc, between={**doc.between, 10: (blank,), 40: ("", "")})


@pollution("short row")
def _(doc):
    if _width(doc) < 3:
        return None
    rows = list(doc.table.rows if doc.truth is None else doc.truth)
    edits = dict(doc.edits)
    for at in (7, 33):
        if at in edits:
            return None
        rows[at] = (*rows[at][:-1], "")
        edits[at] = lambda row, doc: doc.line(row[:-1])
    return replace(doc, edits=edits, truth=tuple(rows))


@pollution("extra empty cells")
def _(doc):
    if not _several(doc) or 12 in doc.edits:
        return None
    return replace(doc, edits={**doc.edits, 12: lambda row, doc: doc.line(row) + doc.delimiter * 2})


@pollution("trailing delimiter")
def _(doc):
    if not _several(doc) or doc.edits or doc.header is not None:
        return None
    edits = {
        at: lambda row, doc: doc.line(row) + doc.delimiter for at in range(len(doc.table.rows))
    }
    return replace(doc, edits=edits)


@pollution("delimiter not quoted")
def _(doc):
    at = doc.table.free
    if at is None or 15 in doc.edits or doc.table.name == "words" or doc.quote_all:
        return None
    rows = list(doc.table.rows if doc.truth is None else doc.truth)
    value = f"Kampung{doc.delimiter}Baru"
    rows[15] = (*rows[15][:at], value, *rows[15][at + 1 :])

    def bare(row: Row, doc: Doc) -> str:
        cells = [doc.cell(one) for one in row]
        cells[at] = f"Kampung{doc.delimiter}Baru"
        return doc.delimiter.join(cells)

    return replace(doc, edits={**doc.edits, 15: bare}, truth=tuple(rows))


@pollution("quote not escaped")
def _(doc):
    at = doc.table.free
    if at is None or 25 in doc.edits:
        return None
    rows = list(doc.table.rows if doc.truth is None else doc.truth)
    value = f"Block {doc.quote}C{doc.quote} north"
    rows[25] = (*rows[25][:at], value, *rows[25][at + 1 :])

    def bare(row: Row, doc: Doc) -> str:
        cells = [doc.cell(one) for one in row]
        cells[at] = f"{doc.quote}Block {doc.quote}C{doc.quote} north{doc.quote}"
        return doc.delimiter.join(cells)

    return replace(doc, edits={**doc.edits, 25: bare}, truth=tuple(rows))


@pollution("other delimiter in some rows")
def _(doc):
    if not _several(doc) or doc.delimiter == " " or any(at in doc.edits for at in range(45, 50)):
        return None
    other = "|" if doc.delimiter == ";" else ";"

    def turned(row: Row, doc: Doc) -> str:
        return replace(doc, delimiter=other).line(row)

    return replace(doc, edits={**doc.edits, **dict.fromkeys(range(45, 50), turned)})


@pollution("bars at both ends")
def _(doc):
    if not _several(doc) or doc.edits or doc.header is not None:
        return None
    sign = doc.delimiter.strip() or doc.delimiter
    edits = {
        at: lambda row, doc: f"{sign}{doc.line(row)}{sign}" for at in range(len(doc.table.rows))
    }
    head = doc.line(doc.table.columns)
    barred = f"{sign}{head}{sign}"
    between = {
        at: tuple(barred if line == head else line for line in lines)
        for at, lines in doc.between.items()
    }
    return replace(
        doc,
        edits=edits,
        between=between,
        before=(*doc.before, barred),
        header=(),
        columns=doc.names,
    )


@pollution("rule below the header")
def _(doc):
    if not _several(doc) or 0 in doc.between:
        return None
    return replace(doc, between={**doc.between, 0: ("-" * 40,)})


@pollution("pages numbered")
def _(doc):
    if _width(doc) < 3 or 24 in doc.between:
        return None
    return replace(doc, between={**doc.between, 24: ("Page 1 of 3",), 48: ("Page 2 of 3",)})


@pollution("pairs above")
def _(doc):
    if _width(doc) < 3 or doc.before:
        return None
    pairs = ("Office", "District 7"), ("Printed", "2021-05-03"), ("By", "Fajar")
    return replace(doc, before=(*(doc.line(pair) for pair in pairs), ""))


@pollution("NULs")
def _(doc):
    at = doc.table.free
    if at is None or any(place in doc.edits for place in (5, 55)):
        return None
    rows = list(doc.table.rows if doc.truth is None else doc.truth)
    edits = dict(doc.edits)
    for place in (5, 55):
        value = rows[place][at] + "\0"
        rows[place] = (*rows[place][:at], value, *rows[place][at + 1 :])
        edits[place] = _written(rows[place])
    return replace(doc, edits=edits, truth=tuple(rows))


def _written(instead: Row) -> Callable[[Row, Doc], str]:
    return lambda _, doc: doc.line(instead)


@pollution("text kept by a formula")
def _(doc):
    if doc.table.columns[0] != "id" or doc.edits or doc.quote != '"' or doc.quote_all:
        return None
    rows = doc.table.rows if doc.truth is None else doc.truth
    edits = {
        at: lambda row, doc: f'="{row[0]}"{doc.delimiter}{doc.line(row[1:])}'
        for at in range(len(rows))
    }
    return replace(doc, edits=edits)


@pollution("line end not quoted")
def _(doc):
    at = doc.table.free
    if at is None or at + 1 == _width(doc) or 18 in doc.edits or doc.quote_all:
        return None
    if doc.table.name == "words" or doc.delimiter == " ":
        return None
    rows = list(doc.table.rows if doc.truth is None else doc.truth)
    rows[18] = (*rows[18][:at], "Kampung\nBaru", *rows[18][at + 1 :])

    def bare(row: Row, doc: Doc) -> str:
        cells = [doc.cell(one) for one in row]
        cells[at] = f"Kampung{doc.end}Baru"
        return doc.delimiter.join(cells)

    return replace(doc, edits={**doc.edits, 18: bare}, truth=tuple(rows))


@pollution("second table, other width")
def _(doc):
    if not _several(doc) or doc.after or doc.more:
        return None
    rows = tuple((f"KC{at:02}", city, str(at * 17)) for at, city in enumerate(CITY, 1))
    if _width(doc) == 3:
        rows = tuple((*row, "2021-05-03") for row in rows)
    names = ("code", "branch", "members", "opened")[: len(rows[0])]
    return replace(doc, more=(Doc(Table("branches", names, rows), before=("",)),))


@pollution("second table, title above")
def _(doc):
    if not _several(doc) or doc.after or doc.more:
        return None
    rows = tuple(
        (f"KC{at:02}", city, *[str(at * 17 + column) for column in range(_width(doc) - 2)])
        for at, city in enumerate(CITY, 1)
    )
    names = ("code", "branch", *[f"total_{column}" for column in range(_width(doc) - 2)])
    return replace(doc, more=(Doc(Table("b", names, rows), before=("", "Branches", "")),))


def polluted() -> Iterator[tuple[str, Doc]]:
    """Every table clean, with each pollution, and with each pair."""
    for table in bases():
        clean = Doc(table)
        yield f"{table.name}: clean", clean
        for name, dirty in POLLUTIONS.items():
            once = dirty(clean)
            if once is not None:
                yield f"{table.name}: {name}", once
        for one, two in itertools.combinations(POLLUTIONS, 2):
            once = POLLUTIONS[one](clean)
            twice = once and POLLUTIONS[two](once)
            if twice:
                yield f"{table.name}: {one} + {two}", twice

"""What columns and headers of a dump say of the system that it left, whoever keeps it.

1. running numbers: whole numbers of which nearly every one between the least and the largest is
   there, or that the file's own definition numbers by itself: a table's own key, and its size;
2. audit columns: who entered or changed a row, and when;
3. how names are written: capitals, separators, prefixes that recur, one language or two;
4. what the dump says of its tool, server, character set: words of the dump, which may be false.

A trace names no holder. It says what the system that the data left must look like, to be held
against what a holder's system does look like.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.model.base import Bilingual
from telusur.model.findings.structure import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.findings.receipt import Receipt
    from telusur.model.tables import ColumnFacts, DumpTable

# Share of the numbers between the least and the largest that must be there: rows get deleted.
DENSE = 0.5
# Fewer rows number themselves by chance.
FEWEST_ROWS = 20
# A prefix recurs when this many names begin with it.
RECURRING = 3
# Share of the names that must be written one way to be called the convention.
MOSTLY = 0.8

WHEN = ("created", "updated", "modified", "inserted", "deleted", "tsinput", "tsupdate", "tsstatus",
        "tglinput", "tglupdate", "tglentry", "lastupdate", "lastmodified", "inputdate",
        "updatedate", "createddate", "modifieddate", "waktuinput", "waktuupdate", "createdat",
        "updatedat", "deletedat", "datecreated", "datemodified", "dibuatpada", "diubahpada",
        "createdon", "modifiedon", "timestamp", "tanggalinput", "tanggalupdate")  # fmt: skip
WHO = ("userinput", "userupdate", "createdby", "updatedby", "modifiedby", "inputby", "updateby",
       "userentry", "userid_input", "lastupdatedby", "insertedby", "entryby", "petugas",
       "dibuatoleh", "diubaholeh", "operatorinput", "deletedby", "usercreate",
       "useredit", "usermodified")  # fmt: skip

_STYLES = (
    ("capitals written together", "huruf besar disambung", r"[A-Z][A-Z0-9]*"),
    ("capitals with underscores", "huruf besar dengan garis bawah", r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+"),
    ("small letters with underscores", "huruf kecil dengan garis bawah",
     r"[a-z][a-z0-9]*(_[a-z0-9]+)+"),
    ("capitals within words (noKartu)", "huruf besar di tengah kata (noKartu)",
     r"[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)+"),
    ("capitals at words (NoKartu)", "huruf besar di awal kata (NoKartu)",
     r"([A-Z][a-z0-9]+){2,}"),
)  # fmt: skip

_HEADER = ("tool", "tool_version", "server", "server_version", "host", "database", "schema", "user",
           "character_set", "collation", "sql_mode", "engine", "next_number",
           "time_zone")  # fmt: skip


def traces(
    engine: Engine, dump: DumpTable, facts: Sequence[ColumnFacts], receipt: Receipt
) -> tuple[Trace, ...]:
    """What the dump's own structure says of the system it left; steps (1) to (4).

    Args:
        engine: where the dump lies.
        dump: the table that is looked at; a header without rows gives names alone.
        facts: of its columns.
        receipt: for definitions and the words of the dump's own header.
    """
    return (
        *_running_numbers(engine, dump, facts, receipt),  # (1)
        *_audit(dump.columns),  # (2)
        *_written(dump.columns),  # (3)
        *_said(receipt),  # (4)
    )


def _running_numbers(
    engine: Engine, dump: DumpTable, facts: Sequence[ColumnFacts], receipt: Receipt
) -> Iterator[Trace]:
    declared = _declared(dump, receipt)
    if declared:
        yield _trace(
            "running-number",
            declared,
            "the file's own definition numbers the rows of the table",
            "definisi berkasnya sendiri menomori baris tabel",
        )
    tried = [
        fact
        for fact in facts
        if fact.type == "integer" and fact.unique and fact.present >= FEWEST_ROWS
    ]
    if not tried or dump.relation is None:
        return
    asked = [
        part
        for fact in tried
        for part in (
            f"min(TRY_CAST(trim(c{fact.position}) AS BIGINT)) AS low{fact.position}",
            f"max(TRY_CAST(trim(c{fact.position}) AS BIGINT)) AS high{fact.position}",
        )
    ]
    row = engine.collect(f"SELECT {comma(asked)} FROM {quoted(dump.relation)}").to_pylist()[0]
    for fact in tried:
        low, high = row[f"low{fact.position}"], row[f"high{fact.position}"]
        if low is None or fact.name in declared:
            continue
        span = high - low + 1
        share = fact.distinct / span
        if share >= DENSE:
            yield _trace(
                "running-number",
                (fact.name,),
                f"{share:.0%} of the {span:,} whole numbers in its range are there: "
                "a number that the system gave to rows, one after another",
                f"{share:.0%} dari {span:,} bilangan bulat dalam rentangnya ada: "
                "nomor yang diberikan sistem kepada baris, satu demi satu",
            )


def _declared(dump: DumpTable, receipt: Receipt) -> tuple[str, ...]:
    for file in receipt.files:
        for table in file.tables:
            if table.name == dump.name and table.columns == dump.columns:
                return table.numbered
    return ()


def _audit(names: Sequence[str]) -> Iterator[Trace]:
    bare = {name: re.sub(r"[^a-z]", "", name.casefold()) for name in names}
    when = tuple(name for name, word in bare.items() if word in WHEN)
    who = tuple(name for name, word in bare.items() if word in WHO)
    if when:
        yield _trace(
            "audit-times",
            when,
            "times at which the system wrote a row: no form that people fill in has them",
            "waktu sistem menulis sebuah baris: tidak ada pada formulir yang diisi orang",
        )
    if who:
        yield _trace(
            "audit-users",
            who,
            "users who entered or changed a row: the table is a system's own, not an extract "
            "for others",
            "pengguna yang merekam atau mengubah baris: tabel milik sistem itu sendiri, bukan "
            "petikan untuk pihak lain",
        )


def _written(names: Sequence[str]) -> Iterator[Trace]:
    said = [name for name in names if not re.fullmatch(r"column_\d+", name)]
    if len(said) < RECURRING:
        return
    for en, local, pattern in _STYLES:
        fitting = tuple(name for name in said if re.fullmatch(pattern, name))
        if len(fitting) >= MOSTLY * len(said):
            yield _trace(
                "names",
                fitting,
                f"{len(fitting)} of {len(said)} names are written in {en}",
                f"{len(fitting)} dari {len(said)} nama ditulis dengan {local}",
            )
            break
    prefixes = Counter(prefix for name in said if (prefix := _prefix(name)))
    recurring = sorted(prefix for prefix, count in prefixes.items() if count >= RECURRING)
    for prefix in recurring:
        fitting = tuple(name for name in said if _prefix(name) == prefix)
        yield _trace(
            "prefix",
            fitting,
            f"{len(fitting)} names begin with {prefix}: one hand named them",
            f"{len(fitting)} nama diawali {prefix}: satu tangan yang menamainya",
        )


# Prefixes by which systems say what sort of field a column is; longer ones first.
_PREFIXES = ("FLAG", "TGL", "NM", "KD", "TS", "NO", "ID", "USER", "JML", "STS", "PS", "FK", "DT")


def _prefix(name: str) -> str | None:
    upper = name.upper()
    if "_" in name:
        return upper.split("_", 1)[0] if upper.split("_", 1)[0] in _PREFIXES else None
    return next((p for p in _PREFIXES if upper.startswith(p) and len(upper) > len(p) + 1), None)


def _said(receipt: Receipt) -> Iterator[Trace]:
    for file in receipt.files:
        told = [hint for hint in file.hints if hint.what in _HEADER]
        if told:
            text = "; ".join(f"{hint.what} {hint.value} ({hint.source})" for hint in told)
            yield _trace(
                "dump-header",
                (),
                f"the dump says of itself, which may be false: {text}",
                f"berkasnya menyebut tentang dirinya, yang bisa saja tidak benar: {text}",
            )


def _trace(kind: str, columns: Sequence[str], en: str, local: str) -> Trace:
    return Trace(kind=kind, columns=tuple(columns), says=Bilingual(id=local, en=en))

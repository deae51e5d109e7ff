"""A register described by its data alone: history by name and content, keys by uniqueness.

With type-2 history the member's key is a column whose pairs (value, valid_from) do not repeat, and
of which several rows may share a value that are not valid at one time: the fewest distinct values
win, because a column that changes over a member's life (a phone number) has more. Without history
it is a column whose values do not repeat, but in rows that are repeated as a whole. In both cases a
column named like a key goes first.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from telusur.engine.protocol import comma, quoted
from telusur.errors import RegisterError
from telusur.model.base import Notice
from telusur.model.register import History, Key, RegisterHead, RegisterSpec, Source
from telusur.registers.canonical import (
    blank,
    instant_of,
    is_text,
    is_time,
    text_of,
)
from telusur.registers.identifying import Span, identifies
from telusur.registers.known import says_widely_known
from telusur.vocabulary.drawing import below

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telusur.engine.protocol import Column, Engine

# Names that type-2 tables give to the start and the end of a version; lower case.
START_AND_END = (
    ("valid_from", "valid_to"),
    ("validfrom", "validto"),
    ("valid_from", "valid_until"),
    ("valid_since", "valid_until"),
    ("since", "until"),
    ("date_from", "date_to"),
    ("from_date", "to_date"),
    ("effective_from", "effective_to"),
    ("effective_date", "expiry_date"),
    ("start_date", "end_date"),
    ("gueltig_von", "gueltig_bis"),
    ("berlaku_dari", "berlaku_sampai"),
    ("berlaku_mulai", "berlaku_sampai"),
    ("dbt_valid_from", "dbt_valid_to"),
    ("row_start", "row_end"),
)

# Bookkeeping of the history itself, no column of the member.
_BOOKKEEPING = re.compile(
    r"^((from|to|valid)_)?(commit|sha|sha1|sha256|hash|row_?hash|checksum|revision|etag)"
    r"(_(from|to|id))?$|^(from|to)_(commit|revision|version|batch)$|^dbt_(scd_id|updated_at)$",
    re.IGNORECASE,
)

_KEY_WORDS = frozenset(
    {"id", "key", "no", "nomor", "num", "number", "nik", "noka", "psnoka", "npwp", "uuid", "guid",
     "code", "kode", "kd", "entity", "pk", "uid", "nip", "nisn", "nim", "nr", "nummer", "numero",
     "matricula", "dni", "cpf", "ssn"}
)  # fmt: skip

# Rows on which columns are tried before the whole register is asked.
TRIAL_ROWS = 200_000

# Pairs are tried among this many columns, the most distinct ones.
PAIR_COLUMNS = 8


def infer_spec(
    engine: Engine, given: Path, source: str, columns: tuple[Column, ...]
) -> tuple[RegisterSpec, tuple[Notice, ...]]:
    """A description of the data file ``given``, scanned as ``source``, and doubts about it.

    Raises:
        RegisterError: ``no-usable-key``.
    """
    history, notices = _history(engine, source, columns)
    name = re.sub(r"[^A-Za-z0-9_.\-]+", "-", given.name.split(".")[0]).strip("-") or "register"
    spec = RegisterSpec(
        register_=RegisterHead(name=name, holder=name),
        source=Source(path=given.name),
        history=history,
        inferred=True,
    )
    aside = {history.valid_from, history.valid_to, *history.ignore} if history else set()
    values = tuple(column for column in columns if column.name not in aside)
    keys = infer_keys(engine, source, values, span_of(columns, history), given.name)
    return spec.model_copy(update={"key": keys}), notices


def span_of(columns: Sequence[Column], history: History | None) -> Span | None:
    """SQL of the start and the end of a version; None without history."""
    if history is None:
        return None
    by_name = {column.name: instant_of(column) for column in columns}
    return by_name[history.valid_from], by_name[history.valid_to]


def infer_keys(
    engine: Engine, source: str, values: Sequence[Column], span: Span | None, file: str
) -> tuple[Key, ...]:
    """One key of ``source`` by uniqueness.

    Raises:
        RegisterError: ``no-usable-key``, ``source-without-rows``.
    """
    rows = engine.collect(f"SELECT count(*) AS n FROM {quoted(source)}").to_pylist()[0]["n"]
    if not rows:
        raise RegisterError("source-without-rows", f"{file}: the register holds no row")
    measured = _distinct(engine, source, values, rows)
    complete = [at for at, (_, present, looked) in enumerate(measured) if present == looked]
    order = sorted(complete, key=lambda at: _rank(values[at].name, at, measured[at][0], span))
    singles = [(at,) for at in order]
    wide = sorted(complete, key=lambda at: (-measured[at][0], at))[:PAIR_COLUMNS]
    pairs = sorted(
        combinations(sorted(wide), 2),
        key=lambda pair: sum(not named_like_key(values[at].name) for at in pair),
    )
    for parts in (*singles, *pairs):
        named = [values[at] for at in parts]
        if identifies(engine, source, named, values, span, rows):
            return (Key(columns=tuple(values[at].name for at in parts)),)
    raise RegisterError(
        "no-usable-key",
        f"{file}: no column, nor a pair of columns, identifies a member",
        got=f"{len(values)} columns, {len(complete)} of them without blanks",
        expected="a column whose values do not repeat" + (" at one moment" if span else ""),
        hint="declare [[key]] columns in a register.toml",
    )


def named_like_key(name: str) -> bool:
    """Whether a column's name says that it numbers something."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return any(word.casefold() in _KEY_WORDS for word in words)


def _rank(name: str, at: int, distinct: int, span: Span | None) -> tuple[bool, bool, int, int]:
    """Sorting key: named like a key, not a name or an address, then fewest distinct or leftmost."""
    return (
        not named_like_key(name),
        says_widely_known(name),
        distinct if span else 0,
        at,
    )


def _history(
    engine: Engine, source: str, columns: tuple[Column, ...]
) -> tuple[History | None, tuple[Notice, ...]]:
    """The history by name and content; a notice where names promise one and values do not."""
    notices: tuple[Notice, ...] = ()
    lower = {column.name.casefold(): column for column in columns}
    for first, last in START_AND_END:
        start, end = lower.get(first), lower.get(last)
        if start is None or end is None:
            continue
        said = f"{start.name} and {end.name} are named like a history, but not all of their values"
        said += " are ISO dates or times: they were read as plain columns"
        notices = (*notices, Notice(code="history-not-recognised", text=said))
        if not all(is_time(column) or is_text(column) for column in (start, end)):
            continue
        bad = engine.collect(
            f"SELECT count(*) FILTER (WHERE {instant_of(start)} IS NULL "
            f"OR ({instant_of(end)} IS NULL AND NOT {blank(end)})) AS bad FROM {quoted(source)}"
        ).to_pylist()[0]["bad"]
        if bad == 0:
            ignore = tuple(c.name for c in columns if _BOOKKEEPING.match(c.name))
            return History(valid_from=start.name, valid_to=end.name, ignore=ignore), ()
    return None, notices


def _distinct(
    engine: Engine, source: str, values: Sequence[Column], rows: int
) -> list[tuple[int, int, int]]:
    """(distinct, present, rows looked at) of each column, on a hash-drawn set of rows."""
    texts = [f"nullif(trim({text_of(column)}), '')" for column in values]
    counts = [
        part
        for at, text in enumerate(texts)
        for part in (f"count(DISTINCT {text}) AS d{at}", f"count({text}) AS p{at}")
    ]
    chosen = "TRUE"
    if rows > TRIAL_ROWS:
        drawn = f"coalesce({', '.join(texts)}, '')"
        chosen = f"stable_hash64({drawn}) < {below(TRIAL_ROWS / rows)}"
    row = engine.collect(
        f"SELECT count(*) AS n, {comma(counts)} FROM {quoted(source)} WHERE {chosen}"
    ).to_pylist()[0]
    return [(row[f"d{at}"], row[f"p{at}"], row["n"]) for at in range(len(values))]

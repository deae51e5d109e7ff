"""A ``register.toml`` proposed from a register that was opened without one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telusur.engine.protocol import quoted
from telusur.registers.sensitive import says_sensitive
from telusur.vocabulary.identifiers import EMPTY, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from telusur.engine.protocol import Engine
    from telusur.model.tables import ColumnFacts, RegisterTable

# A code list is short, and each of its codes is many members': a value that fewer than this share
# (of the drawn members) may name somebody, and stays out of every file.
MOST_CODES, LEAST_MEMBERS = 500, 10
# Codes are short; longer texts of few values are remarks.
LONGEST_CODE = 40
# A spreadsheet takes what begins so for a formula: such a list is not written.
FORMULA = tuple("=+-@\t\r")
# Columns of these types list no codes: they are of people, or of any range.
NO_CODES = frozenset(
    {"person_name", "birth_date", "date", "datetime", "email", "phone", "id.mobile", "decimal",
     "id.nik", "id.kk", "id.noka", "id.npwp", "payment_card", "uuid", "ip", "url", EMPTY}
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """What ``lines`` writes.

    Attributes:
        path: of the data, relative to where the description will lie.
        holder: who keeps the register; empty: to be filled in.
        table: the register, opened without a description.
        facts: of its columns, in order.
        files: file of the code list of a column, by position.
    """

    path: str
    holder: str
    table: RegisterTable
    facts: tuple[ColumnFacts, ...]
    files: Mapping[int, str]


def code_lists(
    engine: Engine, table: RegisterTable, facts: Sequence[ColumnFacts]
) -> dict[int, tuple[str, ...]]:
    """Codes of each column (by position) that has few, on the register's sample."""
    found = {}
    keys = {name for key in table.facts.keys for name in key}
    for at, fact in enumerate(facts):
        if fact.type in NO_CODES or not 1 < fact.distinct <= MOST_CODES or fact.name in keys:
            continue
        rows = engine.collect(
            f"SELECT v, count(DISTINCT entity_) AS n FROM (SELECT trim(r{at}) AS v, entity_ "
            f"FROM {quoted(str(table.sample))}) AS t WHERE v IS NOT NULL AND v <> '' GROUP BY v"
        ).to_pylist()
        codes = sorted(row["v"] for row in rows if len(row["v"]) <= LONGEST_CODE)
        shared = all(row["n"] >= LEAST_MEMBERS for row in rows)
        if shared and 1 < len(codes) == len(rows) and not any(c.startswith(FORMULA) for c in codes):
            found[at] = tuple(codes)
    return found


def file_names(columns: Sequence[str], positions: Iterable[int]) -> dict[int, str]:
    """A file for the code list of each column at ``positions``, named after it."""
    names: dict[int, str] = {}
    for at in positions:
        slug = re.sub(r"[^a-z0-9]+", "_", columns[at].casefold()).strip("_") or f"column_{at + 1}"
        names[at] = f"{slug}.csv" if f"{slug}.csv" not in names.values() else f"{slug}_{at + 1}.csv"
    return names


def lines(given: Proposal) -> Iterator[str]:
    """The text of ``register.toml``."""
    spec, table = given.table.spec, given.table
    yield "# Proposed by telusur register describe from the data alone. Read it before use:"
    yield "# - exclusive = true for columns that no other holder has: verified rests on them;"
    yield "# - required = true for columns that every copy of this register has;"
    yield "# - labels, aliases, [[count]] and [[export]]: docs/reference/register-toml.md."
    yield "[register]"
    yield f"name = {_quoted(spec.name)}"
    yield f"holder = {_quoted(given.holder or 'TODO: who keeps it')}"
    yield ""
    yield "[source]"
    yield f"path = {_quoted(given.path)}"
    if spec.history:
        yield ""
        yield "[history]"
        yield f"valid_from = {_quoted(spec.history.valid_from)}"
        yield f"valid_to = {_quoted(spec.history.valid_to)}"
        if spec.history.ignore:
            yield f"ignore = {_list(spec.history.ignore)}"
    elif not spec.snapshot:
        yield ""
        yield "# Without a history the copy cannot be dated. If the table has the columns:"
        yield '# [history]\n# valid_from = "…"\n# valid_to = "…"'
    for key in table.facts.keys:
        yield ""
        yield "[[key]]"
        yield f"columns = {_list(key)}"
    for at, fact in enumerate(given.facts):
        yield ""
        yield from _column(fact, given.files.get(at), table)
    if table.facts.members:
        yield ""
        yield f"# {table.facts.members:,} members over all time, counted when this was proposed."


def _column(fact: ColumnFacts, codes: str | None, table: RegisterTable) -> Iterator[str]:
    yield f"[columns.{_key(fact.name)}]"
    yield f"type = {_quoted(TEXT if fact.type == EMPTY else fact.type)}"
    if codes:
        yield f"codes = {_quoted(codes)}"
    if says_sensitive(fact.name):
        yield "sensitive = true"
    if fact.name not in table.facts.widely_known:
        yield "# exclusive = true"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _list(names: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, names)) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # JSON's texts are TOML's: the same escapes

"""Statements that are no rows: tables are defined, a database chosen; the rest is only counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telusur.reading.sql import ddl
from telusur.reading.sql.names import NAME, TableName, table_name, unquoted, without_comments

if TYPE_CHECKING:
    from telusur.reading.sql.sinks import Catalog

# So much of a statement tells what kind it is.
HEAD_BYTES = 4 << 10
_FIRST = re.compile(rb"(?:\*/|/\*!\d*|[\s;/(])*([A-Za-z]+)(?:\s+(?:OR\s+REPLACE\s+)?([A-Za-z]+))?")
_USE = re.compile(rb"(?i)USE\s+(" + NAME + rb")")
_PATH = re.compile(rb"(?i)SET\s+search_path\s*(?:=|TO)\s*('[^']*'|" + NAME + rb")")
# pg_dump's tar format and DuckDB's EXPORT keep the rows beside the statements.
_COPY_FILE = re.compile(
    rb"(?is)COPY\s+(" + NAME + rb")\s*(?:\([^;']{0,262144}?\))?\s*FROM\s+'([^']{1,4000})'"
)
_GO = re.compile(rb"(?im)^[^\S\n]*(?:GO|/)[^\S\n]*;?[^\S\n]*$")
_STARTS = re.compile(rb"(?im)^[^\S\n]*(?=(?:CREATE|ALTER)\s+TABLE\b)")
# A statement of these may change to which table, or to which of its columns, later rows belong.
CHANGES = re.compile(rb"(?i)\b(?:CREATE|ALTER|USE|search_path)\b")
# What every dump holds and no reader misses.
_ORDINARY = frozenset({
    "SET", "USE", "LOCK", "UNLOCK", "BEGIN", "START", "COMMIT", "END", "PRAGMA", "ANALYZE",
    "VACUUM", "GO", "DROP", "GRANT", "REVOKE", "COMMENT", "SELECT", "CONNECT", "EXIT", "QUIT",
    "PRINT", "REM", "PROMPT", "WHENEVER", "SPOOL", "IF", "DECLARE", "CREATE", "ALTER",
    "CHECKPOINT", "FLUSH", "DELIMITER", "SHOW", "RESET",
})  # fmt: skip


@dataclass
class Statements:
    """What the statements say, in order.

    Attributes:
        catalog: the tables.
        schema: database or schema of names that give none.
        counts: statements left out, by kind.
    """

    catalog: Catalog
    schema: str = ""
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, text: bytes) -> list[bytes]:
        """Statements between two semicolons; INSERTs among them are given back."""
        inserts = []
        for batch in _GO.split(text) if b"o" in text.lower() or b"/" in text else [text]:
            starts = [0, *(found.start() for found in _STARTS.finditer(batch[: ddl.MOST_BYTES]))]
            for begin, end in zip(starts, [*starts[1:], len(batch)], strict=True):
                if self._one(batch[begin:end]):
                    inserts.append(batch[begin:end])
        return inserts

    def resolve(self, name: TableName) -> TableName:
        """The name with the schema in force where it gives none."""
        return name if name.schema or not self.schema else TableName(name.name, self.schema)

    def _one(self, text: bytes) -> bool:
        head = without_comments(text[:HEAD_BYTES])
        found = _FIRST.match(head)
        if not found:
            return False
        word = found.group(1).upper().decode()
        second = (found.group(2) or b"").upper().decode()
        if word in {"INSERT", "REPLACE"}:
            return True
        if word == "USE" and (use := _USE.search(head)):
            self.schema = table_name(use.group(1)).name
        elif word == "SET" and (path := _PATH.search(head)):
            self.schema = unquoted(path.group(1)).split(",")[0].strip()
        elif word in {"CREATE", "ALTER"}:
            self._define(text)
        elif word == "COPY" and (copy := _COPY_FILE.match(without_comments(text).lstrip())):
            rows_in = copy.group(2).decode("utf-8", "replace")
            self.catalog.sink(self.resolve(table_name(copy.group(1)))).rows_in = rows_in
        if word in {"CREATE", "ALTER"} and second in {"FUNCTION", "PROCEDURE", "TRIGGER", "EVENT"}:
            self.counts[f"{word} {second}"] += 1
        elif word not in _ORDINARY:
            self.counts[word if word in _OTHERS else "OTHER"] += 1
        return False

    def _define(self, text: bytes) -> None:
        definition = ddl.created(text) or ddl.altered(text)
        if definition:
            name = self.resolve(definition.table)
            above = [self.catalog.sink(self.resolve(one)) for one in definition.parents]
            definition.inherit([one.definition for one in above if one.definition])
            self.catalog.sink(name).define(definition)


def behind_insert(text: bytes) -> bytes:
    """What follows an INSERT that no semicolon ends: SQL Server's GO does, or a definition."""
    ends = [found for found in (_GO.search(text), _STARTS.search(text)) if found]
    return text[min(found.end() for found in ends) :] if ends else b""


def statement_kind(text: bytes) -> str:
    """The first word of a statement, in capitals; empty where it has none."""
    found = _FIRST.match(without_comments(text[:HEAD_BYTES]))
    return found.group(1).upper().decode() if found else ""


_OTHERS = frozenset({
    "UPDATE", "DELETE", "MERGE", "TRUNCATE", "LOAD", "EXEC", "EXECUTE", "CALL", "COPY", "DO",
    "RENAME", "WITH", "IMPORT", "ATTACH", "DETACH", "BULK", "BACKUP", "RESTORE", "KILL",
    "SHUTDOWN", "INSTALL", "HANDLER", "VALUES",
})  # fmt: skip

"""Definitions of tables: names, types and keys, from CREATE TABLE and ALTER TABLE."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telusur.model.findings.receipt import ForeignKey
from telusur.reading.sql.names import NAME, PART, TableName, table_name, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A longer definition is not read: the widest real ones have some thousand columns.
MOST_BYTES = 1 << 20

_CREATE = re.compile(
    rb"(?is)CREATE\s++(?:OR\s+REPLACE\s++)?(?:(?:GLOBAL|LOCAL)\s++)?"
    rb"(?:TEMPORARY|TEMP|UNLOGGED|COLUMN|FOREIGN|EXTERNAL|\s)*+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    rb"(" + NAME + rb"|'(?:[^']|'')*')\s*\("
)
_ALTER = re.compile(
    rb"(?is)ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(" + NAME + rb")\s+"
    rb"(?:WITH\s+(?:NO)?CHECK\s+)?(?=(?:ADD|MODIFY|ALTER\s+COLUMN)\b)"
)
_INHERITS = re.compile(rb"(?i)\)\s*INHERITS\s*\(([^()]{1,4000})\)")
_NAMES = re.compile(NAME)
_STRING = rb"'(?:[^'\\]|\\.|'')*+(?:'|(?P<string>\\?\Z))|"
_COMMENT = rb"/\*!\d*|/\*(?:.*?\*/|(?P<comment>))|"
_REST = rb"--[^\n]*|\*/|[(),;]|" + PART + rb"|[^\s\w]"
# By whether strings and comments are still to be looked for: one that never ends is none.
_TOKENS = {
    (strings, comments): re.compile(
        _STRING * strings + _COMMENT * comments + _REST,
        re.DOTALL,
    )
    for strings in (True, False)
    for comments in (True, False)
}
# What ends a column's type.
_AFTER_TYPE = frozenset(
    b"not null default primary unique references check collate character charset auto_increment "
    b"autoincrement identity generated comment constraint on encode visible invisible sparse "
    b"rowguidcol as stored virtual key enable disable storage compression key_block_size "
    b"unsigned_ with".split()
)
_CHANGES = frozenset(b"add modify alter column".split())
_BRACKETED = re.compile(rb"\[[A-Za-z_][^\]]*\]")  # SQL Server's; text[] is an array
_ZONES = frozenset({b"time", b"local"})
_NO_COLUMN = frozenset(
    b"key index fulltext spatial check exclude period like constraint primary unique foreign "
    b"partition".split()
)
# By these words and types a dialect numbers the rows of a table by itself.
_NUMBERED = frozenset(b"auto_increment autoincrement identity nextval".split())
_SERIAL = re.compile(r"(small|big)?serial\d?", re.IGNORECASE)
# What some dialects write behind the parentheses of a definition.
_OPTION = re.compile(rb"(?i)\b(ENGINE|AUTO_INCREMENT|CHARSET|COLLATE)\s*=\s*'?([\w-]{1,60})")
MOST_OPTION_BYTES = 4096
_TIGHT = frozenset({b"(", b")", b",", b".", b"[", b"]", b"[]", b":"})
_TIGHT_BEHIND = frozenset({b"(", b".", b"[", b","})


@dataclass
class Definition:
    """A table as a dump defines it."""

    table: TableName
    columns: list[str] = field(default_factory=list)
    types: list[str | None] = field(default_factory=list)
    primary_key: tuple[str, ...] = ()
    unique_keys: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)  # columns that number rows by themselves
    options: dict[str, str] = field(default_factory=dict)
    parents: tuple[TableName, ...] = ()  # PostgreSQL's INHERITS: their columns come first
    computed: set[str] = field(default_factory=set)  # an INSERT without names may leave them out

    def inherit(self, parents: Iterable[Definition]) -> None:
        """Put the columns of ``parents`` before its own."""
        columns, types = list[str](), list[str | None]()
        for one in (*parents, self):
            for name, kind in zip(one.columns, one.types, strict=True):
                if name not in columns:
                    columns.append(name)
                    types.append(kind)
        self.columns, self.types = columns, types


def created(text: bytes) -> Definition | None:
    """What a CREATE TABLE defines; None: the text is none, or names no columns."""
    start = _CREATE.search(text[:MOST_BYTES])
    if not start:
        return None
    found = Definition(table_name(start.group(1)))
    for element in _elements(text[:MOST_BYTES], start.end()):
        _element(found, element)
    _options(found, text[text.rfind(b")") + 1 :])
    inherits = _INHERITS.search(text[start.end() : MOST_BYTES])
    if inherits:
        found.parents = tuple(table_name(one) for one in _NAMES.findall(inherits.group(1)))
    return found if found.columns or found.parents else None


def altered(text: bytes) -> Definition | None:
    """Keys that an ALTER TABLE adds, as a definition without columns."""
    start = _ALTER.search(text[:MOST_BYTES])
    if not start:
        return None
    found = Definition(table_name(start.group(1)))
    for element in _elements(text[:MOST_BYTES], start.end()):
        _element(found, [token for token in element if token.lower() not in _CHANGES])
    _options(found, text[start.end() :])
    found.columns.clear()
    found.types.clear()
    return found


def _options(found: Definition, text: bytes) -> None:
    for option, value in _OPTION.findall(text[:MOST_OPTION_BYTES]):
        found.options[option.decode().lower()] = value.decode("ascii", "replace")


def _elements(text: bytes, begin: int) -> Iterator[list[bytes]]:
    """Tokens between commas, until the parenthesis that opened before ``begin`` closes."""
    depth, element = 0, list[bytes]()
    for token in _tokens(text, begin):
        if token.startswith((b"--", b"/*", b"*/")):
            continue
        depth += (token == b"(") - (token == b")")
        if depth < 0 or (token == b";" and not depth):
            break
        if token == b"," and not depth:
            yield element
            element = []
        else:
            element.append(token)
    yield element


def _tokens(text: bytes, begin: int) -> Iterator[bytes]:
    """Tokens; a quote or a comment that never ends is one sign, and so is any behind it."""
    at, kinds = begin, (True, True)
    while found := _TOKENS[kinds].search(text, at):
        at = found.end()
        if found.lastgroup:
            at = found.start() + 1
            strings, comments = kinds
            kinds = (
                strings and found.lastgroup != "string",
                (comments and found.lastgroup != "comment"),
            )
        yield text[found.start() : at]


def _element(found: Definition, tokens: list[bytes]) -> None:
    if tokens and tokens[0].lower() == b"constraint":
        tokens = tokens[2:]
    if not tokens:
        return
    words = [token.lower() for token in tokens]
    if words[0] == b"primary" and b"(" in words:
        found.primary_key = _listed(tokens, words.index(b"("))
    elif words[0] == b"unique" and b"(" in words:
        found.unique_keys.append(_listed(tokens, words.index(b"(")))
    elif words[0] == b"foreign" and b"references" in words and b"(" in words:
        found.foreign_keys.append(_reference(tokens, words, _listed(tokens, words.index(b"("))))
    elif words[0] not in _NO_COLUMN and len(tokens) > 1:
        _column(found, tokens, words)
    elif words[0] not in _NO_COLUMN and re.fullmatch(PART + rb"|'[^']*'", tokens[0]):
        found.columns.append(unquoted(tokens[0]))  # SQLite needs no type
        found.types.append(None)


def _column(found: Definition, tokens: list[bytes], words: list[bytes]) -> None:
    name = unquoted(tokens[0])
    end, depth = 1, 0
    while end < len(tokens) and (depth or not _ends_type(words, end)):
        depth += (tokens[end] == b"(") - (tokens[end] == b")")
        end += 1
    found.columns.append(name)
    found.types.append(_spelled(tokens[1:end]) or None)
    rest = words[end:]
    if _NUMBERED & set(rest) or _SERIAL.fullmatch(found.types[-1] or ""):
        found.numbered.append(name)
    if b"as" in rest[:-1] and rest[rest.index(b"as") + 1] == b"(":
        found.computed.add(name)
    if b"primary" in rest:
        found.primary_key = (name,)
    elif b"unique" in rest:
        found.unique_keys.append((name,))
    if b"references" in rest:
        found.foreign_keys.append(_reference(tokens, words, (name,)))


def _ends_type(words: list[bytes], at: int) -> bool:
    """Whether the type is over: ``character varying`` and ``with time zone`` are parts of one."""
    following = words[at + 1] if at + 1 < len(words) else b""
    if words[at] == b"character":
        return following == b"set"
    return words[at] in _AFTER_TYPE and (words[at] != b"with" or following not in _ZONES)


def _reference(tokens: list[bytes], words: list[bytes], columns: tuple[str, ...]) -> ForeignKey:
    at = words.index(b"references") + 1
    end = at
    while end < len(tokens) and (end == at or tokens[end] == b"." or tokens[end - 1] == b"."):
        end += 1
    name = table_name(b"".join(tokens[at:end])).name if at < len(tokens) else ""
    there = _listed(tokens, end) if tokens[end : end + 1] == [b"("] else ()
    return ForeignKey(columns=columns, table=name, references=there)


def _listed(tokens: list[bytes], begin: int) -> tuple[str, ...]:
    """Names in the parentheses that open at ``begin``; lengths and orders behind them are not."""
    names, depth, expecting = [], 0, False
    for token in tokens[begin:]:
        depth += (token == b"(") - (token == b")")
        if not depth:
            break
        if token in {b"(", b","}:
            expecting = depth == 1
        elif expecting:
            names.append(unquoted(token))
            expecting = False
    return tuple(names)


def _spelled(tokens: list[bytes]) -> str:
    """A type as one text, with spaces only where a word follows a word."""
    parts = list[bytes]()
    for token in tokens:
        tight = token in _TIGHT or not parts or parts[-1][-1:] in _TIGHT_BEHIND
        plain = token[1:-1] if _BRACKETED.fullmatch(token) else token
        parts += [plain] if tight else [b" ", plain]
    return b"".join(parts).decode("utf-8", "replace")

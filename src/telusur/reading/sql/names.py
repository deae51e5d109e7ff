"""Names of tables and columns as SQL writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

# One name, quoted in any of the ways or bare. No database takes names of a kilobyte: a bound keeps
# what is quoted and never closed from being looked through again and again.
PART = (
    rb'(?:"(?:[^"]|""){0,1024}"|`(?:[^`]|``){0,1024}`|\[(?:[^\]]|\]\]){0,1024}\]'
    rb"|[\w$#@\x80-\xff]+)"
)
NAME = PART + rb"(?:\s*\.\s*" + PART + rb"){0,3}"
# What begins a comment, and what begins quoted text, in which nothing does.
_OPENS = re.compile(rb"""["`'\[]|--|#|/\*(?!!)""")
_COMMENTS = {
    b"--": re.compile(rb"[^\n]*\n?"),
    b"#": re.compile(rb"[^\n]*\n?"),
    b"/*": re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL),
}
_QUOTED = {
    b'"': re.compile(rb'"(?:[^"]|"")*"'),
    b"`": re.compile(rb"`[^`]*`"),
    b"'": re.compile(rb"'(?:[^'\\]|\\.|'')*'", re.DOTALL),
    b"[": re.compile(rb"\[[^\]]*\]"),
}
# Names and the commas between them; a name that nothing closes goes on to the end.
_LISTED = re.compile(
    rb'"(?:[^"]|"")*+(?:"|\Z)|`(?:[^`]|``)*+(?:`|\Z)|\[(?:[^\]]|\]\])*+(?:\]|\Z)|[\w$#@\x80-\xff]+|,'
)
_PARTS = re.compile(PART)


@dataclass(frozen=True)
class TableName:
    """A table's name; ``schema`` is the schema or database before it, or empty."""

    name: str
    schema: str = ""

    @property
    def full(self) -> str:
        """Both, as shown where the name alone is not enough."""
        return f"{self.schema}.{self.name}" if self.schema else self.name


def without_comments(text: bytes) -> bytes:
    """The text with each comment a space.

    Where one quote of a kind does not close, no later one of that kind does, so that each part of a
    hostile text is looked at a few times at most.
    """
    parts, kept, at = list[bytes](), 0, 0
    open_for_good = set[bytes]()
    while found := _OPENS.search(text, at):
        sign, at = found.group(), found.end()
        if sign in _COMMENTS:
            parts.append(text[kept : found.start()])
            comment = _COMMENTS[sign].match(text, found.start())
            at = kept = comment.end() if comment else len(text)
        elif sign not in open_for_good:
            quoted = _QUOTED[sign].match(text, found.start())
            if quoted:
                at = quoted.end()
            else:
                open_for_good.add(sign)
    return b" ".join([*parts, text[kept:]])


def table_name(text: bytes) -> TableName:
    """A name with its schema: the last two of up to four parts; empty where there is none."""
    if text.startswith(b"'"):  # as SQLite writes the tables that an index keeps
        return TableName(unquoted(text))
    *schemas, name = ["", *(unquoted(part) for part in _PARTS.findall(text))]
    return TableName(name, schemas[-1] if schemas else "")


def column_names(text: bytes) -> tuple[str, ...]:
    """Names between commas, as in the list of an INSERT; what follows a name there is left out."""
    found = []
    for part in _split(without_comments(text)):
        name = _PARTS.match(part.strip())
        found.append(unquoted(name.group()) if name else "")
    return tuple(found)


def unquoted(part: bytes) -> str:
    """One name without its quotes."""
    first, last = part[:1], part[-1:]
    if len(part) > 1 and first + last in {b'""', b"``", b"''"}:
        part = part[1:-1].replace(last * 2, last)
    elif first + last == b"[]":
        part = part[1:-1].replace(b"]]", b"]")
    return part.decode("utf-8", "replace")


def _split(text: bytes) -> list[bytes]:
    parts, begin = [], 0
    for found in _LISTED.finditer(text):
        if found.group() == b",":
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]

"""What a dump says of itself in its comments and settings: each a hint, with its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from telusur.model.findings.receipt import Hint
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from telusur.reading.sql.sinks import Sink

EDGE_BYTES = 64 << 10
MOST_HINTS, LONGEST = 40, 200
# A tool names itself, and says that it is done, within so many bytes.
TOOL_BYTES, END_BYTES = 2 << 10, 4 << 10
_ENDS = (
    (re.compile(rb"(?m)^-- (?:MySQL|MariaDB) dump "), b"\n-- Dump completed"),
    (
        re.compile(rb"(?m)^-- PostgreSQL database dump\r?$"),
        b"\n-- PostgreSQL database dump complete",
    ),
    (re.compile(rb"(?m)^-- PostgreSQL database cluster dump\r?$"), b"cluster dump complete"),
)
_OPTIONS = {
    "engine": "engine",
    "auto_increment": "next_number",
    "charset": "character_set",
    "collate": "collation",
}
_TO_END = rb"([^\n]{1,400}?)"
_MARK = rb"(?:--|#)\s*"
_SET = rb"(?:/\*!\d+ )?SET "
# what the groups of a line's pattern are
_PATTERNS = (
    ("tool tool_version", rb"-- (My(?:SQL|dumper)[\w ]*dump|MariaDB dump) ([\w.\-+]+)[^\n]*?"),
    ("server_version", rb"-- M[\w ]*dump[^\n]*?Distrib ([\w.\-+]+)[^\n]*?"),
    ("host database", rb"-- Host: (\S+)\s+Database: (\S*)"),
    ("host", _MARK + rb"Host(?:name)?\s*:\s*(?![^\n]*\sDatabase:)" + _TO_END),
    ("database", _MARK + rb"Database(?: name)?\s*:\s*`?([^`\n]{1,200}?)`?"),
    ("tool", _MARK + rb"(phpMyAdmin) SQL Dump"),
    ("tool_version", _MARK + rb"version ([\d.]+[\w.\-]*)"),
    ("dump_started", _MARK + rb"(?:Generation Time|Erstellungszeit|Waktu pembuatan): " + _TO_END),
    ("server_version", _MARK + rb"(?:Server[ -]version|Versi server)\s*:?\s+" + _TO_END),
    ("server_version", rb"\s*Source Server Version\s*:\s*" + _TO_END),
    ("tool tool_version server", rb"-- (Adminer) ([\d.]+) (\w+)[^\n]*"),
    ("dump_finished", rb"-- (\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: UTC)?)"),
    ("dump_finished", rb"-- (?:Date|Timestamp): " + _TO_END),
    ("tool", _MARK + rb"(Sequel \w+ SQL dump)"),
    ("tool tool_version", rb"(SQLyog[\w ]*?) v?([\d.]+)[^\n]*"),
    ("server server_version database", rb"(MySQL) - ([\d.]+[\w.\-]*) : Database - " + _TO_END),
    ("tool tool_version", rb"-- This CLP file was created using (DB2LOOK) Version \"([\d.]+)\""),
    ("php_version", _MARK + rb"(?:PHP Version|Versi PHP): " + _TO_END),
    ("tool", rb"-- (PostgreSQL database(?: cluster)? dump)"),
    ("server_version", rb"-- Dumped from database version " + _TO_END),
    ("tool tool_version", rb"-- Dumped by (pg_dump) version " + _TO_END),
    ("dump_started", rb"-- (?:Started on|Dump started at:?) " + _TO_END),
    (
        "dump_finished",
        _MARK + rb"(?:Dump completed|Completed|Dump finished) (?:on|at):? " + _TO_END,
    ),
    ("tool tool_version", rb"-- (HeidiSQL) Version:\s+" + _TO_END),
    ("tool", rb"\s*(Navicat[\w ]*(?:Data Transfer|Dump SQL)?)"),
    ("server", rb"\s*Source Server(?: Type)?\s*:\s*" + _TO_END),
    ("host", rb"\s*Source Host\s*:\s*" + _TO_END),
    ("database", rb"\s*Source (?:Database|Schema)\s*:\s*" + _TO_END),
    ("dump_finished", rb"\s*Date\s*:\s*(\d[^\n]{1,60})"),
    ("dump_started", rb"/\*{4,} [^\n]*Script Date: ([^*\n]{1,60}?)\s*\*+/?"),
    ("dump_started", rb"--\s+File created - " + _TO_END),
    ("server", rb"\s*DB Server\s*:\s*" + _TO_END),
    ("database", rb"-- Current Database: `?([^`\n]{1,100})`?"),
    ("database", rb"USE [`\[\"]?([^`\]\"\n;]{1,100})[`\]\"]?"),
    ("character_set", _SET + rb"NAMES '?(\w+)'?"),
    ("character_set", _SET + rb"client_encoding\s*=\s*'([^'\n]{1,40})'"),
    ("character_set", _SET + rb"character_set_client\s*=\s*(\w+)"),
    ("time_zone", _SET + rb"TIME_ZONE\s*=\s*['\"]([^'\"\n]{1,60})['\"]"),
    ("sql_mode", _SET + rb"(?:@\w+=@@SQL_MODE,\s*)?SQL_MODE\s*=\s*['\"]([^'\"\n]{1,200})['\"]"),
)
_LINES = tuple(
    (whats.split(), re.compile(pattern + rb"\s*(?:\*/)?;?\s*", re.IGNORECASE))
    for whats, pattern in _PATTERNS
)


def hints(path: Path) -> tuple[Hint, ...]:
    """Hints from the first and the last 64 KiB of a dump."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(EDGE_BYTES)
        end = b""
        if size > EDGE_BYTES:
            file.seek(max(size - EDGE_BYTES, EDGE_BYTES))
            end = file.read(EDGE_BYTES)
    found: dict[tuple[str, str], Hint] = {}
    for at, line in enumerate(start.split(b"\n"), start=1):
        _line(line, f"header, line {at}", found)
    below = end.split(b"\n")[1:]
    while below and not below[-1].strip():
        below.pop()
    for at, line in enumerate(below[-50:]):
        _line(line, f"footer, line {len(below[-50:]) - at} from the end", found)
    return tuple(found.values())[:MOST_HINTS]


def lacks_end(path: Path) -> bool:
    """Whether the dump is by a tool that ends each with a line of its own, and this one is not."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(TOOL_BYTES)
        file.seek(max(size - END_BYTES, 0))
        end = file.read()
    return any(tool.search(start) and line not in end for tool, line in _ENDS)


def _line(line: bytes, source: str, found: dict[tuple[str, str], Hint]) -> None:
    line = line.rstrip(b"\r")
    if len(line) > 1000 or line[:1] in b"('" or len(found) >= MOST_HINTS:  # noqa: PLR2004 - no header line is
        return
    for whats, pattern in _LINES:
        match = pattern.fullmatch(line)
        if not match:
            continue
        for what, value in zip(whats, match.groups(), strict=True):
            text = printable(value.decode("utf-8", "replace"), LONGEST)
            if text:
                found.setdefault((what, text), Hint(what=what, value=text, source=source))


def of_definitions(sinks: Sequence[Sink]) -> Iterator[Hint]:
    """What definitions say beside their columns: engine, collation, the next running number."""
    for sink in sinks[:MOST_HINTS]:
        for option, value in (sink.definition.options if sink.definition else {}).items():
            source = f"definition of {printable(sink.name.name)}"
            yield Hint(what=_OPTIONS[option], value=printable(value), source=source)

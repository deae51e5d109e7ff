"""What stands around the tables of a capture: prompts, footers, how long it took."""

from __future__ import annotations

import re

COUNT = re.compile(r"^\((\d{1,15}) (?:rows?|baris)\)\s*$|^(\d{1,15}) rows? in set\b.*$")
# Lines that belong to no row and say nothing that is not told elsewhere.
KNOWN = re.compile(
    r"^(?:Time: [\d.,]+ ms.*|Expanded display is (?:on|off)\.|Pager usage is off\."
    r"|Output format is .*|Empty set\b.*|Bye|\\q|\(END\))\s*$"
)
PROMPT = re.compile(
    r"^(?:(\w+)[=\-('\"*^!]+[#>] |(?:mysql|MariaDB \[([^\]]*)\]|sqlite)> ?|    -> )"
)
ENDS = re.compile(f"{COUNT.pattern}|{KNOWN.pattern}|{PROMPT.pattern}")


def count_of(line: str) -> int | None:
    """The rows that a footer tells of."""
    found = COUNT.match(line)
    return int(found[1] or found[2]) if found else None


def database_of(line: str) -> str | None:
    """The database that a prompt names."""
    found = PROMPT.match(line)
    return (found[1] or found[2]) if found else None

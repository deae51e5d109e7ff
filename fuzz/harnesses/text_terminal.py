"""Captures of a terminal: tables drawn by psql, mysql and sqlite3, and records field by field."""

from __future__ import annotations

from fuzz import support
from telusur.reading import terminal

PARSER = "captures of a terminal (`terminal/`)"
KIND = "own"
MOST_BYTES = 400


def one(data: bytes) -> None:
    """Told, and read whether told or not."""
    terminal.recognises(support.head(data))
    support.read_text(terminal, data)


def seeds() -> list[bytes]:
    """As the tools print them."""
    return [
        b" id | name \n----+------\n  1 | Ayu\n  2 | \n(2 rows)\n\n",
        b"mysql> SELECT 1;\n+----+------+\n| id | name |\n+----+------+\n|  1 | Ayu  |\n|  2 | NULL |\n"
        b"+----+------+\n2 rows in set (0.00 sec)\n",
        b"-[ RECORD 1 ]---\nid   | 1\nname | Ayu\n-[ RECORD 2 ]---\nid   | 2\nname | a +\n     | b\n",
        b"*************************** 1. row ***************************\n  id: 1\nname: Ayu\n"
        b"*************************** 2. row ***************************\n  id: 2\nname: b\nx\n",
        "┌────┬──────┐\n│ id │ name │\n├────┼──────┤\n│ 1  │ Ayu  │\n│ 2  │ 山田 │\n└────┴──────┘\n".encode(),
        b"| id | name |\n|----|------|\n| 1  | Ayu  |\n",
        b" id | name \n----+------\n  1 | Ayu +\n    | B\n  2 | x.\n    |.y\n",
    ]  # fmt: skip

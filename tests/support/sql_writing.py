"""Dumps as the tools of each database write them, of tables with any text in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telusur.reading.sql.dialect import Dialect

MYSQL = Dialect("mysql", backslash=True)
PLAIN_MYSQL = Dialect("mysql")
POSTGRES = Dialect("postgresql", escape_strings=True)
OLD_POSTGRES = replace(POSTGRES, backslash=True)
SERVER = Dialect("sqlserver", brackets=True)
ORACLE = Dialect("oracle")
SQLITE = Dialect("sqlite")
Rows = list[list[str | None]]

_MYSQL = str.maketrans(
    {"\\": "\\\\", "'": "\\'", '"': '\\"', "\n": "\\n", "\r": "\\r", "\0": "\\0", "\x1a": "\\Z"}
)
_COPY = str.maketrans(
    {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
)


def doubled(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def backslashed(text: str) -> str:
    return "'" + text.translate(_MYSQL) + "'"


def escape_string(text: str) -> str:
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n") + "'"


def half(text: str) -> str:
    """Backslashes and quotes doubled, as mysqldump did long ago."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def in_double_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'


def national(text: str) -> str:
    return "N" + doubled(text)


def cast(text: str) -> str:
    return doubled(text) + "::character varying(20)"


def hexadecimal(text: str) -> str:
    return "0x" + text.encode().hex().upper() if text else "''"


@dataclass(frozen=True)
class Way:
    """One way to write rows.

    Attributes:
        dialect: to read it with.
        value: how a text is written.
        head: of an INSERT; "{table}" and "{columns}" are filled in.
        quote: around names.
        many: several rows in one INSERT, with this between them; empty: one INSERT a row.
        end: of a statement.
    """

    dialect: Dialect
    value: object
    head: str = "INSERT INTO {table} VALUES "
    quote: str = "``"
    many: str = ","
    end: str = ";\n"

    def write(self, rows: Rows, name: str = "people") -> str:
        a, b = self.quote[:1], self.quote[1:]
        columns = ", ".join(f"{a}c{at}{b}" for at in range(len(rows[0])))
        head = self.head.format(table=f"{a}{name}{b}", columns=columns)
        tuples = [
            "(" + ",".join("NULL" if one is None else self.value(one) for one in row) + ")"
            for row in rows
        ]
        types = ",\n  ".join(f"{a}c{at}{b} varchar(20)" for at in range(len(rows[0])))
        start = f"CREATE TABLE {a}{name}{b} (\n  {types}\n){self.end}"
        if self.many:
            return start + head + self.many.join(tuples) + self.end
        return start + "".join(head + one + self.end for one in tuples)


COMPLETE = "INSERT INTO {table} ({columns}) VALUES "
WAYS = {
    "mysqldump": Way(MYSQL, backslashed),
    "mysqldump, complete": Way(MYSQL, backslashed, COMPLETE),
    "mysqldump, one row each": Way(MYSQL, backslashed, many=""),
    "mysqldump, replace": Way(MYSQL, backslashed, "REPLACE  INTO {table} ({columns}) VALUES\n"),
    "mysqldump, ignore": Way(MYSQL, backslashed, "INSERT  IGNORE INTO {table} VALUES ", many=",\n"),
    "mysqldump, ANSI_QUOTES": Way(MYSQL, backslashed, quote='""'),
    "MySQL, doubled": Way(MYSQL, half, many=",\n\t"),
    "MySQL, double quotes": Way(MYSQL, in_double_quotes, quote="``"),
    "MySQL, NO_BACKSLASH_ESCAPES": Way(PLAIN_MYSQL, doubled),
    "MySQL, hexadecimal": Way(MYSQL, hexadecimal),
    "pg_dump --inserts": Way(POSTGRES, doubled, quote='""', many=""),
    "pg_dump --column-inserts": Way(POSTGRES, doubled, COMPLETE, '""', ""),
    "pg_dump --rows-per-insert": Way(POSTGRES, doubled, quote='""', many=",\n\t"),
    "PostgreSQL, escape strings": Way(POSTGRES, escape_string, quote='""'),
    "PostgreSQL, casts": Way(POSTGRES, cast, quote='""'),
    "PostgreSQL, old strings": Way(OLD_POSTGRES, half, quote='""'),
    "SSMS": Way(SERVER, national, "INSERT [dbo].{table} ({columns}) VALUES ", "[]", "", "\nGO\n"),
    "SQL Server": Way(SERVER, national, COMPLETE, "[]", ", ", "\n"),
    "SQL Developer": Way(ORACLE, doubled, "Insert into {table} ({columns}) values ", "  ", ""),
    "Oracle, all": Way(ORACLE, doubled, "INSERT ALL INTO {table} VALUES ", '""', " INTO {}"),
    "sqlite3 .dump": Way(SQLITE, doubled, quote='""', many=""),
}


def insert_all(rows: Rows, name: str = "people") -> str:
    way = WAYS["sqlite3 .dump"]
    create, *inserts = way.write(rows, name).split("INSERT INTO")
    del inserts
    tuples = [
        "(" + ",".join("NULL" if one is None else doubled(one) for one in row) + ")" for row in rows
    ]
    into = "".join(f'  INTO "{name}" VALUES {one}\n' for one in tuples)
    return f"{create}INSERT ALL\n{into}SELECT * FROM dual;\n"


WAYS.pop("Oracle, all")


def copy(rows: Rows, name: str = "people") -> str:
    columns = ", ".join(f"c{at}" for at in range(len(rows[0])))
    lines = "".join(
        "\t".join("\\N" if one is None else one.translate(_COPY) for one in row) + "\n"
        for row in rows
    )
    return f"COPY public.{name} ({columns}) FROM stdin;\n{lines}\\.\n\n"


def copy_csv(rows: Rows, name: str = "people") -> str:
    columns = ", ".join(f"c{at}" for at in range(len(rows[0])))
    lines = "".join(
        ",".join("" if one is None else '"' + one.replace('"', '""') + '"' for one in row) + "\n"
        for row in rows
    )
    return f"COPY {name} ({columns}) FROM stdin WITH CSV;\n{lines}\\.\n\n"

"""What the server or the driver refuses, in words of our own.

Their own messages quote hosts, users, statements and sometimes values: nothing of them is passed
on but the SQLSTATE, a code of five characters.
"""

from __future__ import annotations

import re

from telusur.errors import LimitReached, RegisterError, TelusurError

# PostgreSQL, appendix A.
NO_PERMISSION = "42501"
NO_TABLE = frozenset({"42P01", "3F000", "42601", "42602", "0A000"})
_STATE = re.compile(r"[0-9A-Z]{5}")

# libpq's and the server's own words for why there is no connection, and ours. A server that
# speaks another language than English is told by the last.
_REASONS = {
    "no password supplied": "no password was given for a server that asks for one",
    "password authentication failed": "user or password refused",
    "pg_hba.conf": "the server takes no such connection (pg_hba.conf)",
    "peer authentication failed": "the server takes no such user from this account (peer)",
    'definition of service "': "no such service is defined",
    "does not exist": "no such database or user",
    "permission denied for database": "the user may not connect to the database",
    "could not translate host name": "the host's name is not known",
    "timeout expired": "no answer in time",
    "connection refused": "nothing listens there",
    "no such file or directory": "nothing listens there",
    "ssl": "no agreement on encryption or certificate",
    "certificate": "no agreement on encryption or certificate",
}
_OTHER = "refused, or nothing listens there"


def unreachable(file: str, error: Exception) -> RegisterError:
    """No connection: ``error`` is the driver's."""
    said = str(error).casefold()
    got = next((ours for theirs, ours in _REASONS.items() if theirs in said), _OTHER)
    return RegisterError(
        "database-unreachable",
        f"{file}: no connection to PostgreSQL",
        got=got,
        expected="a server as [source.postgresql] and the PG… variables name it",
        hint="the password goes into PGPASSFILE (~/.pgpass) or PGPASSWORD; try the same with psql",
    )


def no_table(file: str, got: str) -> RegisterError:
    """The table is not there, or is no table."""
    return RegisterError(
        "database-table-missing",
        f"{file}: source.postgresql.table is no table or view that the server knows",
        got=got,
        expected="schema.table as SQL writes it",
        hint='capitals and signs go in double quotes: table = \'"Kependudukan"."Penduduk"\'',
    )


def no_permission(file: str, got: str) -> RegisterError:
    """The user may not read the table, a column, or all of its rows."""
    return RegisterError(
        "database-permission",
        f"{file}: the database's user may not read what the register needs",
        got=got,
        expected="USAGE on the schema, SELECT on the table or on the columns named",
        hint="a row-level policy that would hide rows is refused as well: a register is whole",
    )


def failed(file: str, error: Exception, seconds: float, limit: int) -> TelusurError:
    """A statement that failed after ``seconds`` under a time limit of ``limit``."""
    state = getattr(error, "sqlstate", None)
    if seconds >= limit:  # a batch that fails carries no SQLSTATE; the clock tells it all the same
        return LimitReached(
            "database-timeout",
            f"{file}: PostgreSQL did not give the register in time",
            got=f"{seconds:.0f} seconds",
            expected=f"at most {limit} seconds",
            hint="raise source.postgresql.timeout_seconds, or name fewer columns",
        )
    if state == NO_PERMISSION:
        return no_permission(file, f"SQLSTATE {state}")
    if state in NO_TABLE:
        return no_table(file, f"SQLSTATE {state}")
    shown = isinstance(state, str) and _STATE.fullmatch(state)
    return RegisterError(
        "database-failed",
        f"{file}: PostgreSQL ended the reading of the register",
        got=f"SQLSTATE {state}" if shown else "the connection or the statement ended early",
        hint="the server's log says why",
    )

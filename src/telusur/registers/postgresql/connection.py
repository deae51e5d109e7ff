"""A connection that can only read, in one snapshot, for so long.

Nothing secret is in ``register.toml``: libpq takes the password from PGPASSFILE, PGPASSWORD or the
service's entry, and whatever else is not given from the PG… variables.
"""

from __future__ import annotations

import importlib
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from telusur.errors import RegisterError
from telusur.registers.postgresql.faults import failed, unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.model.register import PostgresTable

CONNECT_SECONDS = 15

# For the transaction alone, so that a pooled connection goes back as it came.
_SETTINGS = {
    "client_encoding": "UTF8",
    "timezone": "UTC",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",  # shortest text that gives the same number
    "row_security": "off",  # a policy that hides rows is an error, not a smaller register
}


def driver() -> Any:
    """The driver's module, an extra that is loaded on demand.

    Raises:
        RegisterError: ``postgres-missing``.
    """
    try:
        return importlib.import_module("adbc_driver_postgresql.dbapi")
    except ImportError:
        raise RegisterError(
            "postgres-missing",
            "the driver for PostgreSQL is not installed",
            hint="pip install 'telusur[postgres]'",
        ) from None


@contextmanager
def reading(table: PostgresTable, given: Path) -> Iterator[Any]:
    """A DB-API cursor in a read-only transaction of one snapshot; rolled back at the end.

    Raises:
        RegisterError: ``postgres-missing``, ``database-unreachable``, ``database-not-read-only``,
            and as :func:`telusur.registers.postgresql.faults.failed` for what fails inside.
    """
    adbc = driver()
    try:
        connection = adbc.connect(_conninfo(table, given.resolve().parent))
    except adbc.Error as error:
        raise unreachable(given.name, error) from None
    started = monotonic()
    try:
        with connection.cursor() as cursor:
            _begin(cursor, table, given.name)
            yield cursor
    except adbc.Error as error:
        raise failed(given.name, error, monotonic() - started, table.timeout_seconds) from None
    finally:
        with suppress(adbc.Error):  # the server ends the transaction with the connection
            connection.rollback()
        connection.close()


def _begin(cursor: Any, table: PostgresTable, file: str) -> None:
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    settings = {"statement_timeout": f"{table.timeout_seconds}s", **_SETTINGS}
    each = ", ".join(f"set_config('{name}', '{to}', true)" for name, to in settings.items())
    cursor.execute(f"SELECT {each}")
    cursor.fetchall()
    # asked, since outside a transaction the server takes SET TRANSACTION and does nothing
    cursor.execute(
        "SELECT current_setting('transaction_read_only'), current_setting('transaction_isolation')"
    )
    if cursor.fetchall() != [("on", "repeatable read")]:
        raise RegisterError(
            "database-not-read-only",
            f"{file}: PostgreSQL did not open a read-only transaction of one snapshot",
            hint="connect to the server itself, not through a pool of statements",
        )


def _conninfo(table: PostgresTable, here: Path) -> str:
    """What libpq is told, quoted as it wants it; files are relative to ``here``."""
    files = {"passfile": table.passfile}
    if table.sslrootcert != "system":  # libpq's word for the authorities that the machine trusts
        files["sslrootcert"] = table.sslrootcert
    given: dict[str, object] = {
        "service": table.service,
        "host": table.host,
        "port": table.port,
        "dbname": table.dbname,
        "user": table.user,
        "sslmode": table.sslmode,
        "sslrootcert": table.sslrootcert,
        **{name: here / Path(path).expanduser() for name, path in files.items() if path},
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "telusur",
    }
    said = {name: str(value) for name, value in given.items() if value is not None}
    return " ".join(f"{name}='{_escaped(value)}'" for name, value in said.items())


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("'", r"\'")

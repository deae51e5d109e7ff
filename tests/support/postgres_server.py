"""A PostgreSQL server of the tests' own: a Unix socket in a private folder, no port, no disk sync.

``initdb`` and ``postgres`` refuse to run as root: where the tests do, the server is of ``nobody``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

OWNER = "holder"
SECRET = "sangat-rahasia-7341"  # noqa: S105  # of a server that lives as long as the tests
SETTINGS = (
    "listen_addresses=''",
    "fsync=off",
    "autovacuum=off",
    "shared_buffers=32MB",
    "max_connections=10",
)


@dataclass(frozen=True)
class Server:
    """Where it listens, and how its owner talks to it."""

    socket: Path

    def run(self, *statements: str) -> None:
        """Each statement, committed, as the owner."""
        with self._owner() as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, as the owner."""
        with self._owner() as connection, connection.cursor() as cursor:
            cursor.execute(query)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def copy_in(self, table: str, rows: pa.Table) -> None:
        """Make ``table`` and fill it by COPY."""
        with self._owner() as connection, connection.cursor() as cursor:
            cursor.adbc_ingest(table, rows, mode="create")
            connection.commit()

    def _owner(self) -> Any:
        from adbc_driver_postgresql import dbapi  # noqa: PLC0415  # an extra

        return dbapi.connect(f"host='{self.socket}' user={OWNER} password={SECRET} dbname=postgres")


@contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """A server from the programs in a folder, gone with all it held at the end."""
    # not pytest's folder: another user has no way into it, and a socket's path has 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="telusur-pg-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def program(name: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / name), "-D", str(folder / "data"), *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
            **user,
        )

    try:
        secret = folder / "secret"
        secret.write_text(SECRET)
        secret.chmod(0o644)  # in a folder that nobody else gets into
        program(
            *("initdb", "-U", OWNER, "-A", "scram-sha-256", f"--pwfile={secret}"),
            *("-E", "UTF8", "--locale=C", "--no-sync"),
        )
        options = " ".join(f"-c {one}" for one in (*SETTINGS, f"unix_socket_directories={folder}"))
        program("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Server(folder)
        finally:
            program("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
